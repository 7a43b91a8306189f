"""What went wrong in the exchange and is not over: gaps, forks, clocks, contents that differ."""

from dataclasses import dataclass

from app.data.clock import now_text
from app.data.database import Connection

GAP, FORK, CLOCK, DIFFERING = "gap", "fork", "clock", "differing"
KEY, ELSEWHERE, OWN_PAST = "key", "elsewhere", "own-past"
TRAIL, OWN_TRAIL = "trail", "own-trail"
UNKNOWN = 0
"""The peer of whatever came from a site that is not enrolled here."""

_KEPT_SETTLED = 1000


@dataclass(frozen=True, slots=True)
class Incident:
    """One of them. `detail` is a figure or the name of a site, never anything about people."""

    id: int
    peer: int
    kind: str
    incarnation: str
    sequence: int
    at: str
    detail: str = ""


def note(
    connection: Connection,
    peer: int,
    kind: str,
    incarnation: str = "",
    sequence: int = 0,
    detail: str = "",
) -> None:
    """Note an incident; the same one that is still open is only brought up to date."""
    same = (peer, kind, incarnation, sequence)
    found = connection.execute(
        "SELECT id FROM incident WHERE settled_at IS NULL AND peer = ? AND kind = ? "
        "AND incarnation = ? AND sequence = ?",
        same,
    ).fetchone()
    if found is not None:
        connection.execute(
            "UPDATE incident SET at = ?, detail = ? WHERE id = ?", (now_text(), detail, found[0])
        )
        return
    connection.execute(
        "INSERT INTO incident(peer, kind, incarnation, sequence, at, detail) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (*same, now_text(), detail),
    )
    connection.execute(
        "DELETE FROM incident WHERE settled_at IS NOT NULL AND id <= "
        "(SELECT max(id) FROM incident) - ?",
        (_KEPT_SETTLED,),
    )


def open_incidents(connection: Connection) -> list[Incident]:
    """Everything that is not over, the oldest first."""
    rows = connection.execute(
        "SELECT id, peer, kind, incarnation, sequence, at, coalesce(detail, '') "
        "FROM incident WHERE settled_at IS NULL ORDER BY id"
    )
    return [Incident(*row) for row in rows]


def settle(connection: Connection, number: int) -> bool:
    """One incident is over; False when it was not open."""
    done = connection.execute(
        "UPDATE incident SET settled_at = ? WHERE id = ? AND settled_at IS NULL",
        (now_text(), number),
    )
    return done.rowcount > 0


def settle_kind(connection: Connection, peer: int, *kinds: str) -> None:
    """Every incident of these kinds with that peer is over."""
    connection.executemany(
        "UPDATE incident SET settled_at = ? WHERE settled_at IS NULL AND peer = ? AND kind = ?",
        [(now_text(), peer, kind) for kind in kinds],
    )


def received(connection: Connection, peer: int, incarnation: str, followed: int) -> None:
    """A package was received: gaps up to it are closed, and a peer that took a fresh incarnation
    has answered the question that its fork asked; its older numbers do not come any more."""
    settle_kind(connection, peer, KEY, ELSEWHERE)
    connection.execute(
        "UPDATE incident SET settled_at = ?1 WHERE settled_at IS NULL AND peer = ?2 AND "
        "((kind = 'gap' AND incarnation = ?3 AND sequence <= ?4) "
        "OR (kind IN ('gap', 'fork') AND incarnation <> ?3 AND NOT EXISTS "
        "(SELECT 1 FROM put_aside p WHERE p.incarnation = incident.incarnation)))",
        (now_text(), peer, incarnation, followed),
    )
