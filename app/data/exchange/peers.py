"""What is noted of the sites that this store exchanges with: who they are, how far it has come."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.package_log import LogEntry
from app.data.queries.peer_list import PeerRow, all_peers, by_site
from app.domain.entity import Value


def save(connection: Connection, site: bytes, **values: Value) -> PeerRow:
    """Add or change an enrolled site."""
    names = ", ".join(f"{name} = ?" for name in values)
    connection.execute(
        "INSERT INTO peer(site) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM peer WHERE site = ?1)",
        (site,),
    )
    update = f"UPDATE peer SET {names} WHERE site = ?"  # noqa: S608
    connection.execute(update, (*values.values(), site))
    made = by_site(connection, site)
    assert made is not None  # inserted above
    return made


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


def log(connection: Connection, entry: LogEntry) -> int:
    """Register a package that was sent or received; returns its number in the register."""
    values = [getattr(entry, name) for name in LogEntry.__slots__]
    names = ", ".join(LogEntry.__slots__)
    connection.execute(
        f"INSERT INTO package_log({names}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608
        values,
    )
    return int(connection.execute("SELECT last_insert_rowid()").fetchone()[0])


def own_scope(connection: Connection) -> list[bytes]:
    """The organizations a township was enrolled for."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'scope'").fetchone()
    return [bytes.fromhex(uid) for uid in json.loads(found[0])] if found else []


def scopes(connection: Connection, township: str) -> dict[int, tuple[bytes, ...] | None]:
    """Per peer the organizations it may write about; None for a county, which may write all."""
    return {
        peer.id: peer.scope if peer.level == township else None for peer in all_peers(connection)
    }
