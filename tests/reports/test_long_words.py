"""Long names of classes, branches and people are printed whole and legibly, wherever they stand."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.documents.sign_in_sheet import SignInLine, SignInSheet
from app.reports import class_roster, sign_in_sheet
from app.reports.line_breaker import break_lines
from app.reports.text_fit import fit
from tests.reports.papers import roster
from tests.reports.printed import page_texts

WIDTHS = defaultdict(lambda: 1.0, {chr(code): 0.5 for code in range(0x20, 0x7F)})
CLASS = (
    "云岭县2026年度农村基层党组织书记和村（社区）“两委”干部学习贯彻党的二十届四中全会精神"
    "集中轮训示范培训班（第二期）"
)
LONGEST_CLASS = (
    f"{CLASS}暨抓党建促乡村振兴、抓党建促基层治理专题研讨班和村级后备力量递进培养启动班"[:100]
)
BRANCH = "中国共产党云岭县白沙彝族傣族佤族乡石桥村跨村联建产业党总支第三党支部"
POST = "云岭县青山镇九年一贯制中心学校党支部委员、副校长"
FULL_NAME = "阿卜杜热合曼·买买提依明·吾守尔"
SMALLEST_NAME = 6.4
"""What a photocopy of the paper still shows."""


def sheet(people: int, name: str = CLASS) -> SignInSheet:
    places = (
        "李家村党支部",
        f"{BRANCH}\n{POST}",
        f"白沙彝族傣族佤族乡李家村党支部\n{POST}",
        BRANCH,
    )
    lines = tuple(
        SignInLine(str(n + 1), FULL_NAME if n % 3 else "李㛃", places[n % len(places)])
        for n in range(people)
    )
    return SignInSheet(name, "2026年10月12日 上午", "镇党校", "党课", "张三", lines)


@pytest.mark.parametrize("name", ["党员培训班", CLASS, LONGEST_CLASS])
def test_a_title_is_never_cut(name: str, tmp_path: Path) -> None:
    path = tmp_path / "签到表.pdf"
    written = sign_in_sheet.write_pdf([sheet(3, name)], path)
    assert written.warnings == ()
    assert f"{name}签到表" in _squeezed(page_texts(path)[0])


@pytest.mark.parametrize("people", [1, 19, 23, 100, 300])
def test_a_sign_in_sheet_cuts_nobody_and_nothing(people: int, tmp_path: Path) -> None:
    path = tmp_path / "签到表.pdf"
    written = sign_in_sheet.write_pdf([sheet(people)], path)
    assert written.warnings == ()
    pages = [_squeezed(text) for text in page_texts(path)]
    said = "".join(pages)
    assert "…" not in said
    assert said.count(_squeezed(sheet(1).lines[0].unit_and_post)) >= len(range(0, people, 4))
    assert said.count(POST) == sum(n % 4 in (1, 2) for n in range(people))
    assert said.count("应到：") == len(pages) + (len(pages) > 1)
    assert all("班主任签字" in page for page in pages)


def test_rows_of_long_words_leave_room_for_the_foot(tmp_path: Path) -> None:
    path = tmp_path / "签到表.pdf"
    written = sign_in_sheet.write_pdf([sheet(60)], path)
    # The count under the rows stands on the page that it counts: no page without a head of its own.
    assert all("授课内容" in text for text in page_texts(path))
    assert written.pages == len(page_texts(path))


@pytest.mark.parametrize("room", [7.5, 8.5, 10.0, 12.0])
def test_a_dotted_name_goes_on_after_a_dot_only(room: float) -> None:
    lines = break_lines(FULL_NAME, room, WIDTHS)
    assert len(lines) > 1
    assert all(line.endswith("·") for line in lines[:-1])


@pytest.mark.parametrize("size", [9.0, 10.0, 10.5])
@pytest.mark.parametrize("name", ["古丽巴哈尔·阿不都热西提", FULL_NAME, "阿依古丽·买买提"])
def test_a_name_in_a_narrow_column_stays_legible(name: str, size: float) -> None:
    fitted = fit(name, 65.0, size, WIDTHS, 4)
    assert fitted.size >= SMALLEST_NAME
    assert not fitted.cut
    assert "".join(fitted.lines) == name
    assert all(line.endswith("·") for line in fitted.lines[:-1])


@pytest.mark.parametrize("room", [9.0, 11.0, 14.0, 17.0])
def test_joint_issuers_break_between_bodies_in_a_cell_too(room: float) -> None:
    bodies = ("中共云岭县委组织部", "中共云岭县委党校", "云岭县总工会")
    fitted = fit("、".join(bodies), room * 10, 10, WIDTHS, 3)
    for body in bodies:
        assert any(body in line for line in fitted.lines), fitted.lines


def test_a_growing_row_cuts_nothing(tmp_path: Path) -> None:
    content = roster(2)
    lines = tuple(replace(line, organization=BRANCH * 6) for line in content.lines)
    path = tmp_path / "花名册.pdf"
    written = class_roster.write_pdf(replace(content, lines=lines), path)
    assert written.warnings == ()
    assert _squeezed("".join(page_texts(path))).count("党支部") >= 2 * 6


def _squeezed(text: str) -> str:
    return "".join(text.split())
