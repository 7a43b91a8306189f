"""What other training cannot hold (P24 一 counts hours and days, so neither is invented)."""

import pytest

from app.domain.entity import Value
from app.domain.training.attendance_rules import HourRules
from app.domain.training.bounds import record_problems

RECORD: dict[str, Value] = {
    "starts_on": "2026-03-02",
    "ends_on": "2026-03-04",
    "hours": 24.0,
    "days": 3.0,
}


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, {}),
        # Three dates of two half-days of 6 hours.
        ({"hours": 36.0}, {}),
        ({"hours": 36.5}, {"hours": "3 天最多 36 学时，请核对日期和学时"}),
        ({"days": 3.5}, {"days": "从 2026-03-02 到 2026-03-04 只有 3 天，请核对"}),
        (
            {"innovation_hours": 24.5},
            {"innovation_hours": "其中党的创新理论 24.5 学时，多于本次培训的 24 学时，请改正"},
        ),
        # One hour may be both.
        ({"innovation_hours": 24.0, "party_spirit_hours": 24.0}, {}),
        ({"ends_on": "2026-03-01"}, {"ends_on": "结束日期 2026-03-01 早于开始日期 2026-03-02"}),
    ],
)
def test_a_record_holds_what_its_dates_can(
    changes: dict[str, Value], problems: dict[str, str]
) -> None:
    assert record_problems({**RECORD, **changes}, HourRules()) == problems
