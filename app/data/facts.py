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
) -> None:
    """Note what new facts supersede and settle which are live, in whatever order they came."""
    pairs = [
        (old, uid) for uid, values in facts for old in superseded_by(values.get("supersedes"))
    ]
    connection.executemany("INSERT OR IGNORE INTO superseded_fact(uid, by) VALUES (?, ?)", pairs)
    settle(connection, entity, [uid for uid, _ in facts] + [old for old, _ in pairs])


def settle(connection: Connection, entity: Entity, uids: Iterable[bytes]) -> None:
    """A fact is live while nothing known supersedes it."""
    connection.executemany(
        f"UPDATE {entity.name} SET live = 0 WHERE uid = ? AND live = 1 "  # noqa: S608
        "AND EXISTS (SELECT 1 FROM superseded_fact s WHERE s.uid = attendance.uid)",
        [(uid,) for uid in uids],
    )
