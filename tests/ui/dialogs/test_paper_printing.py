"""What the printer gets is what the preview shows: every page with its own size and orientation."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError
from app.domain.progress import Silent
from app.services.documents import Prepared
from app.ui.dialogs.paper_printing import prepared_printer
from app.ui.dialogs.pdf_pages import PdfPages
from app.ui.printing import lay_out_together
from tests.reports.papers import roster, sign_in
from tests.ui.paper_comparing import differences, printed


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """花名册 across and 签到表 upright in one file, as 打印花名册和签到表 makes it."""
    prepared = [
        Prepared("class_roster", "花名册", roster(37, with_id_numbers=True)),
        Prepared("sign_in_sheet", "签到表", tuple(sign_in(37))),
    ]
    path = tmp_path / "花名册和签到表.pdf"
    lay_out_together(prepared, path, Silent())
    return path


def test_each_page_keeps_its_size_and_orientation(qtbot: QtBot, both: Path, tmp_path: Path) -> None:
    on_paper = printed(both, tmp_path / "printed.pdf")
    pages = PdfPages(both)
    assert {pages.size(n).width() > pages.size(n).height() for n in range(len(pages))} == {
        True, False,
    }, "both orientations are in the file"  # fmt: skip
    assert differences(both, on_paper) == []


def test_a_range_prints_those_pages_only(qtbot: QtBot, both: Path, tmp_path: Path) -> None:
    pages = PdfPages(both)
    last = len(pages)
    on_paper = printed(both, tmp_path / "range.pdf", first=last - 1, last=last)
    again = PdfPages(on_paper)
    assert len(again) == 2
    assert again.size(0).height() > again.size(0).width(), "the sign-in sheet is upright"


def test_a_difference_is_seen(qtbot: QtBot, both: Path, tmp_path: Path) -> None:
    """The comparison itself can fail: a page turned, moved or left empty is found."""
    on_paper = printed(both, tmp_path / "printed.pdf")
    other = tmp_path / "other.pdf"
    lay_out_together([Prepared("sign_in_sheet", "签到表", tuple(sign_in(37)))], other, Silent())
    assert differences(other, on_paper) != []


@pytest.mark.qt_log_ignore("Returned false")
def test_a_printer_that_takes_nothing_is_told(qtbot: QtBot, both: Path, tmp_path: Path) -> None:
    pages = PdfPages(both)
    assert prepared_printer(pages, "签到表").fullPage()
    with pytest.raises(AppError, match="打印机没有接收"):
        printed(both, tmp_path / "no folder" / "printed.pdf")
