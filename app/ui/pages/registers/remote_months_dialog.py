"""逐月情况 of 远程教育学习: places and months, with what is missing."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.accounts.roles import Verb
from app.services.papers.selection import Selection
from app.services.remote_months import RULE, MonthsOfPlace, remote_months
from app.ui.combo_box import ComboBox
from app.ui.duties import needs
from app.ui.parts import button
from app.ui.printing import preview_document
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.today import this_year
from app.ui.workspace import Workspace

_WORDS = ListWords(
    "远程教育逐月情况",
    f"每个党组织每月学习几次；过去的月份没有的写“无”。依据：{RULE}。列出领域为“农村”的支部，"
    "和登记过远程教育学习的其他党组织。",
    "个",
    "按党组织查找",
    "还没有登记领域为“农村”的支部，也没有远程教育学习。",
)
_YEARS = 6
Line = Numbered[MonthsOfPlace]


def _times(month: int) -> Callable[[Line], str]:
    return lambda line: line.row.cell(month)


_COLUMNS: tuple[Column[Line], ...] = (
    Column("党组织", lambda r: r.row.place.name, width=170),
    *(Column(f"{month}月", _times(month), width=46) for month in range(1, 13)),
    Column("学时", lambda r: f"{r.row.place.hours:g}", width=60),
    Column("人次", lambda r: str(r.row.place.people), width=60),
    Column("缺", lambda r: r.row.words, width=160),
)


class RemoteMonthsDialog(ListDialog[MonthsOfPlace]):
    """Nothing is written here; `chosen_place` is whose study is entered after it closes."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(_WORDS, _COLUMNS, _fits, parent)
        self.resize(1180, 560)
        self._workspace = workspace
        self.chosen_place: bytes | None = None
        self.year = ComboBox()
        self.year.setAccessibleName("年度")
        for year in range(this_year(), this_year() - _YEARS, -1):
            self.year.addItem(f"{year} 年", year)
        self.year.activated.connect(lambda _n: self.reload())
        self.list.tools.addWidget(self.year)
        self.print = button("打印", self._print, icon_name="printer", name="print_months")
        self.enter = button("登记一次学习", self._enter, primary=True, name="enter_study")
        needs(self.print, Verb.PRINT)
        needs(self.enter, Verb.ENTER)
        close = button("关闭", self.reject, name="close_months")
        self.build((self.print, None, close, self.enter), self._enable)
        self.reload()

    def reload(self) -> None:
        """Another year."""
        self.show_lines(remote_months(self._workspace.store, int(self.year.currentData())))
        self._enable()

    def _enable(self) -> None:
        self.enter.setEnabled(
            self.chosen() is not None and not self._workspace.store.why_not(Verb.ENTER)
        )

    def _print(self) -> None:
        chosen = Selection(year=int(self.year.currentData()))
        preview_document(self._workspace, "remote_months", chosen)

    def _enter(self) -> None:
        one = self.chosen()
        if one is not None:
            self.chosen_place = one.place.organization
            self.accept()


def _fits(line: MonthsOfPlace, view: View) -> bool:
    return view.text in line.place.name
