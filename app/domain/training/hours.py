"""The training ledger of one person: every item, what it counts and why."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.share import half_up
from app.domain.training.attendance_rules import DAY_PARTS, HourRules, marked
from app.domain.training.codes import COLLECTIVE_MODES
from app.domain.training.credits import calendar_days

ATTENDANCE = "attendance"
RECORD = "record"


@dataclass(frozen=True, slots=True)
class HeldSession:
    """One session of a class a person was enrolled in, with the person's live marks."""

    training_class: bytes
    session: bytes
    day: str
    slot: str
    title: str
    organizer: str | None
    level: str
    mode: str
    off_job: bool | int
    task: str | None
    hours: float
    innovation_hours: float
    party_spirit_hours: float
    marks: tuple[str, ...]
    withdrawn: bool = False
    returned: str = ""


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """One 其他培训记录 of a person."""

    record: bytes
    title: str
    organizer: str | None
    level: str
    mode: str
    off_job: bool | int
    task: str | None
    starts_on: str
    ends_on: str
    hours: float
    days: float | None
    innovation_hours: float
    party_spirit_hours: float
    self_declared: bool | int
    returned: str | None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger. What does not count has figures of zero; `offered_hours` says
    what was filled in. `place` tells two sessions of a class apart; `remark` is the part of the
    reason that is said of something that counts, but not as it stands on the paper."""

    date: str
    until: str
    slot: str
    source: str
    uid: bytes
    place: bytes
    title: str
    organizer: str | None
    level: str
    mode: str
    off_job: bool
    task: str | None
    offered_hours: float
    hours: float
    innovation_hours: float
    party_spirit_hours: float
    day_parts: int
    counted: bool
    reason: str
    remark: str = ""

    @property
    def days(self) -> float:
        """The part of a day, or the days, that count."""
        return self.day_parts / DAY_PARTS


def half_hours(hours: float) -> int:
    """学时 in whole halves, never below zero: the one unit in which hours are added up."""
    return max(0, math.floor(hours * 2 + 0.5))


def attendance_entry(held: HeldSession, rules: HourRules) -> LedgerEntry:
    """What one half-day counts for one person, taken by itself (see `ledger.ledger_of`)."""
    found = marked(held.marks, held.day, rules)
    most = rules.most_half_hours(held.day)
    halves = min(half_hours(held.hours), most)
    counted, reason, remark = found.attended, found.reason, ""
    if held.returned:
        counted, reason = False, sent_back(held.returned)
    elif held.withdrawn and not held.marks:
        counted, reason = False, "已退出本班，没有考勤，不计学时"
    elif counted and held.mode not in COLLECTIVE_MODES:
        counted, reason = False, not_collective(held.mode)
    elif counted and not halves:
        counted, reason = False, f"{reason}，本半天填报 0 学时，不计"
    elif counted:
        remark = _capped(held.hours, most, "一个半天") + _content_note(held, halves)
        reason = f"{reason}，计 {plain_number(halves / 2)} 学时{remark}"
    return _entry(
        held,
        halves if counted else 0,
        reason,
        date=held.day,
        until=held.day,
        slot=held.slot,
        source=ATTENDANCE,
        uid=held.training_class,
        place=held.session,
        day_parts=rules.session_parts(halves, held.day) if counted else 0,
        remark=remark,
    )


def record_entry(record: OtherRecord, rules: HourRules) -> LedgerEntry:
    """What one 其他培训记录 counts, taken by itself (see `ledger.ledger_of`)."""
    halves = min(half_hours(record.hours), _most_of_record(record, rules))
    refusal = _record_refusal(record) or ("" if halves else "填报 0 学时，不计")
    return _entry(
        record,
        0 if refusal else halves,
        refusal or _record_reason(record, halves, rules),
        date=record.starts_on,
        until=record.ends_on,
        slot="",
        source=RECORD,
        uid=record.record,
        place=record.record,
        day_parts=0 if refusal else record_parts(record, halves, rules),
        remark="" if refusal else _record_remark(record, halves, rules),
    )


def _entry(
    of: HeldSession | OtherRecord, halves: int, reason: str, *, day_parts: int, **about: Any
) -> LedgerEntry:
    return LedgerEntry(
        title=of.title,
        organizer=of.organizer,
        level=of.level,
        mode=of.mode,
        off_job=bool(of.off_job),
        task=of.task,
        offered_hours=of.hours,
        hours=halves / 2,
        innovation_hours=min(half_hours(of.innovation_hours), halves) / 2,
        party_spirit_hours=min(half_hours(of.party_spirit_hours), halves) / 2,
        day_parts=day_parts,
        counted=halves > 0,
        reason=reason,
        **about,
    )


def _most_of_record(record: OtherRecord, rules: HourRules) -> int:
    """No more than two full half-days for each of its dates."""
    return (
        calendar_days(record.starts_on, record.ends_on)
        * 2
        * rules.most_half_hours(record.starts_on)
    )


def record_parts(record: OtherRecord, halves: int, rules: HourRules) -> int:
    """The days of a record: never more than its dates, and those stated only where each of them
    has at least the hours of a half-day; else, and when none are stated, from its hours."""
    day = record.starts_on
    dates = calendar_days(day, record.ends_on) * DAY_PARTS
    stated = half_hours(record.days or 0.0)
    if stated and halves * 2 >= stated * rules.half_day_half_hours(day):
        return min(stated * (DAY_PARTS // 2), dates)
    from_hours = min(halves * (DAY_PARTS // rules.day_half_hours(day)), dates)
    return min(from_hours, stated * (DAY_PARTS // 2)) if stated else from_hours


def _record_refusal(record: OtherRecord) -> str:
    if record.returned:
        return sent_back(record.returned)
    if record.self_declared:
        return "自行申报，未经认定不计"
    if record.mode not in COLLECTIVE_MODES:
        return not_collective(record.mode)
    return ""


def _record_remark(record: OtherRecord, halves: int, rules: HourRules) -> str:
    most = _most_of_record(record, rules)
    return _capped(record.hours, most, "这几天") + _content_note(record, halves)


def _record_reason(record: OtherRecord, halves: int, rules: HourRules) -> str:
    remark = _record_remark(record, halves, rules)
    parts = [f"其他培训记录，计 {plain_number(halves / 2)} 学时{remark}"]
    days = day_text(record_parts(record, halves, rules))
    if record.days is None:
        parts.append(f"未填天数，按学时折算 {days} 天")
    elif half_hours(record.days) * (DAY_PARTS // 2) != record_parts(record, halves, rules):
        parts.append(f"填报 {plain_number(record.days)} 天，按日期和学时计 {days} 天")
    if record.starts_on[:4] != record.ends_on[:4]:
        # Only sessions have dates of their own; a record cannot be split honestly.
        parts.append(f"跨年记录按开始日期计入 {record.starts_on[:4]} 年")
    return "，".join(parts)


def _capped(hours: float, most: int, what: str) -> str:
    if half_hours(hours) <= most:
        return ""
    return f"（填报 {plain_number(hours)} 学时，{what}最多计 {plain_number(most / 2)} 学时）"


def _content_note(of: HeldSession | OtherRecord, halves: int) -> str:
    """Content cannot take longer than the training it is part of."""
    notes = [
        f"（其中{what}填报 {plain_number(hours)} 学时，超过本次学时，"
        f"按 {plain_number(halves / 2)} 计）"
        for what, hours in (
            ("党的创新理论", of.innovation_hours),
            ("党性教育", of.party_spirit_hours),
        )
        if half_hours(hours) > halves
    ]
    return "".join(notes)


def day_text(parts: int) -> str:
    """Days to three decimals at most: 0.5, 0.438."""
    return plain_number(half_up(parts / DAY_PARTS, 3))


def sent_back(reason: str) -> str:
    """Why something that the county returned does not count for now."""
    return f"已退回：{reason}"


def not_collective(mode: str) -> str:
    """Why a way of learning is recorded but not counted (P24 一：各类集中学习培训)."""
    return f"{mode}不计入集中学习培训"


def plain_number(value: float) -> str:
    """4.0 as 4, 3.5 as 3.5, and a million and a half in full."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class PersonHours:
    """The sums of a ledger; only what counted."""

    total: float
    days: float
    innovation_hours: float
    party_spirit_hours: float
    by_task: dict[str, float]
    by_mode: dict[str, float]
    by_level: dict[str, float]
    by_year: dict[str, float]

    @property
    def innovation_share(self) -> float | None:
        """党的创新理论 in percent of all hours; None when there are no hours to divide by."""
        return self.innovation_hours * 100 / self.total if self.total else None


NO_TASK = "未归类"


def person_hours(entries: Iterable[LedgerEntry]) -> PersonHours:
    """Add up what counted."""
    counted = [entry for entry in entries if entry.counted]
    return PersonHours(
        total=sum((entry.hours for entry in counted), 0.0),
        days=sum(entry.day_parts for entry in counted) / DAY_PARTS,
        innovation_hours=sum((entry.innovation_hours for entry in counted), 0.0),
        party_spirit_hours=sum((entry.party_spirit_hours for entry in counted), 0.0),
        by_task=_sums(counted, lambda entry: entry.task or NO_TASK),
        by_mode=_sums(counted, lambda entry: entry.mode),
        by_level=_sums(counted, lambda entry: entry.level),
        by_year=_sums(counted, lambda entry: entry.date[:4]),
    )


def _sums(entries: Sequence[LedgerEntry], key: Callable[[LedgerEntry], str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for entry in entries:
        found[key(entry)] = found.get(key(entry), 0.0) + entry.hours
    return found
