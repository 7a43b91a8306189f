"""Lucide icons drawn in the colours of the theme, once per name and colour."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.theme import LIGHT, RESOURCES

SIZE = 18
GAP = 4  # beside the four pixels that the style itself leaves between an icon and its words


@cache
def icon(
    name: str,
    colour: str = LIGHT.nav_text,
    checked: str = "",
    *,
    size: int = SIZE,
    gap: bool = False,
) -> QIcon:
    """The icon in one colour, and in another when its button is checked; `gap` before words."""
    source = (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")
    made = QIcon()
    wanted = icon_size(size, gap=gap)
    looks = [
        (colour, QIcon.Mode.Normal, QIcon.State.Off),
        (LIGHT.off, QIcon.Mode.Disabled, QIcon.State.Off),
        *([(checked, QIcon.Mode.Normal, QIcon.State.On)] if checked else []),
    ]
    for shown, mode, state in looks:
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", shown).encode()))
        for scale in _scales():
            made.addPixmap(_drawn(renderer, wanted, scale), mode, state)
    return made


def field_icon(name: str) -> QIcon:
    """The quiet icon inside an input line."""
    return icon(name, LIGHT.muted, size=16)


def icon_size(size: int = SIZE, *, gap: bool = False) -> QSize:
    """What a button sets as its icon size."""
    return QSize(size + (GAP if gap else 0), size)


@cache
def _scales() -> tuple[float, ...]:
    """Device pixels per point of the screens there are: an icon drawn for another is blurred."""
    return tuple(
        sorted({1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())})
    )


def _drawn(renderer: QSvgRenderer, size: QSize, scale: float) -> QPixmap:
    made = QPixmap(size * scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, size.height() * scale, size.height() * scale))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made
