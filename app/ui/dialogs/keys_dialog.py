"""键盘操作: every key with what it does, those of the page in sight first."""

from PySide6.QtWidgets import QWidget

from app.ui.page_keys import KeyLine, overview
from app.ui.parts import button
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered

_COLUMNS: tuple[Column[Numbered[KeyLine]], ...] = (
    Column("在哪里", lambda r: r.row.place, width=110),
    Column("按键", lambda r: r.row.keys, width=170),
    Column("做什么", lambda r: r.row.words, width=360),
)


class KeysDialog(ListDialog[KeyLine]):
    """Only to be read."""

    def __init__(self, titles: dict[str, str], page: str, parent: QWidget) -> None:
        words = ListWords(
            "键盘操作",
            "不用鼠标也能做完全部的事。按钮自己的按键，鼠标停在按钮上也看得到。",
            "个",
            "按要做的事、按键查找",
            "没有这样的按键。",
        )
        super().__init__(words, _COLUMNS, _fits, parent)
        self.resize(760, 560)
        self.build([None, button("关闭", self.accept, name="close_keys")], lambda: None)
        self.show_lines(overview(titles, page))
        self.list.table.setFocus()


def _fits(line: KeyLine, view: View) -> bool:
    return view.text in f"{line.place}{line.keys}{line.words}"
