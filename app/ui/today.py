"""The clerk's own calendar day."""

import datetime


def today() -> str:
    """Today as YYYY-MM-DD."""
    return datetime.date.today().isoformat()


def this_year() -> int:
    """The current year."""
    return int(today()[:4])
