"""The sites that this store exchanges with, and how far each exchange has come."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.data.database import Connection
from app.domain.entity import Value


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One enrolled site. `acked` is how far it confirmed our changes; `operator` is who last wrote
    there, by what it signed. Several computers may bear one name: `computer` counts them in the
    order of enrolment, and is 0 where there is only one."""

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
    operator: str = ""
    computer: int = 0

    @property
    def title(self) -> str:
        """What tells it from other computers of its name, too: 青山镇（第 2 台 王芳）."""
        which = (f"第 {self.computer} 台", self.operator, "已停用" if self.revoked else "")
        return f"{self.name}（{' '.join(filter(None, which))}）" if self.computer else self.name

    @property
    def title_on_paper(self) -> str:
        """The same, and since when: what a person can check on the computer itself."""
        since = f"{self.enrolled_at[:10]} 开户）"
        return f"{self.title.removesuffix('）')} {since}" if self.computer else self.name


_COLUMNS = (
    "id, site, name, level, county, public, scope, block, serial, revoked, enrolled_at, "
    "incarnation, acked, sent_sequence, sent_digest, last_sent, last_received, operator, "
    "(SELECT CASE WHEN count(*) > 1 THEN total(q.id <= peer.id) END FROM peer q "
    "WHERE q.name = peer.name)"
)


def _peer(row: Sequence[Any]) -> PeerRow:
    return PeerRow(
        id=int(row[0]),
        site=bytes(row[1]),
        name=row[2] or "",
        level=row[3] or "",
        county=row[4] or "",
        public=bytes(row[5] or b""),
        scope=tuple(bytes.fromhex(uid) for uid in json.loads(row[6] or "[]")),
        block=row[7] or 0,
        serial=row[8] or 0,
        revoked=row[9] or "",
        enrolled_at=row[10] or "",
        incarnation=row[11] or "",
        acked=row[12] or 0,
        sent_sequence=row[13] or 0,
        sent_digest=row[14] or "",
        last_sent=row[15] or "",
        last_received=row[16] or "",
        operator=row[17] or "",
        computer=int(row[18] or 0),
    )


def all_peers(connection: Connection) -> list[PeerRow]:
    """Every enrolled site, in order of enrolment."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM peer ORDER BY id")  # noqa: S608
    return [_peer(row) for row in rows]


def titles(connection: Connection) -> dict[int, str]:
    """By the number of an enrolled site what it is called in lists."""
    return {peer.id: peer.title for peer in all_peers(connection)}


def by_site(connection: Connection, site: bytes) -> PeerRow | None:
    """The enrolled site with this identity."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM peer WHERE site = ?",  # noqa: S608
        (site,),
    ).fetchone()
    return _peer(row) if row else None


def save(connection: Connection, site: bytes, **values: Value) -> PeerRow:
    """Add or change an enrolled site."""
    names = ", ".join(f"{name} = ?" for name in values)
    update = f"UPDATE peer SET {names} WHERE site = ? RETURNING {_COLUMNS}"  # noqa: S608
    for _ in range(2):
        found = connection.execute(update, (*values.values(), site)).fetchall()
        if found:
            return _peer(found[0])
        connection.execute("INSERT INTO peer(site) VALUES (?)", (site,))
    raise AssertionError("inserted above")


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


def note_brought_back(connection: Connection, peer: PeerRow, *, knows_us: bool) -> None:
    """A package of the peer was joined. One that was made for this store as it is now follows on
    what brought back all that a restored backup lost: from now on the peer speaks for itself."""
    if knows_us:
        connection.execute("UPDATE peer SET brings_back = 0 WHERE id = ?", (peer.id,))


def brings_back(connection: Connection, peer: int) -> bool:
    """Whether the peer is about to bring back what this store lost."""
    found = connection.execute("SELECT brings_back FROM peer WHERE id = ?", (peer,)).fetchone()
    return found is not None and bool(found[0])


def note_confirmation(
    connection: Connection, peer: PeerRow, their_incarnation: str, confirmed: int
) -> None:
    """A peer says how far it holds our changes.

    From the incarnation we knew the word can only grow; another one (the peer was restored or
    replaced, or an old package came late) says what it has itself. Whoever spoke last is believed:
    a package made on a wrong belief is recognised by its receiver, whose answer puts it right.
    """
    known = peer.incarnation == their_incarnation
    connection.execute(
        "UPDATE peer SET acked = ?, incarnation = ? WHERE id = ?",
        (max(peer.acked, confirmed) if known else confirmed, their_incarnation, peer.id),
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


def log(connection: Connection, entry: LogEntry) -> int:
    """Register a package that was sent or received; returns its number in the register."""
    values = [getattr(entry, name) for name in LogEntry.__slots__]
    names = ", ".join(LogEntry.__slots__)
    connection.execute(
        f"INSERT INTO package_log({names}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608
        values,
    )
    return int(connection.execute("SELECT last_insert_rowid()").fetchone()[0])


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


def logged_package(connection: Connection, number: int) -> tuple[LogEntry, PeerRow] | None:
    """A line of the package register with the peer; number 0 means the newest."""
    names = ", ".join(f"l.{name}" for name in LogEntry.__slots__)
    row = connection.execute(
        f"SELECT {names} FROM package_log l JOIN peer p ON p.id = l.peer "  # noqa: S608
        "WHERE ? IN (0, l.id) ORDER BY l.id DESC LIMIT 1",
        (number,),
    ).fetchone()
    if row is None:
        return None
    entry = LogEntry(*row)
    return entry, next(peer for peer in all_peers(connection) if peer.id == entry.peer)


def package_register(connection: Connection, limit: int = 200) -> list[tuple[int, LogEntry, str]]:
    """The package register (登记、签收), the newest first: number, line, peer."""
    names = ", ".join(f"l.{name}" for name in LogEntry.__slots__)
    rows = connection.execute(
        f"SELECT l.id, {names} FROM package_log l JOIN peer p ON p.id = l.peer "  # noqa: S608
        "ORDER BY l.id DESC LIMIT ?",
        (limit,),
    )
    called, found = titles(connection), []
    for number, *row in rows:
        entry = LogEntry(*row)
        found.append((int(number), entry, called[entry.peer]))
    return found


def knows_digest(connection: Connection, incarnation: str, digest: str) -> bool:
    """Whether a package of that content came from this incarnation."""
    found = connection.execute(
        "SELECT 1 FROM package_log WHERE direction = 'in' AND incarnation = ? AND digest = ?",
        (incarnation, digest),
    ).fetchone()
    return found is not None


def own_scope(connection: Connection) -> list[bytes]:
    """The organizations a township was enrolled for."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'scope'").fetchone()
    return [bytes.fromhex(uid) for uid in json.loads(found[0])] if found else []


def scopes(connection: Connection, township: str) -> dict[int, tuple[bytes, ...] | None]:
    """Per peer the organizations it may write about; None for a county, which may write all."""
    return {
        peer.id: peer.scope if peer.level == township else None for peer in all_peers(connection)
    }
