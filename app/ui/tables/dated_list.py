"""A short list of dated rows with 新增, 编辑, 结束 and 撤销 below it: posts, exemptions, …"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.accounts.roles import Verb
from app.ui.duties import needs
from app.ui.flow_row import flow
from app.ui.parts import button, label
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList

Row = TypeVar("Row")


@dataclass(frozen=True)
class Acts(Generic[Row]):
    """What the page does when something is asked for; rows without a last day have no `end`, and
    what is entered elsewhere has no `add`."""

    edit: Callable[[Row], object]
    remove: Callable[[Row], object]
    add: Callable[[], object] | None = None
    end: Callable[[Row], object] | None = None
    verb: Verb = Verb.ENTER


class DatedList(QWidget, Generic[Row]):
    """Reads its rows through `read`; double click, Enter and F2 edit one. The buttons are above the
    list: on a small screen what is below it would have to be scrolled for."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Numbered[Row]]],
        read: Callable[[], Sequence[Row]],
        acts: Acts[Row],
        *,
        note: str = "",
    ) -> None:
        super().__init__()
        self._read = read
        self._rows: Sequence[Row] = ()
        self.list: ListTable[Numbered[Row]] = ListTable(
            name, ShortList[Row](()), columns, unit="条", searchable=False
        )
        self.table, self.model = self.list.table, self.list.model
        self.list.when_empty("还没有登记。")
        add = acts.add or (lambda: None)
        self.add_button = button(f"新增{name}", add, icon_name="plus")
        self.add_button.setVisible(acts.add is not None)
        self.edit_button = button("编辑…", lambda: self._with_chosen(acts.edit), icon_name="pencil")
        self.edit_button.setToolTip("双击、回车或 F2")
        self.remove_button = button(
            "撤销这一条", lambda: self._with_chosen(acts.remove), icon_name="trash-2"
        )
        self.remove_button.setToolTip("只用于录错的；要写明原因")
        self._needing = [self.edit_button, self.remove_button]
        if (end := acts.end) is not None:
            self.end_button = button("结束…", lambda: self._with_chosen(end), icon_name="clock")
            self._needing.insert(1, self.end_button)
        self._lay_out(note, acts.verb)
        self.table.doubleClicked.connect(lambda _index: self.edit_button.click())
        self.table.installEventFilter(self)
        self.list.offers(*self._needing[:-1], new=self.add_button, remove=self.remove_button)
        self.list.selection_changed.connect(self._enable)
        self.reload()

    def _lay_out(self, note: str, verb: Verb) -> None:
        for made in (self.add_button, *self._needing):
            needs(made, verb)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.addWidget(label(note, "muted", wrap=True))
        box.addLayout(flow(self.add_button, *self._needing, None))
        box.addWidget(self.list, 1)

    def reload(self) -> None:
        """Read again; the chosen row stays chosen."""
        self._rows = self._read()
        self.list.show_rows(ShortList(self._rows))
        self._enable()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and F2 edit the row; Enter must not press 保存 of the form around it."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in keys
        ):
            self.edit_button.click()
            return True
        return super().eventFilter(watched, event)

    def _enable(self) -> None:
        for one in self._needing:
            one.setEnabled(bool(self.list.selected_ids()))

    def _with_chosen(self, act: Callable[[Row], object]) -> None:
        for number in self.list.selected_ids()[:1]:
            act(self._rows[number])
