"""Small charts drawn with QPainter: progress bars by branch, a donut."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.as_typed import as_typed
from app.ui.theme import CHART, LIGHT, row_height

_CENTRE = Qt.AlignmentFlag.AlignCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_DEGREE = 16  # as Qt counts angles
_SWATCH, _GAP = 12, 8
_SERIES = (CHART.rest, CHART.done, CHART.short, CHART.unset, CHART.apart)


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
        return f"{self.value:,g}/{self.of:,g}" if self.of else f"{self.value:,g}"


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
        self.setAccessibleDescription("；".join(self.said(point) for point in self.points))
        self.update()

    def said(self, point: Point) -> str:
        """One point in words."""
        return f"{point.label} {point.text}"

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
        self._spots.append((where, self.said(point)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name the point under the mouse."""
        texts = (text for where, text in self._spots if where.contains(event.position()))
        QToolTip.showText(event.globalPosition().toPoint(), as_typed(next(texts, "")), self)


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
            _fill(painter, done, CHART.done if point.share >= 1 else CHART.rest, 5)
        self.spot(rail, point)


class Donut(Chart):
    """Parts of a whole, with a legend; the first part's share stands in the middle."""

    def __init__(self, title: str) -> None:
        super().__init__(title, QSize(240, 100))
        self.cut: list[str] = []  # labels that the last drawing had no room for

    def draw(self, painter: QPainter) -> None:
        """The ring, the share and the legend: every part named with its number."""
        self.cut = []
        total = sum(point.value for point in self.points)
        words = self.fontMetrics().horizontalAdvance(max(_names(self.points), key=len))
        numbers = self.fontMetrics().horizontalAdvance(max(_numbers(self.points), key=len))
        legend = _SWATCH + 3 * _GAP + words + numbers
        most = min(self.height() - 12.0, self.width() - legend - 3 * _GAP, 6.0 * row_height())
        size = max(72.0, most)
        # Ring and legend stand together in the middle of what room there is.
        left = max(4.0, (self.width() - size - legend - 3 * _GAP) / 3)
        ring = QRectF(left, (self.height() - size) / 2, size, size)
        thick = max(10.0, size * 0.17)
        self._ring(painter, ring.adjusted(*_inside(thick / 2)), thick)
        self._middle(painter, ring, self.points[0].value / total if total else 0.0)
        room = QRectF(ring.right() + 2 * _GAP, 0, self.width() - ring.right() - 2 * _GAP, 0)
        self._legend(painter, room, _SWATCH + _GAP + words + _GAP, numbers)

    def said(self, point: Point) -> str:
        """With its share, which the ring shows to those who see it."""
        total = sum(one.value for one in self.points)
        share = f"（{percent(point.value / total)}）" if total and not point.of else ""
        return f"{super().said(point)}{share}"

    def _ring(self, painter: QPainter, middle: QRectF, thick: float) -> None:
        """Thick arcs with a gap; a part too small to see is drawn as wide as the eye needs."""
        flat = Qt.PenCapStyle.FlatCap
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(LIGHT.line), thick, c=flat))
        painter.drawEllipse(middle)
        shown = [(n, point) for n, point in enumerate(self.points) if point.value > 0]
        spans = _spans([point.value for _n, point in shown])
        gap = _DEGREE if len(shown) > 1 else 0
        angle = 90 * _DEGREE
        for (number, point), span in zip(shown, spans, strict=True):
            painter.setPen(QPen(QColor(_colour(number, point)), thick, c=flat))
            painter.drawArc(middle, angle - gap // 2, -(span - gap))
            angle -= span

    def _middle(self, painter: QPainter, ring: QRectF, share: float) -> None:
        painter.save()
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(LIGHT.text))
        painter.drawText(ring, _CENTRE, percent(share))
        painter.restore()

    def _legend(self, painter: QPainter, room: QRectF, words: float, numbers: float) -> None:
        line = max(20, self.fontMetrics().height() + 6)
        line = min(line, int(self.height() / max(1, len(self.points))))
        y = (self.height() - len(self.points) * line) / 2
        numbers_at = min(words, room.width() - numbers)
        for number, point in enumerate(self.points):
            swatch = QRectF(room.x(), y + (line - _SWATCH) / 2, _SWATCH, _SWATCH)
            _fill(painter, swatch, _colour(number, point), 3)
            painter.setPen(QColor(LIGHT.text))
            left = room.x() + _SWATCH + _GAP
            place = QRectF(left, y, numbers_at - _SWATCH - 2 * _GAP + 2, line)
            painter.drawText(place, _MIDDLE, self._fitting(point.label, place.width()))
            place = QRectF(room.x() + numbers_at, y, numbers, line)
            painter.drawText(place, _MIDDLE | Qt.AlignmentFlag.AlignRight, f"{point.value:,g}")
            self.spot(QRectF(room.x(), y, room.width(), line), point)
            y += line

    def _fitting(self, text: str, width: float) -> str:
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width) + 1)
        self.cut += [text] if shown != text else []
        return shown


def percent(share: float) -> str:
    """A share that is not nothing never reads 0 %, one that is not everything never 100 %."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


def _spans(values: Sequence[float]) -> list[int]:
    """Sixteenths of a degree that add up to the circle; each part at least three degrees."""
    total = sum(values)
    spans = [max(3 * _DEGREE, round(360 * _DEGREE * value / total)) for value in values]
    if spans:
        widest = spans.index(max(spans))
        spans[widest] -= sum(spans) - 360 * _DEGREE
    return spans


def _inside(by: float) -> tuple[float, float, float, float]:
    return by, by, -by, -by


def _names(points: Sequence[Point]) -> list[str]:
    return [point.label for point in points]


def _numbers(points: Sequence[Point]) -> list[str]:
    return [f"{point.value:,g}" for point in points]


def _colour(number: int, point: Point) -> str:
    return point.colour or _SERIES[number % len(_SERIES)]


def _fill(painter: QPainter, area: QRectF, colour: str, radius: float = 2) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(area, radius, radius)
