"""A signature or a return strip never stands on a page of its own, whatever the length above it."""

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


@pytest.mark.parametrize("people", range(20, 60, 3))
def test_a_return_strip_lies_under_its_signature(tmp_path: Path, people: int) -> None:
    slips = papers.feedbacks(people)[:1]
    feedback.write_pdf(slips, tmp_path / "x.pdf")
    for text in page_texts(tmp_path / "x.pdf"):
        assert ("回" in text and "已收到" in text) == (slips[0].issued_on in text.replace(" ", ""))
