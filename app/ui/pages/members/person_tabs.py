"""培训, 要求, 证书, 登记册 of one person: each is read when somebody looks at it."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.data.queries.person_rows import PersonRow
from app.domain.training.codes import VOID
from app.domain.training.hours import ATTENDANCE, LedgerEntry
from app.services.hours import hours_of_member
from app.services.person_view import (
    PersonCertificate,
    Standing,
    certificates_of_person,
    register_rows_of,
    requirements_of,
)
from app.ui.finding import ShowClass, ShowRow
from app.ui.pages.ledger.entry_columns import ENTRIES, in_words
from app.ui.parts import label
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

Row = TypeVar("Row")
LeadTo = Callable[[str, object], object]

_TONES = {"达标": "good", "未达标": "bad"}
_REQUIREMENTS: tuple[Column[Numbered[Standing]], ...] = (
    Column("要求", lambda r: r.row.rule.text, width=330),
    Column("情况", lambda r: r.row.judged.word, width=100, tone=lambda r: _tone(r.row)),
    Column("已有", lambda r: _figure(r.row.judged.value, r.row), width=90, right=True),
    Column("要求数", lambda r: _figure(r.row.judged.threshold, r.row), width=90, right=True),
    Column("说明", lambda r: r.row.judged.why, width=200),
)
_CERTIFICATES: tuple[Column[Numbered[PersonCertificate]], ...] = (
    Column("证书编号", lambda r: r.row.number, width=220),
    Column("培训班", lambda r: r.row.title, width=300),
    Column("签发日期", lambda r: r.row.issued_on, width=110, date=True),
    Column("状态", lambda r: r.row.state, width=80, tone=lambda r: "bad" * (r.row.state == VOID)),
)
_REGISTERS: tuple[Column[Numbered[PersonRow]], ...] = (
    Column("登记册", lambda r: r.row.title, width=130),
    Column("日期", lambda r: r.row.on, width=100, date=True),
    Column("内容", lambda r: r.row.words, width=400),
)


class PersonTabs:
    """`lead_to` closes the page and opens what a row is about."""

    def __init__(self, workspace: Workspace, member: bytes, lead_to: LeadTo) -> None:
        self._store = workspace.store
        self._member = member
        self.training: Part[LedgerEntry] = Part(
            "历年培训", ENTRIES, self._entries, in_words, "还没有参训记录。", "笔"
        )
        self.requirements: Part[Standing] = Part(
            "各项要求", _REQUIREMENTS, self._standings, _judged, "本年没有对本人的要求。", "项"
        )
        self.certificates: Part[PersonCertificate] = Part(
            "结业证书", _CERTIFICATES, self._certificates, None, "还没有结业证书。", "份"
        )
        self.registers: Part[PersonRow] = Part(
            "登记册内容",
            _REGISTERS,
            self._rows,
            lambda row: f"{row.title}　{row.words}",
            "登记册里没有写到本人的内容。",
            "条",
        )
        self.training.list.opened.connect(lambda r: lead_to(*_held(r.row)))
        self.registers.list.opened.connect(
            lambda r: lead_to("registers", ShowRow(r.row.register, r.row.uid))
        )

    def add_to(self, tabs: QTabWidget) -> None:
        """Show them as pages."""
        tabs.addTab(self.training, "培训")
        tabs.addTab(self.requirements, "要求")
        tabs.addTab(self.certificates, "证书")
        tabs.addTab(self.registers, "登记册")

    def _entries(self) -> tuple[str, Sequence[LedgerEntry]]:
        found = hours_of_member(self._store, self._member)
        years = reversed(list(found.sums.by_year.items()))
        said = "　".join(f"{year} 年 {hours:g}" for year, hours in years)
        return f"累计 {found.total:g} 学时　{said}", tuple(reversed(found.entries))

    def _standings(self) -> tuple[str, Sequence[Standing]]:
        return "按今天的情况核算；选一行看依据和算法。", requirements_of(self._store, self._member)

    def _certificates(self) -> tuple[str, Sequence[PersonCertificate]]:
        words = "补发、作废在该班的“证书”里办。"
        return words, certificates_of_person(self._store, self._member)

    def _rows(self) -> tuple[str, Sequence[PersonRow]]:
        return "双击打开所在的登记册。", register_rows_of(self._store, self._member)


class Part(QWidget, Generic[Row]):
    """A list that is read when it is first seen, with a sentence above and the chosen row spelt out
    below where `spelt` says how."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Numbered[Row]]],
        read: Callable[[], tuple[str, Sequence[Row]]],
        spelt: Callable[[Row], str] | None,
        empty: str,
        unit: str,
    ) -> None:
        super().__init__()
        self._read, self._spelt, self._seen = read, spelt, False
        self.list: ListTable[Numbered[Row]] = ListTable(
            name, ShortList[Row](()), columns, unit=unit, searchable=False
        )
        self.list.when_empty(empty)
        self.words = label("", "muted", wrap=True)
        self.chosen = label("", wrap=True)
        self.list.selection_changed.connect(self._show_chosen)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.addWidget(self.words)
        box.addWidget(self.list, 1)
        box.addWidget(self.chosen)
        self.chosen.setVisible(spelt is not None)

    def showEvent(self, event: QShowEvent) -> None:
        """Now somebody looks at it."""
        super().showEvent(event)
        if not self._seen:
            self.reload()

    def reload(self) -> None:
        """Read; the first row is spelt out."""
        self._seen = True
        said, rows = self._read()
        self.words.setText(said)
        self.list.show_rows(ShortList(rows))
        if rows and self._spelt is not None:
            self.list.table.select_row(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        found: Any = self.list.selected_row()
        if self._spelt is not None:
            self.chosen.setText(self._spelt(found.row) if found is not None else "")


def _held(entry: LedgerEntry) -> tuple[str, object]:
    """Where an entry comes from."""
    if entry.source == ATTENDANCE:
        return "class_room", ShowClass(entry.uid)
    return "records", ShowRow("record", entry.uid)


def _figure(value: float, one: Standing) -> str:
    return f"{value:g} {one.judged.unit}"


def _tone(one: Standing) -> str:
    return _TONES.get(one.judged.word, "")


def _judged(one: Standing) -> str:
    return f"{one.rule.text}\n{one.judged.why}"
