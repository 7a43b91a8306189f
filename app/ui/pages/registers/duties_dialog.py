"""逐条登记: the clauses of a document for a year, each with what was recorded of it."""

from PySide6.QtWidgets import QWidget

from app.domain.accounts.roles import Verb
from app.services.duties import TITLES, DutyLine, counted, duties_of_year
from app.services.papers.selection import Selection
from app.ui.combo_box import ComboBox
from app.ui.offering import offer
from app.ui.parts import button, label
from app.ui.printing import preview_document
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.today import this_year
from app.ui.workspace import Workspace

_WORDS = ListWords(
    "落实情况逐条登记",
    "文件要求做到、又不能由数据算出来的各条。登记是否落实、日期、责任人、佐证；没有登记的就是“未登记”，"
    "不算落实。条款和原文照文件；省、市的文件只在当地适用。",
    "条",
    "按编号、原文查找",
    "这份文件里没有要本单位登记落实的条款。",
)
_YEARS = 6
_COLUMNS: tuple[Column[Numbered[DutyLine]], ...] = (
    Column("编号", lambda r: r.row.clause.number, width=110),
    Column("条款", lambda r: r.row.clause.clause, width=110),
    Column("原文", lambda r: r.row.clause.text, width=400),
    Column("要求", lambda r: r.row.clause.hardness, width=60),
    Column("落实", lambda r: r.row.state, width=70),
    Column("日期", lambda r: r.row.done_on, width=100),
    Column("责任人", lambda r: r.row.person, width=80),
    Column("佐证", lambda r: r.row.evidence, width=140),
)


class DutiesDialog(ListDialog[DutyLine]):
    """`asked_for` is the clause that is to be recorded after it closes, with the year."""

    def __init__(
        self, workspace: Workspace, parent: QWidget, document: str = "P24", year: int = 0
    ) -> None:
        super().__init__(_WORDS, _COLUMNS, _fits, parent)
        self.resize(1160, 600)
        self._workspace = workspace
        self.asked_for: DutyLine | None = None
        self.year, self.document = ComboBox(), ComboBox()
        self.year.setAccessibleName("年度")
        for one in range(this_year(), this_year() - _YEARS, -1):
            self.year.addItem(f"{one} 年", one)
        self.year.setCurrentIndex(max(0, self.year.findData(year)))
        self.document.setAccessibleName("哪份文件")
        for key, title in TITLES.items():
            self.document.addItem(title, key)
        self.document.setCurrentIndex(max(0, self.document.findData(document)))
        for box in (self.document, self.year):
            box.activated.connect(lambda _n: self.reload())
            self.list.tools.addWidget(box)
        self.told = label("", "muted")
        self.list.tools.addWidget(self.told)
        self.list.opened.connect(lambda _row: self._record())
        self.print = button("打印", self._print, icon_name="printer", name="print_duties")
        self.record = button("登记这一条", self._record, primary=True, name="record_duty")
        close = button("关闭", self.reject, name="close_duties")
        self.build((self.print, None, close, self.record), self._enable)
        self.reload()

    @property
    def chosen_year(self) -> int:
        """The year in the box."""
        return int(self.year.currentData())

    @property
    def chosen_document(self) -> str:
        """The document in the box."""
        return str(self.document.currentData())

    def reload(self) -> None:
        """Another year or document."""
        lines = duties_of_year(self._workspace.store, self.chosen_year, self.chosen_document)
        self.show_lines(lines)
        self.told.setText(counted(lines))
        self._enable()

    def _enable(self) -> None:
        store = self._workspace.store
        offer(self.print, store.why_not(Verb.PRINT))
        offer(self.record, store.why_not(Verb.ENTER) or ("" if self.chosen() else "请先选中一条。"))

    def _print(self) -> None:
        preview_document(self._workspace, "duty_year", Selection(year=self.chosen_year))

    def _record(self) -> None:
        self.asked_for = self.chosen()
        if self.asked_for is not None and self.record.isEnabled():
            self.accept()


def _fits(line: DutyLine, view: View) -> bool:
    return view.text in f"{line.clause.number}{line.clause.text}{line.state}"
