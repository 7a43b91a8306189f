"""Rows of any register, filled by their declaration alone."""

import itertools
from collections.abc import Mapping

from app.domain.declarations import entity_named
from app.domain.entity import MANY_MARK, Entity, Field, Kind, Value
from app.domain.registers import REGISTERS
from app.domain.uid import Uid
from app.services.store import Store
from tests.builders import id_number, make_member

OF_KIND: dict[Kind, Value] = {
    Kind.TEXT: "甲",
    Kind.NOTE: "第一行\n第二行",
    Kind.DATE: "2026-03",
    Kind.DAY: "2026-03-05",
    Kind.HOURS: 4.5,
    Kind.NUMBER: 12,
    Kind.ID_NUMBER: id_number(1),
    Kind.PHONE: "13812345678",
    Kind.FLAG: 1,
    Kind.MONEY: 123450,
    Kind.MONTH: "2026-03",
    Kind.PERSON_NAME: "王䶮",
}
_NAMES = itertools.count(1)
TABLES = tuple(
    entity for made in REGISTERS.values() for entity in (made.entity, *made.detail_entities())
)
"""Every table of a register, with those that hang on it."""


def value_for(field: Field) -> Value:
    """Some value of its kind."""
    if field.kind is Kind.CHOICE:
        return field.default or field.choices[0]
    if field.kind is Kind.MANY:
        return MANY_MARK.join(field.choices[:2])
    return OF_KIND[field.kind]


def values_for(store: Store, entity: Entity, /, **given: Value) -> dict[str, Value]:
    """Every field that may be there; owners are made where they are missing."""
    values: dict[str, Value] = {}
    for field in entity.fields:
        if field.name in given or field.by_action or not _shown(field, {**values, **given}):
            continue
        if field.kind is Kind.ATTACHMENT:
            continue
        if field.kind is not Kind.REFERENCE:
            values[field.name] = value_for(field)
        elif field.refers_to == "organization":
            values[field.name] = store.site.organization
        elif field.required and field.refers_to == "member":
            values[field.name] = make_member(store, name=_another_name())
        elif field.required:
            values[field.name] = make_row(store, field.refers_to)
    return {**values, **given}


def _shown(field: Field, values: Mapping[str, Value]) -> bool:
    return field.shown_when is None or values.get(field.shown_when[0]) in field.shown_when[1]


def belonging(store: Store, entity: Entity, organization: bytes) -> dict[str, Value]:
    """What says that a row of a register belongs there: the place, or somebody of it."""
    if entity.owner != "member":
        return {entity.owner: organization}
    known = store.database.read().execute(
        "SELECT uid FROM member WHERE organization = ? ORDER BY id", (organization,)
    )
    found = known.fetchone()
    return {"member": found[0] if found else make_member(store, organization)}


def _another_name() -> str:
    """Of two people who are called the same nobody could say in a workbook who is meant."""
    return f"王{chr(0x4E00 + next(_NAMES))}"


def make_row(store: Store, name: str, /, **given: Value) -> Uid:
    """One row, written as an action writes it."""
    entity = entity_named(name)
    values = values_for(store, entity, **given)
    with store.change(f"新增{entity.label}") as change:
        return change.create(entity, values)
