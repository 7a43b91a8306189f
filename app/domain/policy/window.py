"""The time over which a requirement is added up, and what partial dates mean at its end."""

import datetime
from dataclasses import dataclass

from app.domain.errors import InvalidInput
from app.domain.held import Held
from app.domain.known_days import earliest, latest
from app.domain.policy.requirement import Policy, Requirement, WindowKind


@dataclass(frozen=True, slots=True)
class Window:
    """From the first to the last day that counts; `closes` is the end written in the policy."""

    first: datetime.date
    last: datetime.date
    closes: datetime.date
    year: int

    @property
    def open(self) -> bool:
        """Whether there is still time to catch up."""
        return self.last < self.closes


def window_of(policy: Policy, requirement: Requirement, year: int, as_of: datetime.date) -> Window:
    """The window as seen in one year on one day.

    Raises:
        InvalidInput: the year is outside the policy or has not begun.
    """
    if not policy.period_from.year <= year <= policy.period_to.year:
        raise InvalidInput(
            {
                "year": f"{policy.title}只管 {policy.period_from.year}—{policy.period_to.year} 年，"
                f"不能按它核算 {year} 年"
            }
        )
    if year > as_of.year:
        raise InvalidInput({"year": f"{year} 年还没有开始"})
    first = datetime.date(year, 1, 1)
    closes = datetime.date(year, 12, 31)
    last = min(as_of, closes)
    if requirement.window is WindowKind.PLAN_PERIOD:
        first, closes = policy.period_from, policy.period_to
    return Window(first, last, closes, year)


def held_on(from_on: str | None, to_on: str | None, day: datetime.date) -> Held:
    """A fact without a start has held all along; the last day still belongs to it."""
    text = day.isoformat()
    if (from_on is None or from_on < text[: len(from_on)]) and to_on is None:
        return Held.YES  # what almost every row says; no date needs to be built
    begun_surely = from_on is None or latest(from_on) <= day
    begun_perhaps = from_on is None or earliest(from_on) <= day
    kept_surely = to_on is None or earliest(to_on) >= day
    kept_perhaps = to_on is None or latest(to_on) >= day
    if begun_surely and kept_surely:
        return Held.YES
    return Held.UNCERTAIN if begun_perhaps and kept_perhaps else Held.NO
