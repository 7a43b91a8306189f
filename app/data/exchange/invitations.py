"""The 开户文件 that a county handed out, with their secrets: each is used once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.data.database import Connection


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One 开户文件; ``county_key` is our key that it shows, `used_by` the site that
    answered, `used_keys` the keys it answered with."""

    number: str
    secret: bytes = field(repr=False)
    name: str
    scope: tuple[bytes, ...]
    block: int
    created_at: str
    county_key: str = ""
    used_by: bytes = b""
    used_at: str = ""
    used_keys: bytes = b""
    cancelled_at: str = ""


_COLUMNS = (
    "number, secret, name, scope, block, created_at, county_key, used_by, used_at, used_keys, "
    "cancelled_at"
)


def _invitation(row: Sequence[Any]) -> InvitationRow:
    scope = tuple(bytes.fromhex(uid) for uid in json.loads(row[3]))
    return InvitationRow(
        str(row[0]),
        bytes(row[1]),
        str(row[2]),
        scope,
        int(row[4]),
        str(row[5]),
        str(row[6] or ""),
        bytes(row[7] or b""),
        str(row[8] or ""),
        bytes(row[9] or b""),
        str(row[10] or ""),
    )


def all_invitations(connection: Connection) -> list[InvitationRow]:
    """Every 开户文件 ever written, the newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM invitation ORDER BY created_at DESC, number"  # noqa: S608
    )
    return [_invitation(row) for row in rows]


def by_number(connection: Connection, number: str) -> InvitationRow | None:
    """The 开户文件 with this number."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM invitation WHERE number = ?",  # noqa: S608
        (number,),
    ).fetchone()
    return _invitation(row) if row else None


def add(connection: Connection, row: InvitationRow) -> None:
    """Remember a 开户文件; one that is known already stays as it is."""
    connection.execute(
        f"INSERT OR IGNORE INTO invitation({_COLUMNS}) "  # noqa: S608
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.number,
            row.secret,
            row.name,
            json.dumps([uid.hex() for uid in row.scope]),
            row.block,
            row.created_at,
            row.county_key or None,
            row.used_by or None,
            row.used_at or None,
            row.used_keys or None,
            row.cancelled_at or None,
        ),
    )


def use(connection: Connection, number: str, site: bytes, keys: bytes, at: str) -> None:
    """A site has answered with these keys."""
    connection.execute(
        "UPDATE invitation SET used_by = ?, used_keys = ?, used_at = ? WHERE number = ?",
        (site, keys, at, number),
    )


def cancel(connection: Connection, number: str, at: str) -> bool:
    """Take back a 开户文件 that nobody has used; says whether there was one."""
    found = connection.execute(
        "UPDATE invitation SET cancelled_at = ? "
        "WHERE number = ? AND used_by IS NULL AND cancelled_at IS NULL",
        (at, number),
    )
    return found.rowcount > 0


def any_open(connection: Connection) -> bool:
    """Whether some 开户文件 still waits for its answer."""
    found = connection.execute(
        "SELECT 1 FROM invitation WHERE used_by IS NULL AND cancelled_at IS NULL LIMIT 1"
    )
    return found.fetchone() is not None


def highest_block(connection: Connection) -> int:
    """The highest block of certificate numbers that was ever given away."""
    row = connection.execute(
        "SELECT max(coalesce((SELECT max(block) FROM peer), 0), "
        "coalesce((SELECT max(block) FROM invitation), 0))"
    ).fetchone()
    return int(row[0])
