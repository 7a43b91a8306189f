"""A signature or a return strip never stands on a page of its own, whatever the length above it."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.reports import feedback, year_summary
from tests.reports import papers
from tests.reports.printed import page_texts


@pytest.mark.parametrize("organizations", range(1, 40, 3))
def test_a_summary_is_signed_under_its_last_heading(tmp_path: Path, organizations: int) -> None:
    content = papers.summary(organizations)
    year_summary.write_pdf(content, tmp_path / "x.pdf")
    last = page_texts(tmp_path / "x.pdf")[-1]
    assert "三、下一步打算" in last
    assert content.signed_on in last.replace(" ", "")


@pytest.mark.parametrize("people", [*range(1, 32), 299, 300, 301])
def test_who_seals_a_slip_seals_rows_and_their_totals(tmp_path: Path, people: int) -> None:
    slip = papers.feedbacks(people)[0]
    short = tuple(replace(line, note="") for line in slip.lines)
    for number, lines in enumerate((slip.lines, short)):
        path = tmp_path / f"{number}.pdf"
        feedback.write_pdf([replace(slip, lines=lines)], path)
        sealed = [text for text in page_texts(path) if "盖章处" in text]
        assert len(sealed) == 1
        assert f"共{people}人" in sealed[0]
        rows = [line for line in sealed[0].splitlines() if line.split()[:1] and line[0].isdigit()]
        listed = [row for row in rows if row.split()[0] in {str(people), str(people - 1)}]
        assert len(listed) >= min(people, 2), sealed[0]


@pytest.mark.parametrize("people", range(20, 60, 3))
def test_a_return_strip_lies_under_its_signature(tmp_path: Path, people: int) -> None:
    slips = papers.feedbacks(people)[:1]
    feedback.write_pdf(slips, tmp_path / "x.pdf")
    for text in page_texts(tmp_path / "x.pdf"):
        assert ("回" in text and "已收到" in text) == (slips[0].issued_on in text.replace(" ", ""))
