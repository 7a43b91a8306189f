"""One row of a kind written as text: fields by name or label, references by id or clear name."""

from collections.abc import Iterable, Mapping

from app.domain.declarations import ENTITIES
from app.domain.entity import Entity, Field, Kind, Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.registers import REGISTERS
from app.domain.uid import uid_from_text
from app.services import dated_rows, membership_edits, registers
from app.services.organization_actions import remove_organization
from app.services.organizations import (
    change_organization,
    create_organization,
    find_organization,
)
from app.services.row_references import find_row
from app.services.store import Store

ORGANIZATION = "organization"
KINDS = (
    ORGANIZATION,
    *dated_rows.PEOPLES,
    *(entity.name for entity in ENTITIES if registers.is_kept(entity)),
)
"""What can be written so; people come by roster, training by its own commands."""


def read_fields(store: Store, entity: Entity, given: Iterable[str]) -> dict[str, Value]:
    """`from_on=2026-01` or `任职日期=2026-01`; nothing behind the sign empties the field.

    Raises:
        InvalidInput: it is not of this form, or there is no such field.
        AppError: a name that is unknown or means several.
    """
    found: dict[str, Value] = {}
    for text in given:
        name, mark, value = text.partition("=")
        field = next((f for f in entity.fields if name.strip() in (f.name, f.label)), None)
        if not mark or field is None:
            allowed = "、".join(f"{f.name}（{f.label}）" for f in entity.fields)
            raise InvalidInput(
                {"set": f"“{text}”要写成 字段=内容；{entity.label}的字段：{allowed}"}
            )
        found[field.name] = _value(store, field, value.strip())
    return found


def _value(store: Store, field: Field, text: str) -> Value:
    if field.kind is not Kind.REFERENCE or not text:
        return text or None
    return find_row(store, field.refers_to, text)


def row_named(store: Store, entity: Entity, text: str) -> bytes:
    """The row of this id; an organization also by its name.

    Raises:
        NotFound: there is none.
        Ambiguous: several organizations have this name.
    """
    if entity.name == ORGANIZATION:
        return find_organization(store, text).uid
    uid = uid_from_text(text)
    if uid is None:
        raise NotFound(f"“{text}”不是{entity.label}的编号。", "请先用 list 查出编号。")
    if registers.is_kept(entity):
        registers.row_values(store, entity, uid)
    else:
        dated_rows.row_values(store, entity.name, uid)
    return uid


def add_row(store: Store, entity: Entity, values: Mapping[str, Value]) -> bytes:
    """One new row.

    Raises:
        InvalidInput: every problem at once.
        AppError: another site keeps whom it is about.
    """
    if entity.name == ORGANIZATION:
        return create_organization(store, {"parent": store.site.organization, **values})
    if entity.name == membership_edits.KIND:
        return membership_edits.save_membership_change(store, None, values).uid
    if registers.is_kept(entity):
        return registers.save_row(store, entity, None, values).uid
    return dated_rows.save_row(store, entity.name, None, values)


def edit_row(
    store: Store, entity: Entity, uid: bytes, values: Mapping[str, Value], reason: str = ""
) -> None:
    """Fields of one row.

    Raises:
        InvalidInput: every problem at once.
        AppError: another site keeps whom it is about.
    """
    if entity.name == ORGANIZATION:
        if "dissolved_on" in values:
            raise AppError(
                "撤销日期不能单独改。",
                "请用 organization dissolve、organization restore。",
                code="dissolve",
            )
        change_organization(store, uid, values, reason)
    elif entity.name == membership_edits.KIND:
        membership_edits.save_membership_change(store, uid, values, reason)
    elif registers.is_kept(entity):
        registers.save_row(store, entity, uid, values, reason)
    else:
        dated_rows.save_row(store, entity.name, uid, values, reason)


def remove_row(
    store: Store, entity: Entity, uid: bytes, reason: str, *, in_use: bool = False
) -> None:
    """What was entered by mistake; a row of a register that others name only when it is `in_use`
    as somebody knows.

    Raises:
        InvalidInput: no reason was given.
        AppError: it is used, or another site keeps whom it is about.
    """
    if entity.name == ORGANIZATION:
        remove_organization(store, uid, reason)
    elif registers.is_kept(entity):
        used = registers.used_by(store, entity, uid) if in_use else None
        registers.remove_row(store, entity, uid, reason, used=used)
    else:
        dated_rows.remove_row(store, entity.name, uid, reason)


def doubts(store: Store, entity: Entity, uid: bytes) -> list[str]:
    """What was kept as entered but looks wrong."""
    if entity.name in REGISTERS:
        return registers.doubts(store, entity, uid)
    return dated_rows.post_doubts(store, uid) if entity.name == "post" else []
