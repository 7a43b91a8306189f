"""What stands beside a received package in the register: its restore point, its audit entry."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.data import site
from app.data.database import Connection
from app.data.queries.peer_list import titles

OFFERED = 10
"""So many receives back can be taken back; their backups are kept as long."""

_AUDIT = "last_backup_audit"


@dataclass(frozen=True, slots=True)
class RestorePoint:
    """A verified backup by its file name, and the last audit entry that it holds."""

    name: str
    audit: int


@dataclass(frozen=True, slots=True)
class PointRow:
    """One received package that can be taken back; `entry` is its own line in the audit trail."""

    log_id: int
    peer: str
    sequence: int
    at: str
    name: str
    audit: int
    entry: int


def newest_entry(connection: Connection) -> int:
    """The newest line of the audit trail."""
    found = connection.execute("SELECT max(id) FROM audit").fetchone()
    return int(found[0] or 0)


def note_backup(connection: Connection, audit: int) -> None:
    """How far the audit trail goes in the backup that was just made."""
    site.put(connection, _AUDIT, audit)


def backed_up_to(connection: Connection) -> int:
    """How far the audit trail goes in the last backup."""
    return int(site.get(connection, _AUDIT) or 0)


def note_received(
    connection: Connection, log_id: int, created_at: str, point: RestorePoint
) -> None:
    """Note beside a package what it takes to take it back; its audit entry is the newest one."""
    connection.execute(
        "UPDATE package_log SET created_at = ?, restore_point = ?, restore_audit = ?, "
        "audit_entry = ? WHERE id = ?",
        (created_at, point.name, point.audit, newest_entry(connection), log_id),
    )


def points(connection: Connection, limit: int = OFFERED) -> list[PointRow]:
    """The last received packages with their restore points, the newest first."""
    rows = connection.execute(
        "SELECT id, peer, sequence, at, restore_point, "
        "coalesce(restore_audit, 0), coalesce(audit_entry, 0) FROM package_log "
        "WHERE direction = 'in' AND restore_point IS NOT NULL ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    called = titles(connection)
    return [PointRow(n, called.get(peer, ""), *row) for n, peer, *row in rows]


def point_of_sitting(connection: Connection, day: str) -> RestorePoint | None:
    """The restore point of the last package, when it came on that day and nothing was done since:
    what a backup of now would hold beyond it lies in packages that can be received again."""
    found = connection.execute(
        "SELECT restore_point, restore_audit FROM package_log WHERE direction = 'in' "
        "AND audit_entry = ? AND substr(at, 1, 10) = ? AND restore_point IS NOT NULL",
        (newest_entry(connection), day),
    ).fetchone()
    return RestorePoint(str(found[0]), int(found[1] or 0)) if found else None


def point_files(connection: Connection) -> Sequence[str]:
    """Names of the backups that are offered as restore points; they must not be thinned away."""
    known = connection.execute("SELECT name FROM pragma_table_info('package_log')").fetchall()
    if ("restore_point",) not in known:  # an older store is backed up before it gets the column
        return []
    found = connection.execute(
        "SELECT restore_point FROM package_log WHERE direction = 'in' "
        "AND restore_point IS NOT NULL ORDER BY id DESC LIMIT ?",
        (OFFERED,),
    )
    return [str(row[0]) for row in found]


def last_created(connection: Connection, incarnation: str) -> str:
    """By the sender's clock, when its last package before was made; empty when there is none."""
    found = connection.execute(
        "SELECT created_at FROM package_log WHERE direction = 'in' AND incarnation = ? "
        "AND created_at IS NOT NULL ORDER BY sequence DESC, id DESC LIMIT 1",
        (incarnation,),
    ).fetchone()
    return str(found[0]) if found else ""


def is_confirmed(connection: Connection, incarnation: str, sequence: int, digest: str) -> bool:
    """Whether the receiver of exactly this package of ours has confirmed all that it holds."""
    found = connection.execute(
        "SELECT 1 FROM package_log l JOIN peer p ON p.id = l.peer WHERE l.direction = 'out' "
        "AND l.incarnation = ? AND l.sequence = ? AND l.digest = ? AND p.acked >= l.hi",
        (incarnation, sequence, digest),
    ).fetchone()
    return found is not None
