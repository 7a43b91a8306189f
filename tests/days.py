"""Today, asked for by each test: a run may cross midnight, and New Year."""

from datetime import date


def today() -> date:
    """The day of this test."""
    return date.today()


def this_year() -> int:
    """The year of this test."""
    return today().year
