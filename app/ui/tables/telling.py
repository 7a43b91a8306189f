"""A few words about a list, said where its window says such things."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QToolTip, QWidget

from app.ui.as_typed import as_typed
from app.ui.notice_bar import NoticeBar
from app.ui.workspace import Workspace


def tell(widget: QWidget, words: str, *, warn: bool = False) -> None:
    """In the notices of the dialog or of the window; beside the list where there are none."""
    workspace = Workspace.near(widget)
    window = widget.window()
    # A dialog that was closed lives on below its page, and so do its notices.
    inside = (bar for bar in window.findChildren(NoticeBar) if bar.window() is window)
    found = next(inside, None) if isinstance(window, QDialog) else None
    if found is None and workspace is not None:
        found = workspace.notices
    if found is None:
        QToolTip.showText(widget.mapToGlobal(QPoint(16, 16)), as_typed(words), widget)
    elif warn:
        found.warn(words)
    else:
        found.done(words, "", None)


def whisper(widget: QWidget, words: str) -> None:
    """Beside the list, for a moment: nothing to read twice."""
    QToolTip.showText(widget.mapToGlobal(QPoint(16, 16)), as_typed(words), widget)
