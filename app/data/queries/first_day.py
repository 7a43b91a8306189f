"""How far a new store has come: what the steps of the first day are ticked by."""

from dataclasses import dataclass

from app.data import site
from app.data.database import Connection
from app.domain.training.codes import CLOSED


@dataclass(frozen=True, slots=True)
class Begun:
    """What is there already; `computers` are enrolled townships or the county."""

    people: int
    branches: int
    classes: int
    newest_class: bytes | None
    marks: int
    closed: int
    computers: int
    received: int
    sent: int


def begun(connection: Connection) -> Begun:
    """A few counts that end at the first row they find."""
    root = site.get(connection, "organization")
    return Begun(
        _any(connection, "SELECT 1 FROM member WHERE gone = 0"),
        _any(connection, "SELECT 1 FROM organization WHERE gone = 0 AND uid IS NOT ?", root),
        _any(connection, "SELECT 1 FROM training_class WHERE gone = 0"),
        _newest_class(connection),
        _any(connection, "SELECT 1 FROM attendance WHERE live = 1"),
        _any(connection, "SELECT 1 FROM training_class WHERE gone = 0 AND state = ?", CLOSED),
        _any(connection, "SELECT 1 FROM peer"),
        _any(connection, "SELECT 1 FROM package_log WHERE direction = 'in'"),
        _any(connection, "SELECT 1 FROM package_log WHERE direction = 'out'"),
    )


def _any(connection: Connection, sql: str, *values: object) -> int:
    return len(connection.execute(f"{sql} LIMIT 1", values).fetchall())


def _newest_class(connection: Connection) -> bytes | None:
    found = connection.execute(
        "SELECT uid FROM training_class WHERE gone = 0 ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return found[0] if found else None
