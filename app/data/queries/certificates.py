"""结业证书: the register."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.data.database import Connection
from app.domain.entity import Value


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate with its frozen content."""

    id: int
    uid: bytes
    training_class: bytes
    member: bytes
    name: str
    number: str
    issued_on: str
    state: str
    content: str
    digest: str


NAME_THEN = "CASE WHEN json_valid(t.content) THEN json_extract(t.content, '$.name') END"
"""Whose a certificate was: what is frozen in it outlives an erased person."""
_SELECT = f"""
SELECT t.id, t.uid, t.training_class, t.member, coalesce(m.name, {NAME_THEN}, ''), t.number,
    t.issued_on, t.state, t.content, coalesce(t.digest, '')
FROM certificate t LEFT JOIN member m ON m.uid = t.member WHERE t.gone = 0
"""  # noqa: S608  (our own words)


def certificates_of(connection: Connection, training_class: bytes) -> list[CertificateRow]:
    """Every certificate of a class by number, void ones included."""
    return _rows(connection, " AND t.training_class = ? ORDER BY t.number", [training_class])


def certificates_of_member(connection: Connection, member: bytes) -> list[CertificateRow]:
    """Every certificate of a person, the latest first."""
    return _rows(connection, " AND t.member = ? ORDER BY t.issued_on DESC", [member])


def _rows(connection: Connection, more: str, bound: Sequence[Value]) -> list[CertificateRow]:
    return [CertificateRow(*row) for row in connection.execute(_SELECT + more, bound)]


def numbers_of_year(connection: Connection, year: int) -> list[str]:
    """Every number given out in a year, void ones included."""
    found = connection.execute(
        "SELECT number FROM certificate WHERE substr(issued_on, 1, 4) = ?", (str(year),)
    )
    return [str(row[0]) for row in found]
