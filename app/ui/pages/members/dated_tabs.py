"""党内职务, 不作硬性要求, 变动 of one person: each row is entered, edited, ended, taken back."""

import dataclasses
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QTabWidget, QWidget

from app.data.queries.members import ExemptionRow, PostRow, exemptions_of, posts_of
from app.data.queries.membership import ChangeRow, changes_of
from app.domain.declarations import entity_named
from app.domain.entity import Field, Value, declare
from app.domain.errors import AppError
from app.domain.people.dated_rows import ENDS
from app.services import dated_rows
from app.services.membership_edits import SavedChange, save_membership_change
from app.ui.asking import ask_reason
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.notice_bar import NoticeBar
from app.ui.references import StoreReferences
from app.ui.tables.dated_list import Acts, DatedList
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered
from app.ui.today import today
from app.ui.workspace import Workspace

_POSTS: tuple[Column[Numbered[PostRow]], ...] = (
    Column("职务", lambda r: r.row.title, width=120),
    Column("任职党组织", lambda r: r.row.organization_name, width=240),
    Column("任职日期", lambda r: r.row.from_on or "不清楚", width=110, date=True),
    Column("离任日期", lambda r: r.row.to_on or "在任", width=110, date=True),
)
_EXEMPTIONS: tuple[Column[Numbered[ExemptionRow]], ...] = (
    Column("情形", lambda r: r.row.reason, width=120),
    Column("起始日期", lambda r: r.row.from_on, width=110, date=True),
    Column("终止日期", lambda r: r.row.to_on or "至今", width=110, date=True),
    Column("认定单位", lambda r: r.row.decided_by, width=240),
)
_CHANGES: tuple[Column[Numbered[ChangeRow]], ...] = (
    Column("自何时起", lambda r: r.row.from_on or "不清楚", width=100, date=True),
    Column("变动", lambda r: r.row.what, width=100),
    Column("原来", lambda r: r.row.before or "（不在本单位）", width=180),
    Column("变动后", lambda r: r.row.after, width=180),
    Column("依据", lambda r: r.row.basis or r.row.kind, width=110),
    Column("录入", lambda r: r.row.entered, width=95),
)
_WHY: Field = dataclasses.replace(
    declare("原因", hint="可以不填，如换届、免职、调离、期满").metadata["declared"],
    name="reason",
)


class DatedTabs:
    """The three lists of a person; `defaults` is what a new row begins with, by kind."""

    def __init__(
        self,
        workspace: Workspace,
        member: bytes,
        notices: NoticeBar,
        defaults: Callable[[str], Values],
        changed: Callable[[], object],
    ) -> None:
        self._workspace = workspace
        self._member = member
        self._notices = notices
        self._defaults = defaults
        self._changed = changed
        read = workspace.store.database.read
        self.posts: DatedList[PostRow] = DatedList(
            "党内职务",
            _POSTS,
            lambda: posts_of(read(), member),
            self._acts("post"),
            note="离任请用“结束”，写明最后一天；学时要求按任职时间判断。“撤销”只用于录错的。",
        )
        self.exemptions: DatedList[ExemptionRow] = DatedList(
            "不作硬性要求",
            _EXEMPTIONS,
            lambda: exemptions_of(read(), member),
            self._acts("exemption"),
            note="只选情形，不写病情。名单和报表上不显示原因。",
        )
        self.changes: DatedList[ChangeRow] = DatedList(
            "变动",
            _CHANGES,
            lambda: changes_of(read(), member),
            self._acts("membership_change"),
            note="当时在哪个党组织、是什么类别，统计就按当时的算；只知道年月也可以。"
            "入党、转正、离开的日期填在基本信息里。",
        )

    def add_to(self, tabs: QTabWidget) -> None:
        """Show them as pages."""
        tabs.addTab(self.posts, "党内职务")
        tabs.addTab(self.exemptions, "不作硬性要求")
        tabs.addTab(self.changes, "变动")

    def reload(self) -> None:
        """Read again."""
        for one in (self.posts, self.exemptions, self.changes):
            one.reload()

    def _acts(self, kind: str) -> Acts[Any]:
        ends = entity_named(kind).has(ENDS)
        return Acts(
            add=lambda: self._fill(kind, None),
            edit=lambda row: self._fill(kind, row.uid),
            remove=lambda row: self._remove(kind, row.uid),
            end=(lambda row: self._end(kind, row.uid)) if ends else None,
        )

    @property
    def _window(self) -> QWidget:
        return self._notices.window()

    def _fill(self, kind: str, uid: bytes | None) -> None:
        store = self._workspace.store
        form = Form(fields_of(kind, ("member", "kind")), StoreReferences(store), columns=1)
        values = self._defaults(kind) if uid is None else dated_rows.row_values(store, kind, uid)
        form.show_values({**form.values(), **values})

        def save(typed: Values) -> object:
            given = {**typed, "member": self._member} if uid is None else form.changes()
            if kind == "membership_change":
                return save_membership_change(store, uid, given)
            return dated_rows.save_row(store, kind, uid, given)

        label = entity_named(kind).label
        dialog = FormDialog(f"{'新增' if uid is None else '编辑'}{label}", form, save, self._window)
        dialog.setMinimumWidth(460)
        if dialog.exec():
            self._said(kind, dialog.outcome)

    def _end(self, kind: str, uid: bytes) -> None:
        store, entity = self._workspace.store, entity_named(kind)
        last = dataclasses.replace(entity.field(ENDS), required=True)
        form = Form((last, _WHY), StoreReferences(store), columns=1)
        known = dated_rows.row_values(store, kind, uid)
        form.show_values({ENDS: known.get(ENDS) or today()})

        def save(typed: Values) -> bytes:
            day, reason = (str(typed[name] or "") for name in (ENDS, "reason"))
            dated_rows.end_row(store, kind, uid, day, reason)
            return uid

        dialog = FormDialog(f"结束{entity.label}", form, save, self._window)
        dialog.setMinimumWidth(460)
        if not dialog.exec():
            return
        before = known.get(ENDS)
        self._said(kind, uid)
        if not self._notices.isVisible():
            self._notices.done("已结束。", "恢复", lambda: self._end_again(kind, uid, before))

    def _end_again(self, kind: str, uid: bytes, before: Value) -> None:
        dated_rows.save_row(self._workspace.store, kind, uid, {ENDS: before}, "撤销刚才的结束")
        self._changed()

    def _said(self, kind: str, outcome: object) -> None:
        """What was saved with it, and what looks wrong and was kept."""
        self._notices.put_away()
        self._changed()
        if isinstance(outcome, SavedChange) and outcome.follows:
            words = f"已保存，基本信息里的{'、'.join(outcome.follows)}也一并改了。"
            self._notices.done(words, stays=True)
        elif kind == "post" and isinstance(outcome, bytes):
            doubts = dated_rows.post_doubts(self._workspace.store, outcome)
            if doubts:
                self._notices.warn("已保存。" + "；".join(doubts) + "。")

    def _remove(self, kind: str, uid: bytes) -> None:
        words = "撤销只用于录错的。原因（会记入修改记录）："
        reason = ask_reason(self._window, "撤销这一条", words)
        if not reason:
            return
        try:
            dated_rows.remove_row(self._workspace.store, kind, uid, reason)
        except AppError as error:
            self._notices.refuse(error)
            return
        self._notices.done("已撤销。", "恢复", lambda: self._restore(kind, uid))
        self._changed()

    def _restore(self, kind: str, uid: bytes) -> None:
        dated_rows.restore_row(self._workspace.store, kind, uid)
        self._changed()


def fields_of(entity: str, left_out: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """The declared fields of an entity that people fill in."""
    return tuple(f for f in entity_named(entity).fields if f.name not in left_out)
