"""While the program is locked nothing is seen of what stood open: a blank lies over it.

A dialog that waits in exec() cannot be hidden, that would end it; so it is covered.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

_WORDS = "已锁定，输入密码后继续。"


@contextmanager
def covered(window: QWidget) -> Iterator[None]:
    """The window goes, and what stands above it lies under a blank, until the end."""
    above = [top for top in QApplication.topLevelWidgets() if _is_seen(top) and top is not window]
    covers = [_cover(dialog) for dialog in above]
    window.hide()
    try:
        yield
    finally:
        for cover in covers:
            cover.deleteLater()
            cover.hide()


def _is_seen(top: QWidget) -> bool:
    return isinstance(top, QDialog) and top.isVisible()


def _cover(dialog: QWidget) -> QLabel:
    made = QLabel(_WORDS, dialog)
    made.setObjectName("locked_cover")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setAutoFillBackground(True)
    made.setGeometry(dialog.rect())
    made.show()
    made.raise_()
    return made
