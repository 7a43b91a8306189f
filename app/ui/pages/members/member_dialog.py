"""One person: the form, and for a known person also 党内职务 and 不作硬性要求."""

from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QTabWidget, QVBoxLayout, QWidget

from app.data.queries.members import (
    ExemptionRow,
    PostRow,
    exemptions_of,
    member_values,
    posts_of,
)
from app.domain.declarations import entity_named
from app.domain.entity import Field
from app.domain.errors import AppError
from app.services import people
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.pages.members.erasure_link import more_link
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
        form = Form(fields_of("member", _NOT_SHOWN), StoreReferences(store))
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
        tabs = QTabWidget()
        tabs.setAccessibleName("党员信息分页")
        self.box.removeWidget(self.form)
        page = QWidget()
        page.setLayout(_padded(self.form))
        tabs.addTab(page, "基本信息")
        tabs.addTab(self.posts, "党内职务")
        tabs.addTab(self.exemptions, "不作硬性要求")
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
        raw = values if self._uid is None else self.form.changes()
        return people.save_member(self._workspace.store, self._uid, raw)

    def _add(self, kind: str, member: bytes) -> None:
        store = self._workspace.store
        form = Form(fields_of(kind, ("member",)), StoreReferences(store), columns=1)
        own = self.form.values().get("organization")
        if "organization" in form.editors:
            form.show_values({"organization": own})
        save = people.save_post if kind == "post" else people.save_exemption

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
        self._workspace.changed()


def fields_of(entity: str, left_out: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """The declared fields of an entity that people fill in."""
    return tuple(f for f in entity_named(entity).fields if f.name not in left_out)


def _padded(widget: QWidget) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setContentsMargins(0, 12, 0, 0)
    box.addWidget(widget)
    box.addStretch(1)
    return box
