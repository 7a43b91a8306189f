"""One person on one page: the form, and for a known person also posts, exemptions, changes,
training, requirements, certificates and what registers say of him."""

import dataclasses
from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.data.queries.members import member_values
from app.domain.declarations import entity_named
from app.domain.entity import Field, Value
from app.domain.errors import AppError
from app.services import people
from app.services.keeping import refuse_others_row
from app.services.membership import SinceAsked, changes_to_date
from app.services.papers.selection import Selection
from app.services.same_people import likely_same
from app.services.why_not import why_not
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.offering import offer
from app.ui.pages.members.dated_tabs import DatedTabs, fields_of
from app.ui.pages.members.leaving import save_leaving
from app.ui.pages.members.more_link import more_link
from app.ui.pages.members.person_tabs import PersonTabs
from app.ui.pages.members.since_dialog import SinceDialog
from app.ui.parts import button
from app.ui.printing import preview_document
from app.ui.references import StoreReferences
from app.ui.tabs import Tabs
from app.ui.workspace import Workspace

_NOT_SHOWN = ("merged_into",)


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
        self._told = ""
        self.leads_to: tuple[str, object] | None = None
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
            offer(self.save_button, why_not(lambda: refuse_others_row(store, "member", uid)))

    def _add_tabs(self, uid: bytes) -> None:
        self.dated = DatedTabs(
            self._workspace, uid, self.notices, self._defaults, self._reload_lists
        )
        self.posts, self.exemptions = self.dated.posts, self.dated.exemptions
        self.changes = self.dated.changes
        tabs = Tabs("党员信息分页")
        self.box.removeWidget(self.form)
        page = QWidget()
        page.setLayout(_padded(self.form))
        tabs.addTab(page, "基本信息")
        self.dated.add_to(tabs)
        self.whole = PersonTabs(self._workspace, uid, self._lead_to)
        self.whole.add_to(tabs)
        self.box.insertWidget(1, tabs, 1)
        self.tabs = tabs
        self._add_more(uid)

    def _defaults(self, kind: str) -> Values:
        """What a new dated row begins with: a post is usually held in one's own branch."""
        return {"organization": self.form.values().get("organization")} if kind == "post" else {}

    def _add_more(self, uid: bytes) -> None:
        buttons = self.box.itemAt(self.box.count() - 1).layout()
        assert isinstance(buttons, QHBoxLayout)  # 取消 and 保存
        name = str(self.form.values()["name"])
        self.setWindowTitle(f"党员信息：{name}")
        paper = button(
            "打印学籍档案", lambda: self._print(uid), icon_name="printer", name="print_archive"
        )
        buttons.insertWidget(0, more_link(self._workspace, uid, name, self, self._gone))
        buttons.insertWidget(1, paper)

    def _lead_to(self, page: str, what: object) -> None:
        """A row of one of the lists is opened where it stands, unless typed words would be lost."""
        self.reject()
        if not self.isVisible():
            self.leads_to = (page, what)

    def _print(self, uid: bytes) -> None:
        preview_document(self._workspace, "archive", Selection(members=(uid,)))

    def _gone(self) -> None:
        self.form.call_unchanged()
        self.reject()

    def _save_member(self, values: Values) -> people.SavedMember:
        store = self._workspace.store
        if self._uid is None:
            self._ask_whether_known(values)
            return people.save_member(store, None, values)
        raw = self.form.changes()
        asked = changes_to_date(store, self._uid, raw)
        since: Mapping[str, SinceAsked] = {}
        if asked:
            dialog = SinceDialog(asked, self._shown, self)
            if not dialog.exec():
                raise AppError("还没有保存。", "保存变动前请说明自何时起；不清楚可以选“不清楚”。")
            since = dialog.answers
        return save_leaving(self, store, self._uid, raw, since)

    def _ask_whether_known(self, values: Values) -> None:
        """Before somebody is entered twice; saying 保存 once more means that he is another."""
        told = "；".join(likely_same(self._workspace.store, values)[:2])
        if told and told != self._told:
            self._told = told
            raise AppError(
                f"疑似本机已有：{told}。还没有保存。",
                "是同一人的请取消，打开原来那一条修改；确实是另一个人，再点一次“保存”。",
            )

    def _shown(self, value: Value) -> str:
        if isinstance(value, bytes):
            return StoreReferences(self._workspace.store).title("organization", value)
        return str(value or "")

    def _reload_lists(self) -> None:
        self.dated.reload()
        self._follow_columns()
        self._workspace.changed()

    def _follow_columns(self) -> None:
        """A corrected change may have set today's columns right; what is typed here stays."""
        assert self._uid is not None  # only a known person has lists
        typed = self.form.changes()
        self.form.show_values(member_values(self._workspace.store.database.read(), self._uid))
        for name, value in typed.items():
            self.form.editors[name].write(value)


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
