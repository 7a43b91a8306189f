"""Full ID numbers and phones of chosen people, after the reason was logged."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.members import MemberRow
from app.ui.dialog import Dialog
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList

_COLUMNS: tuple[Column[Numbered[MemberRow]], ...] = (
    Column("姓名", lambda r: r.row.name, width=110),
    Column("身份证号", lambda r: r.row.id_number, width=190),
    Column("联系电话", lambda r: r.row.phone, width=130),
    Column("所在党组织", lambda r: r.row.organization_title, width=200),
)


class FullNumbers(Dialog):
    """Closes without leaving anything behind."""

    def __init__(self, rows: Sequence[MemberRow], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("完整信息")
        self.resize(720, 420)
        self.list: ListTable[Numbered[MemberRow]] = ListTable(
            "完整信息", ShortList(rows), _COLUMNS, unit="人", searchable=False, full=True
        )
        self.table, self.model = self.list.table, self.list.model
        self.list.reload()
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.addWidget(label("本次查看已记入修改记录，看完请关闭。", "muted"))
        box.addWidget(self.list, 1)
        box.addLayout(row(None, button("关闭", self.accept)))
