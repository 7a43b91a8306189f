"""From when to when a requirement is added up."""

import datetime

import pytest

from app.domain.errors import InvalidInput
from app.domain.policy.window import window_of
from tests.domain.policy.p24 import POLICY, TODAY, rule


@pytest.mark.parametrize(
    ("requirement_id", "year", "as_of", "first", "last"),
    [
        ("P24-01", 2026, "2026-11-21", "2024-01-01", "2026-11-21"),
        ("P24-01", 2025, "2026-11-21", "2024-01-01", "2025-12-31"),
        ("P24-03", 2025, "2026-11-21", "2025-01-01", "2025-12-31"),
        ("P24-03", 2026, "2026-11-21", "2026-01-01", "2026-11-21"),
        ("P24-04", 2028, "2029-05-01", "2024-01-01", "2028-12-31"),
    ],
)
def test_windows(requirement_id: str, year: int, as_of: str, first: str, last: str) -> None:
    found = window_of(POLICY, rule(requirement_id), year, datetime.date.fromisoformat(as_of))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("year", [2023, 2029, 2027])
def test_years_that_cannot_be_evaluated(year: int) -> None:
    with pytest.raises(InvalidInput, match=str(year)):
        window_of(POLICY, rule("P24-01"), year, TODAY)
