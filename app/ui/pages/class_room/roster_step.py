"""名单: who takes part, with 时任单位及职务; adding people and taking them out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from app.data.queries.members import posts_held
from app.data.queries.training_classes import ParticipantRow, class_values, participants_of
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.people.positions import position_words
from app.services.classes.class_lookup import refuse_closed
from app.services.classes.participants import change_enrolment, enrol, withdraw
from app.services.papers.catalogue import At, documents_at
from app.services.papers.printable import may_print
from app.services.papers.selection import Selection
from app.services.why_not import why_not
from app.ui.forms.form import Form
from app.ui.forms.form_dialog import FormDialog
from app.ui.offering import offer
from app.ui.pages.class_room.from_file import add_from_file, ask_for_file
from app.ui.pages.class_room.people_picker import PeoplePicker
from app.ui.pages.class_room.step import ClassStep
from app.ui.pages.members.person_opening import open_person
from app.ui.parts import button, label
from app.ui.printing import preview_documents
from app.ui.references import StoreReferences
from app.ui.tables.list_table import ListTable
from app.ui.tables.offered import MenuEntry
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_COLUMNS: tuple[Column[Numbered[ParticipantRow]], ...] = (
    Column("序号", lambda r: str(r.row.number), width=52, right=True),
    Column("姓名", lambda r: r.row.name, width=150),
    Column("性别", lambda r: r.row.sex, width=52),
    Column("当时所在党组织", lambda r: r.row.organization_then, width=220),
    Column("组别", lambda r: r.row.team, width=80),
    Column("情况", lambda r: "已退出" if r.row.withdrawn else r.row.completion, width=90),
)
_BEFORE = 4
"""So many columns stand before the one that is worked out: 时任单位及职务."""
_NOBODY_CHOSEN = "先在名单里选中要退出的人。"
_MOST_NAMED = 3
_EDITED = ("number", "position_then", "organization_then", "team")


class RosterStep(ClassStep):
    """The participants by 序号."""

    title = "名单"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._rows: Sequence[ParticipantRow] = ()
        self._posts: Mapping[bytes, Sequence[str]] = {}
        self._why = ""
        self.standing = label("", "muted", wrap=True)
        position = Column("时任单位及职务", self._position, width=260)
        self.list: ListTable[Numbered[ParticipantRow]] = ListTable(
            "参训名单",
            ShortList[ParticipantRow](()),
            (*_COLUMNS[:_BEFORE], position, *_COLUMNS[_BEFORE:]),
            placeholder="在名单里查找",
        )
        self.list.table.verticalHeader().hide()  # 序号 is a column of its own
        self.list.opened.connect(lambda found: self._edit(found.row))
        self.list.when_empty("名单里还没有人。", "增加学员", self._add, Verb.ENTER)
        self._add_tools()
        self.list.selection_changed.connect(self._enable)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.standing)
        box.addWidget(self.list)
        self._enable()

    def _add_tools(self) -> None:
        self._out = button("退出本班", self._withdraw, icon_name="x", name="withdraw")
        self._more = button("增加学员", self._add, icon_name="plus", name="add_people")
        tools = self.list.tools
        tools.addWidget(self.list.count)
        tools.addWidget(self._out)
        tools.addWidget(self._more)
        self._listed = button(
            "从名单文件添加…", self._from_file, icon_name="upload", name="add_listed"
        )
        tools.addWidget(self._listed)
        self.list.offers(self._listed, new=self._more, remove=self._out)
        self.list.takes_rows(self.add_file, "，加入参训名单")
        self._papers = button(
            "打印花名册和签到表",
            self.print,
            icon_name="printer",
            primary=True,
            name="print_roster_and_sheets",
        )
        tools.addWidget(self._papers)
        self.list.offers(self._papers, new=self._more, remove=self._out)
        self.list.offered.entries.append(MenuEntry("党员信息…", "open_person", self._person))

    def _person(self) -> None:
        chosen = self.list.selected_row()
        if chosen is not None:
            open_person(self.workspace, chosen.row.member, self)

    def show_class(self, uid: bytes) -> None:
        """Another class: neither what was looked for nor who was chosen in the last one stays."""
        if uid != self.uid:
            self.list.search.clear()
            self.list.table.clearSelection()
            self.list.table.scrollToTop()
        super().show_class(uid)

    def reload(self) -> None:
        """The participants."""
        store, chosen = self.workspace.store, Selection(training_class=self.uid)
        read = store.database.read()
        self._rows = participants_of(read, self.uid)
        first_day = str(class_values(read, self.uid).get("starts_on", ""))
        self._posts = posts_held(read, [row.member for row in self._rows], first_day)
        self._why = why_not(lambda: refuse_closed(store, self.uid))
        unprintable = [
            why_not(lambda kind=kind: may_print(store, kind, chosen))  # type: ignore[misc]
            for kind in documents_at(At.BEFORE_CLASS)
        ]
        offer(self._papers, next(filter(None, unprintable), ""))
        for made in (self._more, self._listed):
            offer(made, self._why)
        self.standing.setText(self._why)
        self.standing.setVisible(bool(self._why))
        self.list.show_rows(ShortList(self._rows, _fits))

    def _position(self, line: Numbered[ParticipantRow]) -> str:
        row = line.row
        return position_words(row.position_then, self._posts.get(row.member, ()))

    def print(self) -> None:
        """花名册 and 签到表 in one preview."""
        kinds = documents_at(At.BEFORE_CLASS)
        preview_documents(self.workspace, kinds, Selection(training_class=self.uid))

    def _enable(self) -> None:
        why = self._why or ("" if self.list.selected_ids() else _NOBODY_CHOSEN)
        offer(self._out, why)

    def _add(self) -> None:
        if self._why:
            self.workspace.notices.warn(self._why)
            return
        picked = PeoplePicker.ask(self.workspace, self)
        if picked:
            store, uid = self.workspace.store, self.uid
            added = self.workspace.save(lambda: enrol(store, uid, picked))
            if added is not None:
                self.workspace.notices.done(_added(added, len(picked)), "", None)

    def _from_file(self) -> None:
        ask_for_file(self.workspace, self.uid, self)

    def add_file(self, path: Path) -> None:
        """A file dropped on the list, or cells pasted into it."""
        if self._why:
            self.workspace.notices.warn(self._why)
        else:
            add_from_file(self.workspace, self.uid, path, self)

    def _withdraw(self) -> None:
        people = [self._rows[number] for number in self.list.selected_ids()]
        store, uid = self.workspace.store, self.uid
        gone = self.workspace.save(lambda: withdraw(store, uid, [row.member for row in people]))
        if not gone:
            return
        names = "、".join(row.name for row in people[:_MOST_NAMED])
        more = f"等 {len(gone)} 人" if len(gone) > _MOST_NAMED else ""
        back = lambda: self.workspace.save(lambda: enrol(store, uid, gone), "已恢复。")  # noqa: E731
        self.workspace.notices.done(f"{names}{more}已退出本班。", "撤销", back)

    def _edit(self, person: ParticipantRow) -> None:
        fields = [entity_named("enrolment").field(name) for name in _EDITED]
        store = self.workspace.store
        if self._why:
            self.workspace.notices.warn(self._why)
            return
        form = Form(fields, StoreReferences(store), columns=1)
        form.show_values({name: getattr(person, name) or None for name in _EDITED})
        save = lambda _values: change_enrolment(store, person.uid, form.changes())  # noqa: E731
        if FormDialog(f"{person.name} 的参训信息", form, save, self).exec():
            self.workspace.changed("已保存。")


def _added(added: int, picked: int) -> str:
    there = f"另外 {picked - added} 人已经在名单里。" if added < picked else ""
    return f"已增加 {added} 人。{there}" if added else "选的人都已经在名单里，没有增加。"


def _fits(person: ParticipantRow, view: View) -> bool:
    return view.text in f"{person.number} {person.name} {person.organization_then}"
