"""撤回接收: what goes along is read and agreed to before the store goes back to that point."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.data.queries.undone import Undone
from app.services.exchange.restore_points import RestorePoint, take_back, what_else
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.today import moment
from app.ui.workspace import Workspace

_WORDS = (
    "数据回到这次接收之前；使用人、密码、密钥、开户和彻底删除保持现在的样子。"
    "现在的数据会另存在旁边，不会删除。"
)
_HELD = "对方（{names}）已经收到其中的内容，下次交换时会回来，不算丢失。"
_COLUMNS: tuple[Column[Numbered[Undone]], ...] = (
    Column("时间", lambda r: moment(r.row.at), width=140, date=True),
    Column("经手人", lambda r: r.row.operator, width=90),
    Column("做了什么", lambda r: r.row.action, width=130),
    Column("内容", lambda r: r.row.summary, width=330),
    Column("撤回以后", lambda r: _after(r.row), width=150, tone=lambda r: _tone(r.row)),
)


class TakeBackDialog(Dialog):
    """Nothing happens before the box is ticked; afterwards the window opens anew."""

    def __init__(self, workspace: Workspace, point: RestorePoint, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("撤回接收")
        self.resize(960, 560)
        self._workspace = workspace
        self._point = point
        self.undone = what_else(workspace.store, point)
        self.notices = NoticeBar()
        self.list: ListTable[Numbered[Undone]] = ListTable(
            "一并撤回的操作", ShortList(self.undone, _fits), _COLUMNS, unit="项操作"
        )
        self.list.when_empty("这次接收以后没有做过别的，只撤回这次接收。")
        self.agreed = QCheckBox()
        self.agreed.setObjectName("agreed")
        self.go = button("撤回", self._take_back, primary=True, name="confirm_take_back")
        self._build()

    def _build(self) -> None:
        number = len(self.undone)
        more = f"，连同上面 {number} 项操作" if number else ""
        self.agreed.setText(f"我看过了：撤回这次接收{more}")
        self.agreed.setAccessibleName(self.agreed.text())
        self.agreed.toggled.connect(self.go.setEnabled)
        self.go.setEnabled(False)
        holders = sorted({name for one in self.undone for name in one.held_by})
        self.list.tools.addWidget(self.list.count)
        self.list.reload()
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label(f"回到：{self._point.name}", "h1", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(label(_WORDS, "muted", wrap=True))
        if holders:
            words = _HELD.format(names="、".join(holders))
            box.addWidget(label(words, tone="warn", wrap=True))
        if number:
            box.addWidget(label("这以后做过的也会一并撤回：", "h2"))
        box.addWidget(self.list, 1)
        box.addLayout(
            row(self.agreed, None, button("取消", self.reject, name="keep_received"), self.go)
        )

    def _take_back(self) -> None:
        workspace, point = self._workspace, self._point
        self.go.setEnabled(False)
        if workspace.runner.busy:  # the store is closed only when nobody reads it
            once = Qt.ConnectionType.SingleShotConnection
            workspace.runner.idle.connect(self._take_back, once)
            return
        store = workspace.store
        job = workspace.run("正在撤回", lambda _p: take_back(store, point), self._gone)
        job.refused.connect(self.notices.refuse)
        job.refused.connect(lambda _error: self.go.setEnabled(True))

    def _gone(self, store: Store) -> None:
        self._workspace.go_on_with(store)
        self.accept()


def _after(one: Undone) -> str:
    return f"会从{'、'.join(one.held_by)}回来" if one.held_by else "要重新做"


def _tone(one: Undone) -> str:
    return "muted" if one.held_by else "warn"


def _fits(one: Undone, view: View) -> bool:
    return view.text in f"{one.operator}{one.action}{one.summary}"
