"""Figures of one year for the summary: classes, 人次, hours by organization, mode, level, task."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.data.counted_hours import ATTENDANCES, FIGURES, count_facts, gather_all, one_person
from app.data.database import Connection
from app.data.queries.organizations import subtree_sql
from app.domain.entity import Value
from app.domain.people.codes import PARTY_MEMBERS
from app.domain.training.codes import COLLECTIVE_MODES


@dataclass(frozen=True, slots=True)
class YearAsked:
    """Which days, and under which organization (None: everything in this store)."""

    since: str
    until: str
    organization: bytes | None = None


@dataclass(frozen=True, slots=True)
class PersonOfYear:
    """Whose hours are added up; `counted` is 在册党员, the others bring hours but no coverage."""

    organization: bytes
    counted: bool


def people_of_year(connection: Connection, asked: YearAsked) -> dict[bytes, PersonOfYear]:
    """Everybody under the organization, those who have left included: their training was given."""
    party = ", ".join(f"'{status}'" for status in PARTY_MEMBERS)
    found = connection.execute(
        f"SELECT uid, organization, status = '正常' AND political_status IN ({party}) "  # noqa: S608
        f"FROM member WHERE gone = 0 AND merged_into IS NULL {_under(asked, 'organization')}",
        _root(asked),
    )
    return {uid: PersonOfYear(branch, bool(counted)) for uid, branch, counted in found}


@dataclass(slots=True)
class Totals:
    """Sums over some of what was learned; `people` are those it was given to."""

    people: set[bytes] = field(default_factory=set)
    person_times: int = 0
    half_hours: int = 0
    innovation_half_hours: int = 0


@dataclass(slots=True)
class Learned:
    """What the people learned in the year; only 各类集中学习培训, the rest in `uncounted`."""

    total: Totals = field(default_factory=Totals)
    by_mode: dict[str, Totals] = field(default_factory=dict)
    by_level: dict[str, Totals] = field(default_factory=dict)
    by_task: dict[str, Totals] = field(default_factory=dict)
    by_branch: dict[bytes, Totals] = field(default_factory=dict)
    by_class: dict[bytes, Totals] = field(default_factory=dict)
    uncounted_half_hours: int = 0
    counted_half_hours: int = 0
    """Of those who are counted as 在册党员."""


NO_TASK = "未归类"


def learned(
    connection: Connection, asked: YearAsked, people: Mapping[bytes, PersonOfYear]
) -> Learned:
    """Add up one year."""
    gather_all(connection, one_person(connection))
    count_facts(connection, asked.since, asked.until, by_period=True)
    made = Learned()
    for member, _, mode, level, _, task, hours, innovation, *_ in connection.execute(FIGURES):
        person = people.get(member)
        if person is None:
            continue
        if mode not in COLLECTIVE_MODES:
            made.uncounted_half_hours += hours
            continue
        made.counted_half_hours += hours * person.counted
        for total in (
            made.total,
            made.by_mode.setdefault(mode, Totals()),
            made.by_level.setdefault(level, Totals()),
            made.by_task.setdefault(task or NO_TASK, Totals()),
            made.by_branch.setdefault(person.organization, Totals()),
        ):
            total.people.add(member)
            total.half_hours += hours
            total.innovation_half_hours += innovation
    _count_times(connection, people, made)
    return made


def _count_times(
    connection: Connection,
    people: Mapping[bytes, PersonOfYear],
    made: Learned,
) -> None:
    """人次: once per person and class, or record, that brought hours; per task likewise."""
    before: tuple[bytes, bytes] | None = None
    for member, source, task, hours, mode, level in connection.execute(ATTENDANCES):
        in_class = made.by_class.setdefault(source, Totals())
        in_class.people.add(member)
        in_class.half_hours += hours
        person = people.get(member)
        if person is None or mode not in COLLECTIVE_MODES:
            continue
        made.by_task[task or NO_TASK].person_times += 1
        if (member, source) != before:
            made.total.person_times += 1
            made.by_mode[mode].person_times += 1
            made.by_level[level].person_times += 1
            made.by_branch[person.organization].person_times += 1
        before = (member, source)


@dataclass(frozen=True, slots=True)
class YearClass:
    """One class that had half-days in the year."""

    uid: bytes
    name: str
    organization: bytes
    organizer: str
    kind: str
    level: str
    mode: str
    off_job: int
    starts_on: str
    ends_on: str
    state: str
    closed_on: str
    enrolled: int
    completed: int


def classes_of_year(connection: Connection, asked: YearAsked) -> list[YearClass]:
    """Classes run under the organization that had half-days in the period, by date."""
    found = connection.execute(
        f"""SELECT c.uid, c.name, c.organization, c.organizer, coalesce(c.kind, ''), c.level,
            c.mode, c.off_job, c.starts_on, c.ends_on, c.state, coalesce(c.closed_on, ''),
            (SELECT count(DISTINCT e.member) FROM enrolment e
                WHERE e.training_class = c.uid AND e.gone = 0 AND e.withdrawn = 0),
            (SELECT count(DISTINCT e.member) FROM enrolment e
                WHERE e.training_class = c.uid AND e.gone = 0 AND e.completion = '结业')
        FROM training_class c WHERE c.gone = 0 {_under(asked, "c.organization")}
            AND EXISTS (SELECT 1 FROM session s WHERE s.training_class = c.uid AND s.gone = 0
                AND s.day BETWEEN :since AND :until)
        ORDER BY c.starts_on, c.id""",  # noqa: S608
        {**_root(asked), "since": asked.since, "until": asked.until},
    )
    return [YearClass(*row) for row in found]


def _under(asked: YearAsked, column: str) -> str:
    return "" if asked.organization is None else f"AND {column} IN ({subtree_sql()})"


def _root(asked: YearAsked) -> dict[str, Value]:
    return {} if asked.organization is None else {"root": asked.organization}
