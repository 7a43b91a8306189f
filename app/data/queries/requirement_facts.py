"""What requirements need to know of everybody, read in bulk from the yearly figures."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from app.data import identity_tables, site
from app.data.counted_hours import BEFORE_JOINING, FIGURES, count_facts, gather, one_person
from app.data.database import Connection
from app.data.queries.membership import moved_people, pasts
from app.data.queries.organizations import below, subtree_sql
from app.data.queries.owed import branch_names
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
from app.domain.policy.requirement import Filters, Requirement
from app.domain.policy.subject import DatedFact, HeldPost, SubjectFacts, Sums
from app.domain.policy.window import Window

Dated = dict[bytes, tuple[DatedFact, ...]]
Posts = dict[bytes, tuple[HeldPost, ...]]
NO_SUMS = Sums()


class RequirementFacts:
    """Facts of the people under one organization (or of all), read once for all requirements.

    `branches` narrows them further to the people of some branches.
    """

    def __init__(
        self,
        connection: Connection,
        organization: bytes | None,
        today: date,
        branches: Collection[bytes] | None = None,
    ) -> None:
        self._connection = connection
        self._today = today
        self.names = branch_names(connection)
        self.names[UNDECIDED] = UNDECIDED_NAME
        self._merged = one_person(connection)
        self._root = organization
        self._within = None if organization is None else set(below(connection, organization))
        self._homes = None if branches is None else set(branches)
        self._people = self._read_people()
        self._everybody = organization is None and branches is None
        self._posts = self._read_posts()
        self._past = pasts(
            connection, self._merged, None if self._everybody else [p[0] for p in self._people]
        )
        self._exemptions = self._dated(
            "SELECT member, reason, from_on, to_on FROM exemption WHERE gone = 0"
        )
        self._sums: dict[tuple[Filters, tuple[str, ...], Window], dict[bytes, Sums]] = {}
        self._others: dict[tuple[Filters, Window], dict[bytes, int]] = {}
        self._early: dict[Window, list[Any]] = {}

    def subjects(self, requirement: Requirement, window: Window) -> Iterator[SubjectFacts]:
        """Who may be a subject, by organization and name; the requirement judges each of them."""
        people = self._people
        wanted = set(requirement.who.posts)
        posts, exemptions = self._posts, self._exemptions
        if wanted:
            holders = {uid for uid, held in posts.items() if any(p.what in wanted for p in held)}
            people = [person for person in people if person[0] in holders]
        sums = self._sums_of(requirement, window, people)
        day = window.last.isoformat()
        for uid, name, organization, political, status, since, joined, full, cadre in people:
            past = self._past.get(uid)
            home, within = self._home(organization, past, day)
            if within is Held.NO:
                continue
            yield SubjectFacts(
                uid,
                name,
                home,
                political,
                status,
                since,
                joined,
                cadre == 1,
                posts.get(uid, ()),
                exemptions.get(uid, ()),
                sums.get(uid, NO_SUMS),
                full,
                past,
                within,
            )

    def branch_of_everybody(self, day: date) -> dict[bytes, bytes]:
        """Where each person belonged on a day."""
        text = day.isoformat()
        return {p[0]: self._home(p[2], self._past.get(p[0]), text)[0] for p in self._people}

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

    def _read_people(self) -> list[Any]:
        """Whoever belongs or may once have belonged to what was asked about."""
        bound: dict[str, Value] = {}
        some = ""
        if self._homes is not None:
            some = _names("branch", self._homes, bound)
        elif self._root is not None:
            some, bound["root"] = subtree_sql(), self._root
        if some:
            all_moved = self._homes is None or UNDECIDED in self._homes
            moved_people(self._connection, self._merged, None if all_moved else self._homes)
            moved = "SELECT uid FROM temp.moved_person"
            some = f"AND (organization IN ({some}) OR uid IN ({moved}))"
        found = self._connection.execute(
            "SELECT uid, name, organization, political_status, status, status_on, joined_on, "  # noqa: S608
            f"full_on, cadre_scope FROM member WHERE gone = 0 AND merged_into IS NULL {some} "
            "ORDER BY organization, sort_key, uid",
            bound,
        )
        return found.fetchall()

    def _read_posts(self) -> Posts:
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
            "SELECT p.member, p.title, p.from_on, p.to_on, o.kind, o.name, o.uid, "
            "o.dissolved_on, o.gone FROM post p LEFT JOIN organization o "
            "ON o.uid = p.organization WHERE p.gone = 0"
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
        key = (requirement.filters, window)
        if key not in self._others:
            source, condition, bound = self._source(requirement.filters, window, self._people)
            found = self._connection.execute(
                f"SELECT member, sum(half_hours) FROM ({source}) "  # noqa: S608
                f"WHERE NOT {condition} GROUP BY member",
                bound,
            )
            self._others[key] = dict(found.fetchall())
        return self._others[key]

    def _sums_of(
        self, requirement: Requirement, window: Window, people: list[Any]
    ) -> dict[bytes, Sums]:
        """Requirements with the same filters and window share their sums."""
        key = (requirement.filters, requirement.who.posts, window)
        if key not in self._sums:
            source, condition, bound = self._source(requirement.filters, window, people)
            found = self._connection.execute(
                f"""SELECT member, sum(half_hours), sum(innovation_half_hours), sum(day_parts),
                    sum(half_hours * (year = :year))
                FROM ({source}) WHERE {condition} GROUP BY member""",  # noqa: S608
                bound | {"year": window.year},
            )
            self._sums[key] = {row[0]: Sums(*row[1:]) for row in found}
            self._mind_joining(requirement.filters, window, people, self._sums[key])
        return self._sums[key]

    def _mind_joining(
        self, filters: Filters, window: Window, people: list[Any], sums: dict[bytes, Sums]
    ) -> None:
        """Tell apart what those who joined within the window learned before; few people."""
        first, last = str(window.first.year), str(window.last.year)
        joined = {p[0] for p in people if p[6] and first <= p[6][:4] <= last and p[0] in sums}
        if not joined:
            return
        if window not in self._early:
            gather(self._connection, joined, self._merged)
            count_facts(self._connection, window.first.isoformat(), window.last.isoformat())
            self._early[window] = self._connection.execute(BEFORE_JOINING).fetchall()
        for uid, joined_on, day, mode, level, off_job, hours, innovation, parts in self._early[
            window
        ]:
            if uid not in joined or not _counts(filters, mode, level, off_job):
                continue
            known = sums[uid]
            if day[: len(joined_on)] < joined_on:
                known = _before(known, filters, hours, innovation, parts)
                if not filters.before_joining and day[:4] == str(window.year):
                    known = known._replace(year_half_hours=known.year_half_hours - hours)
            elif len(joined_on) < len(day) and not filters.before_joining:
                known = known._replace(
                    doubtful_half_hours=known.doubtful_half_hours + hours,
                    doubtful_innovation=known.doubtful_innovation + innovation,
                    doubtful_parts=known.doubtful_parts + parts,
                )
            sums[uid] = known

    def _source(
        self, filters: Filters, window: Window, people: list[Any]
    ) -> tuple[str, str, dict[str, Value]]:
        """Yearly figures of the window, the condition of what counts, and what both bind."""
        condition, bound = _condition(filters)
        bound |= {"first": window.first.year, "last": window.last.year}
        some = self._only(people)
        if (window.last.month, window.last.day) == (12, 31) or window.last >= self._today:
            return _WHOLE_YEARS.format(some=some), condition, bound
        # Looked at from a day gone by: the last year is added up from its facts.
        gather(self._connection, (person[0] for person in people), self._merged)
        count_facts(self._connection, f"{window.last.year}-01-01", window.last.isoformat())
        return _UP_TO_A_DAY.format(some=some), condition, bound

    def _only(self, people: list[Any]) -> str:
        if people is self._people and self._everybody:
            return ""
        identity_tables.fill(self._connection, "asked_person", [person[0] for person in people])
        return "AND member IN (SELECT uid FROM temp.asked_person)"


_COLUMNS = "member, year, mode, level, off_job, half_hours, innovation_half_hours, day_parts"
# The plus keeps to the order of people, so that nothing is sorted.
_SUMMED = f"SELECT {_COLUMNS} FROM hours_summary WHERE +year >= :first"  # noqa: S608
_WHOLE_YEARS = f"{_SUMMED} AND +year <= :last {{some}}"
_UP_TO_A_DAY = (
    f"{_SUMMED} AND +year < :last {{some}} "  # noqa: S608
    f"UNION ALL SELECT {_COLUMNS} FROM ({FIGURES})"
)


def _before(known: Sums, filters: Filters, hours: int, innovation: int, parts: int) -> Sums:
    known = known._replace(before_half_hours=known.before_half_hours + hours)
    if filters.before_joining:
        return known
    return known._replace(
        half_hours=known.half_hours - hours,
        innovation_half_hours=known.innovation_half_hours - innovation,
        day_parts=known.day_parts - parts,
    )


def _counts(filters: Filters, mode: str, level: str, off_job: int) -> bool:
    """The condition below for one fact."""
    return (
        mode in filters.modes
        and (not filters.levels or level in filters.levels)
        and (filters.off_job is None or bool(off_job) is filters.off_job)
    )


def _condition(filters: Filters) -> tuple[str, dict[str, Value]]:
    """What counts under a requirement, as SQL that is 1 or 0."""
    bound: dict[str, Value] = {}
    parts = [f"mode IN ({_names('mode', filters.modes, bound)})"]
    if filters.levels:
        parts.append(f"level IN ({_names('level', filters.levels, bound)})")
    if filters.off_job is not None:
        parts.append("off_job = :off_job")
        bound["off_job"] = int(filters.off_job)
    return f"({' AND '.join(parts)})", bound


def _names(prefix: str, words: Iterable[Value], bound: dict[str, Value]) -> str:
    names = []
    for number, word in enumerate(words):
        bound[f"{prefix}{number}"] = word
        names.append(f":{prefix}{number}")
    return ", ".join(names)
