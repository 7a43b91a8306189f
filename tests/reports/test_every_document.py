"""Every document at nobody, one person and three hundred: nothing lost or out of place."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from app.domain.errors import AppError, Cancelled
from app.reports import certificate, sign_in_sheet
from tests.reports.papers import (
    LONG_CLASS,
    NAMES,
    PAPERS,
    Paper,
    certificates,
    roster,
    sign_in,
)
from tests.reports.printed import character_boxes, page_texts, rules

BY_KIND = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.kind)


def _printed(paper: Paper, people: int, folder: Path) -> Path:
    path = folder / f"{paper.kind}.pdf"
    written = paper.write(paper.content(people), path)
    with pdfium.PdfDocument(path) as document:
        assert len(document) == written.pages
    assert not [warning for warning in written.warnings if "字库里没有" in warning]
    return path


@BY_KIND
def test_every_name_can_be_read_back_from_the_file(paper: Paper, tmp_path: Path) -> None:
    text = "".join(page_texts(_printed(paper, 20, tmp_path)))
    if paper.lists_names:
        # A name that is wrapped in its cell comes back on two lines.
        joined = "".join(text.split())
        assert [name for name in NAMES if name not in joined] == []


@BY_KIND
@pytest.mark.parametrize("people", [0, 1, 40])
def test_text_stays_on_the_page_and_off_the_rules(
    paper: Paper, people: int, tmp_path: Path
) -> None:
    if not people and paper.refuses_nobody:
        return
    with pdfium.PdfDocument(_printed(paper, people, tmp_path)) as document:
        for page in document:
            _check_page(page)


def _check_page(page: Any) -> None:
    width, height = page.get_size()
    lines = rules(page)
    upright = [line for line in lines if abs(line[0] - line[2]) < 0.1]
    level = [line for line in lines if abs(line[1] - line[3]) < 0.1]
    for character, (left, bottom, right, top) in character_boxes(page):
        where = (character, left, bottom)
        assert left > 14, where
        assert bottom > 14, where
        assert right < width - 14, where
        assert top < height - 14, where
        for x, low, _, high in upright:
            crossed = left + 0.3 < x < right - 0.3 and low < (bottom + top) / 2 < high
            assert not crossed, where
        for start, y, end, _ in level:
            crossed = bottom + 0.3 < y < top - 0.3 and start < (left + right) / 2 < end
            assert not crossed, where


@BY_KIND
def test_nobody_is_a_refusal_or_a_page_that_says_so(paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    if paper.refuses_nobody:
        with pytest.raises(AppError) as refused:
            paper.write(paper.content(0), path)
        assert refused.value.hint
        assert not path.exists()
    else:
        assert paper.write(paper.content(0), path).pages >= 1


@pytest.mark.parametrize(
    ("kind", "pages"), [("certificate", 300), ("attendance_proof", 150), ("sign_in_sheet", 18)]
)
def test_three_hundred_people_take_the_pages_they_should(
    kind: str, pages: int, tmp_path: Path
) -> None:
    paper = next(paper for paper in PAPERS if paper.kind == kind)
    assert paper.write(paper.content(300), tmp_path / "paper.pdf").pages == pages


def test_each_certificate_is_on_its_own_page(tmp_path: Path) -> None:
    contents = certificates(300)
    certificate.write_pdf(contents, tmp_path / "all.pdf")
    texts = page_texts(tmp_path / "all.pdf")
    found = [content.number in text for content, text in zip(contents, texts, strict=True)]
    assert all(found)
    assert not [text for text in texts if "盖章" in text]  # it would be read under the seal


def test_pages_of_a_long_roster_repeat_the_head_and_are_counted(tmp_path: Path) -> None:
    paper = PAPERS[0]
    path = _printed(paper, 300, tmp_path)
    texts = page_texts(path)
    for number, text in enumerate(texts, start=1):
        assert "所在党组织" in text
        assert f"第 {number} 页 共 {len(texts)} 页" in text.replace("\u3000", " ")
    assert "合计：300人" in texts[-1]


def test_sessions_of_a_class_count_their_pages_apart(tmp_path: Path) -> None:
    sign_in_sheet.write_pdf(sign_in(60), tmp_path / "sheets.pdf")
    feet = [text.replace("\u3000", " ") for text in page_texts(tmp_path / "sheets.pdf")]
    assert ["第 1 页 共 2 页" in text for text in feet] == [True, False, True, False]
    assert ["补打 2026-11-22 09:30" in text for text in feet] == [False, False, True, True]


@pytest.mark.parametrize(
    ("title", "longest_unit", "rows"), [("青山镇党员春季集中学习", 12, 24), (LONG_CLASS, 60, 20)]
)
def test_a_signature_has_room_for_a_hand(
    tmp_path: Path, title: str, longest_unit: int, rows: int
) -> None:
    """A title of two lines and units of sixty characters take their room from the rows."""
    sheets = [
        replace(
            sheet,
            class_name=title,
            lines=tuple(
                replace(line, unit_and_post=line.unit_and_post[:longest_unit])
                for line in sheet.lines
            ),
        )
        for sheet in sign_in(300)
    ]
    sign_in_sheet.write_pdf(sheets, tmp_path / "sheets.pdf")
    with pdfium.PdfDocument(tmp_path / "sheets.pdf") as document:
        level = sorted({round(line[1], 1) for line in rules(document[0]) if line[1] == line[3]})
    heights = [(above - below) * 25.4 / 72 for below, above in pairwise(level)]
    assert sum(height >= 8.75 for height in heights) >= rows


def test_id_numbers_are_printed_only_where_asked_for(tmp_path: Path) -> None:
    for paper, shown in ((PAPERS[0], False), (PAPERS[1], True)):
        text = "".join(page_texts(_printed(paper, 3, tmp_path)))
        assert ("430***********1234" in text) is shown
    assert roster(1).lines[0].id_number  # it was there all the time


class _Stopping:
    def __init__(self) -> None:
        self.seen: list[tuple[int, int]] = []

    def step(self, done: int, total: int, text: str = "") -> None:
        self.seen.append((done, total))
        if done == 5:
            raise Cancelled


def test_a_stopped_batch_leaves_no_file(tmp_path: Path) -> None:
    watch = _Stopping()
    with pytest.raises(Cancelled):
        certificate.write_pdf(certificates(30), tmp_path / "all.pdf", watch)
    assert watch.seen[-1] == (5, 30)
    assert list(tmp_path.glob("*.p*")) == []
