"""The grid of 考勤: digits mark the selected cells, Enter goes down a column."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.domain.training.codes import MARKS
from app.ui.tables.cell_grid import CellGrid

KEYS = dict(zip("01234567", MARKS, strict=True))
"""0 未录入, 1 出勤, 2 迟到 … as shown above the grid."""


class AttendanceGrid(CellGrid):
    """Digits mark the selected cells; Enter goes down."""

    marked = Signal(str)

    def __init__(self) -> None:
        super().__init__("考勤表")
        self.horizontalHeader().setStretchLastSection(False)

    def step_down(self) -> None:
        """The cell below, so that a column can be typed straight down."""
        index = self.currentIndex()
        below = index.siblingAtRow(index.row() + 1)
        if below.isValid() and len(self.selectionModel().selectedIndexes()) <= 1:
            self.setCurrentIndex(below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit is a mark; Enter leaves a cell as it is."""
        if event.text() in KEYS and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.marked.emit(event.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step_down()
        else:
            super().keyPressEvent(event)
