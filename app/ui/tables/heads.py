"""The heads of a list: drag, hide, sort, tick all; how they were left is remembered."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QTableView

from app.ui.remembered import keep, recall, whole
from app.ui.tables.query import Column

_REMEMBER_AFTER = 400  # milliseconds: dragging a width is one change
_TICK_WIDTH = 28
_WIDEST = 4_000  # pixels: what is wider was never dragged so
_WIDE = 100  # pixels: what is narrower has just room for its words
_MOST_GIVEN = 0.3
_SEPARATOR = "\t"


class Heads(QHeaderView):
    """`name` is under what this list is remembered; without one nothing is."""

    tick_all_asked = Signal()
    choice_asked = Signal(QPoint)
    layout_changed = Signal()

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setStretchLastSection(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.name = ""
        self.tick_box = False
        self._widths: Sequence[int] = ()
        self._giving: set[int] = set()
        self._hidden: set[int] = set()
        self._quiet = True
        self._dragged = False
        """Whether somebody chose other widths than the declared ones."""
        self._timer = QTimer(self, singleShot=True, interval=_REMEMBER_AFTER)
        self._timer.timeout.connect(self.remember)
        self.sectionMoved.connect(lambda *_: self._touched())
        self.sectionResized.connect(self._resized)

    def set_up(self, name: str, columns: Sequence[Column[Any]], *, tick_box: bool) -> None:
        """Once the model is there: sizes as declared, then as they were left."""
        self.name, self.tick_box = name, tick_box
        self._widths = tuple(column.width for column in columns)
        self._giving = {
            section
            for section, column in enumerate(columns)
            if column.width >= _WIDE and not column.firm
        }
        self.setSectionsMovable(True)
        # One of their own, always empty: each time a head is drawn, Qt asks every row whether its
        # column is selected as a whole, and sixty thousand selected rows take seconds to answer.
        self.setSelectionModel(QItemSelectionModel(self.model(), self))
        self._show_declared()
        self._show_remembered()
        self._quiet = False
        self.give_room()

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:  # noqa: N803  (Qt's)
        """Air between the box and its word; Qt leaves two pixels."""
        super().initStyleOptionForIndex(option, logicalIndex)
        if self.tick_box and logicalIndex == 0:
            option.text = f" {option.text}"  # type: ignore[attr-defined]  # the stub lacks it

    # Which columns, in which order

    def shown(self) -> list[int]:
        """The columns in sight, from left to right."""
        order = (self.logicalIndex(visual) for visual in range(self.count()))
        return [section for section in order if not self.isSectionHidden(section)]

    def order(self) -> list[int]:
        """All columns from left to right, hidden ones too."""
        return [self.logicalIndex(visual) for visual in range(self.count())]

    def first_shown(self) -> int:
        """The leftmost column in sight."""
        return next(iter(self.shown()), 0)

    def can_be_hidden(self, section: int) -> bool:
        """Ticks stand in the first column; and something is always shown."""
        return not (self.tick_box and section == 0) and self.shown() != [section]

    def show_section(self, section: int, *, on: bool) -> None:
        """Show or hide a column because somebody chose so."""
        if not on and not self.can_be_hidden(section):
            return
        (self._hidden.discard if on else self._hidden.add)(section)
        self.setSectionHidden(section, not on)
        self._touched()

    def is_chosen(self, section: int) -> bool:
        """Whether somebody wants to see it; a page may hide it for a while all the same."""
        return section not in self._hidden

    def put_in_order(self, sections: Sequence[int]) -> None:
        """Show the columns in this order."""
        for place, section in enumerate(sections):
            self.moveSection(self.visualIndex(section), place)

    def show_as_declared(self) -> None:
        """As declared; what was remembered is forgotten with it. (`reset` is Qt's own: it is
        called whenever the rows change, and must go on counting the columns.)"""
        self._quiet = True
        self._show_declared()
        self._quiet = self._dragged = False
        self.give_room()
        self._timer.stop()
        if self.name:
            keep(self._key, [])
        self.setSortIndicatorShown(False)
        self._keep_sort("")
        self.layout_changed.emit()

    def _show_declared(self) -> None:
        self._hidden.clear()
        self.put_in_order(range(self.count()))
        for section, width in enumerate(self._widths):
            self.setSectionHidden(section, False)
            self.resizeSection(section, width)

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width for all columns together."""
        super().resizeEvent(event)
        self.give_room()

    def give_room(self) -> None:
        """Where little is lacking, the wide columns give it: the last one, which often says what
        is to be done, is in sight without scrolling. Widths that somebody chose stay."""
        if self._dragged or not self._widths:
            return
        shown = self.shown()
        wide = [section for section in shown[:-1] if section in self._giving]
        lacking = sum(self._widths[section] for section in shown) - self.viewport().width()
        part = lacking / max(1, sum(self._widths[section] for section in wide))
        share = 1 - part if 0 < part <= _MOST_GIVEN else 1.0
        before, self._quiet = self._quiet, True
        for section in wide:
            self.resizeSection(section, int(self._widths[section] * share))
        self._quiet = before

    # Remembering

    def _resized(self, section: int, _before: int, _now: int) -> None:
        if self._quiet or section == next(reversed(self.shown()), -1):
            return  # the last one fills what is left, and every bar that comes or goes resizes it
        self._dragged = True
        self._touched()

    @property
    def _key(self) -> str:
        return f"columns/{self.name}"

    def _touched(self) -> None:
        if not self._quiet:
            self._timer.start()
            self.layout_changed.emit()

    def remember(self) -> None:
        """Keep order, widths and choice by the words in the heads."""
        self._timer.stop()
        if not self.name:
            return
        last = next(reversed(self.shown()), -1)  # stretched: its width is the window's
        lines = []
        for section in self.order():
            kept = self._widths[section] if section == last else self.sectionSize(section)
            # None that nobody chose: a later version may declare others.
            width = (kept or self._widths[section]) if self._dragged else 0
            parts = (self._label(section), str(width), str(int(self.is_chosen(section))))
            lines.append(_SEPARATOR.join(parts))
        keep(self._key, lines)

    def _show_remembered(self) -> None:
        left = [line.split(_SEPARATOR) for line in recall(self._key, [""]) if line]
        sections = {self._label(section): section for section in range(self.count())}
        said = {parts[0]: parts for parts in left if len(parts) == 3 and parts[0] in sections}
        known = list(said.values())  # each column once, whatever the file says
        if not known:
            return
        order = [sections[label] for label, _, _ in known]
        fresh = [section for section in range(self.count()) if section not in order]
        self.put_in_order([*order, *fresh])
        for label, width, chosen in known:
            section = sections[label]
            wide = whole(width)
            if wide is not None and 0 < wide <= _WIDEST:
                self._dragged = self._dragged or wide != self._widths[section]
                self.resizeSection(section, wide)
            if chosen == "0" and self.can_be_hidden(section):
                self._hidden.add(section)
                self.setSectionHidden(section, True)

    def _label(self, section: int) -> str:
        model = self.model()
        text = model.headerData(section, Qt.Orientation.Horizontal) if model else ""
        return str(text).replace(_SEPARATOR, " ").replace("\n", " ")

    # Order of rows

    def show_sort(self, section: int, word: str, *, descending: bool) -> None:
        """By which column the rows stand, as the query calls it; remembered."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.setSortIndicatorShown(True)
        self.setSortIndicator(section, order)
        self._keep_sort(f"{word}{_SEPARATOR}{int(descending)}")

    def remembered_sort(self) -> tuple[str, bool]:
        """The order in which the list was left, and whether it was a falling one."""
        word, _, down = recall(f"sort/{self.name}", "").partition(_SEPARATOR)
        return word, down == "1"

    def _keep_sort(self, words: str) -> None:
        if recall(f"sort/{self.name}", "") != words:
            keep(f"sort/{self.name}", words)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box in the head is no sorting."""
        if event.button() == Qt.MouseButton.LeftButton and self._on_tick_box(
            event.position().toPoint()
        ):
            self.tick_all_asked.emit()
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nor is its end."""
        if not self._on_tick_box(event.position().toPoint()):
            super().mouseReleaseEvent(event)

    def _on_tick_box(self, place: QPoint) -> bool:
        inside = place.x() - self.sectionViewportPosition(0)
        return self.tick_box and 3 <= inside < _TICK_WIDTH

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Which columns are shown."""
        self.choice_asked.emit(event.globalPos())
        event.accept()
