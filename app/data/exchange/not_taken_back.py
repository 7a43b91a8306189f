"""What stays as it is today when the records of a store go back to an earlier moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.data import erasure
from app.data.changes import Change
from app.data.database import Connection
from app.domain.declarations import entity_named

_OWN_STATE = ("id", "incarnation", "acked", "sent_sequence", "sent_digest", "last_received")
"""How far the exchange with a peer has come belongs to the records; who it is does not."""

_FACTS = (
    *("keys", "former_keys", "keys_since", "scope", "block", "request", "answer"),
    *("answer_serial", "revocations", "serial_floor", "block_floor"),
    *("recovery_key", "county_recovery", "recovery_copies"),
)
"""Keys that were changed, scopes that were granted: taking back records takes none of them back."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table with the names of their columns."""

    table: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class NotTakenBack:
    """Read from the store that is set aside, written into the one that takes its place."""

    facts: Sequence[Sequence[Any]]
    peers: Rows
    added: tuple[Rows, ...]
    erasures: Rows


def read(connection: Connection, audit: int, log_id: int) -> NotTakenBack:
    """Keys, enrolments and erasures as they are, and of the audit trail and the register of
    packages what came after (`audit`, `log_id`): packages received since are not kept, so that
    they can be received again."""
    marks = ", ".join("?" * len(_FACTS))
    facts = connection.execute(f"SELECT key, value FROM meta WHERE key IN ({marks})", _FACTS)  # noqa: S608
    return NotTakenBack(
        facts.fetchall(),
        _rows(connection, "peer", "1"),
        (
            _rows(connection, "invitation", "1"),
            _rows(connection, "peer_key", "1"),
            _rows(connection, "audit", "id > ? OR erased = 1", audit),
            _rows(connection, "package_log", "id >= ? AND direction = 'out'", log_id),
            _rows(connection, "incident", "1"),
        ),
        erasures(connection),
    )


def erasures(connection: Connection) -> Rows:
    """The tombstones of a store."""
    return _rows(connection, "erasure", "gone = 0")


def _rows(connection: Connection, table: str, where: str, *parameters: int) -> Rows:
    found = connection.execute(f"SELECT * FROM {table} WHERE {where}", parameters)  # noqa: S608
    columns = tuple(str(column[0]) for column in found.description)
    return Rows(table, columns, found.fetchall())


def put(connection: Connection, kept: NotTakenBack) -> None:
    """Write it into the store that went back."""
    connection.executemany("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", kept.facts)
    _put_peers(connection, kept.peers)
    connection.execute("DELETE FROM incident")
    for part in kept.added:
        names, marks = ", ".join(part.columns), ", ".join("?" * len(part.columns))
        connection.executemany(
            f"INSERT OR REPLACE INTO {part.table}({names}) VALUES ({marks})",  # noqa: S608
            part.rows,
        )


def erase_again(change: Change, tombstones: Rows) -> int:
    """Whoever was erased since the earlier moment is erased again, tombstone and all; returns how
    many identities that were."""
    persons: list[bytes] = []
    for row in tombstones.rows:
        values = dict(zip(tombstones.columns, row, strict=True))
        known = change.connection.execute(
            "SELECT 1 FROM erasure WHERE uid = ?", (values["uid"],)
        ).fetchone()
        if known is None:
            entity = entity_named("erasure")
            told = {field.name: values[field.name] for field in entity.fields}
            change.create(entity, told, values["uid"])
            persons.append(bytes.fromhex(values["person"]))
    if persons:
        erasure.carry_out(change, persons)
    return len(persons)


def _put_peers(connection: Connection, peers: Rows) -> None:
    who = [name for name in peers.columns if name not in (*_OWN_STATE, "site")]
    assigned = ", ".join(f"{name} = :{name}" for name in who)
    for row in peers.rows:
        values = dict(zip(peers.columns, row, strict=True))
        connection.execute(
            "INSERT OR IGNORE INTO peer(id, site) VALUES (:id, :site)",
            {"id": values["id"], "site": values["site"]},
        )
        connection.execute(f"UPDATE peer SET {assigned} WHERE site = :site", values)  # noqa: S608
