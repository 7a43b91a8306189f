"""Whose training a year's figures add up, and who is 在册党员 at the end of it.

Both follow the branch, category and status of then. Whoever changed branch inside the year is cut
into spans, so that each branch keeps the hours of its time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.data import identity_tables, site
from app.data.counted_hours import one_person
from app.data.database import Connection
from app.data.queries.membership import moved_people, pasts
from app.data.queries.organizations import below, subtree_sql
from app.domain.entity import Value
from app.domain.held import Held, all_of
from app.domain.people.codes import PARTY_MEMBERS
from app.domain.people.course import spans
from app.domain.people.membership import (
    NORMAL,
    Past,
    among,
    branch_of,
    branches_on,
    membership,
    why_branch_uncertain,
    why_uncertain,
)


@dataclass(frozen=True, slots=True)
class YearAsked:
    """Which days, and under which organization (None: everything in this store)."""

    since: str
    until: str
    organization: bytes | None = None


class BranchSpan(NamedTuple):
    """Days spent in one branch; None: in none of those asked about, or nobody can tell."""

    since: str
    until: str
    organization: bytes | None


@dataclass(frozen=True, slots=True)
class PersonOfYear:
    """Whose hours are added up; `counted` is 在册党员 at the end, the others bring hours but no
    coverage. `pending` says why nobody can tell. `spans` are there for who changed branch."""

    organization: bytes
    counted: bool
    pending: str = ""
    spans: tuple[BranchSpan, ...] = ()


class _Somebody(NamedTuple):
    uid: bytes
    organization: bytes
    political_status: str
    status: str
    status_on: str | None
    joined_on: str | None
    full_on: str | None
    past: Past | None = None


_PARTY = ", ".join(f"'{status}'" for status in PARTY_MEMBERS)
_PLAIN = (
    f"CASE WHEN status <> '{NORMAL}' THEN NULL WHEN political_status NOT IN ({_PARTY}) THEN 0 "
    "WHEN joined_on IS NULL OR substr(joined_on, 1, 4) < :year THEN 1 END"
)
"""Whether somebody without a past is 在册党员, where no date of the year itself matters."""


def people_of_year(connection: Connection, asked: YearAsked) -> dict[bytes, PersonOfYear]:
    """Everybody who belonged to the organization at some time of the year, those who have left
    included: their training was given."""
    merged = one_person(connection)
    within = None if asked.organization is None else set(below(connection, asked.organization))
    some, bound = _asked_about(connection, asked, merged)
    bound["year"] = asked.until[:4]
    rows: list[Any] = connection.execute(
        f"SELECT uid, organization, {_PLAIN} FROM member "  # noqa: S608  (our own words)
        f"WHERE gone = 0 AND merged_into IS NULL {some}",
        bound,
    ).fetchall()
    past = pasts(connection, merged, [row[0] for row in rows] if some else None)
    found: dict[bytes, PersonOfYear] = {}
    alike = (_Alike(counted=False, within=within), _Alike(counted=True, within=within))
    others: list[bytes] = []
    for uid, organization, plain in rows:
        if plain is None or uid in past:
            others.append(uid)
        # What nearly everybody is; one answer serves all of a branch.
        elif (person := alike[plain][organization]) is not None:
            found[uid] = person
    for columns in _columns(connection, others):
        person = _of_year(_Somebody(*[*columns, past.get(columns[0])]), asked, within)
        if person is not None:
            found[columns[0]] = person
    return found


class _Alike(dict[bytes, PersonOfYear | None]):
    """Who belongs to a branch, for all of them; nobody where it was not asked about."""

    def __init__(self, *, counted: bool, within: Collection[bytes] | None) -> None:
        self._counted, self._within = counted, within

    def __missing__(self, organization: bytes) -> PersonOfYear | None:
        asked = self._within is None or organization in self._within
        found = self[organization] = PersonOfYear(organization, self._counted) if asked else None
        return found


def _asked_about(
    connection: Connection, asked: YearAsked, merged: Mapping[bytes, bytes]
) -> tuple[str, dict[str, Value]]:
    """Which rows may be of the organization, as SQL; nothing where nearly all of them are."""
    if asked.organization in (None, site.current(connection).organization):
        return "", {}
    moved_people(connection, merged)
    moved = "SELECT uid FROM temp.moved_person"
    some = f"AND (organization IN ({subtree_sql()}) OR uid IN ({moved}))"
    return some, {"root": asked.organization}


def _columns(connection: Connection, people: Collection[bytes]) -> list[Any]:
    identity_tables.fill(connection, "person_of_year", people)
    return connection.execute(
        "SELECT m.uid, m.organization, m.political_status, m.status, m.status_on, m.joined_on, "
        "m.full_on FROM temp.person_of_year p CROSS JOIN member m ON m.uid = p.uid"
    ).fetchall()


def _of_year(
    person: _Somebody, asked: YearAsked, within: Collection[bytes] | None
) -> PersonOfYear | None:
    turns = () if person.past is None else person.past.organization
    if not turns and within is not None and person.organization not in within:
        return None
    cut: tuple[BranchSpan, ...] = ()
    if turns:
        cut = tuple(
            BranchSpan(first, last, _credited(values, within))
            for first, last, values in spans(turns, person.organization, asked.since, asked.until)
        )
    branches = branches_on(person, asked.until)
    home = branch_of(branches)
    here = Held.YES if within is None else among(branches, within)
    held = all_of(membership(person, asked.until), here)
    if held is Held.NO and cut and all(span.organization is None for span in cut):
        return None
    one = len(cut) < 2 and all(span.organization == home for span in cut)
    return PersonOfYear(
        home,
        held is Held.YES,
        _why(person, asked.until) if held is Held.UNCERTAIN else "",
        () if one else cut,
    )


def _credited(values: tuple[object, ...], within: Collection[bytes] | None) -> bytes | None:
    """Which branch keeps the hours of a span; None: not one of those asked about, for sure."""
    branches = tuple(value if isinstance(value, bytes) else None for value in values)
    if within is None:
        return None if None in branches else branch_of(branches)
    return branch_of(branches) if among(branches, within) is Held.YES else None


def _why(person: _Somebody, day: str) -> str:
    return why_uncertain(person, day) or why_branch_uncertain(person, day)
