"""This year's hours of everybody in a list, summed in the background."""

from collections.abc import Sequence

from app.domain.progress import Progress
from app.services.store import Store
from app.ui.pages.members.member_query import MemberQuery

_AT_ONCE = 500


def listed_hours(store: Store, ids: Sequence[int], progress: Progress) -> tuple[float, int]:
    """The sum of this year's hours of these people, and how many of them have any."""
    query = MemberQuery(store)
    total, trained = 0.0, 0
    for start in range(0, len(ids), _AT_ONCE):
        progress.step(start, len(ids))
        hours = [row.hours for row in query.rows(ids[start : start + _AT_ONCE])]
        total, trained = total + sum(hours), trained + sum(found > 0 for found in hours)
    return total, trained
