"""今日决定: every decision made today on this computer, each with its way back."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.decided_list import DecidedRow
from app.domain.errors import AppError
from app.services.review import undoing_decisions
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList

Line = Numbered[DecidedRow]
_COLUMNS: tuple[Column[Line], ...] = (
    Column("时间", lambda r: r.row.at.replace("T", " ")[11:16], width=70),
    Column("决定人", lambda r: r.row.operator, width=100),
    Column("处理", lambda r: r.row.action, width=170),
    Column("内容", lambda r: r.row.summary, width=330),
    Column(
        "状态",
        lambda r: "已撤销" if r.row.undone else "可以撤销",
        width=90,
        tone=lambda r: "warn" if r.row.undone else "ok",
    ),
)


class DecidedDialog(Dialog):
    """`taken_back` counts what was undone here."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("今日决定")
        self.resize(880, 520)
        self._store = store
        self.taken_back = 0
        self.notices = NoticeBar()
        self.list: ListTable[Line] = ListTable(
            "今日决定", ShortList[DecidedRow](()), _COLUMNS, unit="个", placeholder="按内容查找"
        )
        self.list.when_empty("今天还没有作过决定。")
        self.list.tools.addWidget(self.list.count)
        self.undo = button("撤销选中的决定", self._undo, icon_name="undo-2", name="undo_decision")
        self.list.offers(self.undo)
        self.list.selection_changed.connect(self._enable)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        words = "撤销后重新列为待核实，两边的值都还在；撤销随下一次下发告知各乡镇。"
        box.addWidget(label(words, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.list, 1)
        box.addLayout(row(self.undo, None, button("关闭", self.accept, name="close_decided")))
        self.reload()
        self.list.table.setFocus()

    def reload(self) -> None:
        """Today's decisions."""
        self.list.show_rows(ShortList(undoing_decisions.decisions_of_today(self._store), _fits))
        self._enable()

    def _enable(self) -> None:
        found = self.list.selected_row()
        self.undo.setEnabled(found is not None and not found.row.undone)

    def _undo(self) -> None:
        found = self.list.selected_row()
        if found is None:
            return
        try:
            done = undoing_decisions.undo(self._store, found.row.id)
        except AppError as error:
            self.notices.refuse(error)
            return
        self.taken_back += 1
        kept = f"，{done.kept} 条后来又改过，没有动" if done.kept else ""
        self.notices.done(f"已撤销，{done.reversed} 条恢复为原样{kept}。")
        self.reload()


def _fits(decision: DecidedRow, view: View) -> bool:
    return view.text in f"{decision.action}{decision.summary}{decision.operator}"
