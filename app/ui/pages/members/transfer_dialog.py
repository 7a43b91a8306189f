"""组织关系转接: where to, since when, by which letter; the county's part is the same paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.data.queries.members import member_values
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.declarations import entity_named
from app.domain.entity import Field, Value
from app.domain.errors import AppError, InvalidInput
from app.services import transfers
from app.services.transfers import Done
from app.ui.dialog import Dialog
from app.ui.forms.form import Form, Values
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, row
from app.ui.references import StoreReferences
from app.ui.workspace import Workspace

_ENTITY = entity_named(transfers.KIND)
_ASKED = tuple(
    map(_ENTITY.field, ("kind", "target", "place", "moved_on", "letter", "dues_to", "note"))
)
# What is left to the county is inside the county: where to is always asked.
_FINISHED = (replace(_ENTITY.field("target"), shown_when=None), _ENTITY.field("moved_on"))
_CORRECT = "请改正标出的各项。"
_HOW = {
    "township": "转到本单位另一个党组织的，马上办好；转到别的乡镇的，写在“转往何处”里，"
    "由县里办理。",
    "county": "转到县外的，“转接范围”选“转往县外”；以前的学时都保留。",
}


class TransferDialog(Dialog):
    """`outcome` is what was done, once it is accepted."""

    outcome: Done

    def __init__(
        self,
        workspace: Workspace,
        head: tuple[str, str],
        fields: Sequence[Field],
        write: Callable[[Values, bool], Done],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("组织关系转接")
        self.setMinimumWidth(620)
        self._write = write
        self.notices = NoticeBar()
        self.form = Form(fields, StoreReferences(workspace.store))
        self.keep = QCheckBox("原党组织的职务不结束（例如上级派驻兼任）")
        self.keep.setObjectName("keep_posts")
        self.keep.setAccessibleName(self.keep.text())
        self.go = button("办理转接", self._try, primary=True, name="transfer_now")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(10)
        box.addWidget(label(head[0], "h1", wrap=True))
        box.addWidget(label(head[1], "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.form)
        box.addWidget(self.keep)
        box.addLayout(row(None, button("取消", self.reject, name="cancel"), self.go))

    def _try(self) -> None:
        self.notices.put_away()
        try:
            self.outcome = self._write(self.form.values(), self.keep.isChecked())
        except InvalidInput as error:
            self.notices.warn("；".join(self.form.show_problems(error.problems)) or _CORRECT)
        except AppError as error:
            self.notices.refuse(error)
        else:
            self.accept()


def transfer(workspace: Workspace, member: bytes, parent: QWidget) -> bool:
    """Somebody chosen goes somewhere else; the notice takes it back. Whether it was done."""
    dialog = asking(workspace, member, parent)
    if not dialog.exec():
        return False
    tell_done(workspace, dialog.outcome)
    return True


def asking(workspace: Workspace, member: bytes, parent: QWidget) -> TransferDialog:
    """Where to, in a township or at the county."""
    store = workspace.store
    now = member_values(store.database.read(), member)
    place = OrganizationTitles(store.database.read()).of(now.get("organization"))
    head = (f"组织关系转接　{now.get('name')!s}", f"现在的党组织：{place}。{_HOW[workspace.level]}")
    return TransferDialog(
        workspace,
        head,
        _ASKED,
        lambda raw, keep: transfers.transfer_person(store, member, raw, keep_posts=keep),
        parent,
    )


def finish(workspace: Workspace, uid: bytes, asked: Mapping[str, Value], parent: QWidget) -> None:
    """The county moves whom a township asked to be moved."""
    dialog = finishing(workspace, uid, asked, parent)
    if dialog.exec():
        tell_done(workspace, dialog.outcome)


def finishing(
    workspace: Workspace, uid: bytes, asked: Mapping[str, Value], parent: QWidget
) -> TransferDialog:
    """What was asked for in words, and where to."""
    read = workspace.store.database.read()
    person = member_values(read, asked["member"]) if isinstance(asked["member"], bytes) else {}
    place, letter = (str(asked[name] or "没有写明") for name in ("place", "letter"))
    words = (
        f"{OrganizationTitles(read).of(asked['organization'])} → {place}，介绍信编号：{letter}。"
        "请选转入的党组织，核对转接日期。"
    )
    dialog = TransferDialog(
        workspace,
        (f"办理组织关系转接　{person.get('name', '')!s}", words),
        _FINISHED,
        lambda raw, keep: _finished(workspace, uid, raw, keep_posts=keep),
        parent,
    )
    dialog.form.show_values({"moved_on": asked["moved_on"]})
    return dialog


def _finished(workspace: Workspace, uid: bytes, raw: Values, *, keep_posts: bool) -> Done:
    target = raw.get("target")
    if not isinstance(target, bytes):
        raise InvalidInput({"target": "请选择转入哪个党组织"})
    day = str(raw.get("moved_on") or "")
    return transfers.finish_transfer(workspace.store, uid, target, day, keep_posts=keep_posts)


def tell_done(workspace: Workspace, done: Done) -> None:
    """What became of it, with its 撤销."""
    store = workspace.store
    number = transfers.last_transfer(store)
    workspace.changed()
    workspace.notices.done(
        done.words,
        "撤销",
        lambda: workspace.save(lambda: transfers.take_transfer_back(store, number), "已撤销。"),
    )
