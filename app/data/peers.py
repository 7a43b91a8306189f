"""The sites that this store exchanges with, and how far each exchange has come."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.data.database import Connection
from app.domain.entity import Value


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One enrolled site. `acked` is how far it confirmed our changes."""

    id: int
    site: bytes
    name: str
    level: str
    county: str
    public: bytes
    scope: tuple[bytes, ...]
    block: int
    serial: int
    revoked: str
    enrolled_at: str
    incarnation: str
    acked: int
    sent_sequence: int
    sent_digest: str
    last_sent: str
    last_received: str


_COLUMNS = (
    "id, site, name, level, county, public, scope, block, serial, revoked, enrolled_at, "
    "incarnation, acked, sent_sequence, sent_digest, last_sent, last_received"
)


def _peer(row: Sequence[Value]) -> PeerRow:
    scope = tuple(bytes.fromhex(uid) for uid in json.loads(str(row[6] or "[]")))
    texts = [str(value or "") for value in row[9:12]]
    numbers = [int(value or 0) for value in row[12:14]]
    return PeerRow(
        int(row[0] or 0),
        bytes(row[1] or b""),  # type: ignore[arg-type]
        *(str(value or "") for value in row[2:5]),
        bytes(row[5] or b""),  # type: ignore[arg-type]
        scope,
        int(row[7] or 0),
        int(row[8] or 0),
        *texts,
        *numbers,
        *(str(value or "") for value in row[14:17]),
    )


def all_peers(connection: Connection) -> list[PeerRow]:
    """Every enrolled site, in order of enrolment."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM peer ORDER BY id")  # noqa: S608
    return [_peer(row) for row in rows]


def by_site(connection: Connection, site: bytes) -> PeerRow | None:
    """The enrolled site with this identity."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM peer WHERE site = ?",  # noqa: S608
        (site,),
    ).fetchone()
    return _peer(row) if row else None


def save(connection: Connection, site: bytes, **values: Value) -> PeerRow:
    """Add or change an enrolled site."""
    connection.execute("INSERT OR IGNORE INTO peer(site) VALUES (?)", (site,))
    names = ", ".join(f"{name} = ?" for name in values)
    connection.execute(
        f"UPDATE peer SET {names} WHERE site = ?",  # noqa: S608
        (*values.values(), site),
    )
    found = by_site(connection, site)
    assert found is not None  # inserted above
    return found


def scope_text(scope: Sequence[bytes]) -> str:
    """Organizations as stored in the peer table."""
    return json.dumps([uid.hex() for uid in scope])


@dataclass(frozen=True, slots=True)
class Heard:
    """What we hold of one incarnation of a peer without a gap."""

    hi: int
    sequence: int
    digest: str


def heard(connection: Connection, incarnation: str) -> Heard:
    """How far we have followed one incarnation."""
    row = connection.execute(
        "SELECT hi, sequence, digest FROM heard WHERE incarnation = ?", (incarnation,)
    ).fetchone()
    return Heard(int(row[0]), int(row[1]), str(row[2] or "")) if row else Heard(0, 0, "")


def note_heard(connection: Connection, peer: int, incarnation: str, now: Heard) -> None:
    """Remember how far we have followed one incarnation."""
    connection.execute(
        "INSERT OR REPLACE INTO heard(incarnation, peer, hi, sequence, digest) "
        "VALUES (?, ?, ?, ?, ?)",
        (incarnation, peer, now.hi, now.sequence, now.digest),
    )


def confirmed_to_us(connection: Connection, peer: int) -> dict[str, int]:
    """What we confirm to a peer: per incarnation of it, how far we hold its changes."""
    rows = connection.execute("SELECT incarnation, hi FROM heard WHERE peer = ?", (peer,))
    return {str(key): int(hi) for key, hi in rows}


def note_confirmation(
    connection: Connection, peer: PeerRow, their_incarnation: str, confirmed: int
) -> None:
    """A peer says how far it holds our changes.

    From the incarnation we knew the word can only grow; a new incarnation (the peer was restored
    or replaced) says what it really has, which may be less. A late word of an incarnation that
    has been replaced since says nothing any more.
    """
    replaced = connection.execute(
        "SELECT 1 FROM past_incarnation WHERE key = ?", (their_incarnation,)
    ).fetchone()
    if replaced:
        return
    known = peer.incarnation == their_incarnation
    if peer.incarnation and not known:
        connection.execute(
            "INSERT OR IGNORE INTO past_incarnation(key) VALUES (?)", (peer.incarnation,)
        )
    acked = max(peer.acked, confirmed) if known else confirmed
    connection.execute(
        "UPDATE peer SET acked = ?, incarnation = ? WHERE id = ?",
        (acked, their_incarnation, peer.id),
    )


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the package register (登记、签收)."""

    direction: str
    peer: int
    incarnation: str
    sequence: int
    digest: str
    at: str
    operator: str
    rows: int
    bytes: int
    counts: str
    lo: int
    hi: int
    file_name: str


def log(connection: Connection, entry: LogEntry) -> None:
    """Register a package that was sent or received."""
    values = [getattr(entry, name) for name in LogEntry.__slots__]
    names = ", ".join(LogEntry.__slots__)
    connection.execute(
        f"INSERT INTO package_log({names}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608
        values,
    )


def logged(
    connection: Connection, direction: str, incarnation: str, sequence: int
) -> tuple[str, str] | None:
    """Digest and time of a package with this number, when it was registered before."""
    row = connection.execute(
        "SELECT digest, at FROM package_log WHERE direction = ? AND incarnation = ? "
        "AND sequence = ? ORDER BY id LIMIT 1",
        (direction, incarnation, sequence),
    ).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def logged_package(connection: Connection, number: int) -> tuple[LogEntry, str] | None:
    """A line of the package register with the peer's name; number 0 means the newest."""
    names = ", ".join(f"l.{name}" for name in LogEntry.__slots__)
    row = connection.execute(
        f"SELECT {names}, p.name FROM package_log l JOIN peer p ON p.id = l.peer "  # noqa: S608
        "WHERE ? IN (0, l.id) ORDER BY l.id DESC LIMIT 1",
        (number,),
    ).fetchone()
    return (LogEntry(*row[:-1]), str(row[-1])) if row else None


def package_register(connection: Connection, limit: int = 200) -> list[tuple[int, LogEntry, str]]:
    """The package register (登记、签收), the newest first: number, line, peer."""
    names = ", ".join(f"l.{name}" for name in LogEntry.__slots__)
    rows = connection.execute(
        f"SELECT l.id, {names}, p.name FROM package_log l JOIN peer p ON p.id = l.peer "  # noqa: S608
        "ORDER BY l.id DESC LIMIT ?",
        (limit,),
    )
    return [(int(row[0]), LogEntry(*row[1:-1]), str(row[-1])) for row in rows]
