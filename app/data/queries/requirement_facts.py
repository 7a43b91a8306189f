"""What requirements need to know of everybody, read in bulk from the yearly figures."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple

from app.data import identity_tables, site
from app.data.counted_hours import one_person
from app.data.database import Connection
from app.data.queries.membership import moved_people, pasts
from app.data.queries.organizations import below, subtree_sql
from app.data.queries.owed import branch_names
from app.data.queries.requirement_sums import RequirementSums, names_of
from app.domain.entity import Value
from app.domain.held import Held
from app.domain.people.grassroots import is_grassroots
from app.domain.people.membership import (
    UNDECIDED,
    UNDECIDED_NAME,
    Past,
    among,
    branch_of,
    possible_branches,
)
from app.domain.policy.alike import Kinds
from app.domain.policy.requirement import Requirement
from app.domain.policy.subject import DatedFact, HeldPost, SubjectFacts, Sums
from app.domain.policy.window import Window

Dated = dict[bytes, tuple[DatedFact, ...]]
Posts = dict[bytes, tuple[HeldPost, ...]]
NO_SUMS = Sums()
_Tally = tuple[SubjectFacts, dict[bytes, int]]
"""Somebody, and how many are judged alike in every branch."""


class _Place(NamedTuple):
    """Where somebody belongs, whether that is among those asked about, and the number of the kind
    (people who are not both within, or both not for sure, are of two)."""

    home: bytes
    within: Held
    kind: int


class _Placed:
    """The places of everybody in one window: each place is there once and has a number, because
    numbers are counted faster."""

    def __init__(self) -> None:
        self.of: dict[bytes, int] = {}
        self.places: list[_Place] = []
        self._known: dict[_Place, int] = {}
        self._kinds: dict[Hashable, int] = {}

    def number(self, home: bytes, within: Held, seen: Hashable) -> int:
        """The number of a place; `seen` is what a judgement rests on."""
        kind = self._kinds.setdefault((within, seen), len(self._kinds))
        place = _Place(home, within, kind)
        number = self._known.setdefault(place, len(self.places))
        if number == len(self.places):
            self.places.append(place)
        return number


class _Person(NamedTuple):
    uid: bytes
    name: str
    organization: bytes
    political_status: str
    status: str
    status_on: str | None
    joined_on: str | None
    full_on: str | None
    cadre_scope: int


class RequirementFacts:
    """Facts of the people under one organization (or of all), read once for all requirements.

    `branches` narrows them further to the people of some branches, `people` to some persons
    wherever they are.
    """

    def __init__(
        self,
        connection: Connection,
        organization: bytes | None,
        today: date,
        branches: Collection[bytes] | None = None,
        people: Collection[bytes] | None = None,
    ) -> None:
        self._connection = connection
        self.names = branch_names(connection)
        self.names[UNDECIDED] = UNDECIDED_NAME
        self._merged = one_person(connection)
        self._root = organization
        self._within = None if organization is None else set(below(connection, organization))
        self._homes = None if branches is None else set(branches)
        self._people = self._read_people(people)
        self._everybody = organization is None and branches is None and people is None
        some = self._gathered()
        self._posts = self._read_posts(some)
        self._past = pasts(
            connection, self._merged, None if self._everybody else [p[0] for p in self._people]
        )
        self._exemptions = self._dated(
            "SELECT e.member, e.reason, e.from_on, e.to_on "  # noqa: S608
            f"FROM {some.format(table='exemption e', row='e')} WHERE e.gone = 0"
        )
        self._told = self._numbered()
        self._sums = RequirementSums(
            connection, self._people, self._merged, today, everybody=self._everybody
        )
        self._placed: dict[Window, _Placed] = {}
        self._tallies: dict[Hashable, list[_Tally]] = {}

    def subjects(
        self, requirement: Requirement, window: Window
    ) -> Iterator[tuple[SubjectFacts, Hashable]]:
        """Who may be a subject, by organization and name; the requirement judges each of them.
        With the kind of each: whoever is of one kind is judged alike."""
        asked = self._asked(requirement)
        sums = self._sums.of(requirement, window, asked)
        placed = self._placed_in(window, asked)
        for person in asked:
            home, within, kind = placed.places[placed.of[person.uid]]
            if within is not Held.NO:
                learned = sums.get(person.uid, NO_SUMS)
                yield self._subject(person, home, within, learned), (kind, learned)

    def tallies(self, requirement: Requirement, window: Window) -> Iterator[_Tally]:
        """The same counted: one subject for all who are judged alike, and how many of them every
        branch has."""
        key = (requirement.filters, requirement.who.posts, window)
        if key not in self._tallies:
            self._tallies[key] = self._tally(requirement, window)
        yield from self._tallies[key]

    def _tally(self, requirement: Requirement, window: Window) -> list[_Tally]:
        asked = self._asked(requirement)
        sums = self._sums.of(requirement, window, asked)
        placed = self._placed_in(window, asked)
        uids = [person.uid for person in asked]
        found = list(
            zip(map(placed.of.__getitem__, uids), map(sums.get, uids, repeat(NO_SUMS)), strict=True)
        )
        somebody = dict(zip(found, asked, strict=True))
        alike: dict[tuple[int, Sums], _Tally] = {}
        for (number, learned), people in Counter(found).items():
            home, within, kind = placed.places[number]
            if within is Held.NO:
                continue
            if (kind, learned) not in alike:
                person = somebody[number, learned]
                alike[kind, learned] = (self._subject(person, home, within, learned), {})
            homes = alike[kind, learned][1]
            homes[home] = homes.get(home, 0) + people
        return list(alike.values())

    def _asked(self, requirement: Requirement) -> list[Any]:
        """Whoever held one of the posts asked for at some time, or everybody."""
        wanted = set(requirement.who.posts)
        if not wanted:
            return self._people
        held = self._posts
        holders = {uid for uid, posts in held.items() if any(p.what in wanted for p in posts)}
        return [person for person in self._people if person.uid in holders]

    def _subject(self, person: "_Person", home: bytes, within: Held, sums: Sums) -> SubjectFacts:
        uid, name, _, political, status, since, joined, full, cadre = person
        return SubjectFacts(
            uid,
            name,
            home,
            political,
            status,
            since,
            joined,
            cadre == 1,
            self._posts.get(uid, ()),
            self._exemptions.get(uid, ()),
            sums,
            full,
            self._past.get(uid),
            within,
        )

    def _placed_in(self, window: Window, asked: Sequence[_Person]) -> _Placed:
        """Where those asked for belong at the end of the window, and of which kind they are."""
        found = self._placed.setdefault(window, _Placed())
        if len(found.of) < len(self._people):
            kinds = Kinds(window)
            joined, full, of = kinds.joined, kinds.full, found.of
            told = self._told
            known: dict[Hashable, int] = {}
            for person in asked:
                uid, _, home, category, status, since, joined_on, full_on, cadre = person
                dates = joined[joined_on], full[full_on]
                # One answer serves all of a branch of whom the same is known.
                key = (home, category, status, since, dates, cadre, told.get(uid))
                number = known.get(key)
                if number is None:
                    number = known[key] = self._place(found, person, kinds.of(person), window)
                of[uid] = number
        return found

    def _numbered(self) -> dict[bytes, int]:
        """Whoever has a past, posts or exemptions: the same number for whom they are the same."""
        numbers: dict[Hashable, int] = {}
        return {
            uid: numbers.setdefault(
                (self._past.get(uid), self._posts.get(uid), self._exemptions.get(uid)), len(numbers)
            )
            for uid in self._past.keys() | self._posts.keys() | self._exemptions.keys()
        }

    def _place(self, placed: _Placed, person: _Person, kind: Hashable, window: Window) -> int:
        past = self._past.get(person.uid)
        home, within = self._home(person.organization, past, window.last.isoformat())
        return placed.number(home, within, (kind, self._told.get(person.uid)))

    def _home(self, organization: bytes, past: Past | None, day: str) -> tuple[bytes, Held]:
        """The branch of then, and whether it is among those asked about."""
        if past is None or not past.organization:
            home, within = organization, Held.YES
            if self._within is not None and home not in self._within:
                within = Held.NO
        else:
            branches = possible_branches(past.organization, organization, day)
            home = branch_of(branches)
            within = Held.YES if self._within is None else among(branches, self._within)
        if self._homes is not None and home not in self._homes:
            within = Held.NO
        return home, within

    def _read_people(self, people: Collection[bytes] | None) -> list[_Person]:
        """Whoever belongs or may once have belonged to what was asked about."""
        bound: dict[str, Value] = {}
        some = ""
        if self._homes is not None:
            some = names_of("branch", self._homes, bound)
        elif self._root is not None:
            some, bound["root"] = subtree_sql(), self._root
        if some:
            all_moved = self._homes is None or UNDECIDED in self._homes
            moved_people(self._connection, self._merged, None if all_moved else self._homes)
            moved = "SELECT uid FROM temp.moved_person"
            some = f"AND (organization IN ({some}) OR uid IN ({moved}))"
        if people is not None:
            some += f" AND uid IN ({names_of('person', people, bound)})"
        found = self._connection.execute(
            "SELECT uid, name, organization, political_status, status, status_on, joined_on, "  # noqa: S608
            f"full_on, cadre_scope FROM member WHERE gone = 0 AND merged_into IS NULL {some} "
            "ORDER BY organization, sort_key, uid",
            bound,
        )
        return list(map(_Person._make, found.fetchall()))

    def _gathered(self) -> str:
        """Where posts and exemptions are read: of those asked about, by whoever they were entered
        as, not of the whole county; SQL that takes a table and its alias."""
        if self._everybody:
            return "{table}"
        uids = {person.uid for person in self._people}
        entered = {uid for uid, root in self._merged.items() if root in uids}
        identity_tables.fill(self._connection, "fact_person", uids | entered)
        return "temp.fact_person f CROSS JOIN {table} ON {row}.member = f.uid"

    def _read_posts(self, some: str) -> Posts:
        """Posts with the organization they are held in; one that was taken out has none."""
        here = site.current(self._connection)
        top = here.organization if here.level == site.COUNTY else None
        found: Posts = {}
        for (
            member,
            title,
            from_on,
            to_on,
            kind,
            name,
            uid,
            dissolved,
            gone,
        ) in self._connection.execute(
            "SELECT p.member, p.title, p.from_on, p.to_on, o.kind, o.name, o.uid, "  # noqa: S608
            f"o.dissolved_on, o.gone FROM {some.format(table='post p', row='p')} "
            "LEFT JOIN organization o ON o.uid = p.organization WHERE p.gone = 0"
        ):
            if gone:
                continue
            fits = None if kind is None else is_grassroots(kind, name, tops_a_county=uid == top)
            person = self._merged.get(member, member)
            post = HeldPost(title, from_on, to_on, fits, dissolved)
            found[person] = (*found.get(person, ()), post)
        return found

    def _dated(self, sql: str) -> Dated:
        found: Dated = {}
        for member, what, from_on, to_on in self._connection.execute(sql):
            person = self._merged.get(member, member)
            found[person] = (*found.get(person, ()), DatedFact(what, from_on, to_on))
        return found

    def other_half_hours(self, requirement: Requirement, window: Window) -> dict[bytes, int]:
        """What people learned in the window that the requirement does not count, for `why`."""
        return self._sums.others(requirement, window)
