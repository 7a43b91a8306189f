"""What a half-day's marks are worth, and the dated settings that turn hours into days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.domain.settings import DEFAULTS, number_allowed
from app.domain.training.codes import PRESENT, UNMARKED

PARTIAL_MARKS = ("迟到", "早退")
"""There, but not all the time: a dated setting says whether it counts (design §3.7)."""

LATE_COUNTS = "late_counts"
HOURS_PER_DAY = "hours_per_day"
HALF_DAY_HOURS = "half_day_hours"
MOST_HALF_DAY_HOURS = "most_half_day_hours"
HOUR_SETTINGS = (LATE_COUNTS, HOURS_PER_DAY, HALF_DAY_HOURS, MOST_HALF_DAY_HOURS)
"""The settings on which every figure of hours and days rests."""

DAY_PARTS = 55_440
"""A day in whole parts: half an hour of a day of 6 to 12 hours is always a whole number of them,
so that sums of days are exact in SQL and in Python alike."""

Found = TypeVar("Found", bool, float)
Dated = tuple[tuple[str, Found], ...]


@dataclass(frozen=True, slots=True)
class HourRules:
    """Dated settings that change hours and days, each as (起用日期, value), oldest first."""

    late_counts: Dated[bool] = ()
    hours_per_day: Dated[float] = ()
    half_day_hours: Dated[float] = ()
    most_half_day_hours: Dated[float] = ()

    def counts_late(self, day: str) -> bool:
        """Whether 迟到 and 早退 counted on that day; before any setting they did."""
        return in_force(self.late_counts, day, default=True)

    def day_half_hours(self, day: str) -> int:
        """How many half-hours made a day then (P24's own pairs: 160 学时 = 20 天, so 16)."""
        return int(in_force(self.hours_per_day, day, default=_default(HOURS_PER_DAY)) * 2)

    def half_day_half_hours(self, day: str) -> int:
        """From how many half-hours on a session was half a day."""
        return int(in_force(self.half_day_hours, day, default=_default(HALF_DAY_HOURS)) * 2)

    def most_half_hours(self, day: str) -> int:
        """More than this no half-day counted, whatever was filled in."""
        most = in_force(self.most_half_day_hours, day, default=_default(MOST_HALF_DAY_HOURS))
        return int(most * 2)

    def session_parts(self, half_hours: int, day: str) -> int:
        """The part of a day that one session is: half of it, or less by its hours."""
        if half_hours >= self.half_day_half_hours(day):
            return DAY_PARTS // 2
        return half_hours * (DAY_PARTS // self.day_half_hours(day))


def in_force(dated: Dated[Found], day: str, *, default: Found) -> Found:
    """The value that held on a day."""
    found = default
    for from_on, value in dated:
        # A known year or month sorts before its days: that is its earliest meaning.
        if from_on <= day:
            found = value
    return found


def _default(key: str) -> float:
    return float(DEFAULTS[key])


def hour_rules(settings: Iterable[tuple[str, str, str]]) -> HourRules:
    """The rules from (设置项, 取值, 起用日期) rows; of the same date the later row holds. A value
    that nobody may set (it came from elsewhere) is passed over."""
    rows = sorted(settings, key=lambda row: row[2])

    def numbers(wanted: str) -> Dated[float]:
        return tuple(
            (since, float(value))
            for key, value, since in rows
            if key == wanted and number_allowed(key, value)
        )

    return HourRules(
        tuple((since, value == "1") for key, value, since in rows if key == LATE_COUNTS),
        numbers(HOURS_PER_DAY),
        numbers(HALF_DAY_HOURS),
        numbers(MOST_HALF_DAY_HOURS),
    )


@dataclass(frozen=True, slots=True)
class Marked:
    """The one meaning of all live marks of a person for a session."""

    mark: str
    attended: bool
    settled: bool
    reason: str


def marked(marks: Sequence[str], day: str, rules: HourRules) -> Marked:
    """Read the live marks; two that differ count for nothing until a person decides."""
    if len(set(marks)) > 1:
        return Marked("／".join(sorted(set(marks))), False, False, "两处考勤不一致，待核实")
    mark = marks[0] if marks else UNMARKED
    if mark == UNMARKED:
        return Marked(mark, False, False, "考勤未录入，不计学时")
    if mark == PRESENT:
        return Marked(mark, True, True, "出勤")
    if mark in PARTIAL_MARKS:
        if rules.counts_late(day):
            return Marked(mark, True, True, f"{mark}，按设置计入")
        return Marked(mark, False, True, f"{mark}，按设置不计学时")
    return Marked(mark, False, True, f"{mark}，不计学时")
