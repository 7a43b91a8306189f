"""党组织: the forms for a new one, its name and fields, and where it or its people go."""

import dataclasses
from typing import Any

from PySide6.QtWidgets import QWidget

from app.data.queries.organizations import OrganizationRow
from app.domain.declarations import entity_named
from app.domain.entity import Field, Kind, Value, declare
from app.domain.errors import InvalidInput
from app.services.dated_rows import row_values
from app.services.organization_actions import (
    Merging,
    dissolve_organization,
    merge_organizations,
    move_organization,
    what_is_left,
)
from app.services.organizations import change_organization, create_organization
from app.services.store import Store
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.pages.members.dated_tabs import fields_of
from app.ui.parts import label
from app.ui.references import StoreReferences
from app.ui.today import today
from app.ui.workspace import Workspace

_DAY = "dissolved_on"


class OrganizationDialog(FormDialog):
    """Name, kind, sector and what it belongs to."""

    def __init__(
        self, workspace: Workspace, parent_organization: bytes | None, parent: QWidget | None
    ) -> None:
        store = workspace.store
        hidden = (_DAY, "former_names")
        form = Form(fields_of("organization", hidden), StoreReferences(store), columns=1)
        above = parent_organization or store.site.organization
        form.show_values({"kind": "党支部", "parent": above})
        super().__init__("新增党组织", form, lambda raw: create_organization(store, raw), parent)
        self.setMinimumWidth(520)


def edit_dialog(workspace: Workspace, found: OrganizationRow, parent: QWidget) -> FormDialog:
    """Every field but the day of its end, which 撤销 and 恢复 write."""
    store = workspace.store
    form = Form(fields_of("organization", (_DAY,)), StoreReferences(store), columns=1)
    form.show_values(row_values(store, "organization", found.uid))

    def save(_typed: Values) -> object:
        return change_organization(store, found.uid, form.changes())

    return _dialog("编辑党组织", form, save, parent)


def rename_dialog(workspace: Workspace, found: OrganizationRow, parent: QWidget) -> FormDialog:
    """The name alone; the one that is given up stays findable, unless it was misspelt."""
    store = workspace.store
    name = entity_named("organization").field("name")
    misspelt = _field("misspelt", "原来写错了，不留作曾用名", Kind.FLAG, default=0)
    form = Form((name, misspelt, _reason()), StoreReferences(store), columns=1)
    form.show_values({"name": found.name})

    def save(typed: Values) -> object:
        if typed["name"] == found.name:
            return []
        values = {"name": typed["name"]}
        misspelt = bool(typed["misspelt"])
        return change_organization(store, found.uid, values, _text(typed), misspelt=misspelt)

    note = "已签发的证书、证明不变；旧名称留作曾用名，仍能查找，旧名册也认得。"
    return _dialog(f"改名：{found.name}", form, save, parent, note)


def move_dialog(workspace: Workspace, found: OrganizationRow, parent: QWidget) -> FormDialog:
    """Under which other one it goes."""
    store = workspace.store
    above = _place("parent", "移到")
    form = Form((above, _reason()), StoreReferences(store), columns=1)

    def save(typed: Values) -> object:
        to = _chosen(typed, "parent", "请选择移到哪个党组织之下")
        move_organization(store, found.uid, to, _text(typed))
        return to

    note = "下级党组织和人员一起移动，学时、职务都不变。"
    return _dialog(f"移动：{found.name}", form, save, parent, note)


def merge_dialog(workspace: Workspace, found: OrganizationRow, parent: QWidget) -> FormDialog:
    """Into which other one it goes, since when, and who is 书记 there."""
    store = workspace.store
    fields = (
        _place("target", "并入"),
        _day("合并日期"),
        _field("carry", "在任职务转到并入的党组织（不选就到合并日期为止）", Kind.FLAG, default=0),
        _field("twice", "其实是同一个党组织登记了两次（不用日期）", Kind.FLAG, default=0),
        _reason(),
    )
    form = Form(fields, StoreReferences(store), columns=1)
    form.show_values({_DAY: today()})

    def save(typed: Values) -> object:
        target = _chosen(typed, "target", "请选择并入哪个党组织")
        how = Merging(
            str(typed[_DAY] or ""), bool(typed["twice"]), bool(typed["carry"]), _text(typed)
        )
        return merge_organizations(store, found.uid, target, how)

    note = (
        f"{_left(store, found)}一起转过去；合并日期以前的学时和统计仍归“{found.name}”。"
        "名称留作曾用名，仍能查找。"
    )
    return _dialog(f"合并：{found.name}", form, save, parent, note)


def dissolve_dialog(workspace: Workspace, found: OrganizationRow, parent: QWidget) -> FormDialog:
    """Since when it is no more, and where to whoever is still in it goes."""
    store = workspace.store
    use = what_is_left(store, found.uid)
    fields = [_day("撤销日期"), _reason()]
    if not use.empty:
        fields.insert(0, _place("to", "人员等转到"))
    form = Form(fields, StoreReferences(store), columns=1)
    form.show_values({_DAY: today()})

    def save(typed: Values) -> object:
        missing = f"还有 {use.words}，请选择转到哪个党组织"
        to = None if use.empty else _chosen(typed, "to", missing)
        return dissolve_organization(store, found.uid, str(typed[_DAY] or ""), to, _text(typed))

    posts = f"在任的 {use.open_posts} 个职务到撤销日期为止。" if use.open_posts else ""
    left = f"{_left(store, found)}要一起转走。" if not use.empty else "里面没有人，可以撤销。"
    note = f"{left}{posts}以前的学时和统计不变。"
    return _dialog(f"撤销：{found.name}", form, save, parent, note)


def _dialog(title: str, form: Form, save: Any, parent: QWidget, note: str = "") -> FormDialog:
    made = FormDialog(title, form, save, parent)
    made.setMinimumWidth(560)
    if note:
        made.box.insertWidget(1, label(note, "muted", wrap=True))
    return made


def _left(store: Store, found: OrganizationRow) -> str:
    use = what_is_left(store, found.uid)
    return f"{use.words}" if use.words else "里面的内容"


def _chosen(typed: Values, name: str, missing: str) -> bytes:
    value: Value = typed[name]
    if not isinstance(value, bytes):
        raise InvalidInput({name: missing})
    return value


def _text(typed: Values) -> str:
    return str(typed["reason"] or "")


def _field(name: str, words: str, kind: Kind = Kind.TEXT, **more: Any) -> Field:
    made: Field = declare(words, kind, **more).metadata["declared"]
    return dataclasses.replace(made, name=name)


def _place(name: str, words: str) -> Field:
    return _field(name, words, Kind.REFERENCE, required=True, refers_to="organization")


def _day(words: str) -> Field:
    declared = entity_named("organization").field(_DAY)
    return dataclasses.replace(declared, label=words, required=True)


def _reason() -> Field:
    return _field("reason", "原因或依据", hint="可以不填，如批复文号")
