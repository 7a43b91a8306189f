"""台账: hours of everybody by branch; one person's hours with the reason of every figure."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.data.queries.members import MemberRow
from app.data.queries.organizations import standing_organizations
from app.domain.share import mean
from app.domain.training.hours import LedgerEntry
from app.services.hours import hours_of_member
from app.services.papers.selection import Selection
from app.ui.pages.ledger.listed_hours import listed_hours
from app.ui.pages.members.member_query import MemberQuery
from app.ui.pages.members.organization_tree import OrganizationTree
from app.ui.pages.page import Page
from app.ui.parts import button, label, row
from app.ui.printing import preview_document
from app.ui.tables.query import Column
from app.ui.tables.search_table import SearchTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.today import this_year
from app.ui.workspace import Workspace

_PEOPLE: tuple[Column[MemberRow], ...] = (
    Column("姓名", lambda r: r.name, sort="name", width=124),
    Column("所在党组织", lambda r: r.organization_title, sort="organization", width=114),
    Column("本年学时", lambda r: f"{r.hours:g}", sort="hours", width=56, right=True),
)


def _counted(found: Numbered[LedgerEntry]) -> str:
    return f"{found.row.hours:g}" if found.row.counted else f"0（应 {found.row.offered_hours:g}）"


_BASIS = "只算列出的人现在的名单，含转入前的学时；年度总结按期末和当时所在党组织计，含已转出的人。"

_ENTRIES: tuple[Column[Numbered[LedgerEntry]], ...] = (
    Column("日期", lambda r: f"{r.row.date} {r.row.slot or ''}", width=114),
    Column("培训", lambda r: r.row.title, width=186),
    Column("方式", lambda r: r.row.mode, width=70),
    Column("层级", lambda r: r.row.level, width=44),
    Column("学时", _counted, width=84, right=True),
    Column(
        "为什么",
        lambda r: r.row.reason,
        width=100,  # the least: the last column takes what is left
        tone=lambda r: "" if r.row.counted else "bad",
    ),
)


class LedgerPage(Page):
    """Branch, person, figures from left to right."""

    title = "台账"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.tree = OrganizationTree()
        self.people: SearchTable[MemberRow] = SearchTable(
            "人员学时", MemberQuery(workspace.store), _PEOPLE, placeholder="姓名、拼音首字母"
        )
        self.people.table.verticalHeader().hide()
        self.words = label("请选一个人，看他的每一笔学时是怎么来的。", "muted", wrap=True)
        self.listed: SearchTable[Numbered[LedgerEntry]] = SearchTable(
            "学时明细",
            ShortList[LedgerEntry](()),
            _ENTRIES,
            unit="笔",
            searchable=False,
            numbers=False,
        )
        self.entries, self.model = self.listed.table, self.listed.model
        self.chosen = label("", "muted", wrap=True)
        self.chosen.setObjectName("chosen_entry")
        self.entries.selectionModel().currentRowChanged.connect(lambda *_: self._show_entry())
        self.archive = button("打印学籍档案", self._print, icon_name="printer", name="archive")
        self._build()
        self.tree.chosen.connect(lambda uid: self.people.filter_by("organization", uid))
        self.people.model.modelReset.connect(self._count_hours)
        self.people.selection_changed.connect(self._show_person)

    def _build(self) -> None:
        self.head.insertWidget(2, self.people.count)
        self.head.addWidget(self.archive)
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(row(self.words))
        box.addWidget(self.listed, 1)
        box.addWidget(self.chosen)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for part in (self.tree, self.people, right):
            split.addWidget(part)
        split.setStretchFactor(2, 1)
        split.setSizes([180, 328, 650])
        self.box.addWidget(split, 1)

    def reload(self) -> None:
        """Tree, people and the chosen person."""
        self.tree.show_rows(standing_organizations(self.workspace.store.database.read()))
        self.people.reload()
        if self.people.model.rowCount() and not self.people.selected_ids():
            self.people.table.select_row(0)
        self._show_person()

    def _count_hours(self) -> None:
        """The sum over everybody listed, in the background."""
        ids, store = list(self.people.model.ids), self.workspace.store
        job = self.workspace.runner.start(lambda progress: listed_hours(store, ids, progress))
        job.succeeded.connect(lambda hours: self._show_sum(ids, hours))
        job.crashed.connect(self.workspace.crashed)

    def _show_sum(self, ids: list[int], found: tuple[float, int]) -> None:
        if not ids or ids != list(self.people.model.ids):  # an answer to an older list
            return
        hours, trained = found
        # Over those trained, as in 年度总结; but of whoever is listed, and said so.
        each = mean(round(hours * 2), trained)
        self.subtitle.setText(
            f"本年合计 {f'{hours:,.1f}'.removesuffix('.0')} 学时，参训 {trained} 人"
            f"（列出 {len(ids)} 人），参训人员人均 {each:.1f} 学时"
        )
        self.subtitle.setToolTip(_BASIS)

    def _show_person(self) -> None:
        person = self.people.selected_row()
        self.archive.setEnabled(person is not None)
        if person is None:
            self.listed.show_rows(ShortList[LedgerEntry](()))
            self._show_entry()
            return
        found = hours_of_member(self.workspace.store, person.uid)
        year = found.sums.by_year.get(str(this_year()), 0.0)
        by_mode = "　".join(f"{name} {hours:g}" for name, hours in found.sums.by_mode.items())
        self.words.setText(
            f"{found.name}　{found.organization}　本年 {year:g} 学时，累计 {found.total:g} 学时"
            + (f"（{by_mode}）" if by_mode else "")
        )
        self.listed.show_rows(ShortList(list(reversed(found.entries))))
        if found.entries:
            self.entries.select_row(0)
        self._show_entry()

    def _show_entry(self) -> None:
        """Long titles and reasons do not fit their columns: the chosen entry is spelt out."""
        index = self.entries.currentIndex()
        found = self.model.row(index.row()) if index.isValid() else None
        entry = found.row if found else None
        self.chosen.setText(f"{entry.date}　{entry.title}：{entry.reason}" if entry else "")

    def _print(self) -> None:
        person = self.people.selected_row()
        if person is not None:
            preview_document(self.workspace, "archive", Selection(members=(person.uid,)))
