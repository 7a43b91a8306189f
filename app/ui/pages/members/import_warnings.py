"""Everything that an import kept but wants looked at, cell by cell, below the plan."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.people.roster_file import RowProblem
from app.ui.parts import column, label
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.theme import row_height

_MOST_SHOWN = 4  # lines at once; the rest is scrolled to


class ImportWarnings(QWidget):
    """The list, hidden when there is nothing to say; the selected line is said whole below."""

    def __init__(self) -> None:
        super().__init__()
        columns: tuple[Column[Numbered[RowProblem]], ...] = (
            Column("位置", _place, width=150),
            Column("列", lambda r: r.row.column, width=96),
            Column("内容", lambda r: " ".join(r.row.value.split()), width=170),
            Column("请核对", lambda r: r.row.reason, width=560),
        )
        self.heading = label("", tone="warn")
        self.list: ListTable[Numbered[RowProblem]] = ListTable(
            "请核对的内容",
            ShortList[RowProblem](()),
            columns,
            unit="处",
            searchable=False,
            numbers=False,
        )
        self.table, self.model = self.list.table, self.list.model
        self.whole = label("", wrap=True)
        self.whole.setAccessibleName("所选内容的说明")
        self.whole.hide()
        self.list.selection_changed.connect(self._show_whole)
        box = column(self.heading, self.list, self.whole, spacing=6)
        self.setLayout(box)
        self.hide()

    def show_warnings(self, warnings: Sequence[RowProblem]) -> None:
        """List them all."""
        self.heading.setText(f"请核对 {len(warnings):,} 处：没有导入的内容和按什么导入，都列在这里")
        self.list.show_rows(ShortList(list(warnings)))
        lines = min(len(warnings), _MOST_SHOWN)
        frame = self.table.horizontalHeader().sizeHint().height() + 4
        self.list.setFixedHeight(lines * row_height() + frame)
        self.whole.hide()
        self.setVisible(bool(warnings))

    def _show_whole(self) -> None:
        found = self.list.selected_row()
        if found is not None:
            self.whole.setText(f"{_place(found)}　{found.row.reason}")
        self.whole.setVisible(found is not None)


def _place(found: Numbered[RowProblem]) -> str:
    told = found.row
    return f"{told.sheet} {told.cell or (f'第 {told.row} 行' if told.row else '')}".strip()
