"""Who is judged alike: what of a person a judgement rests on beside the sums.

Nearly everybody of a county is one of a few hundred kinds, and each kind is judged once.
"""

from collections.abc import Hashable
from typing import Protocol

from app.domain.people.membership import Standing
from app.domain.policy.window import Window


class Dated(Standing, Protocol):
    """What is read of a person in bulk."""

    @property
    def cadre_scope(self) -> int:
        """纳入干部教育培训."""


def kind_of_person(person: Dated, window: Window) -> tuple[Hashable, ...]:
    """Equal for all who answer `judge` alike in a window, given the same past, posts, exemptions
    and sums: a date that has certainly passed differs from another only in its year."""
    day = window.last.isoformat()
    return (
        person.political_status,
        person.status,
        person.status_on,
        _joined(person.joined_on, day, window),
        None if _passed(person.full_on, day) else person.full_on,
        person.cadre_scope,
    )


def _passed(date: str | None, day: str) -> bool:
    return date is None or date < day[: len(date)]


def _joined(joined_on: str | None, day: str, window: Window) -> Hashable:
    """入党日期 also says from which year of the window on somebody is expected to learn."""
    if not _passed(joined_on, day):
        return joined_on
    year = window.first.year if joined_on is None else int(joined_on[:4])
    return max(window.first.year, min(year, window.year))
