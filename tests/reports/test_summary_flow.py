"""年度总结 fills its pages: blocks flow over the turn, nothing stands half a page further down."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from app.reports import year_summary
from app.reports.document import OFFICIAL
from tests.reports.papers import summary
from tests.reports.printed import character_boxes, page_texts, rules

MM = 72 / 25.4
LOOSE = 0.2
"""So much of a page's height may stay empty at its foot: a heading and what must stay with it."""


@pytest.mark.parametrize("organizations", [1, 5, 12, 23, 40, 300])
def test_no_page_but_the_last_ends_early(organizations: int, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    year_summary.write_pdf(summary(organizations), path)
    usable = OFFICIAL.floor - OFFICIAL.top
    with pdfium.PdfDocument(path) as document:
        for number in range(len(document) - 1):
            page = document[number]
            floor = (OFFICIAL.height - OFFICIAL.floor) * MM
            ink = [box[1] for _, box in character_boxes(page) if box[1] >= floor - 1]
            ink += [rule[1] for rule in rules(page)]
            empty = (min(ink) - floor) / MM / usable
            assert empty <= LOOSE, f"page {number + 1} of {len(document)}: {empty:.0%} empty"


def test_a_chart_goes_on_overleaf_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    year_summary.write_pdf(summary(23), path)
    pages = page_texts(path)
    assert sum("各党组织人均学时" in page for page in pages) == 2
    assert any("各党组织人均学时（单位：学时）（续）" in page for page in pages)
