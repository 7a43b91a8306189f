"""A link that gives way where there is no room for all of its words."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.as_typed import as_typed
from app.ui.parts import link
from app.ui.theme import row_height

_AROUND = 6  # the padding and the border of a link


class GivingLink(QWidget):
    """Cut with an ellipsis; what stands there is said whole by its tip and to a screen reader."""

    def __init__(self, words: str, clicked: Callable[[], object], *, name: str = "") -> None:
        super().__init__()
        self._words = words
        self.button = link(words, clicked, name=name)
        self.button.setAccessibleName(words)
        self.button.setToolTip(as_typed(words))
        self.button.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(row_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = self.button.fontMetrics()
        room = self.width() - _AROUND
        shown = metrics.elidedText(self._words, Qt.TextElideMode.ElideMiddle, room)
        said = self.button.accessibleName()
        self.button.setText(shown.replace("&", "&&"))
        self.button.setAccessibleName(said)  # a button is called what it says, else
        wide = min(self.width(), self.button.sizeHint().width())
        high = min(self.height(), self.button.sizeHint().height())
        self.button.setGeometry(0, (self.height() - high) // 2, wide, high)
