"""What was done after a package was received: all of it goes when the package is taken back."""

from dataclasses import dataclass

from app.data.database import Connection
from app.data.package_notes import PointRow


@dataclass(frozen=True, slots=True)
class Undone:
    """One audited action. `held_by` names the sites that have a package made after it, and that
    confirmed it: they bring it back."""

    at: str
    operator: str
    action: str
    summary: str
    held_by: tuple[str, ...] = ()


_SENT = """
SELECT l.at, p.name FROM package_log l JOIN peer p ON p.id = l.peer
WHERE l.direction = 'out' AND l.id > ? AND p.acked >= l.hi AND l.incarnation =
    (SELECT value FROM meta WHERE key = 'incarnation')
ORDER BY l.id
"""


def undone(connection: Connection, point: PointRow) -> list[Undone]:
    """Every audited action after the point but the receive itself, the oldest first."""
    sent = connection.execute(_SENT, (point.log_id,)).fetchall()
    rows = connection.execute(
        "SELECT at, operator, action, coalesce(summary, '') FROM audit "
        "WHERE id > ? AND id <> ? ORDER BY id",
        (point.audit, point.entry),
    )
    return [
        Undone(at, who, action, summary, tuple(dict.fromkeys(n for when, n in sent if when >= at)))
        for at, who, action, summary in rows
    ]
