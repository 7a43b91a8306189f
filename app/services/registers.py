"""登记册: enter, change, take out and bring back a row of any register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data.database import Connection
from app.data.imports.batches import ImportLine, new_batch, note_batch
from app.data.queries import registers as reading
from app.data.queries.row_uses import Use, uses_in_words, uses_of
from app.data.rows import values_of
from app.domain.columns_beside import owned_by_person
from app.domain.declarations import entity_named
from app.domain.entity import REGISTRY, Entity, Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.field_values import Raw
from app.domain.parsing import References, parse
from app.domain.people.roster_plan import Action
from app.domain.registers import REGISTERS, Register, detail_of
from app.domain.uid import new_uid, uid_text
from app.services import backups
from app.services.doubles import met
from app.services.keeping import refuse_kept_elsewhere
from app.services.organizations import refuse_not_ours, refuse_not_standing
from app.services.row_references import choices_in
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class Saved:
    """The row, and what was kept as entered but looks wrong."""

    uid: bytes
    notes: tuple[str, ...] = ()


def is_kept(entity: Entity) -> bool:
    """Whether rows of this table are entered as those of a register."""
    return entity.name in REGISTERS or detail_of(entity) is not None


def row_values(store: Store, entity: Entity, uid: bytes) -> dict[str, Value]:
    """Every declared field, for the form.

    Raises:
        NotFound: the row is not in use.
    """
    found = reading.row_values(store.database.read(), entity, uid)
    if found is None:
        raise NotFound(f"这一条{entity.label}已经不在了。", "请回到列表重新打开后再试。")
    return found


def title_of(entity: Entity, values: Mapping[str, Value]) -> str:
    """What a row is called in the trail."""
    return str(values.get(entity.title) or "") if entity.title else ""


def save_row(
    store: Store,
    entity: Entity,
    uid: bytes | None,
    raw: Mapping[str, Raw],
    reason: str = "",
    references: References | None = None,
) -> Saved:
    """Add a row (`uid` None) or change fields of one.

    Raises:
        InvalidInput: every problem at once.
        AppError: another site keeps whom it belongs to.
    """
    known = {} if uid is None else row_values(store, entity, uid)
    given = dict(raw) if uid is not None else {**first_values(store, entity), **raw}
    values = parse(
        entity,
        given,
        partial=uid is not None,
        references=references,
        known=known,
        unfit=choices_in(store.database.read()),
    )
    now = {**known, **values}
    refuse_elsewhere(store, entity, known, now)
    action = f"新增{entity.label}" if uid is None else f"修改{entity.label}"
    with store.change(action, reason=reason, summary=title_of(entity, now)) as change:
        if uid is None:
            made: bytes = change.create(entity, values)
        else:
            change.update(entity, uid, values)
            made = uid
    return Saved(made, _notes(store, entity, now, made))


def first_values(store: Store, entity: Entity) -> dict[str, Value]:
    """What a new row begins with besides its defaults: it is this site's own."""
    return {entity.owner: store.site.organization} if entity.belongs_to == "organization" else {}


def pattern_of(store: Store, entity: Entity, uid: bytes) -> dict[str, Value]:
    """What a new row takes over from another that is its pattern."""
    kept = {field.name for field in entity.fields if not (field.no_copy or field.by_action)}
    return {n: v for n, v in row_values(store, entity, uid).items() if n in kept}


def proposed_below(store: Store, entity: Entity, owner: bytes) -> dict[str, Value]:
    """What a row that hangs on another begins with, copied from that one."""
    above = row_values(store, entity_named(entity.field(entity.owner).refers_to), owner)
    copied = ((field.name, field.copied_from.partition(".")) for field in entity.fields)
    return {name: above[what] for name, (source, _, what) in copied if source == entity.owner}


def doubts(store: Store, entity: Entity, uid: bytes) -> list[str]:
    """What was kept as entered but looks wrong."""
    return list(_notes(store, entity, row_values(store, entity, uid), uid))


def _notes(
    store: Store, entity: Entity, values: Mapping[str, Value], uid: bytes
) -> tuple[str, ...]:
    register = REGISTERS.get(entity.name)
    if register is None:
        return ()
    if register.meets:
        return met(store.database.read(), values, uid)
    others = reading.same_rows(store.database.read(), register, values, uid)
    words = "、".join(field.label for field in register.fields(register.same))
    if not others:
        return ()
    return (f"另有 {others} 条{entity.label}的{words}与这一条相同，请核对是否重复登记",)


def uses(store: Store, entity: Entity, uid: bytes) -> list[Use]:
    """Who refers to a row, besides what hangs on it and goes along with it."""
    return list(uses_of(store.database.read(), entity, uid, _below(entity)))


def used_by(store: Store, entity: Entity, uid: bytes) -> str:
    """The same counted, in words; empty where nobody does."""
    return uses_in_words(store.database.read(), entity, uid, _below(entity))


def remove_row(
    store: Store, entity: Entity, uid: bytes, reason: str, *, used: str | None = None
) -> None:
    """Take out of use what was entered by mistake, with what hangs on it; it can be restored.
    `used` is what the user was told of who refers to it.

    Raises:
        InvalidInput: no reason was given.
        AppError: rows refer to it that nobody was told of, or another site keeps whom it
            belongs to.
    """
    if not reason.strip():
        raise InvalidInput({"reason": "请写明移出的原因"}, "移出的可以恢复，原因会记入操作记录。")
    known = row_values(store, entity, uid)
    refuse_elsewhere(store, entity, known, known)
    named = used_by(store, entity, uid)
    if named != (used or ""):
        raise AppError(
            f"这一条{entity.label}还在用：{named}写着它，没有移出。",
            "移出后那里仍写着它。确实要移出的，请再做一次并确认。",
            code="in-use",
        )
    action, summary = f"移出{entity.label}", title_of(entity, known)
    with store.change(action, reason=reason.strip(), summary=summary) as change:
        for below in _below(entity):
            for row in reading.hanging_rows(change.connection, below, uid):
                change.remove(below, row.uid)
        change.remove(entity, uid)


def _below(entity: Entity) -> Sequence[Entity]:
    register = REGISTERS.get(entity.name)
    return tuple(register.detail_entities()) if register is not None else ()


def change_together(
    store: Store, register: Register, uids: Sequence[bytes], name: str, raw: Raw
) -> str:
    """One field of many rows in one action, after a verified backup; returns the batch with which
    `undo_import` takes it back.

    Raises:
        InvalidInput: the value is none for this field, or for one of the rows.
        AppError: nothing would change, or another site keeps one of them.
    """
    entity = register.entity
    lines: list[ImportLine] = []
    unfit = choices_in(store.database.read())
    for uid in uids:
        known = row_values(store, entity, uid)
        after = parse(entity, {name: raw}, partial=True, known=known, unfit=unfit)
        fresh = {key: value for key, value in after.items() if value != known.get(key)}
        if fresh:
            refuse_elsewhere(store, entity, known, {**known, **fresh})
            before = {key: known.get(key) for key in fresh}
            lines.append(ImportLine(entity.name, uid, Action.UPDATED, before, fresh))
    if not lines:
        raise AppError("所选各行已经是这个内容，没有改动。", "请换一项内容或重新选择。")
    backups.automatic(store, "批量修改前")
    batch, label = new_uid(), entity.field(name).label
    summary = f"{label}：{len(lines)} {register.unit}"
    with store.change(f"批量修改{entity.label}", summary=summary) as change:
        for line in lines:
            change.update(entity, line.uid, line.after)
        counts = {str(Action.UPDATED): len(lines)}
        about = new_batch(batch, f"批量修改{register.title}", label, store.operator, counts)
        note_batch(change.connection, about, lines)
    return uid_text(batch)


# Whose a row is


def keeping_organization(
    connection: Connection, entity: Entity, values: Mapping[str, Value]
) -> Value:
    """The organization that a row belongs to in the end."""
    value = values.get(entity.owner)
    table = entity.belongs_to
    if table in ("organization", "") or not isinstance(value, bytes):
        return value
    above = entity_named(table)
    found = values_of(connection, above, value)
    if found is None:
        return None
    return keeping_organization(connection, above, found)


def refuse_elsewhere(
    store: Store, entity: Entity, before: Mapping[str, Value], after: Mapping[str, Value]
) -> None:
    """A township writes rows of its own organizations, and gives none away.

    Raises:
        AppError: another site keeps it, before or afterwards.
        InvalidInput: it would go to an organization that is no more.
    """
    connection = store.database.read()
    if owned_by_person(entity):
        for person in {before.get(entity.owner), after.get(entity.owner)}:
            refuse_kept_elsewhere(store, person)
        return
    there, here = (keeping_organization(connection, entity, one) for one in (before, after))
    for organization in {there, here} - {None}:
        if isinstance(organization, bytes):
            refuse_not_ours(store, organization)
    if here != there and isinstance(here, bytes):
        refuse_not_standing(store, entity.owner, here)


def register_named(name: str) -> Register:
    """The register of this key, title, or plural on the command line.

    Raises:
        NotFound: there is none.
    """
    for made in REGISTERS.values():
        if name in (made.key, made.title, made.entity.label):
            return made
    listed = "、".join(f"{made.key}（{made.title}）" for made in REGISTERS.values())
    raise NotFound(f"没有“{name}”这种登记册。", f"可选：{listed}。")


def entity_of(name: str) -> Entity:
    """A table of a register by its name."""
    return REGISTRY[name]
