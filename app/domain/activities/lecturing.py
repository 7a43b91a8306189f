"""Who is to give a 党课, by which clause, and what counts for it.

Each clause is a rule of its own, quoted as it stands. Two name no number (定期, 按要求定期): who
has given none this year is listed, and nobody is called short. 党员领导干部 is defined in none of
the documents; it is read as 县处级以上 (P09 四（一）), from 干部职级.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.activities.codes import AUDIENCES, MEDIA

SECRETARY, ASSISTANT = "书记", "副书记"
BY_NETWORK = MEDIA[1:4]
"""电视、远程教育网络、互联网."""
OWN_MEMBERS = AUDIENCES[0]
_COUNTY_AND_ABOVE = re.compile(r"县处|厅局|省部|国家级|[正副]?处级|[正副]?厅级|[正副]?部级")
_TOWNSHIP_LEVEL = "乡镇（街道）"
_COMMITTEES = ("党委", "党工委", "临时党委")


@dataclass(frozen=True, slots=True)
class Seat:
    """A post somebody holds, and of what kind the organization is."""

    title: str
    organization: str
    kind: str
    grassroots: bool
    county: bool = False
    """A county's own committee."""
    township: bool = False
    """A committee of a 乡镇 or 街道: by its level, or because it stands right below the county."""


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who may be held to it."""

    seats: tuple[Seat, ...] = ()
    grade: str = ""

    @property
    def cadre(self) -> bool:
        """县处级以上党员领导干部, as far as 干部职级 says so."""
        return bool(_COUNTY_AND_ABOVE.search(self.grade))


@dataclass(frozen=True, slots=True)
class Given:
    """One 党课 as far as clauses ask of it."""

    medium: str = ""
    in_class: bool = False
    audience: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Duty:
    """One clause; `at_least` 0 where it names no number."""

    id: str
    clause: str
    text: str
    at_least: int
    asks: str = ""
    """What it asks of the lecture besides, in a word of the form."""

    @property
    def words(self) -> str:
        """As it stands beside a name."""
        often = f"每年至少{self.at_least}次" if self.at_least else "定期，原文未定次数"
        return f"{self.id}（{self.clause}）：{often}{f'，{self.asks}' if self.asks else ''}"

    def binds(self, leader: Leader) -> bool:
        """Whether it speaks of this person."""
        return _BINDS[self.id](leader)

    def counts(self, given: Given) -> bool:
        """Whether a lecture is one as it asks for."""
        return _COUNTS.get(self.id, _any)(given)


DUTIES = (
    Duty("P24-10", "二（二）", "党员领导干部要结合党员思想和工作实际按要求定期讲党课", 0),
    Duty(
        "P09-15",
        "四（一）",
        "组织县处级以上党员领导干部和基层党委负责同志定期为党员、入党积极分子讲党课",
        0,
    ),
    Duty(
        "HN-20",
        "三（一）",
        "组织党员领导干部和基层党组织负责人每年至少为党员讲1次党课",
        1,
    ),
    Duty(
        "HN-21",
        "三（一）",
        "市州、县市区党委书记每年要利用电视、远程教育网络、互联网等平台为基层党员至少讲1次党课",
        1,
        "用电视、远程教育网络、互联网等平台",
    ),
    Duty(
        "JN-34",
        "17",
        "区县党委、街镇党(工)委书记结合党员示范培训和集中培训,每年至少讲1次党课",
        1,
        "结合培训班",
    ),
    Duty(
        "JN-35",
        "17",
        "各部门各单位党组织书记每年至少为本单位党员讲1次党课",
        1,
        "为本单位党员",
    ),
)


def _any(_given: Given) -> bool:
    return True


def _by_network(given: Given) -> bool:
    return given.medium in BY_NETWORK


def _within_a_class(given: Given) -> bool:
    return given.in_class


def _to_own_members(given: Given) -> bool:
    return OWN_MEMBERS in given.audience


def _cadre(leader: Leader) -> bool:
    return leader.cadre


def _cadre_or_committee(leader: Leader) -> bool:
    titles = (SECRETARY, ASSISTANT)
    return leader.cadre or any(
        seat.grassroots and seat.kind in _COMMITTEES and seat.title in titles
        for seat in leader.seats
    )


def _cadre_or_secretary(leader: Leader) -> bool:
    return leader.cadre or any(seat.grassroots and seat.title == SECRETARY for seat in leader.seats)


def _of_the_county(leader: Leader) -> bool:
    return any(seat.county and seat.title == SECRETARY for seat in leader.seats)


def _of_county_or_township(leader: Leader) -> bool:
    return any((s.county or s.township) and s.title == SECRETARY for s in leader.seats)


def _secretary(leader: Leader) -> bool:
    return any(seat.title == SECRETARY for seat in leader.seats)


_BINDS = {
    "P24-10": _cadre,
    "P09-15": _cadre_or_committee,
    "HN-20": _cadre_or_secretary,
    "HN-21": _of_the_county,
    "JN-34": _of_county_or_township,
    "JN-35": _secretary,
}
_COUNTS = {
    "HN-21": _by_network,
    "JN-34": _within_a_class,
    "JN-35": _to_own_members,
}


def is_township(kind: str, level: str | None, *, below_the_county: bool) -> bool:
    """Whether an organization is the committee of a 乡镇 or 街道."""
    return kind in _COMMITTEES and (
        level == _TOWNSHIP_LEVEL or (level is None and below_the_county)
    )


def unmet(leader: Leader, given: Sequence[Given], asked: Collection[str] = ()) -> list[Duty]:
    """The clauses that speak of somebody and for which no lecture (or too few) was given; all of
    them, or those `asked` about."""
    found = []
    for duty in DUTIES:
        if (not asked or duty.id in asked) and duty.binds(leader):
            number = sum(duty.counts(one) for one in given)
            if number < max(1, duty.at_least):
                found.append(duty)
    return found


def duty_named(identity: str) -> Duty | None:
    """The clause of this identity."""
    by: Mapping[str, Duty] = {one.id: one for one in DUTIES}
    return by.get(identity.upper())
