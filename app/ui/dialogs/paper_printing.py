"""PDF pages onto a real printer, page by page at the printer's own resolution."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.errors import AppError
from app.ui.dialogs.pdf_pages import POINTS_PER_INCH, PdfPages
from app.ui.remembered import keep, recall

_CHOSEN = "printing/printer"
_ENOUGH_DPI = 300  # more only costs memory


def usual_printer() -> str:
    """The printer that was chosen last, else the system's own; empty when there is none."""
    there = QPrinterInfo.availablePrinterNames()
    chosen = recall(_CHOSEN, "")
    return chosen if chosen in there else QPrinterInfo.defaultPrinterName()


def print_pages(pages: PdfPages, title: str) -> str:
    """Print on the usual printer; the preview was the question. Returns where it went in words, or
    nothing when there is no printer to be usual.

    Raises:
        AppError: the printer did not take it.
    """
    name = usual_printer()
    if name:
        draw_pages(pages, prepared_printer(pages, title, name))
    return _sent_to(name) if name else ""


def _sent_to(printer: str) -> str:
    return f"已送往打印机“{printer}”"


def print_chosen(pages: PdfPages, title: str, parent: QWidget) -> str:
    """Ask for printer, range and copies, then print. Returns where it went in words; nothing when
    the user went back. The printer is the usual one from now on.

    Raises:
        AppError: the printer did not take it.
    """
    printer = prepared_printer(pages, title, usual_printer())
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(pages))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return ""
    draw_pages(pages, printer)
    keep(_CHOSEN, printer.printerName())
    if file := printer.outputFileName():
        return f"已打印到文件“{Path(file).name}”"
    return _sent_to(printer.printerName())


def prepared_printer(pages: PdfPages, title: str, name: str = "") -> QPrinter:
    """A printer ready for the first page; the dialog then shows its size and orientation."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name:
        printer.setPrinterName(name)
    printer.setDocName(title)
    printer.setPageLayout(page_layout(pages, 0))
    return printer


def draw_pages(pages: PdfPages, printer: QPrinter) -> None:
    """All pages of the chosen range, each on paper of its own size and orientation.

    Raises:
        AppError: the printer did not take it.
    """
    first = max(1, printer.fromPage())
    last = min(printer.toPage() or len(pages), len(pages))
    printer.setPageLayout(page_layout(pages, first - 1))
    painter = QPainter()
    if not painter.begin(printer):
        raise AppError("打印机没有接收。", "请检查打印机是否开着、有纸，或换一台打印机再试。")
    try:
        for number in range(first - 1, last):
            if number >= first:
                # Takes effect with the page that begins next, so it comes before it.
                printer.setPageLayout(page_layout(pages, number))
                if not printer.newPage():
                    raise AppError(
                        f"打印机在第 {number + 1} 页停了。", "请检查打印机后，从这一页接着打印。"
                    )
            _draw(painter, pages, number, printer.resolution())
    finally:
        painter.end()


def page_layout(pages: PdfPages, number: int) -> QPageLayout:
    """The paper of one page. It is painted from corner to corner: its margins are drawn already,
    and a printer's own would move or shrink it."""
    size = pages.size(number)
    wide = size.width() > size.height()
    upright = size.transposed() if wide else size
    turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(upright, QPageSize.Unit.Point), turned, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _draw(painter: QPainter, pages: PdfPages, number: int, resolution: int) -> None:
    scale = min(resolution, _ENOUGH_DPI) / POINTS_PER_INCH
    size = pages.size(number) * (resolution / POINTS_PER_INCH)
    painter.drawImage(QRectF(0, 0, size.width(), size.height()), pages.draw(number, scale))
