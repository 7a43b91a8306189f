"""Several words of a code table: a box for each, in as many lines as the window needs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.entity import MANY_MARK, Value
from app.ui.flow_row import flow


class ManyBoxes(QWidget):
    """`changed` when a box was turned. A word of an older code table keeps its place."""

    changed = Signal()

    def __init__(self, choices: Sequence[str]) -> None:
        super().__init__()
        self._boxes = {word: QCheckBox(word) for word in choices}
        self._more: list[str] = []
        for box in self._boxes.values():
            box.toggled.connect(self.changed)
        self.setLayout(flow(*self._boxes.values(), None))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(next(iter(self._boxes.values())))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first box."""
        super().focusInEvent(event)
        next(iter(self._boxes.values())).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, maybe another number of lines: none is cut."""
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.heightForWidth(event.size().width()))

    def value(self) -> Value:
        """The ticked words in the order of the table, as they are stored."""
        ticked = [word for word, box in self._boxes.items() if box.isChecked()]
        return MANY_MARK.join([*ticked, *self._more]) or None

    def set_value(self, value: Value) -> None:
        """Tick these."""
        words = str(value or "").split(MANY_MARK) if value else []
        self._more = [word for word in words if word not in self._boxes]
        for word, box in self._boxes.items():
            box.setChecked(word in words)
