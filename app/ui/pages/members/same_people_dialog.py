"""可能是同一人: two rows of one person side by side; merged, or said to be two people."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.services.review.undoing_decisions import last_decision, undo
from app.services.same_people import SamePair, merge_people, possible_pairs, say_two_people
from app.ui.asking import agreed
from app.ui.parts import button
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.workspace import Workspace

_WORDS = ListWords(
    "可能登记了两次的人",
    "同名，而且出生日期、电话相同，或身份证号只差一两位。是同一人的合并：学时、职务、证书都归到"
    "保留的一条，随时可以撤销；不是的点“不是同一人”，以后各单位都不再提示。",
    "对",
    "按姓名、党组织查找",
    "没有可能重复的人。",
)
_COLUMNS: tuple[Column[Numbered[SamePair]], ...] = (
    Column("一条", lambda r: r.row.one.words, width=400),
    Column("另一条", lambda r: r.row.other.words, width=400),
    Column("为什么", lambda r: r.row.why, width=170),
)


class SamePeopleDialog(ListDialog[SamePair]):
    """Nobody is merged without being asked about."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(_WORDS, _COLUMNS, _fits, parent)
        self.resize(1080, 540)
        self._workspace = workspace
        self.first = button("合并，保留“一条”", lambda: self._merge(first=True), name="keep_one")
        self.second = button(
            "合并，保留“另一条”", lambda: self._merge(first=False), name="keep_other"
        )
        self.apart = button("不是同一人", self._apart, primary=True, name="two_people")
        close = button("关闭", self.accept, name="close_people")
        self.build((self.first, self.second, None, close, self.apart), self._enable)
        self.reload()

    def reload(self) -> None:
        """Look through everybody again."""
        self.show_lines(possible_pairs(self._workspace.store))
        self._enable()

    def _enable(self) -> None:
        for made in (self.first, self.second, self.apart):
            made.setEnabled(self.chosen() is not None)

    def _merge(self, *, first: bool) -> None:
        chosen, store = self.chosen(), self._workspace.store
        if chosen is None:
            return
        kept, other = (chosen.one, chosen.other) if first else (chosen.other, chosen.one)
        words = f"保留：{kept.words}\n并入：{other.words}\n合并吗？"
        if agreed(self, "合并同一人", words):
            self._do(lambda: merge_people(store, kept.uid, other.uid), "已合并。", undoable=True)

    def _apart(self) -> None:
        chosen, store = self.chosen(), self._workspace.store
        if chosen is not None:
            self._do(lambda: say_two_people(store, chosen.one.uid, chosen.other.uid), "已记下。")

    def _do(self, act: Callable[[], object], done: str, *, undoable: bool = False) -> None:
        try:
            act()
        except AppError as error:
            self.notices.refuse(error)
            return
        number = last_decision(self._workspace.store) if undoable else 0
        self.reload()
        self.notices.done(done, "撤销" if undoable else "", lambda: self._take_back(number))

    def _take_back(self, number: int) -> None:
        store = self._workspace.store
        self._do(lambda: undo(store, number), "已撤销合并。")


def _fits(line: SamePair, view: View) -> bool:
    return view.text in f"{line.one.words}{line.other.words}"
