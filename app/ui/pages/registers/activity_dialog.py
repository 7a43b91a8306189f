"""整支部登记: one activity, everybody of some branches ticked, minus the absent."""

import dataclasses

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.declarations import entity_named
from app.domain.entity import Kind, declare
from app.domain.errors import AppError, InvalidInput
from app.services.records import (
    Present,
    activity_fields,
    people_for_activity,
    record_activity,
    with_doubts,
)
from app.ui.dialog import Dialog
from app.ui.forms.form import Form, Values
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, reword, row
from app.ui.references import StoreReferences
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_WORDS = (
    "先写活动，再选党组织：全体都已勾选，去掉没有参加的。可能已经登记过的不勾选，原因写在名单里。"
)
_CORRECT = "请改正标出的各项。"
_COLUMNS: tuple[Column[Numbered[Present]], ...] = (
    Column("姓名", lambda r: r.row.name, width=100),
    Column("党组织", lambda r: r.row.organization, width=170),
    Column("说明", lambda r: r.row.doubt, width=420, tone=lambda _r: "warn"),
)


class ActivityDialog(Dialog):
    """`batch` is what an undo takes back, `number` how many were there."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("整支部登记培训")
        self.resize(1000, 680)
        self._workspace = workspace
        self.batch, self.number = "", 0
        self._people: list[Present] = []
        self.notices = NoticeBar()
        entity = entity_named("record")
        fields = [_PLACE, *(entity.field(name) for name in activity_fields() if name != "note")]
        self.form = Form(fields, StoreReferences(workspace.store))
        self.form.show_values({"organization": workspace.store.site.organization})
        self.list: ListTable[Numbered[Present]] = ListTable(
            "参加人员", ShortList[Present](()), _COLUMNS, checkable=True, placeholder="姓名"
        )
        self.list.when_empty("写好活动、选好党组织后点“列出人员”。", "列出人员", self.show_people)
        self.look = button("列出人员", self.show_people, icon_name="users", name="list_people")
        self.go = button("登记", self._write, primary=True, name="record_all")
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label("整支部登记培训", "h1"))
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.form)
        box.addWidget(self.list, 1)
        cancel = button("取消", self.reject, name="cancel")
        box.addLayout(row(self.look, None, cancel, self.go))
        self.form.changed.connect(self._forget)
        self.list.model.checks_changed.connect(self._count)
        self._count()

    def _said(self) -> tuple[bytes | None, Values]:
        values = self.form.values()
        place = values.pop("organization")
        return (place if isinstance(place, bytes) else None), values

    def _forget(self) -> None:
        """Another activity or branch: what was listed no longer holds."""
        if self._people:
            self._people = []
            self.list.show_rows(ShortList[Present](()))
            self._count()

    def show_people(self) -> None:
        """Everybody of the branch; whoever may have it already is not ticked."""
        self.notices.put_away()
        store = self._workspace.store
        place, raw = self._said()
        if place is None:
            self.form.show_problems({"organization": "请选择党组织"})
            return
        try:
            people = with_doubts(store, people_for_activity(store, [place]), raw)
        except InvalidInput as error:
            self._mark(error)
            return
        except AppError as error:
            self.notices.refuse(error)
            return
        self._people = people
        self.list.show_rows(ShortList(people, _fits))
        self.list.model.set_checked([n for n, one in enumerate(people) if not one.doubt])
        doubted = sum(1 for one in people if one.doubt)
        if doubted:
            self.notices.warn(f"{doubted} 人可能已经登记过，没有勾选；确实是另一次的请勾上。")
        self._count()

    def _mark(self, error: InvalidInput) -> None:
        self.notices.warn("；".join(self.form.show_problems(error.problems)) or _CORRECT)

    def _count(self) -> None:
        number = self.list.model.checked_count if self._people else 0
        reword(self.go, f"登记这 {number:,} 人" if number else "登记")
        self.go.setEnabled(number > 0)

    def _write(self) -> None:
        _place, raw = self._said()
        chosen = [self._people[n].uid for n in self.list.model.checked]
        try:
            self.batch = record_activity(self._workspace.store, chosen, raw)
        except InvalidInput as error:
            self._mark(error)
        except AppError as error:
            self.notices.refuse(error)
        else:
            self.number = len(chosen)
            self.accept()


def _fits(line: Present, view: View) -> bool:
    return view.text in f"{line.name}{line.organization}"


_PLACE = dataclasses.replace(
    declare("党组织", Kind.REFERENCE, required=True, refers_to="organization").metadata["declared"],
    name="organization",
)
