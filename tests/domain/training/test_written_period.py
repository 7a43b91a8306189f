"""First and last day as lists write them in one cell."""

import pytest

from app.domain.errors import InvalidInput
from app.domain.training.written_period import written_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-03-05", "2026-03-05", "2026-03-05"),
        ("2026.3.5-2026.3.7", "2026-03-05", "2026-03-07"),
        ("2026.3.5-7", "2026-03-05", "2026-03-07"),
        ("2026.3.5-3.7", "2026-03-05", "2026-03-07"),
        ("2026年3月5日至7日", "2026-03-05", "2026-03-07"),
        ("2026年3月5日—3月7日", "2026-03-05", "2026-03-07"),
        ("2026年3月5日到2026年4月1日", "2026-03-05", "2026-04-01"),
        ("2026/3/5~2026/3/7", "2026-03-05", "2026-03-07"),
        ("2026-03-05 至 2026-03-07", "2026-03-05", "2026-03-07"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("2026-03", "2026-03-01", "2026-03-31"),
        ("2026年1月至3月", "2026-01-01", "2026-03-31"),
        ("2025年12月28日至2026年1月3日", "2025-12-28", "2026-01-03"),
    ],
)
def test_both_days(text: str, first: str, last: str) -> None:
    assert written_period(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["春季", "3月5日", "2026-03-07至2026-03-05", "2026-03-05至", "5-7"]
)
def test_nothing_is_added(text: str) -> None:
    with pytest.raises(InvalidInput):
        written_period(text)
