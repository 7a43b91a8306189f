"""Whose is a row: the one answer, worked out from what its declaration names as `owner`.

Every chain of owners ends at one of three anchors, whose rows are gathered by identity
(`scope.prepare`): organizations by the tree, people and classes by their organization.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from app.data.database import Connection
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity, Scope

ANCHORS = {"organization": "organization", "member": "member", "training_class": "class"}
"""The tables a scope is gathered for, and how its temporary table is called."""

AT_ONCE = 500


def is_anchor(entity: Entity) -> bool:
    """Whether the rows of this table belong where they stand, and others to them."""
    return entity.name in ANCHORS


def leading(entity: Entity) -> tuple[str, ...]:
    """The references that say whose a row is; of several, a row fills in one."""
    if entity.scope is Scope.ROW:
        return tuple(name for name in ANCHORS if entity.has(name))
    return (entity.owner,) if entity.owner else ()


@cache
def within_scope(entity: Entity) -> str:
    """The WHERE clause that keeps the rows of one table within the gathered scope."""
    if is_anchor(entity):
        return f"uid IN (SELECT uid FROM temp.scope_{ANCHORS[entity.name]})"  # noqa: S608
    if entity.scope is Scope.BROADCAST:
        return "1"
    if not entity.owner:
        return "0"
    above = entity_named(entity.belongs_to)
    if is_anchor(above):
        gathered = f"temp.scope_{ANCHORS[above.name]}"
        return f"{entity.owner} IN (SELECT uid FROM {gathered})"  # noqa: S608
    inner = within_scope(above)
    return f"{entity.owner} IN (SELECT uid FROM {above.name} WHERE {inner})"  # noqa: S608


def between(entity: Entity) -> tuple[Entity, ...]:
    """The tables through which the owners of these rows lead, up to one whose rows are gathered."""
    found: list[Entity] = []
    while not is_anchor(entity) and entity.belongs_to:
        entity = entity_named(entity.belongs_to)
        found.append(entity)
    return tuple(found)


def anchor_of(entity: Entity) -> str:
    """The kind of row whose place says whose these rows are; empty where it is the county, or
    where each row says it for itself."""
    return (entity, *between(entity))[-1].name if is_anchor(entity) or between(entity) else ""


def following(anchor: str, which: str) -> Iterator[tuple[Entity, str]]:
    """The tables whose rows follow rows of an anchor, however many owners lie between, each with
    the condition that finds them; `which` chooses those of the anchor, as in `= ?`."""
    for entity in ENTITIES:
        if not is_anchor(entity) and (condition := _follows(entity, anchor, which)):
            yield entity, condition


def _follows(entity: Entity, anchor: str, which: str) -> str:
    for name in leading(entity):
        above = entity_named(entity.field(name).refers_to)
        if above.name == anchor:
            return f"{name} {which}"
        inner = "" if is_anchor(above) else _follows(above, anchor, which)
        if inner:
            return f"{name} IN (SELECT uid FROM {above.name} WHERE {inner})"  # noqa: S608
    return ""


def belonging_to(table: str) -> Iterator[tuple[Entity, str]]:
    """The tables whose rows belong to a row of this one without another between, anchors among
    them, each with the field that says to which."""
    for entity in ENTITIES:
        for name in leading(entity):
            if entity.field(name).refers_to == table:
                yield entity, name


def naming(name: str) -> Iterator[tuple[Entity, str]]:
    """Every reference to a table, owner or not: what a merge of two rows has to point anew."""
    for entity in ENTITIES:
        for field in entity.fields:
            if field.refers_to == name:
                yield entity, field.name


def _filled(connection: Connection) -> list[Entity]:
    """The tables that hold anything: a store has many registers, and most of them are empty."""
    asked = ", ".join(f"EXISTS (SELECT 1 FROM {entity.name})" for entity in ENTITIES)  # noqa: S608
    found = connection.execute(f"SELECT {asked}").fetchone()
    return [entity for entity, filled in zip(ENTITIES, found, strict=True) if filled]


def used_elsewhere(connection: Connection, entity: Entity, uids: Sequence[bytes]) -> set[bytes]:
    """Those identities that a row of another table bears: an identity names one row only."""
    found: set[bytes] = set()
    for other in _filled(connection):
        if other is entity:
            continue
        for start in range(0, len(uids), AT_ONCE):
            some = uids[start : start + AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT uid FROM {other.name} WHERE uid IN ({marks})"  # noqa: S608
            found.update(row[0] for row in connection.execute(sql, some))
    return found
