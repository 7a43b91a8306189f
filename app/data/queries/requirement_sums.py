"""The sums of requirements, of many people at once, from the yearly figures."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from app.data import identity_tables
from app.data.counted_hours import COUNTED, FIGURES, count_facts, gather
from app.data.database import Connection
from app.data.queries.people_read import PeopleRead
from app.domain.entity import Value
from app.domain.policy.requirement import Filters, Requirement
from app.domain.policy.subject import Sums
from app.domain.policy.window import Window


class _Learner(NamedTuple):
    """Somebody with hours of the year of 入党: no class or record of his began before `first` or
    ended after `last` in it (None where that is not known)."""

    uid: bytes
    joined_on: str
    first: str | None
    last: str | None

    @property
    def all_after(self) -> bool:
        """Whether nothing lies before 入党, nor perhaps before it."""
        if self.first is None:
            return False
        then = self.first[: len(self.joined_on)]
        return then > self.joined_on or self.first == self.joined_on

    @property
    def all_before(self) -> bool:
        """Whether everything lies before 入党 for sure."""
        return self.last is not None and self.last[: len(self.joined_on)] < self.joined_on

    def within(self, first: str, last: str) -> bool:
        """Whether nothing of the year lies outside these days."""
        return first.endswith("-01-01") and self.last is not None and self.last <= last


class _Alike(dict[tuple[int, int, int, int], Sums]):
    """The same object for the same figures: most of a county have learned one of few things."""

    def __missing__(self, figures: tuple[int, int, int, int]) -> Sums:
        found = self[figures] = Sums(*figures)
        return found


class RequirementSums:
    """What these people learned."""

    def __init__(self, connection: Connection, read: PeopleRead, today: date) -> None:
        self._connection = connection
        self._read = read
        self._merged = read.merged
        self._today = today
        self._sums: dict[tuple[Filters, tuple[str, ...], Window], dict[bytes, Sums]] = {}
        self._others: dict[tuple[Filters, Window], dict[bytes, int]] = {}
        self._early: dict[Window, list[Any]] = {}
        self._joining: dict[tuple[str, str], list[Any]] = {}

    def others(self, requirement: Requirement, window: Window) -> dict[bytes, int]:
        """What people learned in the window that the requirement does not count, for `why`."""
        key = (requirement.filters, window)
        if key not in self._others:
            source, condition, bound = self._source(requirement.filters, window, self._read.uids)
            found = self._connection.execute(
                f"SELECT member, sum(half_hours) FROM ({source}) "  # noqa: S608
                f"WHERE NOT {condition} GROUP BY member",
                bound,
            )
            self._others[key] = dict(found.fetchall())
        return self._others[key]

    def of(
        self, requirement: Requirement, window: Window, people: Sequence[bytes]
    ) -> dict[bytes, Sums]:
        """Of those asked for; requirements with the same filters and window share their sums."""
        key = (requirement.filters, requirement.who.posts, window)
        if key not in self._sums:
            source, condition, bound = self._source(requirement.filters, window, people)
            found = self._connection.execute(
                f"""SELECT member, sum(half_hours), sum(innovation_half_hours), sum(day_parts),
                    sum(half_hours * (year = :year))
                FROM ({source}) WHERE {condition} GROUP BY member""",  # noqa: S608
                bound | {"year": window.year},
            )
            alike = _Alike()
            self._sums[key] = {uid: alike[h, i, d, y] for uid, h, i, d, y in found}
            self._mind_joining(requirement.filters, window, self._sums[key])
        return self._sums[key]

    def _before(self, window: Window) -> list[Any]:
        """What everybody who joined within the window learned before: fact by fact of the year
        of 入党, and of earlier years what the yearly figures say."""
        if window not in self._early:
            self._fill_joined(window)
            first_year = (window.first.year,)
            found = self._connection.execute(_EARLIER_YEARS, first_year).fetchall()
            for year, people in self._learners().items():
                first = max(window.first, date(year, 1, 1)).isoformat()
                last = min(window.last, date(year, 12, 31)).isoformat()
                found += self._of_joining(people, first, last)
            self._early[window] = found
        return self._early[window]

    def _of_joining(self, people: Sequence[_Learner], first: str, last: str) -> list[Any]:
        """Of the year of 入党; windows that hold all of it share what was found. Single facts are
        laid out only of those who learned on both sides of the day: the others come whole."""
        if (first, last) not in self._joining:
            some = [one for one in people if not one.all_after]
            whole = {one.uid for one in some if one.all_before and one.within(first, last)}
            identity_tables.fill(self._connection, "early_learner", whole)
            found = self._connection.execute(_YEAR_OF_JOINING).fetchall()
            mixed = [one.uid for one in some if one.uid not in whole]
            gather(self._connection, mixed, self._merged)
            count_facts(self._connection, first, last)
            found += self._connection.execute(BEFORE_JOINING).fetchall()
            self._joining[first, last] = found
        return self._joining[first, last]

    def _fill_joined(self, window: Window) -> None:
        """Let temp.joined_person hold who joined within the window, with the year of it."""
        self._connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS joined_person("
            "uid BLOB PRIMARY KEY, year INTEGER, joined_on TEXT) WITHOUT ROWID"
        )
        self._connection.execute("DELETE FROM temp.joined_person")
        first, after = f"{window.first.year:04}", f"{window.last.year + 1:04}"
        joined = ((row[0], row[6]) for row in self._read.rows)
        self._connection.executemany(
            "INSERT OR IGNORE INTO temp.joined_person VALUES (?, ?, ?)",
            sorted((uid, int(day[:4]), day) for uid, day in joined if day and first <= day < after),
        )

    def _learners(self) -> dict[int, list[_Learner]]:
        """Who has hours of the year of 入党, by that year: only they are worth a look."""
        found: dict[int, list[_Learner]] = {}
        for year, *columns in self._connection.execute(_LEARNERS):
            found.setdefault(year, []).append(_Learner(*columns))
        return found

    def _mind_joining(self, filters: Filters, window: Window, sums: dict[bytes, Sums]) -> None:
        """Tell apart what those who joined within the window learned before; few people."""
        if not sums:
            return
        for uid, joined_on, day, mode, level, off_job, hours, innovation, parts in self._before(
            window
        ):
            if uid not in sums or not _counts(filters, mode, level, off_job):
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
        self, filters: Filters, window: Window, people: Sequence[bytes]
    ) -> tuple[str, str, dict[str, Value]]:
        """Yearly figures of the window, the condition of what counts, and what both bind."""
        condition, bound = _condition(filters)
        bound |= {"first": window.first.year, "last": window.last.year}
        some = self._only(people)
        if (window.last.month, window.last.day) == (12, 31) or window.last >= self._today:
            return _WHOLE_YEARS.format(some=some), condition, bound
        # Looked at from a day gone by: the last year is added up from its facts.
        gather(self._connection, people, self._merged)
        count_facts(self._connection, f"{window.last.year}-01-01", window.last.isoformat())
        return _UP_TO_A_DAY.format(some=some), condition, bound

    def _only(self, people: Sequence[bytes]) -> str:
        if people is self._read.uids and self._read.everybody:
            return ""
        identity_tables.fill(self._connection, "asked_person", people)
        return "AND member IN (SELECT uid FROM temp.asked_person)"


BEFORE_JOINING = f"""
SELECT f.member, m.joined_on, min(f.day), f.mode, f.level, f.off_job, sum(f.half_hours),
    sum(f.innovation), sum(f.day_parts)
FROM {COUNTED} f CROSS JOIN member m ON m.uid = f.member
WHERE substr(f.day, 1, length(m.joined_on)) <= m.joined_on
GROUP BY f.member, substr(f.day, 1, length(m.joined_on)) < m.joined_on, substr(f.day, 1, 4),
    f.mode, f.level, f.off_job
"""  # noqa: S608
"""Facts up to the day, month or year in which somebody joined, as far as that date is known; those
of one year that lie on the same side of it and count alike are one."""
_EARLIER_YEARS = """
SELECT p.uid, p.joined_on, h.year || '-12-31', h.mode, h.level, h.off_job, h.half_hours,
    h.innovation_half_hours, h.day_parts
FROM temp.joined_person p CROSS JOIN hours_summary h ON h.member = p.uid AND h.year < p.year
WHERE +h.year >= ?
"""
"""Of the years before 入党, as whole as the sums they are taken from."""
_LEARNERS = """
WITH held(source, year, first, last) AS MATERIALIZED (
    SELECT training_class, CAST(substr(day, 1, 4) AS INTEGER) held_in, min(day), max(day)
    FROM session WHERE gone = 0 AND day >= (SELECT min(year) || '' FROM temp.joined_person)
    GROUP BY training_class, held_in)
SELECT p.year, p.uid, p.joined_on,
    CASE WHEN count(*) = count(coalesce(d.first, r.starts_on))
        THEN min(coalesce(d.first, r.starts_on)) END,
    CASE WHEN count(*) = count(coalesce(d.first, r.starts_on))
        THEN max(coalesce(d.last, r.starts_on)) END
FROM temp.joined_person p
LEFT JOIN hours_attended h ON h.year = p.year AND h.member = p.uid
LEFT JOIN held d ON d.source = h.source AND d.year = p.year
LEFT JOIN record r ON r.uid = h.source
WHERE EXISTS (SELECT 1 FROM hours_summary y WHERE y.member = p.uid AND y.year = p.year)
GROUP BY p.uid
"""
_YEAR_OF_JOINING = """
SELECT p.uid, p.joined_on, p.year || '-01-01', h.mode, h.level, h.off_job, h.half_hours,
    h.innovation_half_hours, h.day_parts
FROM temp.early_learner e CROSS JOIN temp.joined_person p ON p.uid = e.uid
CROSS JOIN hours_summary h ON h.member = p.uid AND h.year = p.year
"""
"""The whole year of 入党 of those who learned before it only."""
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
    parts = [f"mode IN ({names_of('mode', filters.modes, bound)})"]
    if filters.levels:
        parts.append(f"level IN ({names_of('level', filters.levels, bound)})")
    if filters.off_job is not None:
        parts.append("off_job = :off_job")
        bound["off_job"] = int(filters.off_job)
    return f"({' AND '.join(parts)})", bound


def names_of(prefix: str, words: Iterable[Value], bound: dict[str, Value]) -> str:
    """Words as bound parameters of SQL, added to `bound`."""
    names = []
    for number, word in enumerate(words):
        bound[f"{prefix}{number}"] = word
        names.append(f":{prefix}{number}")
    return ", ".join(names)
