"""Cells into the clipboard, as text and as a table."""

from typing import NamedTuple

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication


class Copied(NamedTuple):
    """Text with tabs and the same in HTML, as bytes: a county's rows take a second to become a
    text of Qt's, and bytes are handed over as they are."""

    text: QByteArray
    html: QByteArray


def copied(text: str, html: str) -> Copied:
    """Made ready for the clipboard; on any thread."""
    return Copied(QByteArray(text.encode()), QByteArray(html.encode()))


def put_on_clipboard(what: Copied) -> None:
    """Text and HTML.

    The clipboard outlives Python: content that Python made takes the program down when it ends.
    So an empty one that Qt made is asked for, and filled.
    """
    lender = QStandardItemModel()
    lender.appendRow(QStandardItem())
    mime = lender.mimeData([lender.index(0, 0)])
    for kind in mime.formats():
        mime.removeFormat(kind)
    mime.setData("text/plain", what.text)
    mime.setData("text/html", what.html)
    QApplication.clipboard().setMimeData(mime)
