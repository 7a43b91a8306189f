"""The participants of a register's row: taken in, marked as there or not, given their hours."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.registers import RegisterRow
from app.domain.accounts.roles import Verb
from app.domain.registers import Register
from app.services import row_marks
from app.services.row_marks import NO_MARK, marks_of
from app.ui.duties import needs
from app.ui.flow_row import flow
from app.ui.offering import offer
from app.ui.pages.class_room.people_picker import PeoplePicker
from app.ui.parts import button, label
from app.ui.tables.kind_columns import detail_column_of
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_ROOM = 360
"""Pixels for both rows of buttons and some ten people."""
_NOTHING = "请先选中人（可以多选），再点这里。"


class PeopleList(QWidget):
    """Every button is one action that is saved at once, as in 考勤. `told` gets what to say."""

    def __init__(
        self,
        workspace: Workspace,
        register: Register,
        uid: bytes,
        told: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._workspace, self._register, self._uid = workspace, register, uid
        self._told, self._rows = told, list[RegisterRow]()
        marks, entity = marks_of(register)
        self._mark = marks.mark
        shown = [f for f in entity.fields if f.name not in (entity.owner, marks.record)]
        columns: list[Column[Numbered[RegisterRow]]] = [detail_column_of(f) for f in shown]
        self.list: ListTable[Numbered[RegisterRow]] = ListTable(
            entity.label, ShortList[RegisterRow](()), columns, searchable=False
        )
        self.list.when_empty("还没有名单。", "加入全体党员", self._take_in, Verb.ENTER)
        self.take_in = button("加入全体党员", self._take_in, icon_name="users", name="take_in")
        self.take_in.setToolTip("当天在册的党员；未录入的不算到会")
        self.add = button("加入人员…", self._add, icon_name="plus", name="add_people")
        words = entity.field(marks.mark).choices
        self.words = [
            button(f"{number} {word}", partial(self._say, word), name=f"mark_{number}")
            for number, word in enumerate((*words, NO_MARK), start=1)
        ]
        self.hours = button("计入学时", self._give, icon_name="check", name="give_hours")
        self.hours.setVisible(bool(marks.hours))
        self.count = label("", "muted")
        self._build()
        self.reload()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.addLayout(flow(self.take_in, self.add, None, self.hours))
        box.addLayout(flow(label("选中的记为", "muted"), *self.words, None, self.count))
        box.addWidget(self.list, 1)
        self.list.offers(*self.words, new=self.add)
        self.list.selection_changed.connect(self._enable)
        for number, made in enumerate(self.words, start=1):
            keys = QShortcut(QKeySequence(str(number)), self.list, made.click)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setMinimumHeight(_ROOM)
        for made in (self.take_in, self.hours):
            needs(made, Verb.ENTER)

    def reload(self) -> None:
        """Who is on the list, and how many were there."""
        rows = row_marks.people_of_row(self._workspace.store, self._register, self._uid)
        self._rows = rows
        self.list.show_rows(ShortList(rows))
        counted: dict[str, int] = {}
        for row in rows:
            word = str(row.values[self._mark] or NO_MARK)
            counted[word] = counted.get(word, 0) + 1
        said = "，".join(f"{word} {number}" for word, number in counted.items())
        self.count.setText(f"应到 {len(rows)}：{said}" if rows else "")
        offer(self.hours, "" if rows else "还没有名单。")
        self._enable()

    def _enable(self) -> None:
        chosen = self.list.selected_ids()
        for made in self.words:
            offer(made, "" if chosen else _NOTHING)

    def _take_in(self) -> None:
        store = self._workspace.store
        self._do(
            lambda: row_marks.take_in_members(store, self._register, self._uid), "已加入 {} 人。"
        )

    def _add(self) -> None:
        store = self._workspace.store
        people = PeoplePicker.ask(self._workspace, self)
        if people:
            add = partial(row_marks.add_people, store, self._register, self._uid, people)
            self._do(add, "已加入 {} 人。")

    def _say(self, word: str) -> None:
        rows = [self._rows[number].uid for number in self.list.selected_ids()]
        store = self._workspace.store
        mark = partial(row_marks.mark_people, store, self._register, self._uid, rows, word)
        self._do(mark, f"已把 {len(rows)} 人记为“{word}”。")

    def _give(self) -> None:
        store = self._workspace.store
        give = partial(row_marks.give_hours, store, self._register, self._uid)
        self._do(lambda: give().words, "{}")

    def _do(self, work: Callable[[], object], words: str) -> None:
        done = self._workspace.attempt(lambda: (work(),))
        if done is not None:
            self._after(words.format(*done))

    def _after(self, words: str) -> None:
        self.reload()
        self._workspace.changed()
        self._told(words)
