"""逐月情况 of 远程教育: 每月不少于1次 (HN 一（三）), with the months that are empty."""

from dataclasses import dataclass
from datetime import date

from app.data.queries.remote_months import MONTHS, StudyMonths, study_months
from app.services.store import Store

RULE = "农村党员干部运用党员干部现代远程教育网络集中学习每月不少于1次（湖南 一（三））"

_NAMED = 3
"""So many months are named; more are counted, for the line shows which."""


@dataclass(frozen=True, slots=True)
class MonthsOfPlace:
    """One place; `empty` are the months gone by in which it never studied."""

    place: StudyMonths
    empty: tuple[int, ...]

    @property
    def words(self) -> str:
        """The empty months, where the place is held to it."""
        if not self.place.rural or not self.empty:
            return ""
        if len(self.empty) > _NAMED:
            return f"{len(self.empty)} 个月没有"
        return f"{'、'.join(str(one) for one in self.empty)} 月没有"

    def cell(self, month: int) -> str:
        """How often in a month; an empty month gone by is said, not left white."""
        times = self.place.times[month - 1]
        if times:
            return str(times)
        return "无" if month in self.empty else ""


def remote_months(
    store: Store, year: int, organization: bytes | None = None, today: date | None = None
) -> list[MonthsOfPlace]:
    """By name; a month counts as gone by when its last day is over."""
    day = today or date.today()
    over = MONTHS if year < day.year else day.month - 1 if year == day.year else 0
    found = study_months(store.database.read(), year, organization)
    return [
        MonthsOfPlace(one, tuple(m for m in range(1, over + 1) if not one.times[m - 1]))
        for one in found
    ]
