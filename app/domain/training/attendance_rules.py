"""What a half-day's marks are worth: being there, being late, and marks that disagree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.training.codes import PRESENT, UNMARKED

PARTIAL_MARKS = ("迟到", "早退")
"""There, but not all the time: a dated setting says whether it counts (design §3.7)."""

LATE_COUNTS = "late_counts"


@dataclass(frozen=True, slots=True)
class HourRules:
    """Dated settings that change hours; `late_counts` is (起用日期, counts), oldest first."""

    late_counts: tuple[tuple[str, bool], ...] = ()

    def counts_late(self, day: str) -> bool:
        """Whether 迟到 and 早退 counted on that day; before any setting they did."""
        found = True
        for from_on, counts in self.late_counts:
            # A known year or month sorts before its days: that is its earliest meaning.
            if from_on <= day:
                found = counts
        return found


def hour_rules(settings: Iterable[tuple[str, str, str]]) -> HourRules:
    """The rules from (设置项, 取值, 起用日期) rows; of the same date the later row holds."""
    late = [(since, value == "1") for key, value, since in settings if key == LATE_COUNTS]
    return HourRules(tuple(sorted(late, key=lambda row: row[0])))


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
