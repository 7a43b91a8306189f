"""What was done after a package was received: all of it goes when the package is taken back."""

from dataclasses import dataclass

from app.data.database import Connection
from app.data.exchange.package_notes import PointRow
from app.data.queries.peer_list import titles


@dataclass(frozen=True, slots=True)
class Undone:
    """One audited action. `held_by` names the sites that have a package made after it, and that
    confirmed it: they bring it back."""

    at: str
    operator: str
    action: str
    summary: str
    held_by: tuple[str, ...] = ()


_CONFIRMED = """
SELECT l.at, p.name, l.sequence, p.id FROM package_log l JOIN peer p ON p.id = l.peer
WHERE l.direction = 'out' AND p.acked >= l.hi AND l.incarnation =
    (SELECT value FROM meta WHERE key = 'incarnation')
"""


def undone(connection: Connection, point: PointRow) -> list[Undone]:
    """Every audited action after the point but the receive itself, the oldest first."""
    called = titles(connection)
    confirmed = {
        (at, f"向 {name} 导出第 {sequence} 号数据包"): called[peer]
        for at, name, sequence, peer in connection.execute(_CONFIRMED)
    }
    rows = connection.execute(
        "SELECT at, operator, action, coalesce(summary, '') FROM audit "
        "WHERE id > ? AND id <> ? ORDER BY id DESC",
        (point.audit, point.entry),
    )
    found: list[Undone] = []
    holders: dict[str, None] = {}
    for at, who, action, summary in rows:
        # Its own line in the trail says when a package was made: the clock is too coarse.
        if name := confirmed.get((at, summary.partition("，")[0])):
            holders[name] = None
        found.append(Undone(at, who, action, summary, tuple(sorted(holders))))
    return found[::-1]
