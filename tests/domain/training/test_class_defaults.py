"""A new class starts like the last one."""

import pytest

from app.domain.training.class_defaults import (
    NewClass,
    certificates_by_default,
    class_values,
    copied_class,
)
from app.domain.training.entities import TrainingClass

LAST = TrainingClass(
    name="第一期",
    code="A1",
    kind="集中轮训",
    organization=b"o" * 16,
    organizer="青山镇党委",
    level="乡镇",
    starts_on="2026-03-05",
    ends_on="2026-03-09",
    place="镇党校",
    teacher="李老师",
    half_day_hours=3.5,
    innovation_theory=1,
    certificates=1,
    required_share=80,
    state="已结班",
    closed_on="2026-03-09",
    note="第一期的情况",
)


def test_habits_are_copied_what_belonged_to_the_last_class_is_not() -> None:
    made = copied_class(LAST, NewClass("第二期", "2026-04-01", "2026-04-01"), 2)
    assert (made.name, made.organizer, made.place, made.teacher) == (
        "第二期",
        "青山镇党委",
        "镇党校",
        "李老师",
    )
    assert (made.half_day_hours, made.required_share) == (3.5, 80)
    assert (made.code, made.state, made.closed_on, made.note) == (None, "在办", None, None)
    assert (made.certificates, made.innovation_theory) == (0, 0)
    assert copied_class(LAST, NewClass("三", "2026-04-01", "2026-04-01", "村部"), 2).place == "村部"
    assert class_values(made)["name"] == "第二期"


@pytest.mark.parametrize(
    ("kind", "ends", "expected"),
    [
        ("集中轮训", "2026-03-06", False),
        ("集中轮训", "2026-03-07", True),
        ("冬春训", "2026-03-20", False),
    ],
)
def test_short_classes_and_winter_training_give_proofs_instead(
    kind: str, ends: str, expected: bool
) -> None:
    assert certificates_by_default(kind, "2026-03-05", ends, 2) is expected
