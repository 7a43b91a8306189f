"""Which days a stored date may mean; what reads written dates is not needed for that."""

import calendar
import datetime


def earliest(text: str) -> datetime.date:
    """The first day that the stored date may mean."""
    year, month, day = _parts(text)
    return datetime.date(year, month or 1, day or 1)


def latest(text: str) -> datetime.date:
    """The last day that the stored date may mean."""
    year, month, day = _parts(text)
    month = month or 12
    return datetime.date(year, month, day or calendar.monthrange(year, month)[1])


def agrees(one: str, other: str) -> bool:
    """Whether two dates may mean the same day as far as both are known."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _parts(text: str) -> tuple[int, int, int]:
    year, month, day = (*text.split("-"), "0", "0")[:3]
    return int(year), int(month), int(day)
