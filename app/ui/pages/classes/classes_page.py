"""办班: the list of classes, and the way to a new one."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.data.queries.training_classes import ClassRow, open_classes, unmarked_in
from app.domain.accounts.roles import Verb
from app.domain.training.codes import CLASS_STATES
from app.services.classes.class_copy import copy_of
from app.services.last_action import last_of_classes
from app.services.store import Store
from app.ui.finding import ShowClass, ShowTrail
from app.ui.offering import offer
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.classes.class_import import ask_for_workbook, import_workbook
from app.ui.pages.classes.class_query import COLUMNS, ClassQuery
from app.ui.pages.page import Page
from app.ui.parts import button
from app.ui.tables.list_table import ListTable
from app.ui.tables.offered import MenuEntry
from app.ui.today import this_year, today
from app.ui.undoing import offer_undo, take_back
from app.ui.workspace import Workspace


class ClassesPage(Page):
    """`show_what` with a list of people opens the form of a new class for them."""

    title = "办班"
    reads_registers = False

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.query = ClassQuery(workspace.store)
        self.list: ListTable[ClassRow] = ListTable(
            "培训班列表",
            self.query,
            COLUMNS,
            unit="个班",
            placeholder="班名、主办单位、地点",
        )
        years = {f"{year} 年": year for year in range(this_year() + 1, this_year() - 5, -1)}
        self.list.add_filter("年度", "year", {"全部年度": None, **years})
        states = {"全部状态": None} | {word: word for word in CLASS_STATES}
        self.list.add_filter("状态", "state", states)
        self.list.when_empty("还没有办过班。", "办一个班", self.new_class, Verb.ENTER)
        self.list.opened.connect(lambda row: workspace.open("class_room", ShowClass(row.uid)))
        self.head.insertWidget(2, self.list.count)
        make = button("办班", self.new_class, icon_name="plus", primary=True, name="new_class")
        self.copy = button("照着再办一个", self.copy_class, icon_name="copy", name="copy_class")
        bring = button("导入班次工作簿…", self._import, icon_name="upload", name="import_class")
        self.undo = button("撤销上一步", self._undo, icon_name="undo-2", name="undo_last")
        self.head.addWidget(self.undo)
        self.head.addWidget(bring)
        self.head.addWidget(self.copy)
        self.head.addWidget(make)
        self.list.offers(self.copy, bring, new=make)
        self.list.offered.entries.append(MenuEntry("修改记录…", "trail_of", self._trail))
        self.list.takes_rows(self.import_file, "，导入班次", self)
        self.list.selection_changed.connect(self._offer)
        self._offer()
        self.box.addWidget(self.list, 1)

    def _trail(self) -> None:
        chosen = self.list.selected_row()
        if chosen is not None:
            self.workspace.open("trail", ShowTrail("training_class", chosen.uid, chosen.name))

    def reload(self) -> None:
        """The list; marks waited for when they are counted."""
        self.list.reload()
        last = last_of_classes(self.workspace.store)
        offer_undo(self.undo, last, "上一步不是办班、改班次、改名单，或已经撤销过了。")
        store = self.workspace.store
        self.read("unmarked", lambda: _unmarked(store), self._show_unmarked)

    def _show_unmarked(self, found: Mapping[int, int]) -> None:
        if found != self.query.unmarked:
            self.query.unmarked = found
            self.list.reload()

    def show_what(self, what: object) -> None:
        """People chosen elsewhere: a class for them."""
        if isinstance(what, list):
            self.new_class(what)

    def _import(self) -> None:
        ask_for_workbook(self.workspace, self)

    def import_file(self, path: Path) -> None:
        """A class workbook dropped on the page."""
        import_workbook(self.workspace, path, self)

    def _undo(self) -> None:
        take_back(self.workspace, last_of_classes(self.workspace.store))

    def _offer(self) -> None:
        offer(self.copy, "" if self.list.selected_row() else "先在列表里选中一个班。")

    def copy_class(self) -> None:
        """Another class like the selected one: next name, half-days moved, people when wanted."""
        chosen, store = self.list.selected_row(), self.workspace.store
        like = self.workspace.attempt(lambda: copy_of(store, chosen.uid)) if chosen else None
        if like is not None:
            self._made(ClassDialog(self.workspace, None, (), self, like=like))

    def new_class(self, members: Sequence[bytes] = ()) -> None:
        """The form; afterwards the class's own page."""
        self._made(ClassDialog(self.workspace, None, members, self))

    def _made(self, dialog: ClassDialog) -> None:
        if dialog.exec():
            self.workspace.changed("已办班。")
            self.workspace.open("class_room", ShowClass(dialog.outcome))


def _unmarked(store: Store) -> Mapping[int, int]:
    connection = store.database.read()
    return unmarked_in(connection, open_classes(connection), today())
