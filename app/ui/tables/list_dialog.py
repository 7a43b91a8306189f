"""A window that is a list with what can be done to its lines: heading, words, notices, list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.parts import label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList

Line = TypeVar("Line")
_CLOSE = "关闭"


@dataclass(frozen=True)
class ListWords:
    """What stands around the list: its heading, what it is about, what one line is called."""

    title: str
    about: str
    unit: str
    placeholder: str
    empty: str


class ListDialog(Dialog, Generic[Line]):
    """`fits` says whether a line holds the text that is searched for."""

    def __init__(
        self,
        words: ListWords,
        columns: Sequence[Column[Numbered[Line]]],
        fits: Callable[[Line, View], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.title)
        self._words = words
        self._fits = fits
        self._lines: Sequence[Line] = ()
        self.notices = NoticeBar()
        self.list: ListTable[Numbered[Line]] = ListTable(
            words.title,
            ShortList[Line](()),
            columns,
            unit=words.unit,
            placeholder=words.placeholder,
        )
        self.list.when_empty(words.empty)

    def build(self, buttons: Sequence[QWidget | None], enable: Callable[[], object]) -> None:
        """Lay it out; `enable` is called whenever another line is chosen."""
        self.list.tools.addWidget(self.list.count)
        acts = [one for one in buttons if isinstance(one, QAbstractButton)]
        self.list.offers(*(one for one in acts if one.text() != _CLOSE))
        self.list.selection_changed.connect(enable)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label(self._words.title, "h1"))
        box.addWidget(label(self._words.about, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.list, 1)
        box.addLayout(row(*buttons))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the chosen line stays chosen, the first one is otherwise."""
        self._lines = lines
        self.list.show_rows(ShortList(lines, self._fits))
        if lines and not self.list.selected_ids():
            self.list.table.select_row(0)

    def chosen_lines(self) -> list[Line]:
        """All selected lines."""
        return [self._lines[number] for number in self.list.selected_ids()]

    def chosen(self) -> Line | None:
        """The selected line."""
        found = self.list.selected_row()
        return found.row if found else None
