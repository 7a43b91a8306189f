"""Lists over many pages say whose rows follow; columns are as wide as what stands in them."""

from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from app.domain.documents.archive import ArchiveYear, TrainingLine
from app.domain.documents.owed_list import OwedBranch, OwedLine, OwedList
from app.domain.people.record_number import record_number
from app.reports import archive, owed_list
from tests.reports.papers import archives
from tests.reports.printed import character_boxes, page_texts, rules

MM = 72 / 25.4


def _owed(*branches: int) -> OwedList:
    return OwedList(
        "青山镇", "2026", "P24-01 每年不少于 32 学时", "2026年11月30日", "学时",
        tuple(
            OwedBranch(
                f"第{'一二三'[place]}党支部",
                tuple(
                    OwedLine(str(n + 1), f"张{n}", "女", "村民", "8", "32", "24", "")
                    for n in range(people)
                ),
            )
            for place, people in enumerate(branches)
        ),
        "应训 99 人",
    )  # fmt: skip


def test_a_continued_branch_is_named_again(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    owed_list.write_pdf(_owed(50, 40), path)
    pages = page_texts(path)
    assert "第一党支部（50人）（续）" in pages[1]
    assert "（续）" not in pages[0]
    for page in pages[1:]:
        rows = [line for line in page.splitlines() if "张" in line or "支部" in line]
        assert "支部" in rows[0], "no row of a continued page stands without its branch"


def test_a_branch_that_ends_with_the_page_is_not_continued(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for people in range(20, 40):
        owed_list.write_pdf(_owed(people, 3), path)
        for page in page_texts(path)[1:]:
            lines = [line for line in page.splitlines() if "张" in line or "支部" in line]
            assert lines, "no page has the sum alone"
            if "第一党支部" in lines[0]:
                assert "张" in lines[1], "（续）stands over rows of that branch"


def test_an_archive_cuts_nothing(tmp_path: Path) -> None:
    absences = "；".join(f"11月{day}日上午 事假，不计学时" for day in range(1, 13))
    line = TrainingLine(
        "1", "2026.11.1—11.25", "基层党组织书记示范培训班", "集中培训", "中共云岭县委组织部", "40",
        "结业", f"证书 云组结字〔2026〕第00012号；{absences}",
    )  # fmt: skip
    one = replace(archives(1)[0], years=(ArchiveYear("2026", (line,), "2026 年计 40 学时"),))
    path = tmp_path / "a.pdf"
    assert archive.write_pdf([one], path).warnings == ()
    text = "".join("".join(page_texts(path)).split())
    assert "".join(absences.split()) in text
    assert "…" not in text


def test_a_certificate_number_stands_in_few_lines(tmp_path: Path) -> None:
    line = TrainingLine(
        "1", "2026.11.1", "冬春训", "集中培训", "中共青山镇委员会", "8", "结业",
        "证书 云组结字〔2026〕第00012号",
    )  # fmt: skip
    one = replace(archives(1)[0], years=(ArchiveYear("2026", (line,), "2026 年计 8 学时"),))
    path = tmp_path / "a.pdf"
    archive.write_pdf([one], path)
    (page,) = page_texts(path)
    assert any("云组结字〔2026〕第00012号" in line for line in page.splitlines()), "in one line"


def test_an_archive_can_be_bound(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    archive.write_pdf(archives(9), path)
    with pdfium.PdfDocument(path) as document:
        for page in document:
            assert min(box[0] for box in rules(page)) >= 25 * MM - 0.5
            assert min(box[0] for _, box in character_boxes(page)) >= 25 * MM - 0.5


def test_the_number_of_a_record_can_be_read_aloud() -> None:
    uid = bytes.fromhex("0190c3f2a1b47c3d8e5f60718293a4b5")
    assert record_number(uid) == record_number(uid)
    assert [len(part) for part in record_number(uid).split("-")] == [4, 4, 4]
    assert record_number(uid).replace("-", "").isdecimal()
    many = {record_number(n.to_bytes(16, "big")) for n in range(60_000)}
    assert len(many) == 60_000
