"""PDF pages onto a real printer, page by page at the printer's own resolution."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.ui.dialogs.pdf_pages import POINTS_PER_INCH, PdfPages

_ENOUGH_DPI = 300  # more only costs memory


def print_pages(pages: PdfPages, title: str, parent: QWidget) -> bool:
    """Ask for printer and range, then print; False when the user went back."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageLayout(_layout(pages))
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(pages))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    draw_pages(pages, printer)
    return True


def draw_pages(pages: PdfPages, printer: QPrinter) -> None:
    """All pages of the chosen range."""
    first = max(1, printer.fromPage())
    last = printer.toPage() or len(pages)
    painter = QPainter(printer)
    scale = min(printer.resolution(), _ENOUGH_DPI) / POINTS_PER_INCH
    for number in range(first - 1, min(last, len(pages))):
        if number >= first:
            printer.newPage()
        size = pages.size(number) * (printer.resolution() / POINTS_PER_INCH)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), pages.draw(number, scale))
    painter.end()


def _layout(pages: PdfPages) -> QPageLayout:
    size = pages.size(0)
    wide = size.width() > size.height()
    upright = size.transposed() if wide else size
    layout = QPageLayout()
    layout.setPageSize(QPageSize(upright, QPageSize.Unit.Point))
    turned = QPageLayout.Orientation.Landscape
    layout.setOrientation(turned if wide else QPageLayout.Orientation.Portrait)
    return layout
