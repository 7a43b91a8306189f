"""未写入的记录: what a site sent and may not write; a person may take it after all."""

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QMessageBox, QVBoxLayout, QWidget

from app.data.exchange.held import HeldRow
from app.domain.declarations import entity_named
from app.domain.errors import AppError
from app.services.exchange.held_preview import held_lines
from app.services.exchange.receiving import accept_held, held_rows
from app.services.store import Store
from app.ui.notice_bar import NoticeBar
from app.ui.pages.exchange.shown_rows import told
from app.ui.parts import button, label, row
from app.ui.tables.query import Column, View
from app.ui.tables.search_table import SearchTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_WORDS = (
    "这些记录随数据包送来，但不在对方的管辖范围内，所以没有写入。每次接收时会自动再试；"
    "核对无误的也可以选中后接收。不处理没有影响。"
)


@dataclass(frozen=True)
class Waiting:
    """One row with its words."""

    held: HeldRow
    kind: str
    subject: str
    content: str


_COLUMNS: tuple[Column[Numbered[Waiting]], ...] = (
    Column("来自", lambda r: r.row.held.peer_name, width=130),
    Column("类别", lambda r: r.row.kind, width=100),
    Column("对象", lambda r: r.row.subject, width=140),
    Column("内容", lambda r: r.row.content, width=260),
    Column("为什么没有写入", lambda r: r.row.held.reason, width=230, tone=lambda _r: "warn"),
    Column("送来时间", lambda r: r.row.held.at.replace("T", " ")[:16], width=140),
)


class HeldDialog(QDialog):
    """Look, and take one after all."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("未写入的记录")
        self.resize(1100, 500)
        self._workspace = workspace
        self.notices = NoticeBar()
        self.list: SearchTable[Numbered[Waiting]] = SearchTable(
            "未写入的记录",
            ShortList[Waiting](()),
            _COLUMNS,
            unit="条",
            placeholder="按单位、对象查找",
        )
        self.list.when_empty("没有未写入的记录。", "关闭", self.accept)
        self.take = button("接收这一条…", self._take, name="accept_held")
        self._build()
        self.reload()

    def _build(self) -> None:
        self.list.tools.addWidget(self.list.count)
        self.list.selection_changed.connect(self._enable)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label("未写入的记录", "h1"))
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.list, 1)
        close = button("关闭", self.accept, primary=True, name="close_held")
        box.addLayout(row(self.take, None, close))

    def reload(self) -> None:
        """What waits now."""
        found = _waiting(self._workspace.store)
        self.list.model.show_query(ShortList(found, _fits))
        self.list.reload()
        if found:
            self.list.table.select_row(0)
        self._enable()

    def _enable(self) -> None:
        self.take.setEnabled(self.list.selected_row() is not None)

    def _take(self) -> None:
        chosen = self.list.selected_row()
        if chosen is None:
            return
        one = chosen.row
        words = (
            f"接收{one.held.peer_name}送来的{one.kind}“{one.subject}”？\n\n{one.content}\n\n"
            f"没有写入的原因：{one.held.reason}。\n接收以后就写入本机，可以在那条记录里再改。"
        )
        yes = QMessageBox.StandardButton.Yes
        if QMessageBox.question(self, "接收未写入的记录", words) != yes:
            return
        try:
            accept_held(self._workspace.store, one.held.id)
        except AppError as error:
            self.notices.refuse(error)
        else:
            self._workspace.changed()
            self.notices.done(f"{one.kind}“{one.subject}”已写入。", "", None)
        self.reload()


def _waiting(store: Store) -> list[Waiting]:
    lines = held_lines(store)
    made = []
    for held in held_rows(store):
        line = lines.get(held.id)
        whom, content = (line.subject, told(line)) if line else ("", "（写不进去）")
        made.append(Waiting(held, entity_named(held.entity).label, whom, content))
    return made


def _fits(one: Waiting, view: View) -> bool:
    return view.text in f"{one.held.peer_name}{one.kind}{one.subject}{one.content}{one.held.reason}"
