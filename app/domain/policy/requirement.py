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


class WindowKind(Enum):
    """Over which time it is added up."""

    PLAN_PERIOD = "plan_period"
    CALENDAR_YEAR = "calendar_year"


KINDS = ("computed", "recorded", "text")
HARDNESS = ("必须", "一般", "原则上", "力争")


@dataclass(frozen=True, slots=True)
class Who:
    """To whom a requirement applies; empty posts means whatever the post."""

    political_status: tuple[str, ...]
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which training counts; empty levels means any level, off_job None means either."""

    modes: tuple[str, ...]
    levels: tuple[str, ...] = ()
    off_job: bool | None = None


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
class Requirement:
    """One 指标要求. `text` is the source's wording, `short` fits a heading."""

    id: str
    clause: str
    text: str
    short: str
    kind: str
    hardness: str
    counts: str
    measure: Measure
    evidence: tuple[str, ...]
    exemptions: tuple[str, ...]
    notes: tuple[str, ...]
    post_notes: tuple[tuple[str, str], ...]  # said only of those who hold the post
    who: Who
    filters: Filters
    thresholds: tuple[Threshold, ...]
    window: WindowKind

    @property
    def threshold_text(self) -> str:
        """160 学时或 20 天."""
        return "或 ".join(threshold.text for threshold in self.thresholds)


@dataclass(frozen=True, slots=True)
class ExemptionRule:
    """A clause that takes people out of a requirement or sends them to another plan."""

    id: str
    clause: str
    text: str


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
