"""A short list with 新增 and 撤销 below a person: posts, exemptions, other training."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.parts import button, label, row
from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.tables.table_view import TableView

Row = TypeVar("Row")


class DatedList(QWidget, Generic[Row]):
    """Reads its rows through `read`; the page decides what adding and removing mean."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Numbered[Row]]],
        read: Callable[[], Sequence[Row]],
        *,
        add: Callable[[], object],
        remove: Callable[[Row], object],
        note: str = "",
    ) -> None:
        super().__init__()
        self._read = read
        self._remove = remove
        self._rows: Sequence[Row] = ()
        self.model: LazyTableModel[Numbered[Row]] = LazyTableModel(
            ShortList[Row](()), columns, self
        )
        self.table = TableView(name)
        self.table.setModel(self.model)
        for number, item in enumerate(columns):
            self.table.setColumnWidth(number, item.width)
        self.add_button = button(f"新增{name}", add, icon_name="plus")
        self._remove_button = button("撤销这一条", self._remove_selected, icon_name="trash-2")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.addWidget(label(note, "muted", wrap=True))
        box.addWidget(self.table, 1)
        box.addLayout(row(self.add_button, self._remove_button, None))
        selection = self.table.selectionModel()
        selection.selectionChanged.connect(lambda *_: self._enable())
        self.reload()

    def reload(self) -> None:
        """Read again."""
        self._rows = self._read()
        self.model.show_query(ShortList(self._rows))
        self._enable()

    def _enable(self) -> None:
        self._remove_button.setEnabled(self.table.selectionModel().hasSelection())

    def _remove_selected(self) -> None:
        for index in self.table.selectionModel().selectedRows():
            self._remove(self._rows[self.model.ids[index.row()]])
            break
