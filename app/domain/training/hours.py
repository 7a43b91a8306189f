"""The training ledger of one person: every item, what it counts and why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.domain.training.attendance_rules import HourRules, marked
from app.domain.training.codes import COLLECTIVE_MODES
from app.domain.training.plan_sessions import DAY_SLOTS

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
    what it would have been."""

    date: str
    until: str
    slot: str
    source: str
    uid: bytes
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
    days: float
    counted: bool
    reason: str


def attendance_entry(held: HeldSession, rules: HourRules) -> LedgerEntry:
    """What one half-day counts for one person."""
    found = marked(held.marks, held.day, rules)
    counted, reason = found.attended, found.reason
    if held.returned:
        counted, reason = False, sent_back(held.returned)
    elif held.withdrawn and not held.marks:
        reason = "已退出本班，没有考勤，不计学时"
    elif counted and held.mode not in COLLECTIVE_MODES:
        counted, reason = False, not_collective(held.mode)
    elif counted:
        reason = f"{reason}，计 {plain_number(held.hours)} 学时"
    half_day = 0.5 if held.slot in DAY_SLOTS else 0.0
    return LedgerEntry(
        date=held.day,
        until=held.day,
        slot=held.slot,
        source=ATTENDANCE,
        uid=held.training_class,
        title=held.title,
        organizer=held.organizer,
        level=held.level,
        mode=held.mode,
        off_job=bool(held.off_job),
        task=held.task,
        offered_hours=held.hours,
        hours=held.hours if counted else 0.0,
        innovation_hours=held.innovation_hours if counted else 0.0,
        party_spirit_hours=held.party_spirit_hours if counted else 0.0,
        days=half_day if counted else 0.0,
        counted=counted,
        reason=reason,
    )


def record_entry(record: OtherRecord) -> LedgerEntry:
    """What one 其他培训记录 counts; days only when they were stated."""
    refusal = _record_refusal(record)
    counted = not refusal
    return LedgerEntry(
        date=record.starts_on,
        until=record.ends_on,
        slot="",
        source=RECORD,
        uid=record.record,
        title=record.title,
        organizer=record.organizer,
        level=record.level,
        mode=record.mode,
        off_job=bool(record.off_job),
        task=record.task,
        offered_hours=record.hours,
        hours=record.hours if counted else 0.0,
        innovation_hours=record.innovation_hours if counted else 0.0,
        party_spirit_hours=record.party_spirit_hours if counted else 0.0,
        days=(record.days or 0.0) if counted else 0.0,
        counted=counted,
        reason=refusal or _record_reason(record),
    )


def _record_refusal(record: OtherRecord) -> str:
    if record.returned:
        return sent_back(record.returned)
    if record.self_declared:
        return "自行申报，未经认定不计"
    if record.mode not in COLLECTIVE_MODES:
        return not_collective(record.mode)
    return ""


def _record_reason(record: OtherRecord) -> str:
    parts = [f"其他培训记录，计 {plain_number(record.hours)} 学时"]
    if record.days is None:
        parts.append("未填天数，不计天数")
    if record.starts_on[:4] != record.ends_on[:4]:
        # Only sessions have dates of their own; a record cannot be split honestly.
        parts.append(f"跨年记录按开始日期计入 {record.starts_on[:4]} 年")
    return "，".join(parts)


def sent_back(reason: str) -> str:
    """Why something that the county returned does not count for now."""
    return f"已退回：{reason}"


def not_collective(mode: str) -> str:
    """Why a way of learning is recorded but not counted (P24 一：各类集中学习培训)."""
    return f"{mode}不计入集中学习培训"


def plain_number(value: float) -> str:
    """4.0 as 4, 3.5 as 3.5."""
    return f"{value:g}"


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
        days=sum((entry.days for entry in counted), 0.0),
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
