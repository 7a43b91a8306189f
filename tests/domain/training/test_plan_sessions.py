"""The timetable that follows from a class's dates."""

import dataclasses

import pytest

from app.domain.errors import InvalidInput
from app.domain.training.entities import Session, TrainingClass
from app.domain.training.plan_sessions import plan_sessions

CLASS = TrainingClass(
    name="农村党员冬春训",
    organization=b"o" * 16,
    organizer="青山镇党委",
    starts_on="2026-03-06",  # a Friday
    ends_on="2026-03-08",
    place="镇党校",
    teacher="李老师",
    task="政治理论教育",
)


def test_every_half_day_of_every_day_weekends_included() -> None:
    planned = plan_sessions(CLASS)
    assert [(p.day, p.slot) for p in planned] == [
        ("2026-03-06", "上午"),
        ("2026-03-06", "下午"),
        ("2026-03-07", "上午"),
        ("2026-03-07", "下午"),
        ("2026-03-08", "上午"),
        ("2026-03-08", "下午"),
    ]
    assert {(p.teacher, p.task, p.place, p.hours) for p in planned} == {
        ("李老师", "政治理论教育", "镇党校", 4.0)
    }


@pytest.mark.parametrize(
    ("changes", "evenings", "hours", "innovation"),
    [
        ({}, False, [4, 4], [0, 0]),
        ({"innovation_theory": 1}, False, [4, 4], [4, 4]),
        ({"half_day_hours": 3.5}, False, [3.5, 3.5], [0, 0]),
        ({"innovation_theory": 1}, True, [4, 4, 2], [4, 4, 2]),
    ],
)
def test_hours_follow_the_class(
    changes: dict[str, float], evenings: bool, hours: list[float], innovation: list[float]
) -> None:
    one_day = dataclasses.replace(CLASS, ends_on=CLASS.starts_on, **changes)  # type: ignore[arg-type]
    planned = plan_sessions(one_day, evenings=evenings, course="形势政策")
    assert [p.hours for p in planned] == hours
    assert [p.innovation_hours for p in planned] == innovation
    assert {p.course for p in planned} == {"形势政策"}


def test_values_fit_the_declared_session() -> None:
    made = Session(**plan_sessions(CLASS)[0].values(b"c" * 16))  # type: ignore[arg-type]
    assert (made.training_class, made.day, made.slot) == (b"c" * 16, "2026-03-06", "上午")


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2026-03-06", "2026-03-05", "早于"),
        ("2026-03", "2026-03-05", "要写到日"),
        ("2025-03-06", "2026-03-06", "核对年份"),
    ],
)
def test_dates_that_cannot_be_a_class(starts: str, ends: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        plan_sessions(dataclasses.replace(CLASS, starts_on=starts, ends_on=ends))
