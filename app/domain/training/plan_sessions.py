"""The half-day timetable that follows from a class's dates, before the clerk edits it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, fields

from app.domain.entity import Value
from app.domain.errors import InvalidInput
from app.domain.training.entities import TrainingClass

DAY_SLOTS = ("上午", "下午")
EVENING = "晚上"
EVENING_HOURS = 2.0
"""The two half-days already make the 8 学时 of a day; an evening is extra and shorter."""
LONGEST_DAYS = 200
"""Longer than any county class: a wrong year was typed."""


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One proposed 教学安排; the fields are those of the declared session."""

    day: str
    slot: str
    course: str | None
    teacher: str | None
    place: str | None
    hours: float
    innovation_hours: float
    task: str | None

    def values(self, training_class: bytes) -> dict[str, Value]:
        """Field values of the session entity, ready to be written."""
        made: dict[str, Value] = {item.name: getattr(self, item.name) for item in fields(self)}
        return {"training_class": training_class, **made}


def plan_sessions(
    training: TrainingClass, *, course: str | None = None, evenings: bool = False
) -> tuple[PlannedSession, ...]:
    """Every 上午 and 下午 from 开班日期 to 结束日期, weekends included as they were given.

    Raises:
        InvalidInput: the dates cannot be read, are in the wrong order or far too long.
    """
    slots = (*DAY_SLOTS, EVENING) if evenings else DAY_SLOTS
    return tuple(
        _planned(training, day.isoformat(), slot, course)
        for day in class_days(training.starts_on, training.ends_on)
        for slot in slots
    )


def class_days(starts_on: str, ends_on: str) -> Iterator[datetime.date]:
    """Every day of a class.

    Raises:
        InvalidInput: the dates cannot be read, are in the wrong order or far too long.
    """
    first, last = _day("starts_on", "开班日期", starts_on), _day("ends_on", "结束日期", ends_on)
    length = (last - first).days + 1
    if length < 1:
        raise InvalidInput({"ends_on": f"结束日期 {ends_on} 早于开班日期 {starts_on}"})
    if length > LONGEST_DAYS:
        raise InvalidInput({"ends_on": f"一个班共 {length} 天，超过 {LONGEST_DAYS} 天，请核对年份"})
    return (first + datetime.timedelta(days=number) for number in range(length))


def _day(name: str, label: str, text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput({name: f"{label}“{text}”要写到日，例如 2026-03-05"}) from error


def _planned(training: TrainingClass, day: str, slot: str, course: str | None) -> PlannedSession:
    hours = EVENING_HOURS if slot == EVENING else training.half_day_hours
    return PlannedSession(
        day=day,
        slot=slot,
        course=course,
        teacher=training.teacher,
        place=training.place,
        hours=hours,
        innovation_hours=hours if training.innovation_theory else 0.0,
        task=training.task,
    )
