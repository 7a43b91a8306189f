"""How far somebody should be while there is still time, worked out by hand."""

import pytest

from app.domain.policy.evaluation import judge
from app.domain.policy.explanation import evaluate
from app.domain.policy.pace import behind, months_left, paces
from app.domain.policy.window import window_of
from tests.domain.policy.p24 import PERSON, POLICY, SECRETARY, TODAY, hours, rule


# 2026 is the third of five years: 160 × 3 ÷ 5 = 96, 160 ÷ 5 = 32; 20 × 3 ÷ 5 = 12.
# 2026-11 to 2028-12 are 25 months.
@pytest.mark.parametrize(
    ("requirement_id", "changes", "expected", "late"),
    [
        ("P24-01", {"sums": hours(30, 4)}, [("学时", 32, 96, 30, 130), ("天", 4, 12, 4, 16)], True),
        (
            "P24-01",
            {"sums": hours(96, 10)},
            [("学时", 32, 96, 96, 64), ("天", 4, 12, 10, 10)],
            False,
        ),
        (
            "P24-01",
            {"sums": hours(80, 12)},
            [("学时", 32, 96, 80, 80), ("天", 4, 12, 12, 8)],
            False,
        ),
        # Joined in 2026: three years are left, 160 ÷ 3.
        (
            "P24-01",
            {"joined_on": "2026-03", "sums": hours(50)},
            [("学时", 53.3, 53.3, 50, 110), ("天", 6.7, 6.7, 0, 20)],
            True,
        ),
        # A 书记: 280 × 3 ÷ 5 = 168.
        (
            "P24-01",
            {"posts": SECRETARY, "sums": hours(162, 20)},
            [("学时", 56, 168, 162, 118), ("天", 7, 21, 20, 15)],
            True,
        ),
        (
            "P24-03",
            {"posts": SECRETARY, "sums": hours(16, 2)},
            [("学时", 40, 40, 16, 24), ("天", 5, 5, 2, 3)],
            True,
        ),
        ("P24-04", {"sums": hours(10, innovation=4)}, [("%", 50, 50, 40, 10)], True),
    ],
)
def test_the_pace_of_an_open_window(
    requirement_id: str,
    changes: dict[str, object],
    expected: list[tuple[object, ...]],
    late: bool,
) -> None:
    requirement = rule(requirement_id)
    window = window_of(POLICY, requirement, 2026, TODAY)
    subject = PERSON._replace(**changes)  # type: ignore[arg-type]
    found = evaluate(requirement, subject, window)
    assert found is not None
    assert found.status.value == "pending"
    assert [(p.unit, p.year_due, p.due, p.done, p.missing) for p in found.pace] == expected
    judged = judge(requirement, subject, window)
    assert judged is not None
    assert judged.behind is behind(judged.by, subject, window) is late
    # What is asked of everybody is what the paces say.
    assert all(pace.behind for pace in paces(judged.by, subject, window)) is late
    assert months_left(window) == (1 if requirement_id == "P24-03" else 25)
