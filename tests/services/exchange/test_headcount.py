"""党员增减变化表: the sums add up, and everybody stands on it with what happened."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2 as pdfium
import pytest

from app.domain.declarations import entity_named
from app.domain.documents.headcount_change import HeadcountChange
from app.domain.errors import NotFound
from app.domain.people.headcount import Movement, Standing, movement
from app.services import documents
from app.services.exchange import headcount
from app.services.papers.selection import Selection
from tests.builders import Pair, change_member, make_member, make_organization

HERE, THERE = b"h" * 16, b"t" * 16


def standing(
    status: str = "正常", kind: str = "正式党员", organization: bytes = HERE, **more: bool
) -> Standing:
    return Standing(organization, kind, status, **more)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, standing(), Movement("新增", party=True, came="新增")),
        (None, standing("已转出"), None),
        (standing(), standing(), None),
        (standing(), standing("已转出"), Movement("转出", party=True, left="转出")),
        (standing(), standing("已去世"), Movement("去世", party=True, left="去世")),
        (standing(), standing("出党"), Movement("出党", party=True, left="出党")),
        (standing(), standing("停止党籍"), Movement("停止党籍", party=True, left="停止党籍")),
        (standing(), standing(gone=True), Movement("删除", party=True, left="其他减少")),
        (standing(), standing(merged=True), Movement("并入另一人", party=True, left="其他减少")),
        (standing(), None, Movement("彻底删除", party=True, left="其他减少")),
        (standing(), standing(kind="群众"), Movement("不再是党员", party=True, left="其他减少")),
        (standing("已转出"), standing(), Movement("恢复", party=True, came="恢复")),
        (standing(merged=True), standing(), Movement("恢复", party=True, came="恢复")),
        (
            standing(kind="发展对象"),
            standing(kind="预备党员"),
            Movement("发展党员", party=True, came="发展党员"),
        ),
        (standing(kind="预备党员"), standing(), Movement("转正", party=True)),
        (standing(), standing(kind="预备党员"), Movement("类别更正", party=True)),
        (
            standing(kind="预备党员"),
            standing(organization=THERE),
            Movement("组织间调动、转正", party=True, left="调出", came="调入"),
        ),
        (
            standing(),
            standing("已转出", organization=THERE),
            Movement("转出", party=True, left="转出"),
        ),
        (None, standing(kind="群众"), Movement("新增", party=False)),
        (standing(kind="群众"), standing("已转出", "群众"), Movement("转出", party=False)),
        (standing(kind="群众"), standing(kind="发展对象"), Movement("类别变化", party=False)),
        (
            standing(kind="群众"),
            standing(kind="群众", organization=THERE),
            Movement("组织间调动", party=False),
        ),
        (standing("已转出", "群众"), standing("已去世", "群众"), None),
        (standing("已转出"), standing("已去世"), None),
    ],
)
def test_what_became_of_a_person(
    before: Standing | None, after: Standing | None, told: Movement | None
) -> None:
    assert movement(before, after) == told


def adds_up(change: HeadcountChange) -> None:
    for line in change.organizations:
        assert line.opening + sum(line.came) - sum(line.left) == line.closing, line


@pytest.fixture
def moved(pair: Pair) -> tuple[Pair, HeadcountChange]:
    """Something of everything happened in the township since its first package."""
    township = pair.township
    first, second = make_organization(township, "一支部"), make_organization(township, "二支部")
    make_member(township, make_organization(township, "三支部"), "不动的人")
    people = [make_member(township, first, f"测试{n}") for n in "甲乙丙丁戊己庚"]
    applicant = make_member(township, first, "申请人", political_status="入党申请人")
    pair.to_county()
    change_member(township, people[0], organization=second)
    change_member(township, people[1], status="已转出")
    change_member(township, people[2], status="已去世")
    change_member(township, people[3], merged_into=people[4])
    change_member(township, people[5], phone="13800000000")
    with township.change("删除") as change:
        change.remove(entity_named("member"), people[6])
    change_member(township, applicant, political_status="预备党员")
    make_member(township, second, "新来的人")
    make_member(township, second, "积极分子", political_status="入党积极分子")
    pair.to_county()
    return pair, headcount.headcount_of(pair.county)


def test_the_sums_add_up_and_name_everybody(moved: tuple[Pair, HeadcountChange]) -> None:
    _, change = moved
    adds_up(change)
    lines = {line.name: line for line in change.organizations}
    assert (lines["青山镇一支部"].opening, lines["青山镇一支部"].closing) == (7, 3)
    assert lines["青山镇一支部"].came == (0, 0, 1, 0)
    assert lines["青山镇一支部"].left == (1, 1, 1, 0, 0, 2)
    assert (
        lines["青山镇二支部"].opening,
        lines["青山镇二支部"].came,
        lines["青山镇二支部"].closing,
    ) == (
        0,
        (1, 1, 0, 0),
        2,
    )
    assert lines["其他 1 个党组织（无变化）"].closing == 1
    assert {(one.name, one.what) for one in change.people} == {
        ("测试甲", "组织间调动"),
        ("测试乙", "转出"),
        ("测试丙", "去世"),
        ("测试丁", "并入另一人"),
        ("测试庚", "删除"),
        ("申请人", "发展党员"),
        ("新来的人", "新增"),
    }
    assert [(one.name, one.what) for one in change.others] == [("积极分子", "新增")]
    assert (
        next(o for o in change.people if o.name == "测试乙").after
        == "青山镇一支部（正式党员，已转出）"
    )


def test_only_ids_and_codes_are_kept(moved: tuple[Pair, HeadcountChange]) -> None:
    pair, change = moved
    found = pair.county.database.read().execute(
        "SELECT headcount FROM package_log WHERE id = ?", (change.log_id,)
    )
    text = found.fetchone()[0]
    assert "测试" not in text
    assert "支部" not in text
    assert json.loads(text)["more"] == 0


def test_names_are_bounded_and_sums_are_not(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headcount, "MOST_PEOPLE", 3)
    for _ in range(5):
        make_member(pair.township)
    pair.to_county()
    change = headcount.headcount_of(pair.county)
    assert (len(change.people), change.not_listed) == (3, 2)
    assert sum(line.closing for line in change.organizations) == 5


def test_the_same_people_again_change_nothing(pair: Pair) -> None:
    make_member(pair.township)
    pair.to_county()
    pair.to_county(full=True)
    change = headcount.headcount_of(pair.county)
    assert (change.people, change.others) == ((), ())
    assert [(line.opening, line.closing) for line in change.organizations] == [(1, 1)]


def summed(sheet: Any, value: object) -> int:
    """What a cell of the last line shows: the sum is a formula, so that a filter is followed."""
    text = str(value or 0)
    if not text.startswith("="):
        return int(text)
    _, cells = text.removesuffix(")").removeprefix("=SUBTOTAL(").split(",")
    return sum(int(str(cell.value or 0)) for (cell,) in sheet[cells])


def test_it_is_printed_and_each_package_has_its_own(
    moved: tuple[Pair, HeadcountChange], tmp_path: Path
) -> None:
    pair, change = moved
    for name in ("a.pdf", "a.xlsx"):
        documents.write_document(pair.county, "headcount_change", Selection(), tmp_path / name)
    with pdfium.PdfDocument(tmp_path / "a.pdf") as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "云岭县党员增减变化表" in text
    assert "测试乙" in text
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    *_, last = sheet.iter_rows(values_only=True)
    assert last[0] == "合计"
    total = [summed(sheet, value) for value in last[1:]]
    assert total[0] + total[1] - total[6] == total[-1] == 6
    first = headcount.headcount_of(pair.county, change.log_id - 1)
    assert len(first.people) == 8
    with pytest.raises(NotFound):
        headcount.headcount_of(pair.township)
