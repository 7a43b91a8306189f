"""A strip of bars: for every township the days since it last brought something."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.exchange.health import SILENT_DAYS
from app.ui.charts import Chart, Point
from app.ui.pages.exchange.health_rows import TownshipRow
from app.ui.theme import LIGHT

_MOST_DAYS = 62
_CENTRE = Qt.AlignmentFlag.AlignCenter


class HealthStrip(Chart):
    """Short bars are good; those above the line have been silent for longer than a month."""

    def __init__(self) -> None:
        super().__init__("各乡镇多少天没有来包", QSize(200, 84))

    def show_rows(self, rows: Sequence[TownshipRow]) -> None:
        """Townships that still exchange."""
        self.show_points(
            [
                Point(row.peer.name, _days(row), colour=_colour(row))
                for row in rows
                if not row.peer.revoked
            ]
        )

    def draw(self, painter: QPainter) -> None:
        """Bars from the left, and the line of one month."""
        top, bottom = 16.0, 20.0
        height = self.height() - top - bottom
        width = min(90.0, self.width() / len(self.points))
        month = top + height * (1 - SILENT_DAYS / _MOST_DAYS)
        painter.setPen(QPen(QColor(LIGHT.warn), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, month), QPointF(self.width(), month))
        for number, point in enumerate(self.points):
            x = width * number
            bar = max(3.0, height * min(point.value, _MOST_DAYS) / _MOST_DAYS)
            area = QRectF(x + width * 0.25, top + height - bar, width * 0.5, bar)
            painter.fillRect(area, QColor(point.colour))
            painter.setPen(QColor(LIGHT.text))
            words = "未报" if point.value > _MOST_DAYS else f"{point.value:g}"
            painter.drawText(QRectF(x, area.top() - 16, width, 14), _CENTRE, words)
            painter.setPen(QColor(LIGHT.muted))
            name = painter.fontMetrics().elidedText(
                point.label, Qt.TextElideMode.ElideRight, int(width) - 2
            )
            painter.drawText(QRectF(x, top + height + 3, width, 16), _CENTRE, name)
            self.spot(QRectF(x, top, width, height), point)


def _days(row: TownshipRow) -> float:
    days = row.silent_days
    return float(_MOST_DAYS + 1 if days is None else days)


def _colour(row: TownshipRow) -> str:
    days = row.silent_days
    if days is None:
        return LIGHT.bad
    return LIGHT.warn if days > SILENT_DAYS else LIGHT.ok
