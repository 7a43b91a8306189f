"""彻底删除: who asked for it, and what was erased."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.exchange.entities import ASKED


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request; `asked_by` and `at` say who wrote it and when (milliseconds)."""

    uid: bytes
    member: bytes
    name: str
    organization: str
    basis: str
    explanation: str
    state: str
    answer: str
    asked_by: str
    site: str
    at: int

    @property
    def open(self) -> bool:
        """Whether the county has not answered yet."""
        return self.state == ASKED


@dataclass(frozen=True, slots=True)
class TombstoneRow:
    """That somebody was erased, and how much; not who it was."""

    uid: bytes
    person: str
    basis: str
    approved_by: str
    erased_on: str
    counts: Mapping[str, int]


def requests(connection: Connection) -> list[RequestRow]:
    """Every request, open ones first, then the newest."""
    found = connection.execute(
        "SELECT r.uid, r.member, coalesce(m.name, ''), m.organization, r.basis, "
        "coalesce(r.explanation, ''), r.state, coalesce(r.answer, ''), r.operator, "
        "coalesce(i.name, ''), r.clock FROM erasure_request r "
        "LEFT JOIN member m ON m.uid = r.member "
        "LEFT JOIN incarnation i ON i.id = r.site WHERE r.gone = 0 "
        "ORDER BY r.state <> ?, r.clock DESC, r.id DESC",
        (ASKED,),
    )
    titles = OrganizationTitles(connection)
    return [RequestRow(*[*row[:3], titles.of(row[3], ""), *row[4:]]) for row in found]


def tombstone_rows(connection: Connection) -> list[TombstoneRow]:
    """Every tombstone, the newest first."""
    found = connection.execute(
        "SELECT uid, person, basis, approved_by, erased_on, counts FROM erasure "
        "ORDER BY erased_on DESC, id DESC"
    )
    return [
        TombstoneRow(uid, person, basis, by, on, _counts(counts))
        for uid, person, basis, by, on, counts in found
    ]


def is_here(connection: Connection, member: bytes) -> bool:
    """Whether the store holds a person of this identity."""
    found = connection.execute("SELECT 1 FROM member WHERE uid = ?", (member,))
    return found.fetchone() is not None


def _counts(text: str | None) -> dict[str, int]:
    return {str(name): int(number) for name, number in json.loads(text or "{}").items()}
