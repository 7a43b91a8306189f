"""A few words about a list, said where its window says such things."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QToolTip, QWidget

from app.ui.notice_bar import NoticeBar
from app.ui.workspace import Workspace


def tell(widget: QWidget, words: str, *, warn: bool = False) -> None:
    """In the notices of the dialog or of the window; beside the list where there are none."""
    workspace = Workspace.near(widget)
    found = widget.window().findChild(NoticeBar)
    if found is None and workspace is not None:
        found = workspace.notices
    if found is None:
        QToolTip.showText(widget.mapToGlobal(QPoint(16, 16)), words, widget)
    elif warn:
        found.warn(words)
    else:
        found.done(words, "", None)


def whisper(widget: QWidget, words: str) -> None:
    """Beside the list, for a moment: nothing to read twice."""
    QToolTip.showText(widget.mapToGlobal(QPoint(16, 16)), words, widget)
