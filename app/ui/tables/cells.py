"""How the rows of the list are drawn: usual ones here, the rest by Qt and its style."""

from functools import cache
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPalette, QPen, QPixmap, QRegion
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.theme import LIGHT

_END = Qt.TextElideMode.ElideRight
_ROOMY = QRect(0, 0, 500, 100)
_MOST = 4_000
"""Words kept as they are drawn: some hundred screens of them."""


class _Room(NamedTuple):
    """What the style leaves free beside the words of a cell."""

    left: int
    right: int


class _Place(NamedTuple):
    """Where a column stands; its words are drawn from `left` on, in `width`."""

    section: int
    start: int
    whole: int
    left: int
    width: int
    right: bool
    boxed: bool


class _Words(NamedTuple):
    """Words as they are drawn, and how wide they are then."""

    shown: str
    width: float


class Cells(QStyledItemDelegate):
    """A style sheet takes longer over a screen of cells than a frame lasts, Qt's way from a table
    through model and delegate to each cell as long again, and a search draws them all at every
    key. Rows of words on their own background need none of it: they are drawn here, cell by cell
    with one call, where the style would put them. Rows that are selected or of several lines,
    columns that draw themselves and what is disabled are left to Qt."""

    def __init__(self, model: LazyTableModel[Any], table: QTableView) -> None:
        super().__init__(table)
        self._model, self._table = model, table
        self._rooms: dict[bool, _Room] = {}
        self._font, self._metrics = "", QFontMetricsF(table.font())
        self._cut: dict[tuple[str, int], _Words] = {}
        self._boxes: dict[tuple[object, ...], QPixmap] = {}
        self._drawn_as: tuple[object, ...] = ()

    def draw(self, painter: QPainter, dirty: QRegion, look: QStyleOptionViewItem) -> QRegion:
        """Draw the usual rows of this region, `look` is how the table looks; returns what is left
        to Qt."""
        if not look.state & QStyle.StateFlag.State_Enabled:  # type: ignore[attr-defined]
            return dirty
        self._take_font()
        self._drawn_as = (look.state.value, self._table.devicePixelRatioF())  # type: ignore[attr-defined]
        places = self._places(look)
        left = QRegion()
        top, bottom = 0, 0
        for number in self._rows(dirty.boundingRect()):
            strip = self._strip(number)
            top, bottom = min(top, strip.top()), max(bottom, strip.bottom())
            if self._is_chosen(number) or not self._draw_row(painter, look, strip, number, places):
                left += strip
        for place in places:
            if self._table.itemDelegateForColumn(place.section) is not None:
                left += QRect(place.start, top, place.whole, bottom + 1 - top)
        return left & dirty

    def _rows(self, place: QRect) -> range:
        first, last = self._table.rowAt(max(0, place.top())), self._table.rowAt(place.bottom())
        if first < 0:
            return range(0)
        # A list that grew shorter may be drawn once before the table has heard of it.
        there = len(self._model.ids)
        return range(first, min(last + 1, there) if last >= 0 else there)

    def _strip(self, number: int) -> QRect:
        table = self._table
        height = table.rowHeight(number)
        return QRect(0, table.rowViewportPosition(number), table.viewport().width(), height)

    def _is_chosen(self, number: int) -> bool:
        chosen = self._table.selectionModel()
        return self._table.currentIndex().row() == number or chosen.rowIntersectsSelection(number)

    def _places(self, look: QStyleOptionViewItem) -> list[_Place]:
        heads, edge = self._table.horizontalHeader(), self._table.viewport().width()
        places = []
        for section, column in enumerate(self._model.columns):
            start, width = heads.sectionViewportPosition(section), heads.sectionSize(section)
            if width and start < edge and start + width > 0:
                boxed = self._model.checkable and section == 0
                room = self._room(look, boxed=boxed)
                free = width - room.left - room.right
                where = (start, width, start + room.left, free)
                places.append(_Place(section, *where, column.right, boxed))
        return places

    def _draw_row(
        self,
        painter: QPainter,
        look: QStyleOptionViewItem,
        strip: QRect,
        number: int,
        places: list[_Place],
    ) -> bool:
        cells = [self._model.cell(number, place.section) for place in places]
        if any("\n" in text for text, _ in cells):
            return False
        odd = self._table.alternatingRowColors() and number % 2 == 1
        if odd:
            start = min(place.start for place in places)
            end = max(place.start + place.whole for place in places)
            painter.fillRect(start, strip.top(), end - start, strip.height(), self._ground(odd=odd))
        height, top = strip.height(), strip.top()
        base = top + (height - self._metrics.height()) / 2 + self._metrics.ascent()
        for (text, tone), place in zip(cells, places, strict=True):
            if place.boxed:
                where = QRect(place.start, top, place.whole, height)
                self._draw_box(painter, look, number, where, odd=odd)
            painter.setPen(_pen(tone))
            words = self._words(text, place.width)
            left = place.left + (place.width - words.width if place.right else 0.0)
            painter.drawText(QPointF(left, base), words.shown)
        return True

    def _ground(self, *, odd: bool) -> QColor:
        role = QPalette.ColorRole.AlternateBase if odd else QPalette.ColorRole.Base
        return self._table.palette().color(role)

    def _take_font(self) -> None:
        font = self._table.font()
        if font.key() != self._font:
            self._font, self._metrics = font.key(), QFontMetricsF(font)
            self._cut.clear()

    def _words(self, text: str, width: int) -> _Words:
        """Cut to the width: measuring takes as long as drawing."""
        found = self._cut.get((text, width))
        if found is None:
            if len(self._cut) >= _MOST:
                self._cut.clear()
            needed = self._metrics.horizontalAdvance(text)
            if needed > width:
                text_cut = self._metrics.elidedText(text, _END, width)
                found = _Words(text_cut, self._metrics.horizontalAdvance(text_cut))
            else:
                found = _Words(text, needed)
            self._cut[text, width] = found
        return found

    def _draw_box(
        self, painter: QPainter, look: QStyleOptionViewItem, number: int, where: QRect, *, odd: bool
    ) -> None:
        """A picture of what the style draws on the background of such a row, up to the words."""
        before = self._room(look, boxed=True).left
        ticked = self._model.is_checked(self._model.ids[number])
        if where.width() < before:
            made = self._box(look, ticked=ticked)
            made.rect = where  # type: ignore[attr-defined]
            self._by_style(painter, made)
            return
        key = (ticked, odd, before, where.height(), *self._drawn_as)
        if key not in self._boxes:
            size, ratio = QSize(before, where.height()), self._table.devicePixelRatioF()
            made = self._box(look, ticked=ticked)
            self._boxes[key] = self._picture(made, size, ratio, odd=odd)
        painter.drawPixmap(where.topLeft(), self._boxes[key])

    def _picture(
        self, made: QStyleOptionViewItem, size: QSize, ratio: float, *, odd: bool
    ) -> QPixmap:
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._ground(odd=odd))
        painter = QPainter(picture)
        made.rect = QRect(0, 0, _ROOMY.width(), size.height())  # type: ignore[attr-defined]
        self._by_style(painter, made)
        painter.end()
        return picture

    def _by_style(self, painter: QPainter, made: QStyleOptionViewItem) -> None:
        whole = QStyle.ControlElement.CE_ItemViewItem
        self._table.style().drawControl(whole, made, painter, self._table)

    def _box(self, look: QStyleOptionViewItem, *, ticked: bool) -> QStyleOptionViewItem:
        made = QStyleOptionViewItem(look)
        made.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator  # type: ignore[attr-defined]
        made.checkState = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked  # type: ignore[attr-defined]
        return made

    def _room(self, look: QStyleOptionViewItem, *, boxed: bool) -> _Room:
        """Asked of the style once."""
        if boxed not in self._rooms:
            made = self._box(look, ticked=False) if boxed else QStyleOptionViewItem(look)
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
