"""How the cells of the list are drawn: usual ones here, the rest by the style."""

from functools import cache
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.theme import LIGHT

_ENABLED = QStyle.StateFlag.State_Enabled.value
_LOOKS = _ENABLED | QStyle.StateFlag.State_Selected.value
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_END = Qt.TextElideMode.ElideRight
_ROOMY = QRect(0, 0, 500, 100)


class _Room(NamedTuple):
    """What the style leaves free beside the words of a cell."""

    left: int
    right: int


class Cells(QStyledItemDelegate):
    """A style sheet takes longer over a screen of cells than a frame lasts, and a search paints
    them all at every key. Words on the background of their row need none of it: they are drawn
    here where the style would put them. Cells that are selected, disabled or of several lines are
    left to it."""

    def __init__(self, model: LazyTableModel[Any], table: QTableView) -> None:
        super().__init__(table)
        self._model, self._table = model, table
        self._rooms: dict[bool, _Room] = {}

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Words, cut with an ellipsis where they do not fit; a box before them to be ticked."""
        number, section = index.row(), index.column()
        text, tone = self._model.cell(number, section)
        if option.state.value & _LOOKS != _ENABLED or "\n" in text:  # type: ignore[attr-defined]
            super().paint(painter, option, index)
            return
        boxed = self._model.checkable and section == 0
        room = self._room(option, number, boxed=boxed)
        if boxed:
            self._draw_box(painter, option, number)
        place: QRect = option.rect.adjusted(room.left, 0, -room.right, 0)  # type: ignore[attr-defined]
        shown = option.fontMetrics.elidedText(text, _END, place.width())  # type: ignore[attr-defined]
        painter.setPen(_pen(tone))
        painter.drawText(place, _RIGHT if self._model.columns[section].right else _LEFT, shown)

    def _draw_box(self, painter: QPainter, option: QStyleOptionViewItem, number: int) -> None:
        whole = QStyle.ControlElement.CE_ItemViewItem
        self._table.style().drawControl(whole, self._box(option, number), painter, self._table)

    def _box(self, option: QStyleOptionViewItem, number: int) -> QStyleOptionViewItem:
        made = QStyleOptionViewItem(option)
        ticked = self._model.is_checked(self._model.ids[number])
        made.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator  # type: ignore[attr-defined]
        made.checkState = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked  # type: ignore[attr-defined]
        return made

    def _room(self, option: QStyleOptionViewItem, number: int, *, boxed: bool) -> _Room:
        """Asked of the style once."""
        if boxed not in self._rooms:
            made = self._box(option, number) if boxed else QStyleOptionViewItem(option)
            made.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay  # type: ignore[attr-defined]
            made.rect, made.text = _ROOMY, "字" * 200  # type: ignore[attr-defined]
            style, words = self._table.style(), QStyle.SubElement.SE_ItemViewItemText
            free = style.subElementRect(words, made, self._table)
            margin = QStyle.PixelMetric.PM_FocusFrameHMargin
            edge = style.pixelMetric(margin, None, self._table) + 1
            right = _ROOMY.right() - free.right() + edge
            self._rooms[boxed] = _Room(free.left() - _ROOMY.left() + edge, right)
        return self._rooms[boxed]


@cache
def _pen(tone: str) -> QPen:
    return QPen(QColor(getattr(LIGHT, tone or "text")))
