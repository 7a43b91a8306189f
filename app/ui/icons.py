"""Lucide icons drawn in the colours of the theme, once per name and colour."""

from functools import cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.theme import LIGHT, RESOURCES

_SIZES = (20, 40)  # one and two device pixels per point


@cache
def icon(name: str, colour: str = LIGHT.nav_text, checked: str = "") -> QIcon:
    """The icon in one colour, and in another when its button is checked."""
    source = (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")
    made = QIcon()
    _draw(made, source, colour, QIcon.State.Off)
    if checked:
        _draw(made, source, checked, QIcon.State.On)
    return made


def _draw(made: QIcon, source: str, colour: str, state: QIcon.State) -> None:
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    for size in _SIZES:
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        made.addPixmap(pixmap, QIcon.Mode.Normal, state)
