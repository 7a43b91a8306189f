"""发展党员 step by step, from 入党申请人 to 正式党员; 延长预备期 is no category of its own."""

import calendar
from dataclasses import dataclass
from datetime import date

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.known_days import earliest, latest
from app.domain.people.codes import APPLICANT, PARTY_MEMBERS, POLITICAL_STATUSES
from app.domain.people.kept_of_people import GROUP
from app.domain.registers import THIS_YEAR, Due, NamedView, register

LONGER = "延长预备期"
FULL, PROBATIONARY = PARTY_MEMBERS
COURSE = POLITICAL_STATUSES[POLITICAL_STATUSES.index(APPLICANT) :: -1]
"""The categories of 发展党员 in their order, 入党申请人 first."""
BECAME = {PROBATIONARY: "joined_on", FULL: "full_on"}
"""The date of the person that says since when he is of a category."""
LEAST, MOST = 6, 12
"""党章: 延长预备期 takes no less than half a year and at most one year, in months."""


def steps_from(category: str) -> tuple[str, ...]:
    """What somebody of a category may become, the next first; nothing behind 正式党员."""
    if category == PROBATIONARY:
        return (FULL, LONGER)
    return COURSE[COURSE.index(category) + 1 :] if category in COURSE else COURSE


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def length_problem(since: str, until: str) -> str:
    """Why a 延长 cannot be as long as this; of dates not known to the day, the kindest reading."""
    least, most = months_later(earliest(since), LEAST), months_later(latest(since), MOST)
    if latest(until) < least:
        return f"延长预备期不能少于半年，请写 {least} 或以后"
    return f"延长预备期最长一年，请写 {most} 或以前" if earliest(until) > most else ""


@entity("probation", LONGER, Scope.MEMBER, owner="member", title="reason")
@dataclass(frozen=True)
class Probation:
    """Somebody stays 预备党员 for longer: from when, until when, why."""

    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    from_on: str = declare(
        "延长自", Kind.DATE, required=True, synonyms=("延长起始日期", "原预备期满日期")
    )
    until: str = declare(
        "延长至", Kind.DATE, required=True, synonyms=("延长到", "预备期延长至", "延长期满日期")
    )
    reason: str = declare("延长原因", required=True, longest=200, synonyms=("原因",))
    basis: str | None = declare("依据", hint="例如支部大会日期、批复文号", synonyms=("批复文号",))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


register(
    "probation",
    LONGER,
    group=GROUP,
    unit="人次",
    same=("member", "from_on"),
    sort="until",
    due=Due("until", "延长的预备期满，应讨论转正", 30),
    views=(NamedView("本年期满", dated=("until", THIS_YEAR)),),
    empty="还没有登记延长预备期。在“党员”列表里选中一个人，按右键选“发展和转正…”。",
)
