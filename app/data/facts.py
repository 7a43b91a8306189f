"""Append-only facts: which are live, and which two do not know each other."""

from collections.abc import Iterable, Mapping, Sequence

from app.data.database import Connection
from app.domain.entity import Entity, Value

UID_BYTES = 16


def superseded_by(value: Value) -> list[bytes]:
    """The facts that one fact supersedes: their identities one after the other."""
    if not isinstance(value, bytes):
        return []
    return [value[i : i + UID_BYTES] for i in range(0, len(value), UID_BYTES)]


def supersede(
    connection: Connection,
    entity: Entity,
    facts: Sequence[tuple[bytes, Mapping[str, Value]]],
) -> set[tuple[bytes, bytes]]:
    """Note what new facts supersede; what is here of that is live no more. Returns whose facts
    those were and of which half-day: a mark may have been given to the wrong one."""
    pairs = [(old, uid) for uid, values in facts for old in superseded_by(values.get("supersedes"))]
    if not pairs:
        return set()
    connection.executemany("INSERT OR IGNORE INTO superseded_fact(uid, by) VALUES (?, ?)", pairs)
    connection.executemany(
        f"UPDATE {entity.name} SET live = 0 WHERE uid = ? AND live = 1",  # noqa: S608
        [(old,) for old, _ in pairs],
    )
    places = set[tuple[bytes, bytes]]()
    for old, _ in pairs:
        found = connection.execute(
            f"SELECT member, session FROM {entity.name} WHERE uid = ?",  # noqa: S608
            (old,),
        )
        places.update((row[0], row[1]) for row in found)
    return places


def settle_arrived(connection: Connection, entity: Entity, uids: Iterable[bytes]) -> None:
    """Facts that came after what supersedes them are not live."""
    if connection.execute("SELECT 1 FROM superseded_fact LIMIT 1").fetchone() is None:
        return
    connection.executemany(
        f"UPDATE {entity.name} SET live = 0 WHERE uid = ?1 AND live = 1 "  # noqa: S608
        "AND EXISTS (SELECT 1 FROM superseded_fact WHERE uid = ?1)",
        [(uid,) for uid in uids],
    )
