"""The hours of one person in one year or in all, with the reason of every figure."""

import datetime
from dataclasses import dataclass

from app.data.queries.ledger import Period, ledger
from app.data.queries.members import member_of_uid
from app.domain.errors import NotFound
from app.domain.training.hours import LedgerEntry, PersonHours, person_hours
from app.services.checks import this_day
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class MemberHours:
    """The ledger of one person; `entries` holds what counted and what did not."""

    member: bytes
    name: str
    organization: str
    year: int | None
    entries: tuple[LedgerEntry, ...]
    sums: PersonHours

    @property
    def total(self) -> float:
        """Hours that counted."""
        return self.sums.total

    @property
    def by_category(self) -> dict[str, dict[str, float]]:
        """The total split by 教育基本任务, 培训方式, 举办层级 and year."""
        return {
            "task": self.sums.by_task,
            "mode": self.sums.by_mode,
            "level": self.sums.by_level,
            "year": self.sums.by_year,
        }

    @property
    def not_counted(self) -> tuple[LedgerEntry, ...]:
        """What did not count, each with its reason."""
        return tuple(entry for entry in self.entries if not entry.counted)


def hours_of_member(
    store: Store,
    member: bytes,
    year: int | None = None,
    as_of: datetime.date | None = None,
) -> MemberHours:
    """The ledger up to a day (today unless told).

    Raises:
        NotFound: nobody with this id.
    """
    with store.database.snapshot() as connection:
        person = member_of_uid(connection, member)
        if person is None:
            raise NotFound("没有这个编号的人员。", "可先用 search 或 list members 查编号。")
        last = (as_of or this_day()).isoformat()
        period = Period(until=last)
        if year is not None:
            period = Period(f"{year:04}-01-01", min(f"{year:04}-12-31", last))
        entries = ledger(connection, member, period)
    return MemberHours(
        member, person.name, person.organization_title, year, entries, person_hours(entries)
    )
