"""Cells into the clipboard, as text and as a table."""

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication


def put_on_clipboard(text: str, html: str) -> None:
    """Text with tabs and the same in HTML.

    The clipboard outlives Python: content that Python made takes the program down when it ends.
    So an empty one that Qt made is asked for, and filled.
    """
    lender = QStandardItemModel()
    lender.appendRow(QStandardItem())
    mime = lender.mimeData([lender.index(0, 0)])
    for kind in mime.formats():
        mime.removeFormat(kind)
    mime.setText(text)
    mime.setHtml(html)
    QApplication.clipboard().setMimeData(mime)
