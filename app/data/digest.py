"""Content digests per table: equal at two sites that hold the same."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping

import orjson

from app.data import scope
from app.data.database import Connection
from app.domain.declarations import ENTITIES
from app.domain.entity import Entity, Kind, Scope
from app.domain.exchange.versions import decode


def digests(connection: Connection, roots: Iterable[bytes] | None) -> Mapping[str, str]:
    """Table name to hexadecimal digest of what is shown and of what is undecided.

    `roots` are the organizations whose scope is meant; None means everything held here.
    """
    if roots is not None:
        scope.prepare(connection, roots)
    return {
        entity.name: _digest(connection, entity, roots is not None)
        for entity in ENTITIES
        if entity.scope is not Scope.LOCAL
    }


def comparable(connection: Connection, roots: Iterable[bytes]) -> Mapping[str, str]:
    """The same for the other side of an exchange, which may be an older or a newer program.

    Under the name of a table only the fields that every program knows; for each later step under
    `table@step` those up to it. Each side compares the names that both have said.
    """
    scope.prepare(connection, roots)
    found: dict[str, str] = {}
    for entity in ENTITIES:
        if entity.scope is not Scope.LOCAL:
            for step in sorted({field.since for field in entity.fields}):
                known = {field.name for field in entity.fields if field.since <= step}
                name = f"{entity.name}@{step}" if step else entity.name
                found[name] = _digest(connection, entity, scoped=True, known=known)
    return found


def table_of(name: str) -> str:
    """The table that a name of `comparable` speaks of."""
    return name.partition("@")[0]


def _digest(
    connection: Connection, entity: Entity, scoped: bool, known: Collection[str] | None = None
) -> str:
    where = scope.condition(entity) if scoped else "1"
    if entity.scope is Scope.BROADCAST:
        where = "rank = 1"  # a township's own settings never travel
    undecided = _undecided(connection, entity)
    made = hashlib.sha256()
    for row in connection.execute(
        f"SELECT lower(hex(uid)), {_columns(entity, known)} FROM {entity.name} "  # noqa: S608
        f"WHERE {where} ORDER BY uid"
    ):
        line = (*row, undecided[row[0]]) if row[0] in undecided else row
        made.update(orjson.dumps(line))
    return made.hexdigest()


def _columns(entity: Entity, known: Collection[str] | None) -> str:
    names = [
        f"nullif(lower(hex({f.name})), '')" if f.kind is Kind.REFERENCE else f.name
        for f in entity.fields
        if known is None or f.name in known
    ]
    return ", ".join(names if entity.facts else [*names, "gone"])


def _undecided(connection: Connection, entity: Entity) -> dict[str, str]:
    found: dict[str, list[object]] = {}
    rows = connection.execute(
        "SELECT lower(hex(uid)), field, state FROM register WHERE open AND entity = ? "
        "ORDER BY uid, field",
        (entity.name,),
    )
    for uid, field, state in rows:
        siblings = [[s.site, s.n, s.value] for s in decode(state).siblings]
        found.setdefault(uid, []).append([field, siblings])
    return {uid: json.dumps(fields, ensure_ascii=False) for uid, fields in found.items()}


def whole(connection: Connection) -> str:
    """One digest over all tables, for backups.

    A store is backed up before it is brought to the newest schema, and an old backup is verified
    as it is: of both only what they have is taken, as the program that made them took it.
    """
    made = hashlib.sha256()
    for entity in ENTITIES:
        known = {str(row[1]) for row in connection.execute(f"PRAGMA table_info({entity.name})")}
        if known and entity.scope is not Scope.LOCAL:
            digest = _digest(connection, entity, scoped=False, known=known)
            made.update(f"{entity.name}={digest};".encode())
    return made.hexdigest()
