"""退回: what was sent back and waits for a correction or an explanation."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.data import scope
from app.data.database import Connection
from app.data.returned_rows import OPEN
from app.domain.entity import Value


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One row that was sent back."""

    uid: bytes
    entity: str
    row: bytes
    reason: str
    state: str
    answer: str
    clock: int
    operator: str


_COLUMNS = "uid, entity, unhex(row), reason, state, coalesce(answer, ''), clock, operator"


def returns_open(
    connection: Connection, organizations: Iterable[bytes] | None = None
) -> list[ReturnRow]:
    """What waits, oldest first; with `organizations` only what belongs to them now."""
    where = ""
    if organizations is not None:
        scope.prepare(connection, organizations)
        where = "AND uid IN (SELECT uid FROM temp.scope_return)"
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM row_return "  # noqa: S608  (our own words)
        f"WHERE {OPEN} AND length(unhex(row)) = 16 {where} ORDER BY clock, id"
    )
    return [ReturnRow(*row) for row in found]


def returns_of(connection: Connection, row: bytes) -> list[ReturnRow]:
    """What waits of one row."""
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM row_return WHERE row = ? AND {OPEN} ORDER BY clock, id",  # noqa: S608
        (row.hex(),),
    )
    return [ReturnRow(*one) for one in found]


def is_live(connection: Connection, entity: str, uid: bytes) -> bool:
    """Whether a row is here, not removed and not corrected by a later one."""
    sign = "live = 1" if entity == "attendance" else "gone = 0"
    found = connection.execute(
        f"SELECT 1 FROM {entity} WHERE uid = ? AND {sign}",  # noqa: S608  (a declared name)
        (uid,),
    )
    return found.fetchone() is not None


def state_of(connection: Connection, uid: bytes) -> Value:
    """The state of one return; None when there is none of this identity."""
    found = connection.execute("SELECT state FROM row_return WHERE uid = ?", (uid,)).fetchone()
    return found[0] if found else None
