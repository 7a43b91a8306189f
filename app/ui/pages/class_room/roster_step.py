"""名单: who takes part, with 时任单位及职务; adding people and taking them out."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from app.data.queries.training_classes import ParticipantRow, participants_of
from app.domain.declarations import entity_named
from app.services.classes.participants import change_enrolment, enrol
from app.services.papers.selection import Selection
from app.ui.forms.form import Form
from app.ui.forms.form_dialog import FormDialog
from app.ui.pages.class_room.people_picker import PeoplePicker
from app.ui.pages.class_room.step import ClassStep
from app.ui.parts import button
from app.ui.printing import preview_documents
from app.ui.references import StoreReferences
from app.ui.tables.query import Column, View
from app.ui.tables.search_table import SearchTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_COLUMNS: tuple[Column[Numbered[ParticipantRow]], ...] = (
    Column("序号", lambda r: str(r.row.number), width=52, right=True),
    Column("姓名", lambda r: r.row.name, width=150),
    Column("性别", lambda r: r.row.sex, width=52),
    Column("时所在党组织", lambda r: r.row.organization_then, width=220),
    Column("时任单位及职务", lambda r: r.row.position_then, width=260),
    Column("组别", lambda r: r.row.team, width=80),
    Column("情况", lambda r: "已退出" if r.row.withdrawn else r.row.completion, width=90),
)
_EDITED = ("number", "position_then", "organization_then", "team")


class RosterStep(ClassStep):
    """The participants by 序号."""

    title = "名单"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._rows: Sequence[ParticipantRow] = ()
        self.list: SearchTable[Numbered[ParticipantRow]] = SearchTable(
            "参训名单", ShortList[ParticipantRow](()), _COLUMNS, placeholder="在名单里查找"
        )
        self.list.table.verticalHeader().hide()  # 序号 is a column of its own
        self.list.opened.connect(lambda found: self._edit(found.row))
        self.list.when_empty("名单里还没有人。", "增加学员", self._add)
        self._out = button("退出本班", self._withdraw, icon_name="x")
        tools = self.list.tools
        tools.addWidget(self.list.count)
        tools.addWidget(self._out)
        tools.addWidget(button("增加学员", self._add, icon_name="plus"))
        papers = button(
            "打印花名册和签到表",
            self.print,
            icon_name="printer",
            primary=True,
            name="print_roster_and_sheets",
        )
        tools.addWidget(papers)
        self.list.selection_changed.connect(self._enable)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)
        self._enable()

    def reload(self) -> None:
        """The participants."""
        self._rows = participants_of(self.workspace.store.database.read(), self.uid)
        self.list.model.show_query(ShortList(self._rows, _fits))
        self.list.reload()

    def print(self) -> None:
        """花名册 and 签到表 in one preview."""
        kinds = ["class_roster", "sign_in_sheet"]
        preview_documents(self.workspace, kinds, Selection(training_class=self.uid))

    def _enable(self) -> None:
        self._out.setEnabled(bool(self.list.selected_ids()))

    def _add(self) -> None:
        picked = PeoplePicker.ask(self.workspace, self)
        if picked:
            store, uid = self.workspace.store, self.uid
            added = self.workspace.save(lambda: enrol(store, uid, picked))
            if added is not None:
                self.workspace.notices.done(f"已增加 {added} 人。")

    def _withdraw(self) -> None:
        for number in self.list.selected_ids():
            person = self._rows[number]
            self._set_withdrawn(person, 1)
            self.workspace.notices.done(
                f"{person.name} 已退出本班。",
                "撤销",
                lambda person=person: self._set_withdrawn(person, 0),  # type: ignore[misc]
            )

    def _set_withdrawn(self, person: ParticipantRow, value: int) -> None:
        store = self.workspace.store
        self.workspace.save(lambda: change_enrolment(store, person.uid, {"withdrawn": value}))

    def _edit(self, person: ParticipantRow) -> None:
        fields = [entity_named("enrolment").field(name) for name in _EDITED]
        store = self.workspace.store
        form = Form(fields, StoreReferences(store), columns=1)
        form.show_values({name: getattr(person, name) or None for name in _EDITED})
        save = lambda _values: change_enrolment(store, person.uid, form.changes())  # noqa: E731
        if FormDialog(f"{person.name} 的参训信息", form, save, self).exec():
            self.workspace.changed("已保存。")


def _fits(person: ParticipantRow, view: View) -> bool:
    return view.text in f"{person.number} {person.name} {person.organization_then}"
