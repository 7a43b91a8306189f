"""The box in the head of a list whose rows can be ticked."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from app.ui.theme import LIGHT

_SIDE = 16


@cache
def tick_icon(state: Qt.CheckState) -> QIcon:
    """The box in a head, in its three states."""
    made = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(_SIDE * ratio, _SIDE * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw(painter, state)
        painter.end()
        made.addPixmap(pixmap)
    return made


def _draw(painter: QPainter, state: Qt.CheckState) -> None:
    empty = state == Qt.CheckState.Unchecked
    painter.setPen(QPen(QColor(LIGHT.edge if empty else LIGHT.accent), 1.2))
    painter.setBrush(QColor(LIGHT.surface if empty else LIGHT.accent))
    painter.drawRoundedRect(QRectF(1, 1, _SIDE - 2, _SIDE - 2), 3, 3)
    painter.setPen(QPen(QColor(LIGHT.on_accent), 1.8))
    if state == Qt.CheckState.PartiallyChecked:
        painter.drawLine(QPointF(4.5, 8), QPointF(11.5, 8))
    elif state == Qt.CheckState.Checked:
        painter.drawPolyline([QPointF(4.2, 8.2), QPointF(7, 11), QPointF(11.8, 5.2)])
