"""Whose training a year's figures add up, and who is 在册党员 at the end of it.

Both follow the branch, category and status of then. Whoever changed branch inside the year is cut
into spans, so that each branch keeps the hours of its time.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from app.data.database import Connection
from app.data.queries.organizations import below
from app.data.queries.people_read import PeopleRead, PersonRead, read_people
from app.domain.held import Held, all_of
from app.domain.people.course import spans
from app.domain.people.membership import (
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


def people_of_year(
    connection: Connection, asked: YearAsked, read: PeopleRead | None = None
) -> dict[bytes, PersonOfYear]:
    """Everybody who belonged to the organization at some time of the year, those who have left
    included: their training was given. `read` are people read already in the same moment."""
    within = None if asked.organization is None else set(below(connection, asked.organization))
    if read is None or not read.serve(asked.organization):
        read = read_people(connection, asked.organization)
    groups = read.groups(int(asked.until[:4]))
    of_group = [_of_year(_somebody(person, None), asked, within) for person in groups.somebody]
    found = dict(zip(read.uids, map(of_group.__getitem__, groups.of), strict=True))
    for uid, past in read.past.items():
        if uid in found:
            row = PersonRead._make(read.rows[read.places[uid]])
            found[uid] = _of_year(_somebody(row, past), asked, within)
    return {uid: person for uid, person in found.items() if person is not None}


def alike(people: Collection[PersonOfYear]) -> list[tuple[PersonOfYear, int]]:
    """How many are what: nearly everybody of a branch is the same object."""
    somebody = dict(zip(map(id, people), people, strict=True))
    return [(somebody[one], number) for one, number in Counter(map(id, people)).items()]


def _somebody(row: PersonRead, past: Past | None) -> _Somebody:
    uid, _, organization, category, status, since, joined, full, _ = row
    return _Somebody(uid, organization, category, status, since, joined, full, past)


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
