"""How the cells of the list are drawn: usual ones here, the rest by the style."""

from functools import cache
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPixmap, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.theme import LIGHT

_ENABLED = QStyle.StateFlag.State_Enabled.value
_LOOKS = _ENABLED | QStyle.StateFlag.State_Selected.value
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_END = Qt.TextElideMode.ElideRight
_ROOMY = QRect(0, 0, 500, 100)
_MOST = 4_000
"""Words kept as they are drawn: some hundred screens of them."""


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
        self._laid_out: dict[tuple[str, int, str], QStaticText] = {}
        self._boxes: dict[tuple[object, ...], QPixmap] = {}

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
            self._draw_box(painter, option, number, room.left)
        place: QRect = option.rect.adjusted(room.left, 0, -room.right, 0)  # type: ignore[attr-defined]
        painter.setPen(_pen(tone))
        words = self._words(option, text, place.width())
        room_left = place.width() - words.size().width()
        left = place.left() + (room_left if self._model.columns[section].right else 0.0)
        top = place.top() + (place.height() - words.size().height()) / 2
        painter.drawStaticText(QPointF(left, top), words)

    def _words(self, option: QStyleOptionViewItem, text: str, width: int) -> QStaticText:
        """Cut to the width and laid out, which takes longer than drawing them."""
        font = self._table.font()
        key = (text, width, font.key())
        if key not in self._laid_out:
            if len(self._laid_out) >= _MOST:
                self._laid_out.clear()
            shown = option.fontMetrics.elidedText(text, _END, width)  # type: ignore[attr-defined]
            made = QStaticText(shown)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            made.prepare(font=font)
            self._laid_out[key] = made
        return self._laid_out[key]

    def _draw_box(
        self, painter: QPainter, option: QStyleOptionViewItem, number: int, before: int
    ) -> None:
        """A picture of what the style draws on the background of such a row, up to the words."""
        place: QRect = option.rect  # type: ignore[attr-defined]
        made = self._box(option, number)
        if place.width() < before:
            self._by_style(painter, made)
            return
        ratio = self._table.devicePixelRatioF()
        alternate = made.features & QStyleOptionViewItem.ViewItemFeature.Alternate  # type: ignore[attr-defined]
        key = (made.checkState, made.state.value, alternate, before, place.height(), ratio)  # type: ignore[attr-defined]
        if key not in self._boxes:
            size = QSize(before, place.height())
            self._boxes[key] = self._picture(made, size, ratio, alternate=bool(alternate))
        painter.drawPixmap(place.topLeft(), self._boxes[key])

    def _picture(
        self, made: QStyleOptionViewItem, size: QSize, ratio: float, *, alternate: bool
    ) -> QPixmap:
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        role = QPalette.ColorRole.AlternateBase if alternate else QPalette.ColorRole.Base
        picture.fill(self._table.palette().color(role))
        painter = QPainter(picture)
        made.rect = QRect(0, 0, _ROOMY.width(), size.height())  # type: ignore[attr-defined]
        self._by_style(painter, made)
        painter.end()
        return picture

    def _by_style(self, painter: QPainter, made: QStyleOptionViewItem) -> None:
        whole = QStyle.ControlElement.CE_ItemViewItem
        self._table.style().drawControl(whole, made, painter, self._table)

    def _box(self, option: QStyleOptionViewItem, number: int) -> QStyleOptionViewItem:
        made = QStyleOptionViewItem(option)
        ticked = self._model.is_checked(self._model.ids[number])
        made.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator  # type: ignore[attr-defined]
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
