"""Percentages are rounded as people do it, and never cross a border that was not reached."""

import pytest

from app.domain.share import percent


@pytest.mark.parametrize(
    ("part", "whole", "border", "shown"),
    [
        (49, 60, 100, 81.7),
        (720, 896, 100, 80.4),
        (80, 164, 50, 48.8),
        (1, 8, 100, 12.5),
        (1, 16, 100, 6.3),
        (0, 5, 100, 0.0),
        (0, 0, 100, 0.0),
        (5, 5, 100, 100.0),
        (99_999, 100_000, 100, 99.9),
        (49_999, 100_000, 50, 49.9),
        (50_000, 100_000, 50, 50.0),
        (69_999, 100_000, 70, 69.9),
        (7, 10, 70, 70.0),
    ],
)
def test_percentages(part: int, whole: int, border: int, shown: float) -> None:
    assert percent(part, whole, border) == shown
