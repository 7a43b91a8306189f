"""Training that meets on one date, worked out by hand: P24 (十四) 防止多头调训、重复培训."""

import dataclasses
import random
from collections.abc import Sequence

import pytest

from app.domain.training.attendance_rules import HourRules
from app.domain.training.hours import LedgerEntry, attendance_entry, record_entry
from app.domain.training.ledger import ledger_of
from tests.domain.training.test_hours import HELD, RECORD

RULES = HourRules()
DAY = "2026-03-05"
EARLIER_FIRST = str.maketrans("甲乙", "AB")  # identities are ordered by time


def session(
    title: str, slot: str = "上午", hours: float = 4.0, *, day: str = DAY, **more: object
) -> LedgerEntry:
    uid = title.translate(EARLIER_FIRST).encode()
    held = dataclasses.replace(
        HELD,
        title=title,
        training_class=uid,
        session=uid + slot.encode() + day.encode(),
        day=day,
        slot=slot,
        hours=hours,
        **{"marks": ("出勤",), "innovation_hours": 0.0, **more},  # type: ignore[arg-type]
    )
    return attendance_entry(held, RULES)


def record(
    title: str,
    hours: float,
    first: str = DAY,
    last: str = DAY,
    *,
    days: float | None = None,
    **more: object,
) -> LedgerEntry:
    other = dataclasses.replace(
        RECORD,
        title=title,
        record=title.translate(EARLIER_FIRST).encode(),
        starts_on=first,
        ends_on=last,
        hours=hours,
        days=days,
        **more,  # type: ignore[arg-type]
    )
    return record_entry(other, RULES)


def counted(entries: Sequence[LedgerEntry]) -> list[tuple[str, float, float]]:
    return [(e.title, e.hours, e.days) for e in ledger_of(entries, RULES)]


MORNING, AFTERNOON = session("甲"), session("甲", "下午")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        # Two classes in the same half-days of one date: 8 hours and one day, not 16 and two.
        (
            [MORNING, AFTERNOON, session("乙"), session("乙", "下午")],
            [("甲", 4, 0.5), ("甲", 4, 0.5), ("乙", 0, 0), ("乙", 0, 0)],
        ),
        # The longer one counts, whichever was entered first.
        ([session("甲", hours=2), session("乙")], [("甲", 0, 0), ("乙", 4, 0.5)]),
        # Of the same length: 脱产, then the higher level, then the class entered first.
        ([MORNING, session("乙", off_job=True)], [("甲", 0, 0), ("乙", 4, 0.5)]),
        ([MORNING, session("乙", level="县级")], [("甲", 0, 0), ("乙", 4, 0.5)]),
        # Who was absent, was sent back or learned by himself displaces nobody.
        ([session("乙", hours=6, marks=("缺勤",)), MORNING], [("乙", 0, 0), ("甲", 4, 0.5)]),
        ([session("乙", hours=6, returned="错"), MORNING], [("乙", 0, 0), ("甲", 4, 0.5)]),
        ([session("乙", hours=6, mode="个人自学"), MORNING], [("乙", 0, 0), ("甲", 4, 0.5)]),
        (
            [session("乙", hours=6, marks=(), withdrawn=True), MORNING],
            [("乙", 0, 0), ("甲", 4, 0.5)],
        ),
        # A whole day and an evening: 10 hours, but one day on one date.
        (
            [MORNING, AFTERNOON, session("乙", "晚上", 2)],
            [("甲", 4, 0.5), ("甲", 4, 0.5), ("乙", 2, 0)],
        ),
        # 脱产 training by the county has its day first.
        (
            [MORNING, AFTERNOON, session("乙", "晚上", 2, off_job=True, level="县级")],
            [("甲", 4, 0.5), ("甲", 4, 0.25), ("乙", 2, 0.25)],
        ),
        # Different dates do not meet.
        (
            [MORNING, session("乙", day="2026-03-06")],
            [("甲", 4, 0.5), ("乙", 4, 0.5)],
        ),
        # A record of the same day: the day is taken.
        (
            [MORNING, AFTERNOON, record("市委党校", 8)],
            [("甲", 4, 0.5), ("甲", 4, 0.5), ("市委党校", 0, 0)],
        ),
        # Half of the day is free: 4 of its 8 hours.
        ([MORNING, record("市委党校", 8)], [("甲", 4, 0.5), ("市委党校", 4, 0.5)]),
        # 2 hours are no half-day and may have been the evening: hours yes, no second day.
        (
            [MORNING, AFTERNOON, record("支部学习", 2)],
            [("甲", 4, 0.5), ("甲", 4, 0.5), ("支部学习", 2, 0)],
        ),
        # Three dates, one of them taken: two days and 16 of 24 hours.
        (
            [MORNING, AFTERNOON, record("市委党校", 24, last="2026-03-07", days=3)],
            [("甲", 4, 0.5), ("甲", 4, 0.5), ("市委党校", 16, 2)],
        ),
        # A month of网络培训 leaves room for it.
        (
            [MORNING, AFTERNOON, record("网络班", 20, "2026-03-01", "2026-03-31")],
            [("甲", 4, 0.5), ("甲", 4, 0.5), ("网络班", 20, 2.5)],
        ),
        # The same day brought twice.
        ([record("甲", 8), record("乙", 8)], [("甲", 8, 1), ("乙", 0, 0)]),
        # Two months of other dates: 1 day surely within, the longer one has room.
        (
            [record("甲", 8), record("乙", 16, "2026-03-04", "2026-03-06", days=2)],
            [("甲", 8, 1), ("乙", 16, 2)],
        ),
        # A record over New Year belongs to 2025 and meets nothing of 2026.
        (
            [
                session("甲", day="2026-01-01"),
                session("甲", "下午", day="2026-01-01"),
                record("乙", 16, "2025-12-31", "2026-01-01", days=2),
            ],
            [("甲", 4, 0.5), ("甲", 4, 0.5), ("乙", 16, 2)],
        ),
        # What does not count itself takes nothing away.
        (
            [MORNING, AFTERNOON, record("自报", 8, self_declared=True), record("乙", 2)],
            [("甲", 4, 0.5), ("甲", 4, 0.5), ("自报", 0, 0), ("乙", 2, 0)],
        ),
    ],
)
def test_one_credit_per_half_day_and_one_day_per_date(
    entries: list[LedgerEntry], expected: list[tuple[str, float, float]]
) -> None:
    assert counted(entries) == expected
    for seed in range(5):
        mixed = list(entries)
        random.Random(seed).shuffle(mixed)
        assert sorted(counted(mixed)) == sorted(expected)


def test_the_doubled_one_names_the_other() -> None:
    found = ledger_of([MORNING, AFTERNOON, session("乙"), record("市委党校", 8)], RULES)
    assert found[2].reason == "与“甲”同一个半天，只计一次，已计在该项"
    assert found[3].reason == "与“甲”同日，只计一次，已计在该项"
    assert [entry.counted for entry in found] == [True, True, False, False]
    assert found[2].offered_hours == 4
    evening = ledger_of([MORNING, AFTERNOON, session("乙", "晚上", 2)], RULES)[2]
    assert evening.reason == "出勤，计 2 学时，与“甲”同日，一天最多计 1 天，本项计 0 天"


def test_forty_meetings_of_an_hour_are_five_days() -> None:
    """40 学时 ÷ 8 = 5 天: neither 160 学时 nor 20 天 (P24-01)."""
    days = [f"2026-{month:02}-{day:02}" for month in (3, 4) for day in range(1, 21)]
    found = ledger_of([session("三会一课", hours=1, day=day) for day in days], RULES)
    assert (sum(e.hours for e in found), sum(e.days for e in found)) == (40, 5)


def test_content_is_cut_with_the_hours() -> None:
    found = ledger_of([MORNING, record("市委党校", 8, innovation_hours=6.0)], RULES)
    assert (found[1].hours, found[1].innovation_hours) == (4, 4)
