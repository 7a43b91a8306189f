"""A QTableView set up the same way everywhere: fixed rows, whole-row selection, no Tab trap."""

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTableView

from app.ui.tables.cells import Cells
from app.ui.tables.heads import Heads
from app.ui.tables.line_numbers import LineNumbers

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NONE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class TableView(QTableView):
    """Read-only; says what was asked for by key or mouse, the list around it knows what to do."""

    copy_asked = Signal()
    paste_asked = Signal()
    tick_asked = Signal()
    remove_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, name: str, *, numbers: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.heads = Heads(self)
        self.setHorizontalHeader(self.heads)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalHeader(LineNumbers(self))
        self.verticalHeader().setVisible(numbers)
        self._drawn_at = 0  # its whole width when it was last drawn
        self._columns_moved = QTimer(self, singleShot=True, interval=0)
        self._columns_moved.timeout.connect(lambda: self.viewport().setUpdatesEnabled(True))

    def reset(self) -> None:
        """Other rows are laid out now and not when Qt comes to it: else they are painted twice,
        once before the bars and the heads fit them and once after."""
        super().reset()
        if self.isVisible():
            self.executeDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A bar came or went, if it is not the whole that is larger or smaller."""
        super().resizeEvent(event)
        if self.width() == self._drawn_at:
            self._wait_for_columns()

    def _wait_for_columns(self) -> None:
        """They are others then, and Qt draws them a moment later, once more: what was there stays
        in sight until then."""
        if self._drawn_at:
            self.viewport().setUpdatesEnabled(False)
            self._columns_moved.start()

    def showEvent(self, event: QShowEvent) -> None:
        """A style sheet takes this away from what it styles, and then everything behind the rows,
        up to the window, is painted anew with them at every key typed."""
        super().showEvent(event)
        self._wait_for_columns()
        for part in (self, self.heads, self.verticalHeader()):
            part.viewport().setAutoFillBackground(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt draws what the list does not draw itself."""
        self._drawn_at = self.width()
        cells, left = self.itemDelegate(), event.region()
        if isinstance(cells, Cells) and self.dirtyRegionOffset().isNull():
            look = QStyleOptionViewItem()
            self.initViewItemOption(look)
            painter = QPainter(self.viewport())
            left = cells.draw(painter, left, look)
            painter.end()
        if not left.isEmpty():
            super().paintEvent(QPaintEvent(left))

    def select_row(self, number: int) -> None:
        """Select one row and bring it into sight."""
        model: QAbstractItemModel = self.model()
        index = model.index(number, self.heads.first_shown())
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def selected_ranges(self) -> list[tuple[int, int]]:
        """First and last of each run of selected rows, from top to bottom; a selection of sixty
        thousand rows is one run, whatever has been read of it."""
        found = self.selectionModel().selection()
        ranges = [found.at(number) for number in range(found.size())]
        runs = sorted((one.top(), one.bottom()) for one in ranges if one.isValid())
        merged: list[tuple[int, int]] = []
        for top, bottom in runs:
            if merged and top <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(bottom, merged[-1][1]))
            else:
                merged.append((top, bottom))
        return merged

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, tick, remove, open and the menu, as in a spreadsheet."""
        key, plain = event.key(), event.modifiers() in _NONE
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_asked.emit()
        elif key == Qt.Key.Key_Space and plain:
            self.tick_asked.emit()
        elif key == Qt.Key.Key_Delete and plain:
            self.remove_asked.emit()
        elif key == Qt.Key.Key_F2 and plain:
            if self.currentIndex().isValid():
                self.activated.emit(self.currentIndex())
        elif key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and event.modifiers() == _SHIFT):
            self.menu_asked.emit(self._place_of_current())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button, or the menu key of the platform."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_asked.emit(self._place_of_current() if by_key else event.globalPos())
        event.accept()

    def _place_of_current(self) -> QPoint:
        box = self.visualRect(self.currentIndex())
        inside = box.isValid() and self.viewport().rect().intersects(box)
        place = box.bottomLeft() if inside else QPoint(8, 8)
        return self.viewport().mapToGlobal(place)
