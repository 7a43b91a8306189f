"""What requirements need to know of everybody, read in bulk from the yearly figures."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import NamedTuple

from app.data import identity_tables, site
from app.data.database import Connection
from app.data.queries.organizations import below
from app.data.queries.owed import branch_names
from app.data.queries.people_read import PeopleRead, PersonRead, PersonRow, read_people
from app.data.queries.requirement_sums import RequirementSums
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
    """The places of one window: each is there once and has a number, because numbers are counted
    faster."""

    def __init__(self, window: Window) -> None:
        self.kinds = Kinds(window)
        self.day = window.last.isoformat()
        self.everybody: list[int] = []
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


class RequirementFacts:
    """Facts of the people under one organization (or of all), read once for all requirements.

    `branches` narrows them further to the people of some branches, `people` to some persons
    wherever they are; `read` are people who have been read already in the same moment.
    """

    def __init__(
        self,
        connection: Connection,
        organization: bytes | None,
        today: date,
        branches: Collection[bytes] | None = None,
        people: Collection[bytes] | None = None,
        read: PeopleRead | None = None,
    ) -> None:
        self._connection = connection
        self.names = branch_names(connection)
        self.names[UNDECIDED] = UNDECIDED_NAME
        self._within = None if organization is None else set(below(connection, organization))
        self._homes = None if branches is None else set(branches)
        narrowed = branches is not None or people is not None
        if read is None or narrowed or not read.serve(organization):
            read = read_people(connection, organization, branches, people)
        self._read = read
        self._merged, self._past = read.merged, read.past
        some = self._gathered()
        self._posts = self._read_posts(some)
        self._exemptions = self._dated(
            "SELECT e.member, e.reason, e.from_on, e.to_on "  # noqa: S608
            f"FROM {some.format(table='exemption e', row='e')} WHERE e.gone = 0"
        )
        self._all = range(len(read.rows))
        self._told = self._numbered()
        self._sums = RequirementSums(connection, read, today)
        self._placed: dict[Window, _Placed] = {}
        self._tallies: dict[Hashable, list[_Tally]] = {}

    def subjects(
        self, requirement: Requirement, window: Window
    ) -> Iterator[tuple[SubjectFacts, Hashable]]:
        """Who may be a subject, by organization and name; the requirement judges each of them.
        With the kind of each: whoever is of one kind is judged alike."""
        asked, uids, sums = self._asked(requirement, window)
        placed, numbers = self._placed_in(window, asked)
        for at, uid, number in zip(asked, uids, numbers, strict=True):
            home, within, kind = placed.places[number]
            if within is not Held.NO:
                learned = sums.get(uid, NO_SUMS)
                yield self._subject(self._read.rows[at], home, within, learned), (kind, learned)

    def tallies(self, requirement: Requirement, window: Window) -> Iterator[_Tally]:
        """The same counted: one subject for all who are judged alike, and how many of them every
        branch has."""
        key = (requirement.filters, requirement.who.posts, window)
        if key not in self._tallies:
            self._tallies[key] = self._tally(requirement, window)
        yield from self._tallies[key]

    def _tally(self, requirement: Requirement, window: Window) -> list[_Tally]:
        asked, uids, sums = self._asked(requirement, window)
        placed, numbers = self._placed_in(window, asked)
        # By which object it is: equal sums nearly always are the same, and numbers count faster.
        learned_by = map(id, map(sums.get, uids, repeat(NO_SUMS)))
        found = list(zip(numbers, learned_by, strict=True))
        somebody = dict(zip(found, asked, strict=True))
        alike: dict[tuple[int, Sums], _Tally] = {}
        for one, people in Counter(found).items():
            home, within, kind = placed.places[one[0]]
            if within is Held.NO:
                continue
            person = self._read.rows[somebody[one]]
            learned = sums.get(person[0], NO_SUMS)
            if (kind, learned) not in alike:
                alike[kind, learned] = (self._subject(person, home, within, learned), {})
            homes = alike[kind, learned][1]
            homes[home] = homes.get(home, 0) + people
        return list(alike.values())

    def _asked(
        self, requirement: Requirement, window: Window
    ) -> tuple[Sequence[int], list[bytes], dict[bytes, Sums]]:
        """Whoever held one of the posts asked for at some time, or everybody: by place among the
        rows, by identity, and what they learned."""
        wanted = set(requirement.who.posts)
        asked: Sequence[int] = self._all
        uids = self._read.uids
        if wanted:
            held = self._posts
            holders = {uid for uid, posts in held.items() if any(p.what in wanted for p in posts)}
            asked = [at for at, uid in enumerate(uids) if uid in holders]
            uids = [uids[at] for at in asked]
        return asked, uids, self._sums.of(requirement, window, uids)

    def _subject(self, person: PersonRow, home: bytes, within: Held, sums: Sums) -> SubjectFacts:
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

    def _placed_in(self, window: Window, asked: Sequence[int]) -> tuple[_Placed, list[int]]:
        """Where those asked for belong at the end of the window, and of which kind they are, as
        numbers of places."""
        placed = self._placed.get(window)
        if placed is None:
            placed = self._placed[window] = _Placed(window)
        if asked is not self._all:
            rows, told = self._read.rows, self._told
            return placed, [
                self._place(placed, PersonRead._make(rows[at]), told.get(rows[at][0]))
                for at in asked
            ]
        if not placed.everybody:
            placed.everybody = self._place_everybody(placed, window)
        return placed, placed.everybody

    def _place_everybody(self, placed: _Placed, window: Window) -> list[int]:
        """One answer serves all of a group; those of whom more is known have their own."""
        groups = self._read.groups(window.first.year)
        of_group = [self._place(placed, person, None) for person in groups.somebody]
        found = list(map(of_group.__getitem__, groups.of))
        places, known = self._read.places, dict[tuple[int, int], int]()
        for uid, told in self._told.items():
            if (at := places.get(uid)) is None:
                continue
            key = groups.of[at], told
            if key not in known:
                person = PersonRead._make(self._read.rows[at])
                known[key] = self._place(placed, person, told)
            found[at] = known[key]
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

    def _place(self, placed: _Placed, person: PersonRead, told: int | None) -> int:
        """The number of somebody's place; `told` of what is known beside the columns."""
        past = None if told is None else self._past.get(person.uid)
        home, within = self._home(person.organization, past, placed.day)
        return placed.number(home, within, (placed.kinds.of(person), told))

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

    def _gathered(self) -> str:
        """Where posts and exemptions are read: of those asked about, by whoever they were entered
        as, not of the whole county; SQL that takes a table and its alias."""
        if self._read.everybody:
            return "{table}"
        uids = set(self._read.uids)
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
