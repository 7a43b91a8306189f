"""Tables whose cells are chosen one by one: a grid of marks, rows that are typed in place."""

from collections import defaultdict

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTableWidget

from app.ui.tables import clipboard_text
from app.ui.tables.clipboard import copied, put_on_clipboard
from app.ui.tables.table_view import TableView
from app.ui.theme import LIGHT, row_height


class CellGrid(TableView):
    """Ctrl+C takes the chosen cells along, as a block."""

    def __init__(self, name: str) -> None:
        super().__init__(name, numbers=False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.copy_asked.connect(lambda: copy_cells(self))


class EditTable(QTableWidget):
    """A few rows that are typed in place; cells are copied as everywhere."""

    def __init__(self, name: str, heads: list[str], widths: list[int]) -> None:
        super().__init__(0, len(heads))
        self.empty_words = ""
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(heads)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.AnyKeyPressed | triggers.EditKeyPressed
        )
        self.verticalHeader().setDefaultSectionSize(row_height())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for number, width in enumerate(widths):
            self.setColumnWidth(number, width)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(left)
        self.horizontalHeader().setStretchLastSection(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows, or why there are none."""
        super().paintEvent(event)
        if not self.rowCount() and self.empty_words:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(LIGHT.muted))
            place = self.viewport().rect().adjusted(12, 8, -12, -8)
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, int(wrapped), self.empty_words)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying is of all that is chosen."""
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_cells(self)
        else:
            super().keyPressEvent(event)


def copy_cells(table: QTableView) -> None:
    """The smallest block around the chosen cells; what was not chosen in it stays empty."""
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    for index in table.selectionModel().selectedIndexes():
        rows[index.row()][index.column()] = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
    if not rows:
        return
    heads = table.horizontalHeader()
    columns = sorted({column for row in rows.values() for column in row}, key=heads.visualIndex)
    block = [[rows[row].get(column, "") for column in columns] for row in sorted(rows)]
    kinds = [clipboard_text.TEXT] * len(columns)
    put_on_clipboard(copied(clipboard_text.as_text(block), clipboard_text.as_html(block, kinds)))
