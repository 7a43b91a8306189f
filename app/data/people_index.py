"""Everybody of the store in memory, for lists and for what is typed: kept up to date by the
store's own change numbers, written nowhere, and gone with the window.

`member_ids` and `fitting_people` in `queries` say in SQL what the answers are; here they come
within a frame. A substring of one or two characters, anywhere in names, pinyin, initials and
digits, has no index that beats looking through sixty thousand short keys.
"""

import threading
from array import array
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import Any

from app.data import site
from app.data.database import Connection, Database
from app.data.people_text import PeopleText, Person, lines_of, name_order
from app.data.queries.members import MemberFilter, fits, half_hours_of_year, member_ids
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.organizations import people_counted, subtree_sql
from app.data.queries.search import fitting_people
from app.domain.people.membership import NORMAL
from app.domain.people.searching import name_length

AT_ONCE = 500
"""So many changed people are taken over at once, within a frame or two; more are for the pool."""
SMALL = 3_000
"""Figures of so many people are read at once."""
KEPT = 8
"""Lists kept in order: the filters and orders somebody works with, forth and back."""


_COLUMNS = (
    "id, uid, CAST(search_key AS BLOB), CAST(sort_key AS BLOB), name, organization, status, "
    "political_status, sex, birth_date, joined_on, gone, merged_into, lseq"
)
_COLUMNS_SORTED = ("birth_date", "joined_on", "political_status", "sex")
_SHARED = slice(6, 12)
"""The columns whose values repeat; one object stands for each."""


@dataclass
class _Listed:
    """The people of one filter in one order."""

    ids: Sequence[int]
    people: list[Person]


@dataclass
class _State:
    """One moment of the store; replaced as a whole, so that whoever reads sees one moment."""

    moment: int
    people: dict[int, Person] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    """Removed and merged people: lists show none of them, but their rows are there."""
    lseq: int = -1
    by_name: list[Person] = field(default_factory=list)
    orders: dict[object, list[Person]] = field(default_factory=dict)
    lists: dict[object, "_Listed"] = field(default_factory=dict)
    below: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    places: dict[bytes, int] = field(default_factory=dict)
    searched: tuple[_Listed, PeopleText] | None = None

    @cached_property
    def text(self) -> PeopleText:
        """What is typed is looked for here."""
        return PeopleText(self.by_name)

    def text_of(self, listed: _Listed) -> PeopleText:
        """The same of one list, so that nobody else is found first and then left out again; one
        is kept, that somebody types into."""
        if listed.people is self.by_name:
            return self.text
        kept = self.searched
        if kept is None or kept[0] is not listed:
            self.searched = kept = listed, PeopleText(listed.people)
        return kept[1]

    @cached_property
    def by_id(self) -> list[Person]:
        """In order of entry, as ties are broken."""
        return sorted(self.by_name, key=attrgetter("id"))

    @cached_property
    def counted(self) -> Mapping[bytes, int]:
        """People in good standing, by their own organization."""
        standing = (person for person in self.by_name if person.status == NORMAL)
        return Counter(p.organization for p in standing if p.organization is not None)


class PeopleIndex:
    """The people of one open store. Any thread may ask; one at a time brings it up to date."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._state: _State | None = None
        self._hours: dict[int, tuple[int, dict[bytes, int]]] = {}
        self._kept: dict[str, tuple[int, Any]] = {}

    # What lists ask

    def ids(self, wanted: MemberFilter) -> Sequence[int]:
        """As `member_ids`."""
        state = self._ready()
        if state is None:
            return member_ids(self._database.read(), wanted)
        listed = self._listed(state, wanted)
        needle = wanted.text.strip().lower().encode("utf-8", "surrogatepass")
        return state.text_of(listed).holding(needle) if needle else listed.ids

    def search(self, needle: str, limit: int) -> Sequence[int]:
        """As `fitting_people`."""
        state = self._ready()
        if state is None:
            return fitting_people(self._database.read(), needle, limit)
        wanted = needle.encode("utf-8", "surrogatepass")
        return list(islice(state.text.best(wanted, state.people), limit))

    def counted(self) -> Mapping[bytes, int]:
        """As `people_counted`."""
        state = self._ready()
        return people_counted(self._database.read()) if state is None else state.counted

    def half_hours(self, ids: Iterable[int], year: int) -> list[int]:
        """Half-hours of collective training of these people in a year; for the pool."""
        self.catch_up(year)
        people, known = self._known().people, self._half_hours(year)[1]
        return [known.get(people[number].uid, 0) for number in ids if number in people]

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        """What rests on the whole store and is asked at every key: made once, as long as nothing
        is written."""
        moment = site.written(self._database.read())
        if self._kept.get(name, (None, None))[0] != moment:
            self._kept[name] = (moment, make())
        return self._kept[name][1]

    # Keeping up with the store

    def behind(self, *years: int) -> bool:
        """Whether catching up would keep the window waiting: then it is for the pool."""
        connection, state = self._database.read(), self._state
        if state is None:
            return _more_than(connection, SMALL, -1)
        if len(state.people) > SMALL and any(not self._hours_known(year) for year in years):
            return True
        return state.moment != site.written(connection) and _more_than(
            connection, AT_ONCE, state.lseq
        )

    def catch_up(self, *years: int) -> None:
        """Take over what changed, and the hours of these years; ready for the first key."""
        with self._guard:
            self._take_over()
        state = self._known()
        _ = state.counted
        for text in (state.text, state.text_of(self._listed(state, MemberFilter()))):
            text.make_ready()
        for year in years:
            self._half_hours(year)

    def _ready(self) -> _State | None:
        """What is known, when it is of this moment or soon will be; else the store itself answers,
        as slowly as it does, and nothing old is ever shown."""
        state = self._state
        if state is not None and state.moment == site.written(self._database.read()):
            return state
        if self.behind() or not self._guard.acquire(blocking=False):
            return None
        try:
            self._take_over()
        finally:
            self._guard.release()
        return self._state

    def _known(self) -> _State:
        assert self._state is not None  # taken over before
        return self._state

    def _take_over(self) -> None:
        with self._database.snapshot() as connection:
            before = self._state or _State(-1)
            moment = site.written(connection)
            state = _State(moment, dict(before.people), set(before.hidden), before.lseq)
            touched = _take_over(connection, state)
            erased = _erased(connection, state)
        if erased:
            self._hours, self._kept = {}, {}  # by identity: whoever was erased is in none of them
        if touched or erased:
            state.by_name = _by_name_again(before.by_name, state.people, touched | erased)
            self._state = state
            return
        before.below, before.places = {}, {}
        before.moment = moment
        self._state = before

    # Orders and filters

    def _listed(self, state: _State, wanted: MemberFilter) -> _Listed:
        below = self._below(state, wanted.organization)
        order = self._order(state, wanted)
        key = (order, wanted.descending, below, wanted.status, wanted.political_status)
        if key not in state.lists:
            people = _chosen(self._ordered(state, order, wanted), wanted, below)
            _make_room(state.lists)
            state.lists[key] = _Listed(array("q", [person.id for person in people]), people)
        return state.lists[key]

    def _order(self, state: _State, wanted: MemberFilter) -> object:
        """What the order rests on: while it is the same, so is the order."""
        if wanted.sort == "hours":
            return wanted.sort, wanted.year, self._half_hours(wanted.year)[0]
        if wanted.sort == "organization":
            return wanted.sort, tuple(self._places(state))
        return wanted.sort if wanted.sort in _COLUMNS_SORTED else "name"

    def _ordered(self, state: _State, order: object, wanted: MemberFilter) -> list[Person]:
        if order == "name" and not wanted.descending:
            return state.by_name
        key = order, wanted.descending
        if key not in state.orders:
            people = list(state.by_id)
            people.sort(key=self._rank(state, wanted), reverse=wanted.descending)
            _make_room(state.orders)
            state.orders[key] = people
        return state.orders[key]

    def _rank(self, state: _State, wanted: MemberFilter) -> Callable[[Person], Any]:
        if wanted.sort == "hours":
            hours = self._half_hours(wanted.year)[1]
            return lambda person: hours.get(person.uid, 0)
        if wanted.sort == "organization":
            places = self._places(state)
            # Who stands nowhere comes first, as NULL does.
            return lambda person: places.get(person.organization or b"", -1)
        if wanted.sort not in _COLUMNS_SORTED:
            return attrgetter("sort_key")
        value = attrgetter(wanted.sort)
        listed = sorted(found for found in set(map(value, state.by_name)) if found is not None)
        ranks = {None: -1} | {found: number for number, found in enumerate(listed)}
        return lambda person: ranks[value(person)]

    def _places(self, state: _State) -> dict[bytes, int]:
        if not state.places:
            listed = OrganizationTitles(self._database.read()).in_order()
            state.places = {uid: number for number, uid in enumerate(listed)}
        return state.places

    def _below(self, state: _State, root: bytes | None) -> frozenset[bytes] | None:
        if root is None:
            return None
        if root not in state.below:
            found = self._database.read().execute(subtree_sql(), {"root": root})
            state.below[root] = frozenset(row[0] for row in found if row[0] is not None)
        return state.below[root]

    def _hours_known(self, year: int) -> bool:
        return year in self._hours and self._hours[year][0] == site.written(self._database.read())

    def _half_hours(self, year: int) -> tuple[int, dict[bytes, int]]:
        if not self._hours_known(year):
            with self._database.snapshot() as connection:
                found = site.written(connection), half_hours_of_year(connection, year)
            self._hours[year] = found
        return self._hours[year]


def _more_than(connection: Connection, most: int, lseq: int) -> bool:
    found = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM member WHERE lseq > ? LIMIT ?)", (lseq, most + 1)
    )
    return int(found.fetchone()[0]) > most


def _take_over(connection: Connection, state: _State) -> set[int]:
    """Put those who changed in their place; returns their ids."""
    touched: set[int] = set()
    shared: dict[object, Any] = {}
    changed = connection.execute(
        f"SELECT {_COLUMNS} FROM member WHERE lseq > ?",  # noqa: S608  (our own columns)
        (state.lseq,),
    )
    for *values, gone, merged_into, lseq in changed:
        state.lseq = max(state.lseq, lseq)
        touched.add(values[0])
        state.people.pop(values[0], None)
        state.hidden.add(values[0])
        if not gone and merged_into is None:
            state.hidden.discard(values[0])
            values[2:3] = lines_of(values[2], values[0])
            values[5] = name_length(str(values[5] or ""))
            values[_SHARED] = [shared.setdefault(value, value) for value in values[_SHARED]]
            state.people[values[0]] = Person._make(values)
    return touched


def _erased(connection: Connection, state: _State) -> set[int]:
    """Those whose row is not there any more: an erasure leaves nothing that says when."""
    known = len(state.people) + len(state.hidden), sum(state.people) + sum(state.hidden)
    counted = connection.execute("SELECT count(*), coalesce(sum(id), 0) FROM member")
    if tuple(counted.fetchone()) == known:
        return set()
    there = {row[0] for row in connection.execute("SELECT id FROM member")}
    erased = state.people.keys() - there
    for number in erased:
        del state.people[number]
    state.hidden &= there
    return set(erased)


def _by_name_again(
    before: list[Person], people: dict[int, Person], touched: set[int]
) -> list[Person]:
    made = [person for person in before if person.id not in touched]
    fresh = [people[number] for number in touched if number in people]
    if len(fresh) > AT_ONCE:
        made += fresh
        made.sort(key=name_order)
    else:
        for person in fresh:
            insort(made, person, key=name_order)
    return made


def _chosen(
    people: list[Person], wanted: MemberFilter, below: frozenset[bytes] | None
) -> list[Person]:
    made = people
    if wanted.status:
        made = [p for p in made if fits("status", wanted.status, p.status)]
    if wanted.political_status:
        kind = wanted.political_status
        made = [p for p in made if fits("political_status", kind, p.political_status)]
    if below is not None:
        made = [p for p in made if p.organization in below]
    return made


def _make_room(kept: dict[Any, Any]) -> None:
    while len(kept) >= KEPT:
        kept.pop(next(iter(kept)), None)
