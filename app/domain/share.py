"""Percentages and means as people write them: rounded half up, but never across a border."""

import math


def percent(part: int, whole: int, border: int = 100) -> float:
    """`part` of `whole`, rounded half up to one decimal; 0 of 0 is 0.

    What is below `border` never reads as having reached it: 99.96 % of 100 reads 99.9.
    """
    if not whole:
        return 0.0
    rounded = (part * 2000 + whole) // (2 * whole)
    if part * 100 < border * whole and rounded >= border * 10:
        rounded = border * 10 - 1
    return rounded / 10


def mean(half_hours: int, people: int) -> float:
    """学时 for each of so many people, to one decimal; nobody has none."""
    return (half_hours * 10 + people) // (2 * people) / 10 if people else 0.0


def half_up(value: float, digits: int) -> float:
    """0.0625 to three decimals is 0.063, where `round` says 0.062."""
    scale = 10.0**digits
    return math.floor(value * scale + 0.5) / scale
