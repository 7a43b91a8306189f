"""Small charts drawn with QPainter: progress bars by branch, a donut."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.theme import LIGHT

_CENTRE = Qt.AlignmentFlag.AlignCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_SERIES = (LIGHT.accent, LIGHT.ok, LIGHT.warn, LIGHT.bad)


@dataclass(frozen=True)
class Point:
    """One labelled value; `of` is the whole it is a part of, where there is one."""

    label: str
    value: float
    of: float = 0.0
    colour: str = ""  # of the theme; by order where none is given

    @property
    def share(self) -> float:
        """The part of the whole, from 0 to 1."""
        return min(1.0, self.value / self.of) if self.of else 0.0

    @property
    def text(self) -> str:
        """The value as written beside it."""
        return f"{self.value:g}/{self.of:g}" if self.of else f"{self.value:g}"


class Chart(QWidget):
    """Draws its points; speaks them to a screen reader and as tool tips."""

    def __init__(self, title: str, minimum: QSize) -> None:
        super().__init__()
        self.points: Sequence[Point] = ()
        self._spots: list[tuple[QRectF, str]] = []
        self.setAccessibleName(title)
        self.setMouseTracking(True)
        self.setMinimumSize(minimum)
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)

    def show_points(self, points: Sequence[Point]) -> None:
        """Draw these from now on."""
        self.points = tuple(points)
        self.setAccessibleDescription("；".join(f"{p.label} {p.text}" for p in points))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all points."""
        del event
        self._spots = []
        if self.points:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw(painter)
            painter.end()

    def draw(self, painter: QPainter) -> None:
        """What each chart does in its own way."""
        raise NotImplementedError

    def spot(self, where: QRectF, point: Point) -> None:
        """Remember where a point stands, for its tool tip."""
        self._spots.append((where, f"{point.label}：{point.text}"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name the point under the mouse."""
        texts = (text for where, text in self._spots if where.contains(event.position()))
        QToolTip.showText(event.globalPosition().toPoint(), next(texts, ""), self)


class ShareBar(Chart):
    """One slim progress bar: how much of the whole is done."""

    def __init__(self, title: str) -> None:
        super().__init__(title, QSize(90, 16))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def draw(self, painter: QPainter) -> None:
        """A rail and what is done of it."""
        point = self.points[0]
        rail = QRectF(0, self.height() / 2 - 5, self.width(), 10)
        _fill(painter, rail, LIGHT.line, 5)
        done = QRectF(rail)
        done.setWidth(rail.width() * point.share)
        if done.width():
            _fill(painter, done, LIGHT.ok if point.share >= 1 else LIGHT.accent, 5)
        self.spot(rail, point)


class Donut(Chart):
    """Parts of a whole, with a legend; the first part's share stands in the middle."""

    def __init__(self, title: str) -> None:
        super().__init__(title, QSize(220, 100))

    def draw(self, painter: QPainter) -> None:
        """The ring, the share and the legend."""
        total = sum(point.value for point in self.points) or 1.0
        size = min(self.height() - 12.0, self.width() * 0.45)
        ring = QRectF(8, (self.height() - size) / 2, size, size)
        angle = 90 * 16
        for number, point in enumerate(self.points):
            span = -round(360 * 16 * point.value / total)
            painter.setPen(QPen(QColor(LIGHT.surface), 2))
            painter.setBrush(QColor(_colour(number, point)))
            painter.drawPie(ring, angle, span)
            angle += span
        hole = size * 0.2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.surface))
        painter.drawEllipse(ring.adjusted(hole, hole, -hole, -hole))
        self._middle(painter, ring, self.points[0].value / total)
        self._legend(painter, size + 28)

    def _middle(self, painter: QPainter, ring: QRectF, share: float) -> None:
        painter.save()
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(LIGHT.text))
        painter.drawText(ring, _CENTRE, f"{share:.0%}")
        painter.restore()

    def _legend(self, painter: QPainter, x: float) -> None:
        y = self.height() / 2 - len(self.points) * 13
        for number, point in enumerate(self.points):
            _fill(painter, QRectF(x, y + 4, 12, 12), _colour(number, point))
            painter.setPen(QColor(LIGHT.text))
            words = f"{point.label}  {point.value:g}"
            painter.drawText(QRectF(x + 20, y, self.width() - x - 20, 20), _MIDDLE, words)
            y += 26


def _colour(number: int, point: Point) -> str:
    return point.colour or _SERIES[number % len(_SERIES)]


def _fill(painter: QPainter, area: QRectF, colour: str, radius: float = 2) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(area, radius, radius)
