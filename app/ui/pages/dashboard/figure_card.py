"""A card of the 工作台: one figure that leads to the page it comes from."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.ui.parts import Tone, label, link, set_tone

_LINK_PADDING = 6  # of the style sheet; the figures stand exactly below the words of the link


class FigureCard(QFrame):
    """A click anywhere on it does what the link in it does; the link is there for the keyboard."""

    def __init__(self, title: str, opens: Callable[[], object], *, name: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.link = link(title, opens, name=name)
        self.number = label("—", "number")
        self.note = label("", "muted")
        for words in (self.number, self.note):
            words.setIndent(_LINK_PADDING)
        box = QVBoxLayout(self)
        box.setContentsMargins(16 - _LINK_PADDING, 8, 16, 12)
        box.setSpacing(4)
        box.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.number)
        box.addWidget(self.note)

    def show_figure(self, number: str, note: str, tone: Tone = "") -> None:
        """The figure, and what it says beside its title."""
        self.number.setText(number)
        set_tone(self.number, tone)
        self.note.setText(note)
        self.link.setAccessibleDescription(f"{number}，{note}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click beside the link."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.link.click()
