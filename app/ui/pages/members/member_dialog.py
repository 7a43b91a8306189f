"""One person: the form, and for a known person also 党内职务, 不作硬性要求 and 变动."""

import dataclasses

from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QTabWidget, QVBoxLayout, QWidget

from app.data.queries.members import (
    ExemptionRow,
    PostRow,
    exemptions_of,
    member_values,
    posts_of,
)
from app.data.queries.membership import ChangeRow, changes_of
from app.domain.declarations import entity_named
from app.domain.entity import Field, Value
from app.domain.errors import AppError
from app.services import people
from app.services.membership import changes_to_date
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.pages.members.erasure_link import more_link
from app.ui.pages.members.since_dialog import SinceDialog
from app.ui.references import StoreReferences
from app.ui.tables.dated_list import DatedList
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered
from app.ui.workspace import Workspace

_NOT_SHOWN = ("merged_into",)

_POSTS: tuple[Column[Numbered[PostRow]], ...] = (
    Column("职务", lambda r: r.row.title, width=120),
    Column("任职党组织", lambda r: r.row.organization_name, width=240),
    Column("任职日期", lambda r: r.row.from_on, width=110),
    Column("离任日期", lambda r: r.row.to_on or "在任", width=110),
)
_EXEMPTIONS: tuple[Column[Numbered[ExemptionRow]], ...] = (
    Column("情形", lambda r: r.row.reason, width=120),
    Column("起始日期", lambda r: r.row.from_on, width=110),
    Column("终止日期", lambda r: r.row.to_on or "至今", width=110),
    Column("认定单位", lambda r: r.row.decided_by, width=240),
)
_CHANGES: tuple[Column[Numbered[ChangeRow]], ...] = (
    Column("自何时起", lambda r: r.row.from_on or "不清楚", width=100),
    Column("变动", lambda r: r.row.what, width=100),
    Column("原来", lambda r: r.row.before or "（不在本单位）", width=180),
    Column("变动后", lambda r: r.row.after, width=180),
    Column("依据", lambda r: r.row.basis or r.row.kind, width=110),
    Column("录入", lambda r: r.row.entered, width=95),
)
_SAVE = {
    "post": people.save_post,
    "exemption": people.save_exemption,
    "membership_change": people.save_membership_change,
}


class MemberDialog(FormDialog):
    """`uid` None adds a person; `organization` is where the clerk was looking."""

    def __init__(
        self,
        workspace: Workspace,
        uid: bytes | None,
        organization: bytes | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._workspace = workspace
        self._uid = uid
        store = workspace.store
        fields = fields_of("member", _NOT_SHOWN)
        if uid is None:
            fields = (*fields[:-1], _arrival(), fields[-1])
        form = Form(fields, StoreReferences(store))
        if uid is not None:
            form.show_values(member_values(store.database.read(), uid))
        elif organization is not None:
            form.editors["organization"].write(organization)
            form.call_unchanged()
        super().__init__("党员信息" if uid else "新增党员", form, self._save_member, parent)
        self.setMinimumWidth(860)
        if uid is not None:
            self._add_tabs(uid)

    def _add_tabs(self, uid: bytes) -> None:
        read = self._workspace.store.database.read
        self.posts = DatedList(
            "党内职务",
            _POSTS,
            lambda: posts_of(read(), uid),
            add=lambda: self._add("post", uid),
            remove=lambda row: self._remove("post", row.uid),
            note="任职要写起止日期；学时要求按任职时间判断。",
        )
        self.exemptions = DatedList(
            "不作硬性要求",
            _EXEMPTIONS,
            lambda: exemptions_of(read(), uid),
            add=lambda: self._add("exemption", uid),
            remove=lambda row: self._remove("exemption", row.uid),
            note="只选情形，不写病情。名单和报表上不显示原因。",
        )
        self.changes = DatedList(
            "变动",
            _CHANGES,
            lambda: changes_of(read(), uid),
            add=lambda: self._add("membership_change", uid),
            remove=lambda row: self._remove("membership_change", row.uid),
            note="当时在哪个党组织、是什么类别，统计就按当时的算；只知道年月也可以。"
            "入党、转正、离开的日期填在基本信息里。",
        )
        tabs = QTabWidget()
        tabs.setAccessibleName("党员信息分页")
        self.box.removeWidget(self.form)
        page = QWidget()
        page.setLayout(_padded(self.form))
        tabs.addTab(page, "基本信息")
        tabs.addTab(self.posts, "党内职务")
        tabs.addTab(self.exemptions, "不作硬性要求")
        tabs.addTab(self.changes, "变动")
        self.box.insertWidget(1, tabs, 1)
        self.tabs = tabs
        self._add_more(uid)

    def _add_more(self, uid: bytes) -> None:
        buttons = self.box.itemAt(self.box.count() - 1).layout()
        assert isinstance(buttons, QHBoxLayout)  # 取消 and 保存
        name = str(self.form.values()["name"])
        buttons.insertWidget(0, more_link(self._workspace, uid, name, self, self._gone))

    def _gone(self) -> None:
        self.form.call_unchanged()
        self.reject()

    def _save_member(self, values: Values) -> people.SavedMember:
        store = self._workspace.store
        if self._uid is None:
            return people.save_member(store, None, values)
        raw = self.form.changes()
        asked = changes_to_date(store, self._uid, raw)
        if not asked:
            return people.save_member(store, self._uid, raw)
        dialog = SinceDialog(asked, self._shown, self)
        if not dialog.exec():
            raise AppError("还没有保存。", "保存变动前请说明自何时起；不清楚可以选“不清楚”。")
        return people.save_member(store, self._uid, raw, since=dialog.answers)

    def _shown(self, value: Value) -> str:
        if isinstance(value, bytes):
            return StoreReferences(self._workspace.store).title("organization", value)
        return str(value or "")

    def _add(self, kind: str, member: bytes) -> None:
        store = self._workspace.store
        form = Form(fields_of(kind, ("member", "kind")), StoreReferences(store), columns=1)
        own = self.form.values().get("organization")
        if kind == "post":
            form.show_values({"organization": own})
        save = _SAVE[kind]

        def add(values: Values) -> bytes:
            return save(store, None, {**values, "member": member})

        dialog = FormDialog(f"新增{entity_named(kind).label}", form, add, self)
        dialog.setMinimumWidth(460)
        if dialog.exec():
            self._reload_lists()

    def _remove(self, kind: str, uid: bytes) -> None:
        reason, agreed = QInputDialog.getText(self, "撤销这一条", "撤销的原因（会记入日志）：")
        if not agreed or not reason.strip():
            return
        try:
            people.remove_entry(self._workspace.store, kind, uid, reason.strip())
        except AppError as error:
            self.notices.refuse(error)
            return
        self.notices.done("已撤销。", "恢复", lambda: self._restore(kind, uid))
        self._reload_lists()

    def _restore(self, kind: str, uid: bytes) -> None:
        people.restore_entry(self._workspace.store, kind, uid)
        self._reload_lists()

    def _reload_lists(self) -> None:
        self.posts.reload()
        self.exemptions.reload()
        self.changes.reload()
        self._workspace.changed()


def fields_of(entity: str, left_out: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """The declared fields of an entity that people fill in."""
    return tuple(f for f in entity_named(entity).fields if f.name not in left_out)


def _arrival() -> Field:
    """转入日期 of a new person; it may stay empty."""
    asked = entity_named("membership_change").field("from_on")
    return dataclasses.replace(asked, name=people.ARRIVED, label="转入日期")


def _padded(widget: QWidget) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setContentsMargins(0, 12, 0, 0)
    box.addWidget(widget)
    box.addStretch(1)
    return box
