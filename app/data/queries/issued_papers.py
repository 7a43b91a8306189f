"""参训证明 and 反馈单: the register of what was issued for a class."""

from dataclasses import dataclass

from app.data.database import Connection
from app.domain.training.codes import VOID


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """What one issued paper says of one person."""

    uid: bytes
    member: bytes
    number: str
    issued_on: str
    content: str
    digest: str


def issued_papers(connection: Connection, training_class: bytes, kind: str) -> list[IssuedRow]:
    """Every valid line, one per person: where two sites issued, the earlier one stands."""
    found = connection.execute(
        "SELECT uid, member, number, issued_on, content, coalesce(digest, '') FROM issued_paper "
        "WHERE training_class = ? AND kind = ? AND state <> ? AND gone = 0 "
        "ORDER BY issued_on, number, id",
        (training_class, kind, VOID),
    )
    first: dict[bytes, IssuedRow] = {}
    for values in found:
        row = IssuedRow(*values)
        first.setdefault(row.member, row)
    return list(first.values())


def valid_papers(connection: Connection, training_class: bytes) -> list[bytes]:
    """The rows of every kind that are void once the class is open again."""
    found = connection.execute(
        "SELECT uid FROM issued_paper WHERE training_class = ? AND state <> ? AND gone = 0",
        (training_class, VOID),
    )
    return [row[0] for row in found]


def paper_numbers(connection: Connection, kind: str, year: int) -> list[str]:
    """Every number given out in a year, void ones included."""
    found = connection.execute(
        "SELECT DISTINCT number FROM issued_paper WHERE kind = ? AND substr(issued_on, 1, 4) = ?",
        (kind, str(year)),
    )
    return [str(row[0]) for row in found]
