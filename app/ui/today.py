"""The clerk's own calendar day, and moments as a clerk reads them."""

import datetime


def today() -> str:
    """Today as YYYY-MM-DD."""
    return datetime.date.today().isoformat()


def this_year() -> int:
    """The current year."""
    return int(today()[:4])


def moment(text: str) -> str:
    """2026-11-21T10:57:45+08:00 to the minute; nothing stays nothing."""
    return text[:16].replace("T", " ")
