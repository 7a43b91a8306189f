"""查找重复: rows of a year that may tell of one training, pair by pair."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.domain.registers import REGISTERS
from app.domain.training.same_training import RECORD, Told
from app.services import registers
from app.services.doubles import Double, possible_doubles, say_apart
from app.ui.asking import ask_reason
from app.ui.combo_box import ComboBox
from app.ui.parts import button
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.today import this_year
from app.ui.workspace import Workspace

_WORDS = ListWords(
    "可能重复登记的培训",
    "同一个人、名称相近或日期重合的两条，可能是县里和乡镇各登了一次、两次导入，或者办班和记录各算了"
    "一次。是同一次的移出一条；不是的点“是两次”，以后不再提示。同一天的学时本来就只计一次。",
    "处",
    "按姓名、党组织、培训名称查找",
    "这一年没有可能重复的。",
)
_YEARS = 6
_COLUMNS: tuple[Column[Numbered[Double]], ...] = (
    Column("姓名", lambda r: r.row.name, width=90),
    Column("党组织", lambda r: r.row.organization, width=150),
    Column("一条", lambda r: r.row.one.words, width=290),
    Column("另一条", lambda r: r.row.other.words, width=290),
    Column("为什么", lambda r: r.row.why, width=150),
)


class DoublesDialog(ListDialog[Double]):
    """Nothing is decided here by itself."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(_WORDS, _COLUMNS, _fits, parent)
        self.resize(1080, 560)
        self._workspace = workspace
        self.year = ComboBox()
        self.year.setAccessibleName("年度")
        for year in range(this_year(), this_year() - _YEARS, -1):
            self.year.addItem(f"{year} 年", year)
        self.year.activated.connect(lambda _n: self.reload())
        self.list.tools.addWidget(self.year)
        self.first = button("移出“一条”", lambda: self._remove(first=True), name="remove_one")
        self.second = button("移出“另一条”", lambda: self._remove(first=False), name="remove_other")
        self.apart = button("是两次", self._apart, primary=True, name="say_apart")
        close = button("关闭", self.accept, name="close_doubles")
        self.build((self.first, self.second, None, close, self.apart), self._enable)
        self.reload()

    def reload(self) -> None:
        """Look through the year again."""
        year = int(self.year.currentData())
        self.show_lines(possible_doubles(self._workspace.store, year))
        self._enable()

    def _enable(self) -> None:
        chosen = self.chosen()
        pairs = (chosen.one, chosen.other) if chosen else (None, None)
        for made, told in zip((self.first, self.second), pairs, strict=True):
            made.setEnabled(told is not None and told.kind == RECORD)
        self.apart.setEnabled(chosen is not None)

    def _remove(self, *, first: bool) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        told: Told = chosen.one if first else chosen.other
        entity, store = REGISTERS["record"].entity, self._workspace.store
        words = f"移出{told.words}的原因（例如：与另一条重复）："
        reason = ask_reason(self, "移出重复的一条", words)
        if reason:
            self._do(lambda: registers.remove_row(store, entity, told.uid, reason), "已移出。")

    def _apart(self) -> None:
        chosen, store = self.chosen(), self._workspace.store
        if chosen is not None:
            self._do(lambda: say_apart(store, chosen), "已记下是两次。")

    def _do(self, act: Callable[[], object], done: str) -> None:
        try:
            act()
        except AppError as error:
            self.notices.refuse(error)
            return
        self.reload()
        self.notices.done(done, "", None)


def _fits(line: Double, view: View) -> bool:
    text = f"{line.name}{line.organization}{line.one.title}{line.other.title}"
    return view.text in text
