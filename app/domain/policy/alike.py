"""Who is judged alike: what of a person a judgement rests on beside the sums.

Nearly everybody of a county is one of a few hundred kinds, and each kind is judged once.
"""

from collections.abc import Callable, Hashable
from typing import Protocol

from app.domain.people.membership import Standing
from app.domain.policy.window import Window


class Dated(Standing, Protocol):
    """What is read of a person in bulk."""

    @property
    def cadre_scope(self) -> int:
        """纳入干部教育培训."""


class Kinds:
    """The kinds of one window, for very many people: what a date comes to is found once."""

    def __init__(self, window: Window) -> None:
        day = window.last.isoformat()
        self.joined = _Dates(lambda date: _joined(date, day, window))
        self.full = _Dates(lambda date: None if _passed(date, day) else date)

    def of(self, person: Dated) -> tuple[Hashable, ...]:
        """Equal for all who answer `judge` alike in the window, given the same past, posts,
        exemptions and sums: a date that has certainly passed differs from another only in its
        year."""
        return (
            person.political_status,
            person.status,
            person.status_on,
            self.joined[person.joined_on],
            self.full[person.full_on],
            person.cadre_scope,
        )


class _Dates(dict[str | None, Hashable]):
    """What a judgement sees of dates."""

    def __init__(self, seen: Callable[[str | None], Hashable]) -> None:
        self._seen = seen

    def __missing__(self, date: str | None) -> Hashable:
        found = self[date] = self._seen(date)
        return found


def _passed(date: str | None, day: str) -> bool:
    return date is None or date < day[: len(date)]


def _joined(joined_on: str | None, day: str, window: Window) -> Hashable:
    """入党日期 also says from which year of the window on somebody is expected to learn."""
    if not _passed(joined_on, day):
        return joined_on
    year = window.first.year if joined_on is None else int(joined_on[:4])
    return max(window.first.year, min(year, window.year))
