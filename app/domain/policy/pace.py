"""The pace of a window that is still open: what is due by the end of this year, what is done."""

from dataclasses import dataclass

from app.domain.policy.requirement import HOURS, Measure, Requirement, Threshold
from app.domain.policy.subject import SubjectFacts, Sums
from app.domain.policy.window import Window
from app.domain.share import half_up, percent

WHOLE = 100
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Pace:
    """One alternative (学时, 天 or %): `year_due` 本年应达, `due` 至本年末应累计, `done` 累计,
    `missing` 还差. Spread evenly over the years of the window, which is our inference: the plan
    itself has no yearly figure."""

    unit: str
    year_due: float
    due: float
    done: float
    missing: float

    @property
    def behind(self) -> bool:
        """Whether less is done than is due by the end of this year."""
        return self.done < self.due


def paces(requirement: Requirement, subject: SubjectFacts, window: Window) -> tuple[Pace, ...]:
    """One for each alternative; reaching any of them is enough."""
    if requirement.measure is Measure.INNOVATION_SHARE:
        return tuple(_share(threshold, subject.sums) for threshold in requirement.thresholds)
    first = _first_year(subject, window)
    return tuple(_amount(t, subject.sums, window, first) for t in requirement.thresholds)


def behind(requirement: Requirement, subject: SubjectFacts, window: Window) -> bool:
    """Whether no alternative is on its way. Asked of everybody, so no pace is made for it."""
    if requirement.measure is Measure.INNOVATION_SHARE:
        return all(pace.behind for pace in paces(requirement, subject, window))
    first = _first_year(subject, window)
    return all(
        _done(threshold, subject.sums) < _due(threshold, window, first)
        for threshold in requirement.thresholds
    )


def months_left(window: Window) -> int:
    """Whole months from the day looked at to the end of the window."""
    last, closes = window.last, window.closes
    return (closes.year - last.year) * MONTHS + closes.month - last.month


def innovation_hours_missing(threshold: Threshold, sums: Sums) -> float:
    """So many hours of nothing but 党的创新理论 bring the share to what is asked."""
    wanted = threshold.at_least
    halves = wanted * sums.half_hours - WHOLE * sums.innovation_half_hours
    return max(0.0, halves / (WHOLE - wanted) / 2)


def _first_year(subject: SubjectFacts, window: Window) -> int:
    """Who joined within the window has from then on."""
    joined = int(subject.joined_on[:4]) if subject.joined_on else window.first.year
    return max(window.first.year, min(joined, window.year))


def _amount(threshold: Threshold, sums: Sums, window: Window, first: int) -> Pace:
    wanted = threshold.at_least
    done = sums.hours if threshold.unit == HOURS else sums.days
    return Pace(
        threshold.unit,
        half_up(wanted / (window.closes.year - first + 1), 1),
        _due(threshold, window, first),
        _done(threshold, sums),
        half_up(max(0.0, wanted - done), 3),
    )


def _due(threshold: Threshold, window: Window, first: int) -> float:
    years, over = window.closes.year - first + 1, window.year - first + 1
    return half_up(threshold.at_least * over / years, 1)


def _done(threshold: Threshold, sums: Sums) -> float:
    return half_up(sums.hours if threshold.unit == HOURS else sums.days, 3)


def _share(threshold: Threshold, sums: Sums) -> Pace:
    wanted = threshold.at_least
    done = percent(sums.innovation_half_hours, sums.half_hours, border=int(wanted))
    due = wanted if sums.half_hours else 0.0
    return Pace(threshold.unit, wanted, due, done, half_up(max(0.0, wanted - done), 1))
