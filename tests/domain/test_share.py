"""Percentages are rounded as people do it, and never cross a border that was not reached."""

import pytest

from app.domain.share import half_up, mean, percent


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


@pytest.mark.parametrize(
    ("half_hours", "people", "shown"),
    [
        (9, 18, 0.3),
        (5, 10, 0.3),
        (26, 4, 3.3),
        (16, 3, 2.7),
        (1, 40, 0.0),
        (132, 5, 13.2),
        (4, 0, 0.0),
    ],
)
def test_means(half_hours: int, people: int, shown: float) -> None:
    """9 half-hours among 18 are 0.25 hours each, which people round to 0.3."""
    assert mean(half_hours, people) == shown


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0.0625, 3, 0.063),
        (3.0625, 3, 3.063),
        (0.4375, 3, 0.438),
        (26.25, 1, 26.3),
        (160 / 3, 1, 53.3),
    ],
)
def test_rounding(value: float, digits: int, shown: float) -> None:
    assert half_up(value, digits) == shown
