"""台账: hours of everybody by branch; one person's hours with the reason of every figure."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QSplitter, QVBoxLayout, QWidget

from app.data.queries.members import ALL_YEARS, MemberRow, years_with_hours
from app.data.queries.organizations import standing_organizations
from app.domain.share import mean
from app.domain.training.hours import LedgerEntry, PersonHours, person_hours
from app.services.hours import hours_of_member
from app.services.papers.catalogue import At, document_at
from app.services.papers.selection import Selection
from app.ui.combo_box import ComboBox
from app.ui.fitting import hold_height
from app.ui.nobody import tell_nobody
from app.ui.pages.ledger.entry_columns import ENTRIES, in_words
from app.ui.pages.members.member_query import MemberQuery
from app.ui.pages.members.organization_tree import OrganizationTree
from app.ui.pages.members.person_opening import open_person
from app.ui.pages.page import Page
from app.ui.parts import button, column, label, row
from app.ui.printing import preview_document
from app.ui.splitting import remember_splitter
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.today import this_year
from app.ui.workspace import Workspace

_PEOPLE: tuple[Column[MemberRow], ...] = (
    Column("姓名", lambda r: r.name, sort="name", width=124),
    Column("所在党组织", lambda r: r.organization_title, sort="organization", width=114),
    Column("学时", lambda r: f"{r.hours:g}", sort="hours", width=56, right=True),
)


def _when(year: int) -> str:
    return "累计" if year == ALL_YEARS else f"{year} 年"


_BASIS = (
    "口径：只算列出的人现在的名单，含转入前的学时；年度总结按期末和当时所在党组织计，含已转出的人。"
)

_ASKING = "请选一个人，看他的每一笔学时是怎么来的。"


class LedgerPage(Page):
    """Branch, person, figures from left to right."""

    title = "台账"
    reads_registers = False

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.tree = OrganizationTree()
        self.query = MemberQuery(workspace.store)
        self._told_of: tuple[bytes | None, int] | None = None
        self.people: ListTable[MemberRow] = ListTable(
            "人员学时", self.query, _PEOPLE, placeholder="姓名、拼音首字母"
        )
        self.year = ComboBox()
        self.year.setAccessibleName("年度")
        self.year.activated.connect(lambda _place: self._choose_year(self.year.currentData()))
        self.people.table.verticalHeader().hide()
        self.words = label(_ASKING, "muted", wrap=True)
        self.listed: ListTable[Numbered[LedgerEntry]] = ListTable(
            "学时明细",
            ShortList[LedgerEntry](()),
            ENTRIES,
            unit="笔",
            searchable=False,
            numbers=False,
        )
        self.entries, self.model = self.listed.table, self.listed.model
        self.chosen = label("", "muted", wrap=True)
        self.chosen.setObjectName("chosen_entry")
        self.entries.selectionModel().currentRowChanged.connect(lambda *_: self._show_entry())
        self.archive = button("打印学籍档案", self._print, icon_name="printer", name="archive")
        self.others = button(
            "其他培训记录",
            lambda: workspace.open("records"),
            icon_name="inbox",
            name="other_records",
        )
        self._build()
        self.tree.chosen.connect(self._show_branch)
        self.people.model.modelReset.connect(self._count_hours)
        self.people.selection_changed.connect(self._show_person)
        self.people.opened.connect(lambda row: open_person(workspace, row.uid, self))

    def _build(self) -> None:
        self.head.insertWidget(2, self.people.count)
        self.head.addWidget(self.others)
        self.head.addWidget(self.archive)
        self.people.tools.addWidget(self.year)
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        # As high as the search box beside it: the heads of both lists stand on one line.
        self.people.search.ensurePolished()
        box.addLayout(_at_least(self.people.search.sizeHint().height(), self.words))
        box.addWidget(self.listed, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for part in (self.people, right):
            hold_height(part)
        for part in (self.tree, self.people, right):
            split.addWidget(part)
        split.setStretchFactor(2, 1)
        remember_splitter(split, "ledger", [180, 328], least=0.45)
        self.box.addWidget(split, 1)
        below = _at_least(self.fontMetrics().height(), self.chosen)  # its place is kept
        self.basis = label(_BASIS, "muted", wrap=True)
        self.box.addLayout(column(below, self.basis, spacing=4))

    def reload(self) -> None:
        """Tree, people and the chosen person."""
        by_hours = self.people.model.view.sort == "hours"
        self.when_people_are_known(self._show, *([self.query.year] if by_hours else []))

    def _show(self) -> None:
        store = self.workspace.store
        self._offer_years()
        self.tree.show_rows(standing_organizations(store.database.read(), store.people.counted()))
        self._told_of = None
        tell_nobody(self.workspace, self.people)
        self.people.reload()
        if self.people.model.rowCount() and not self.people.selected_ids():
            self.people.table.select_row(0)
        self._show_person()

    def reading_people(self) -> None:
        """A large store's first list."""
        self.people.reading.begin()

    # The year that every figure of the page is of

    def _offer_years(self) -> None:
        had = years_with_hours(self.workspace.store.database.read())
        years = sorted({this_year(), self.query.year, *had} - {ALL_YEARS}, reverse=True)
        self.year.clear()
        for year in (*years, ALL_YEARS):
            self.year.addItem(_when(year), year)
        self.year.setCurrentIndex(self.year.findData(self.query.year))

    def _choose_year(self, year: int) -> None:
        self.query.chosen_year = None if year == this_year() else year
        self.people.name = f"{_when(year)}人员学时"  # what is copied out says so too
        self.reload()

    def _show_branch(self, uid: bytes | None) -> None:
        words = f"党组织：{self.tree.title()}"
        self.people.filter_by("organization", uid, words, self.tree.choose_everything)

    def _count_hours(self) -> None:
        """The sum over everybody listed, in the background."""
        ids, year, store = self.people.model.ids, self.query.year, self.workspace.store
        self.ask(
            "sum",
            lambda: store.people.half_hours(ids, year),
            lambda found: self._show_sum(year, found),
        )

    def _show_sum(self, year: int, half_hours: list[int]) -> None:
        total, trained = sum(half_hours), sum(found > 0 for found in half_hours)
        if not half_hours:
            self.subtitle.clear()
            return
        # Over those trained, as in 年度总结; but of whoever is listed, and said so.
        hours = f"{total / 2:,.1f}".removesuffix(".0")
        self.subtitle.setText(
            f"{_when(year)}{'' if year == ALL_YEARS else '合计'} {hours} 学时，参训 {trained} 人"
            f"（列出 {len(half_hours)} 人），参训人员人均 {mean(total, trained):.1f} 学时"
        )
        self.subtitle.setToolTip(_BASIS)

    def _show_person(self) -> None:
        person = self.people.selected_row()
        asked = (person.uid if person else None, self.query.year)
        if asked == self._told_of:  # a list that is read anew tells of its selection several times
            return
        self._told_of = asked
        self.archive.setEnabled(person is not None)
        if person is None:
            self.words.setText(_ASKING)
            self.listed.when_empty("")
            self.listed.show_rows(ShortList[LedgerEntry](()))
            self._show_entry()
            return
        found = hours_of_member(self.workspace.store, person.uid)
        year = self.query.year
        shown = [e for e in found.entries if year == ALL_YEARS or e.date[:4] == str(year)]
        sums = person_hours(shown)
        self.listed.when_empty(f"{_when(year)}没有参训记录。")
        self.words.setText(f"{found.name}　{found.organization}　{_told(year, sums, found.total)}")
        self.listed.show_rows(ShortList(list(reversed(shown))))
        if shown:
            self.entries.select_row(0)
        self._show_entry()

    def _show_entry(self) -> None:
        """The chosen entry is spelt out."""
        index = self.entries.currentIndex()
        found = self.model.row(index.row()) if index.isValid() else None
        entry = found.row if found else None
        self.chosen.setText(in_words(entry) if entry else "")

    def _print(self) -> None:
        person = self.people.selected_row()
        if person is not None:
            chosen = Selection(members=(person.uid,))
            preview_document(self.workspace, document_at(At.PERSON), chosen)


def _at_least(height: int, words: QWidget) -> QHBoxLayout:
    """Words that hold so much height when they need less."""
    made = row(words, spacing=0)
    made.addSpacerItem(QSpacerItem(0, height))
    return made


def _told(year: int, sums: PersonHours, total: float) -> str:
    by_mode = "　".join(f"{name} {hours:g}" for name, hours in sums.by_mode.items())
    of_modes = f"（{by_mode}）" if by_mode else ""
    if year == ALL_YEARS:
        return f"累计 {total:g} 学时{of_modes}"
    return f"{_when(year)} {sums.total:g} 学时{of_modes}，累计 {total:g} 学时"
