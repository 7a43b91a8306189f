"""What will be sent, before anything is written: counts per kind, which classes, since when."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.data.queries.peer_list import PeerRow
from app.services.exchange.to_be_sent import KindToSend, ToBeSent, to_be_sent
from app.ui.parts import label
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.theme import row_height
from app.ui.today import moment
from app.ui.workspace import Workspace

_SHOWN_KINDS, _MOST_CLASSES = 6, 4


def _figure(number: int) -> str:
    return f"{number:,}" if number else "—"


COLUMNS: tuple[Column[Numbered[KindToSend]], ...] = (
    Column("类别", lambda r: r.row.kind, width=150),
    Column("新增", lambda r: _figure(r.row.new), width=76, right=True),
    Column("修改", lambda r: _figure(r.row.changed), width=76, right=True),
    Column("撤销", lambda r: _figure(r.row.revoked), width=76, right=True),
)


class ToSendCard(QFrame):
    """Counts in the background: nobody who knows what he sends has to wait for it."""

    def __init__(self, workspace: Workspace, peer: PeerRow, title: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("将要发出的内容")
        self._workspace = workspace
        self._peer = peer
        self._verb = title.removeprefix("数据")
        self.found: ToBeSent | None = None
        self._asked = 0
        self.heading = label("正在清点要发出的内容…", "h2", wrap=True)
        self.since = label("", "muted", wrap=True)
        self.classes = label("", "muted", wrap=True)
        self.list: ListTable[Numbered[KindToSend]] = ListTable(
            "将要发出的内容",
            ShortList[KindToSend](()),
            COLUMNS,
            unit="类",
            searchable=False,
            numbers=False,
        )
        self.list.when_empty("")  # the heading says it
        self.table, self.model = self.list.table, self.list.model
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(6)
        for part in (self.heading, self.since, self.list, self.classes):
            box.addWidget(part)
        box.addStretch(1)
        self.setMinimumWidth(440)
        heads = self.table.horizontalHeader().sizeHint().height()
        self.list.setMinimumHeight(heads + _SHOWN_KINDS * row_height() + 4)

    def count(self, *, full: bool) -> None:
        """Count (again); an answer to an earlier question is not shown."""
        store, peer = self._workspace.store, self._peer
        self._asked += 1
        number = self._asked
        job = self._workspace.runner.start(lambda _p: to_be_sent(store, peer, full=full))
        job.succeeded.connect(lambda found: self._show(number, found, full=full))
        job.refused.connect(lambda error: self.heading.setText(f"{error.message}{error.hint}"))
        job.crashed.connect(self._workspace.crashed)

    def _show(self, number: int, found: ToBeSent, *, full: bool) -> None:
        if number != self._asked:
            return
        self.found = found
        self.heading.setText(
            f"将要{self._verb} {found.rows:,} 条" if found.rows else f"没有要{self._verb}的内容。"
        )
        self.since.setText(self._since(found, full=full))
        self.list.show_rows(ShortList(found.kinds))
        self.list.setVisible(bool(found.kinds))
        self.classes.setText(_classes(found))

    def _since(self, found: ToBeSent, *, full: bool) -> str:
        name = self._peer.title
        if full:
            return f"{name}应有的全部数据，不论以前发过没有。"
        if not found.since:
            return f"{name}还没有确认收到过，这次把应有的都带上。"
        when = moment(found.since)
        if found.rows:
            return f"{name}收下 {when} 的数据包以后，本机新增、修改、撤销的内容："
        return f"{name}收下 {when} 的数据包以后，本机没有变化。"


def _classes(found: ToBeSent) -> str:
    if not found.classes:
        return ""
    named = "、".join(found.classes[:_MOST_CLASSES])
    left = len(found.classes) - _MOST_CLASSES
    return f"涉及班次：{named}" + (f"，另有 {left} 个班" if left > 0 else "")
