"""The list of packages that wait beside the store, sealed as they came."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.data.database import Connection

GAP, NEWER, BY_OFFICER = "gap", "newer", "held"
"""Why it waits: for the one before it, for a newer program, or for a person."""


@dataclass(frozen=True, slots=True)
class PutAside:
    """One of them. `peer` 0 means that nothing on it could be verified yet."""

    id: int
    peer: int
    file_name: str
    digest: str
    incarnation: str
    sequence: int
    reason: str
    at: str
    operator: str
    kind: str
    bytes: int


_COLUMNS = "id, peer, file_name, digest, incarnation, sequence, reason, at, operator, kind, bytes"


def add(connection: Connection, entry: PutAside) -> int:
    """Note that a package waits (its `id` is given here); the same file waits only once."""
    same = connection.execute("SELECT id FROM put_aside WHERE digest = ?", (entry.digest,))
    if (known := same.fetchone()) is not None:
        return int(known[0])
    values = [getattr(entry, name) for name in PutAside.__slots__ if name != "id"]
    connection.execute(
        "INSERT INTO put_aside(peer, file_name, digest, incarnation, sequence, reason, at, "
        "operator, kind, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    return int(connection.execute("SELECT last_insert_rowid()").fetchone()[0])


def everything(connection: Connection) -> list[PutAside]:
    """Everything that waits, in the order in which each sender sent it."""
    rows: Sequence[Sequence[object]] = connection.execute(
        f"SELECT {_COLUMNS} FROM put_aside ORDER BY peer, incarnation, sequence, id"  # noqa: S608
    ).fetchall()
    return [PutAside(*row) for row in rows]  # type: ignore[arg-type]


def one(connection: Connection, number: int) -> PutAside | None:
    """One of them, or None when it waits no more."""
    return next((entry for entry in everything(connection) if entry.id == number), None)


def remove(connection: Connection, number: int) -> None:
    """It waits no more."""
    connection.execute("DELETE FROM put_aside WHERE id = ?", (number,))
