"""经费汇总: budget and spending of a year by source, purpose, class and who it served."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.accounts.roles import Verb
from app.domain.governance.fund_totals import WAYS, FundSum
from app.domain.money import yuan
from app.services.fund_totals import FundYear, fund_year
from app.services.papers.selection import Selection
from app.ui.combo_box import ComboBox
from app.ui.duties import needs
from app.ui.parts import button, label
from app.ui.printing import preview_document
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.today import this_year
from app.ui.workspace import Workspace

_WORDS = ListWords(
    "经费汇总",
    "按年度把登记的各笔加起来。没有填“实际支出”的只算预算。",
    "行",
    "按项目查找",
    "这一年还没有登记经费。",
)
_YEARS = 6
_COLUMNS: tuple[Column[Numbered[FundSum]], ...] = (
    Column("按", lambda r: r.row.way, width=100),
    Column("项目", lambda r: r.row.word, width=300),
    Column("笔数", lambda r: str(r.row.lines), width=70),
    Column("预算（元）", lambda r: yuan(r.row.budget), width=150),
    Column("实际支出（元）", lambda r: yuan(r.row.actual), width=150),
)


class FundTotalsDialog(ListDialog[FundSum]):
    """Nothing is written here."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(_WORDS, _COLUMNS, _fits, parent)
        self.resize(980, 600)
        self._workspace = workspace
        self.year, self.way = ComboBox(), ComboBox()
        self.year.setAccessibleName("年度")
        for year in range(this_year() + 1, this_year() - _YEARS, -1):
            self.year.addItem(f"{year} 年", year)
        self.year.setCurrentIndex(1)
        self.way.setAccessibleName("按什么汇总")
        self.way.addItem("全部", "")
        for way in WAYS:
            self.way.addItem(f"按{way}", way)
        for box in (self.year, self.way):
            box.activated.connect(lambda _n: self.reload())
            self.list.tools.addWidget(box)
        self.print = button("打印", self._print, icon_name="printer", name="print_totals")
        needs(self.print, Verb.PRINT)
        close = button("关闭", self.accept, name="close_totals")
        self.words = label("", wrap=True)
        self.build((self.print, None, close), lambda: None)
        shown = self.layout()
        assert isinstance(shown, QVBoxLayout)
        shown.insertWidget(2, self.words)
        self.told: FundYear = self._read()
        self.reload()

    def _read(self) -> FundYear:
        return fund_year(self._workspace.store, int(self.year.currentData()))

    def reload(self) -> None:
        """Another year or way."""
        self.told, way = self._read(), str(self.way.currentData())
        shown = [one for one in self.told.sums if way in ("", one.way)]
        self.show_lines([*shown, self.told.whole] if self.told.whole.lines else [])
        self.words.setText(f"{self.told.dues_words}{self.told.unpaid_words}")

    def _print(self) -> None:
        chosen = Selection(year=int(self.year.currentData()))
        preview_document(self._workspace, "fund_totals", chosen)


def _fits(line: FundSum, view: View) -> bool:
    return view.text in f"{line.way}{line.word}"
