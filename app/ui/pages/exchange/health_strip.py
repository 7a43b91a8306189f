"""A small bar under 最近收到: how long a township has been silent, measured against a month."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.exchange.health import SILENT_DAYS
from app.ui.pages.exchange.health_rows import TownshipRow
from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.theme import LIGHT

_MOST_DAYS = 2 * SILENT_DAYS
_HEIGHT = 4.0
_MARGIN = 8.0


class HealthStrip(QStyledItemDelegate):
    """The longer, the longer ago; a full one has been silent for two months, or always."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The text, and the bar under it."""
        super().paint(painter, option, index)
        model = index.model()
        found = model.row(index.row()) if isinstance(model, LazyTableModel) else None
        if found is None or found.row.peer.revoked:
            return
        place = QRectF(option.rect)  # type: ignore[attr-defined]
        rail = QRectF(
            place.left() + _MARGIN,
            place.bottom() - _HEIGHT - 1,
            place.width() - 2 * _MARGIN,
            _HEIGHT,
        )
        painter.fillRect(rail, QColor(LIGHT.line))
        share, colour = bar(found.row)
        rail.setWidth(max(3.0, rail.width() * share))
        painter.fillRect(rail, QColor(colour))


def bar(row: TownshipRow) -> tuple[float, str]:
    """How much of the rail is filled, and in which colour."""
    days = row.silent_days
    if days is None:
        return 1.0, LIGHT.bad
    return min(1.0, days / _MOST_DAYS), LIGHT.warn if days > SILENT_DAYS else LIGHT.ok
