"""What requirements need to know of everybody, read in bulk from the yearly figures."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from app.data.counted_hours import FIGURES_OF_PERIOD, gather_all, one_person
from app.data.database import Connection
from app.data.queries.organizations import subtree_sql
from app.data.queries.owed import branch_names
from app.domain.entity import Value
from app.domain.policy.requirement import Filters, Requirement
from app.domain.policy.subject import DatedFact, SubjectFacts, Sums
from app.domain.policy.window import Window

Dated = dict[bytes, tuple[DatedFact, ...]]
NO_SUMS = Sums()


class RequirementFacts:
    """Facts of the people under one organization (or of all), read once for all requirements."""

    def __init__(self, connection: Connection, organization: bytes | None, today: date) -> None:
        self._connection = connection
        self._today = today
        self.branches = branch_names(connection)
        self._merged = one_person(connection)
        self._people = self._read_people(organization)
        # 60,000 people without exception are read straight through; a branch by its members.
        self._everybody = organization is None
        self._posts = self._dated("SELECT member, title, from_on, to_on FROM post WHERE gone = 0")
        self._exemptions = self._dated(
            "SELECT member, reason, from_on, to_on FROM exemption WHERE gone = 0"
        )
        self._sums: dict[tuple[Filters, date, date, int], dict[bytes, Sums]] = {}

    def subjects(self, requirement: Requirement, window: Window) -> Iterator[SubjectFacts]:
        """Everybody, by organization and name; the requirement decides who is its subject."""
        sums = self._sums_of(requirement.filters, window)
        posts, exemptions = self._posts, self._exemptions
        for uid, name, organization, political, status, since, joined, cadre in self._people:
            yield SubjectFacts(
                uid,
                name,
                organization,
                political,
                status,
                since,
                joined,
                bool(cadre),
                posts.get(uid, ()),
                exemptions.get(uid, ()),
                sums.get(uid, NO_SUMS),
            )

    def _read_people(self, organization: bytes | None) -> list[Any]:
        under = "" if organization is None else f"AND organization IN ({subtree_sql()})"
        found = self._connection.execute(
            "SELECT uid, name, organization, political_status, status, status_on, joined_on, "  # noqa: S608
            f"cadre_scope FROM member WHERE gone = 0 AND merged_into IS NULL {under} "
            "ORDER BY organization, sort_key, uid",
            {} if organization is None else {"root": organization},
        )
        return found.fetchall()

    def _dated(self, sql: str) -> Dated:
        found: Dated = {}
        for member, what, from_on, to_on in self._connection.execute(sql):
            person = self._merged.get(member, member)
            found[person] = (*found.get(person, ()), DatedFact(what, from_on, to_on))
        return found

    def _sums_of(self, filters: Filters, window: Window) -> dict[bytes, Sums]:
        key = (filters, window.first, window.last, window.year)
        if key not in self._sums:
            self._sums[key] = self._read_sums(filters, window)
        return self._sums[key]

    def _read_sums(self, filters: Filters, window: Window) -> dict[bytes, Sums]:
        condition, bound = _condition(filters)
        bound |= {"first": window.first.year, "last": window.last.year, "year": window.year}
        source = _WHOLE_YEARS
        if (window.last.month, window.last.day) != (12, 31) and window.last < self._today:
            # Looked at from a day gone by: the last year is added up from its facts.
            source = _UP_TO_A_DAY
            bound |= {"since": f"{window.last.year}-01-01", "until": window.last.isoformat()}
            gather_all(self._connection, self._merged)
        members = "" if self._everybody else f"WHERE member IN ({self._listed()})"
        found = self._connection.execute(
            f"""SELECT member, sum(half_hours * counts), sum(innovation_half_hours * counts),
                sum(half_days * counts), sum(half_hours * counts * (year = :year)),
                sum(half_hours * (1 - counts))
            FROM (SELECT *, {condition} counts FROM ({source})) {members} GROUP BY member""",  # noqa: S608
            bound,
        )
        return {row[0]: Sums(*row[1:]) for row in found}

    def _listed(self) -> str:
        self._connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS asked_person(uid BLOB PRIMARY KEY) WITHOUT ROWID"
        )
        self._connection.execute("DELETE FROM temp.asked_person")
        self._connection.executemany(
            "INSERT OR IGNORE INTO temp.asked_person VALUES (?)",
            [(person[0],) for person in self._people],
        )
        return "SELECT uid FROM temp.asked_person"


_COLUMNS = "member, year, mode, level, off_job, half_hours, innovation_half_hours, half_days"
_WHOLE_YEARS = f"SELECT {_COLUMNS} FROM hours_summary WHERE year BETWEEN :first AND :last"  # noqa: S608
_EARLIER_YEARS = f"SELECT {_COLUMNS} FROM hours_summary WHERE year >= :first AND year < :last"  # noqa: S608
_UP_TO_A_DAY = f"{_EARLIER_YEARS} UNION ALL SELECT {_COLUMNS} FROM ({FIGURES_OF_PERIOD})"  # noqa: S608


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


def _names(prefix: str, words: Iterable[str], bound: dict[str, Value]) -> str:
    names = []
    for number, word in enumerate(words):
        bound[f"{prefix}{number}"] = word
        names.append(f":{prefix}{number}")
    return ", ".join(names)
