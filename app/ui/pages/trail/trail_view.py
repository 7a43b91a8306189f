"""修改记录: who did what, when and why; what stood there before; whether the chain holds."""

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.domain.accounts.roles import Verb
from app.services import trail
from app.services.store import Store
from app.services.trail import ChainState, DetailLine, TrailFilter, TrailRow
from app.ui.finding import ShowTrail
from app.ui.fitting import hold_height
from app.ui.offering import offer
from app.ui.parts import button, label, link, row
from app.ui.splitting import remember_splitter
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_COLUMNS: tuple[Column[TrailRow], ...] = (
    Column("时间", lambda r: r.at.replace("T", " ")[:16], sort="at", width=122, date=True),
    Column("谁", lambda r: r.operator, width=96),
    Column("做了什么", lambda r: r.action, width=96),
    Column("内容", lambda r: r.summary, width=190),
    Column("原因", lambda r: r.reason, width=90),
)
_DETAILS: tuple[Column[Numbered[DetailLine]], ...] = (
    Column("操作", lambda r: r.row.what, width=50),
    Column("对象", lambda r: r.row.whom, width=116),
    Column("项目", lambda r: r.row.field, width=74),
    Column("改前", lambda r: r.row.before, width=92),
    Column("改后", lambda r: r.row.after, width=92),
)
_PERIODS = {"全部时间": None, "今天": 0, "近 7 天": 6, "近 30 天": 29, "近一年": 365}

_CHOOSE = "选一条操作，看它改了什么。"
_NO_FIELDS = "这条操作没有逐项的改动，做了什么看“内容”一栏。"


class TrailQuery:
    """Filters: `operator`, `action`, `days`; the text is looked for in what stands in the list."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.about: ShowTrail | None = None

    def ids(self, view: View) -> Sequence[int]:
        """The newest first, unless sorted the other way; nothing for whom it is not."""
        if self._store.why_not(Verb.TRAIL):
            return ()
        days = view.filters.get("days")
        since = datetime.date.today() - datetime.timedelta(days=days) if days is not None else None
        wanted = TrailFilter(
            operator=view.filters.get("operator", ""),
            action=view.filters.get("action", ""),
            since=since.isoformat() if since else "",
            text=view.text,
            about=trail.rows_about(self._store, self.about.entity, self.about.uid)
            if self.about
            else (),
            descending=view.descending or not view.sort,
        )
        return trail.entries(self._store, wanted)

    def rows(self, ids: Sequence[int]) -> Sequence[TrailRow]:
        """Rows by number."""
        return trail.rows_of(self._store, ids)


class TrailView(QWidget):
    """Nothing here can be changed or removed."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        store = workspace.store
        self.state = label("", "muted", wrap=True)
        self.state.setObjectName("chain_state")
        self.query = TrailQuery(store)
        self.only = label("", tone="info")
        self.only.setObjectName("trail_about")
        self.everything = link("看全部", self.show_everything, name="trail_everything")
        self.list: ListTable[TrailRow] = ListTable(
            "修改记录", self.query, _COLUMNS, unit="条", placeholder="按内容、原因查找"
        )
        barred = store.why_not(Verb.TRAIL)
        self.list.when_empty(barred or "没有这样的修改记录。")
        people, actions = ([], []) if barred else trail.who_and_what(store)
        self.list.add_filter("谁", "operator", {"所有人": None, **{one: one for one in people}})
        self.list.add_filter(
            "做了什么", "action", {"所有操作": None, **{one: one for one in actions}}
        )
        self.list.add_filter("时间", "days", _PERIODS)
        self.details: ListTable[Numbered[DetailLine]] = ListTable(
            "操作明细",
            ShortList[DetailLine](()),
            _DETAILS,
            unit="项",
            searchable=False,
            numbers=False,
        )
        self.details.when_empty(_CHOOSE)
        self.check = button(
            "检查是否连续", self._check, icon_name="shield-check", name="check_chain"
        )
        self.export = button("导出…", self._export, icon_name="download", name="list_export")
        self.list.selection_changed.connect(self._show_details)
        self._build()

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.details, 1)
        hold_height(self.list)
        split.addWidget(self.list)
        split.addWidget(right)
        remember_splitter(split, "trail", [640], least=0.4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        head = row(self.only, self.everything, self.state, self.export, self.check)
        head.setStretch(2, 1)
        whole.addLayout(head)
        whole.addWidget(split, 1)
        self.show_about(None)

    def show_about(self, about: ShowTrail | None) -> None:
        """Only what was done to one row and to what belongs to it; None shows everything."""
        self.query.about = about
        self.only.setText(f"只看：{about.title}" if about else "")
        self.only.setVisible(about is not None)
        self.everything.setVisible(about is not None)

    def show_everything(self) -> None:
        """Whoever it is about."""
        self.show_about(None)
        self.reload()

    def _export(self) -> None:
        self.list.taking.export()

    def reload(self) -> None:
        """The list; the chain is looked through when somebody asks."""
        self.list.reload()
        offer(self.export, "" if self.list.model.ids else "没有可以导出的记录。")
        offer(self.check, self.workspace.store.why_not(Verb.TRAIL))
        self._show_details()

    def _show_details(self) -> None:
        chosen = self.list.selected_row()
        found = trail.detail_of(self.workspace.store, chosen.id) if chosen else []
        self.details.when_empty(_NO_FIELDS if chosen else _CHOOSE)
        self.details.show_rows(ShortList(found))

    def _check(self) -> None:
        store = self.workspace.store
        self.workspace.run("正在检查修改记录", lambda _p: trail.chain_state(store), self._checked)

    def _checked(self, found: ChainState) -> None:
        self.state.setText(found.words)
        if found.problems:
            self.workspace.notices.warn(
                "修改记录对不上：请保留现有文件，找较早的备份对照，并告诉县里。"
            )
