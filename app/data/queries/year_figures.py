"""Figures of one year for the summary: classes, 人次, hours by organization, mode, level, task."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.data.attended_hours import (
    ATTENDANCES,
    ATTENDANCES_OF_SPAN,
    KEPT_ATTENDANCES,
    KEPT_PRESENT,
    PRESENT_WITHOUT_HOURS,
)
from app.data.counted_hours import (
    FIGURES_OF_SPAN,
    INNOVATION,
    count_facts,
    find_present,
    gather,
    gather_all,
    one_person,
)
from app.data.database import Connection
from app.data.queries.organizations import subtree_sql
from app.data.queries.people_of_year import PersonOfYear, YearAsked
from app.domain.entity import Value
from app.domain.training.codes import COLLECTIVE_MODES


@dataclass(slots=True)
class Totals:
    """Sums over some of what was learned; `people` are those it was given to."""

    people: set[bytes] = field(default_factory=set)
    person_times: int = 0
    half_hours: int = 0
    innovation_half_hours: int = 0

    def add(self, other: "Totals", person_times: int) -> None:
        """Another sum into this; its 人次 are said apart."""
        self.people |= other.people
        self.half_hours += other.half_hours
        self.person_times += person_times


def _none_yet() -> dict[Any, Totals]:
    return defaultdict(Totals)


@dataclass(slots=True)
class Learned:
    """What the people learned in the year; only 各类集中学习培训, the rest in `uncounted`. What
    they learned while in another organization, or nobody knows in which, is in `elsewhere`."""

    total: Totals = field(default_factory=Totals)
    by_mode: dict[str, Totals] = field(default_factory=_none_yet)
    by_level: dict[str, Totals] = field(default_factory=_none_yet)
    by_task: dict[str, Totals] = field(default_factory=_none_yet)
    by_branch: dict[bytes, Totals] = field(default_factory=_none_yet)
    by_class: dict[bytes, Totals] = field(default_factory=_none_yet)
    uncounted_half_hours: int = 0
    counted_half_hours: int = 0
    """Of those who are counted as 在册党员."""
    elsewhere_half_hours: int = 0


NO_TASK = "未归类"


def learned(
    connection: Connection, asked: YearAsked, people: Mapping[bytes, PersonOfYear]
) -> Learned:
    """Add up one year: from what is kept of it, unless it is asked for up to a day after which
    something is known already."""
    whole = _is_whole(connection, asked)
    found = _kept(connection, asked, people) if whole else _counted(connection, asked)
    attendances, innovation, present = found
    made = Learned()
    for member, training_class in present:
        made.by_class[training_class].people.add(member)
    _add_attendances(people, made, attendances)
    for member, halves in innovation:
        person = people.get(member)
        if person is not None and not person.spans:
            made.total.innovation_half_hours += halves
    _add_moved(connection, people, made)
    return made


_Rows = list[Any]


def _counted(connection: Connection, asked: YearAsked) -> tuple[_Rows, _Rows, _Rows]:
    gather_all(connection, one_person(connection))
    count_facts(connection, asked.since, asked.until, by_period=True)
    return (
        connection.execute(ATTENDANCES).fetchall(),
        connection.execute(INNOVATION).fetchall(),
        connection.execute(PRESENT_WITHOUT_HOURS).fetchall(),
    )


def _is_whole(connection: Connection, asked: YearAsked) -> bool:
    """Whether nothing of the year lies after the period."""
    last = f"{asked.until[:4]}-12-31"
    if asked.since != f"{asked.until[:4]}-01-01":
        return False
    later = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM session s WHERE s.day > :until AND s.day <= :last AND EXISTS "
        "(SELECT 1 FROM attendance a WHERE a.session = s.uid AND a.live = 1)) OR EXISTS "
        "(SELECT 1 FROM record WHERE starts_on > :until AND starts_on <= :last)",
        {"until": asked.until, "last": last},
    )
    return not later.fetchone()[0]


def _kept(
    connection: Connection, asked: YearAsked, people: Mapping[bytes, PersonOfYear]
) -> tuple[_Rows, _Rows, _Rows]:
    """The same from the yearly figures; single facts are laid out of those who changed branch."""
    year, merged = int(asked.until[:4]), one_person(connection)
    present = connection.execute(KEPT_PRESENT, (year,)).fetchall()
    gather(connection, _without_hours(connection, asked), merged)
    find_present(connection, asked.since, asked.until)
    present += connection.execute(PRESENT_WITHOUT_HOURS).fetchall()
    moved = [uid for uid, person in people.items() if person.spans]
    gather(connection, moved, merged)
    count_facts(connection, asked.since, asked.until)
    # Who was entered twice is one person, for the classes too.
    gather(connection, merged.values(), merged)
    return (
        connection.execute(KEPT_ATTENDANCES, (year,)).fetchall(),
        connection.execute(_KEPT_INNOVATION, (year,)).fetchall(),
        present,
    )


_COLLECTIVE = ", ".join(f"'{mode}'" for mode in COLLECTIVE_MODES)
_KEPT_INNOVATION = f"""
SELECT member, innovation_half_hours FROM hours_summary
WHERE year = ? AND innovation_half_hours > 0 AND mode IN ({_COLLECTIVE})
"""  # noqa: S608  (our own words)
_WITHOUT_HOURS = """
SELECT DISTINCT a.member FROM session s CROSS JOIN attendance a ON a.session = s.uid AND a.live = 1
WHERE s.gone = 0 AND s.hours < 0.25 AND s.day BETWEEN ? AND ?
"""


def _without_hours(connection: Connection, asked: YearAsked) -> list[bytes]:
    """Who has a mark in a half-day without hours."""
    found = connection.execute(_WITHOUT_HOURS, (asked.since, asked.until))
    return [row[0] for row in found]


def _add(
    made: Learned, person: PersonOfYear, organization: bytes | None, row: Sequence[Any]
) -> None:
    member, _, mode, level, _, task, hours, innovation, *_ = row
    if organization is None:
        made.elsewhere_half_hours += hours
        return
    if mode not in COLLECTIVE_MODES:
        made.uncounted_half_hours += hours
        return
    made.counted_half_hours += hours * person.counted
    for total in (
        made.total,
        made.by_mode[mode],
        made.by_level[level],
        made.by_task[task or NO_TASK],
        made.by_branch[organization],
    ):
        total.people.add(member)
        total.half_hours += hours
        total.innovation_half_hours += innovation


def _add_attendances(
    people: Mapping[bytes, PersonOfYear], made: Learned, attendances: _Rows
) -> None:
    """Hours and 人次 of those who stayed in one branch: first by all that they are told apart by,
    for a county has many rows and few kinds of them."""
    cells = defaultdict[tuple[str, str, str, bytes], Totals](Totals)
    rows = Counter[str]()
    before: tuple[bytes, bytes] | None = None
    for member, source, task, hours, mode, level in attendances:
        in_class = made.by_class[source]
        in_class.people.add(member)
        in_class.half_hours += hours
        person = people.get(member)
        if person is None or person.spans:
            continue
        if mode not in COLLECTIVE_MODES:
            made.uncounted_half_hours += hours
            continue
        made.counted_half_hours += hours * person.counted
        cell = cells[mode, level, task or NO_TASK, person.organization]
        cell.people.add(member)
        cell.half_hours += hours
        rows[task or NO_TASK] += 1
        if (member, source) != before:
            cell.person_times += 1
            before = (member, source)
    for (mode, level, task, organization), cell in cells.items():
        made.by_task[task].add(cell, 0)
        for total in (
            made.total,
            made.by_mode[mode],
            made.by_level[level],
            made.by_branch[organization],
        ):
            total.add(cell, cell.person_times)
    for task, times in rows.items():
        made.by_task[task].person_times += times


def _add_times(made: Learned, organization: bytes, row: Sequence[Any], *, again: bool) -> bool:
    _, _, task, _, mode, level = row
    if mode not in COLLECTIVE_MODES:
        return False
    made.by_task[task or NO_TASK].person_times += 1
    if not again:
        made.total.person_times += 1
        made.by_mode[mode].person_times += 1
        made.by_level[level].person_times += 1
        made.by_branch[organization].person_times += 1
    return True


def _add_moved(connection: Connection, people: Mapping[bytes, PersonOfYear], made: Learned) -> None:
    """Whoever changed branch, span by span. A class that goes on over the change is one 人次, in
    the branch it began in."""
    for uid, person in people.items():
        seen: set[bytes] = set()
        for since, until, organization in person.spans:
            span = {"member": uid, "since": since, "until": until}
            for row in connection.execute(FIGURES_OF_SPAN, span):
                _add(made, person, organization, row)
            if organization is None:
                continue
            for row in connection.execute(ATTENDANCES_OF_SPAN, span).fetchall():
                if _add_times(made, organization, row, again=row[1] in seen):
                    seen.add(row[1])


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


_PERSON = "coalesce((SELECT p.root FROM temp.hours_person p WHERE p.uid = e.member), e.member)"


def classes_of_year(connection: Connection, asked: YearAsked) -> list[YearClass]:
    """Classes run under the organization that had half-days in the period, by date; whoever was
    entered twice is one person (`learned` has gathered who is who)."""
    found = connection.execute(
        f"""SELECT c.uid, c.name, c.organization, c.organizer, coalesce(c.kind, ''), c.level,
            c.mode, c.off_job, c.starts_on, c.ends_on, c.state, coalesce(c.closed_on, ''),
            (SELECT count(DISTINCT {_PERSON}) FROM enrolment e
                WHERE e.training_class = c.uid AND e.gone = 0 AND e.withdrawn = 0),
            (SELECT count(DISTINCT {_PERSON}) FROM enrolment e
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
