"""What the parts of a list know of it: its name, its rows, its heads, what narrows it."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.tables.narrowing import Narrowing
from app.ui.tables.table_view import TableView


class OnScreen(QWidget):
    """The base of the one list there is; `unit` counts its rows."""

    name: str
    unit: str
    model: LazyTableModel[Any]
    table: TableView
    narrowing: Narrowing

    def why_empty(self) -> str:
        """What stands where its rows would."""
        return ""

    def selected_ids(self) -> list[int]:
        """Ids of the selected rows in order."""
        ids = self.model.ids
        return [n for top, bottom in self.table.selected_ranges() for n in ids[top : bottom + 1]]

    def selected_number(self) -> int:
        """Where the row stands that is selected alone; -1 when it is none, or several."""
        runs = self.table.selected_ranges()
        return runs[0][0] if len(runs) == 1 and runs[0][0] == runs[0][1] else -1
