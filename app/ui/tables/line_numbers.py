"""The numbers at the left of a list."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from app.ui.theme import row_height


class LineNumbers(QHeaderView):
    """As wide as the longest number so far: a list that gets shorter at every key typed moves no
    column, and its rows are not measured anew."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._digits, self._needed = 0, QSize()
        self.setProperty("lines", True)  # white where no row is
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(row_height())
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumWidth(44)

    def sizeHint(self) -> QSize:
        """Asked at every change of rows."""
        digits = len(str(self.count()))
        if digits > self._digits:
            self._digits, self._needed = digits, super().sizeHint()
        return self._needed

    def event(self, event: QEvent) -> bool:
        """Another size of letters."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._digits = 0
        return super().event(event)
