"""PDF pages onto a real printer, page by page at the printer's own resolution."""

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.errors import AppError
from app.ui.dialogs.pdf_pages import POINTS_PER_INCH, PdfPages

_ENOUGH_DPI = 300  # more only costs memory


def print_pages(pages: PdfPages, title: str, parent: QWidget) -> bool:
    """Ask for printer and range, then print; False when the user went back.

    Raises:
        AppError: the printer did not take it.
    """
    printer = prepared_printer(pages, title)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(pages))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    draw_pages(pages, printer)
    return True


def prepared_printer(pages: PdfPages, title: str) -> QPrinter:
    """A printer ready for the first page; the dialog then shows its size and orientation."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
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
