"""A policy as data: whom it binds, what is measured, in which window, under which clause."""

import datetime
from dataclasses import dataclass
from enum import Enum

DAYS = "天"
HOURS = "学时"
PERCENT = "%"
UNITS = (HOURS, DAYS, PERCENT)


class Measure(Enum):
    """What is added up."""

    AMOUNT = "amount"
    INNOVATION_SHARE = "innovation_share"


class Effect(Enum):
    """What a clause does to those it names."""

    EXEMPT = "exempt"
    ELSEWHERE = "elsewhere"  # another plan sets the figure, which nobody has entered yet


class WindowKind(Enum):
    """Over which time it is added up."""

    PLAN_PERIOD = "plan_period"
    CALENDAR_YEAR = "calendar_year"


GRASSROOTS = "基层党组织"
ORGANIZATION_GROUPS = (GRASSROOTS,)
"""Groups of organizations that a post may be asked for in."""

KINDS = ("computed", "recorded", "text")
HARDNESS = ("必须", "一般", "原则上", "力争")


@dataclass(frozen=True, slots=True)
class Who:
    """To whom a requirement applies; empty posts means whatever the post. `org_kinds` says where
    the post is held; who holds it for less than `in_post_months` is not held to the figure."""

    political_status: tuple[str, ...]
    posts: tuple[str, ...] = ()
    org_kinds: tuple[str, ...] = ()
    in_post_months: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """Which training counts; empty levels means any level, off_job None means either, and
    `before_joining` whether what somebody learned before 入党 counts."""

    modes: tuple[str, ...]
    levels: tuple[str, ...] = ()
    off_job: bool | None = None
    before_joining: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """One of the alternatives (days OR hours); reaching any of them is enough."""

    unit: str
    at_least: float

    @property
    def text(self) -> str:
        """160 学时, 50%."""
        space = "" if self.unit == PERCENT else " "
        return f"{self.at_least:g}{space}{self.unit}"


@dataclass(frozen=True, slots=True)
class ExemptionRule:
    """A clause that takes people out of a requirement or sends them to another plan: those with
    one of `reasons`, or the `cadres`. No clause, no exemption: other reasons stay held to it."""

    id: str
    clause: str
    text: str
    says: str
    effect: Effect
    reasons: tuple[str, ...] = ()
    cadres: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """One 指标要求. `text` is the source's wording, `short` fits a heading. Of those to whom both
    apply, `replaced_by` decides."""

    id: str
    clause: str
    text: str
    short: str
    kind: str
    hardness: str
    counts: str
    measure: Measure
    evidence: tuple[str, ...]
    exemptions: tuple[ExemptionRule, ...]
    notes: tuple[str, ...]
    replaces: tuple[str, ...]
    who: Who
    filters: Filters
    thresholds: tuple[Threshold, ...]
    window: WindowKind
    replaced_by: "Requirement | None" = None

    @property
    def threshold_text(self) -> str:
        """160 学时或 20 天."""
        return "或 ".join(threshold.text for threshold in self.thresholds)


@dataclass(frozen=True, slots=True)
class Policy:
    """One 规划 or 实施意见 with its requirements in the order of the text."""

    id: str
    title: str
    period_from: datetime.date
    period_to: datetime.date
    requirements: tuple[Requirement, ...]
    exemptions: tuple[ExemptionRule, ...]

    def requirement(self, requirement_id: str) -> Requirement | None:
        """The requirement of that number, or None."""
        return next((r for r in self.requirements if r.id == requirement_id), None)
