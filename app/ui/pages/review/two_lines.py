"""Cells of two lines: the value with what differs marked, below it who wrote it and when."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.differing import Parts
from app.ui.theme import LIGHT

HEIGHT = 50
_PAD = 6
_SMALLER = 1.0  # points


@dataclass(frozen=True)
class Cell:
    """What one cell shows."""

    parts: Parts
    below: str = ""

    @property
    def text(self) -> str:
        """The first line in plain words."""
        return "".join(piece for piece, _ in self.parts)


def plain(text: str, below: str = "") -> Cell:
    """A cell in which nothing is marked."""
    return Cell([(text, False)], below)


class TwoLines(QStyledItemDelegate):
    """`cell_of` says what stands in a row and column."""

    def __init__(self, cell_of: Callable[[int, int], Cell | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._cell_of = cell_of

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The style draws the background; the two lines are ours."""
        cell = self._cell_of(index.row(), index.column())
        self.initStyleOption(option, index)
        option.text = ""  # type: ignore[attr-defined]
        widget: QWidget = option.widget  # type: ignore[attr-defined]
        style = widget.style() if widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        if cell is None:
            return
        place: QRect = option.rect.adjusted(_PAD, 5, -_PAD, -4)  # type: ignore[attr-defined]
        font: QFont = option.font  # type: ignore[attr-defined]
        painter.save()
        painter.setClipRect(place)
        if any(differs for _, differs in cell.parts):
            _draw_parts(painter, place, font, cell.parts)
        else:
            _draw_text(painter, place, font, cell.text)
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() - _SMALLER)
        painter.setFont(small)
        painter.setPen(QColor(LIGHT.muted))
        words = painter.fontMetrics().elidedText(
            cell.below, Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, int(Qt.AlignmentFlag.AlignBottom), words)
        painter.restore()

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines high."""
        return QSize(120, HEIGHT)


def _draw_text(painter: QPainter, place: QRect, font: QFont, text: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.text))
    words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignTop), words)


def _draw_parts(painter: QPainter, place: QRect, font: QFont, parts: Parts) -> None:
    layout = QTextLayout("".join(piece for piece, _ in parts), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    formats, start = [], 0
    for piece, differs in parts:
        if differs:
            marked = QTextLayout.FormatRange()
            marked.start = start  # type: ignore[attr-defined]
            marked.length = len(piece)  # type: ignore[attr-defined]
            look = QTextCharFormat()
            look.setBackground(QColor(LIGHT.warn_soft))
            look.setForeground(QColor(LIGHT.warn))
            look.setFontWeight(QFont.Weight.Bold)
            marked.format = look  # type: ignore[attr-defined]
            formats.append(marked)
        start += len(piece)
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(place.width())
    layout.endLayout()
    painter.setPen(QColor(LIGHT.text))
    layout.draw(painter, QPointF(place.topLeft()))
