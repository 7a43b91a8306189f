"""Number formats and serial dates: whether a number is a date, and how much of it was shown."""

import datetime
import re
from enum import Enum
from functools import lru_cache

from app.domain.people.roster_file import CellValue

_LITERALS = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_SCIENTIFIC = re.compile(r"e[+-]", re.IGNORECASE)
_MONTHS = frozenset({17, 27, 36, 50, 52, 57})
_DAYS = frozenset({14, 15, 16, *range(28, 32), 51, *range(53, 55), 58})
_TIMES = frozenset({18, 19, 20, 21, 22, *range(32, 36), 45, 46, 47, 55, 56})
_LAST_SERIAL = 2_958_465
_SECONDS = 86_400


class Shown(Enum):
    """What a number format shows of a date."""

    NO_DATE = 0
    DAY = 1
    MONTH = 2
    """Year and month: the day was put there by the program."""
    YEAR = 3


def built_in(number: int) -> Shown:
    """The formats every Chinese Excel and WPS knows by number."""
    if number in _MONTHS:
        return Shown.MONTH
    return Shown.DAY if number in _DAYS | _TIMES else Shown.NO_DATE


@lru_cache(maxsize=2_000)
def shown_by(code: str) -> Shown:
    """What a format code shows: yyyy"年"m"月" no day, 0.00E+00 no date at all."""
    first = _SCIENTIFIC.sub("", _LITERALS.sub("", code).split(";")[0]).lower()
    if "general" in first or "常规" in first or not re.search(r"[ymdhse]", first):
        return Shown.NO_DATE
    if re.search(r"[hs]", first) or "d" in first:
        return Shown.DAY
    year = "y" in first or ("e" in first and not re.search(r"[0#?]", first))
    if not year:
        return Shown.DAY if "m" in first else Shown.NO_DATE
    return Shown.MONTH if "m" in first else Shown.YEAR


def moment_of(serial: float, since_1904: bool = False) -> CellValue | datetime.time:
    """The date (and time, if any) of a serial number; the number itself when it is none."""
    if not 0 <= serial <= _LAST_SERIAL:
        return serial
    days, rest = divmod(round(serial * _SECONDS), _SECONDS)
    clock = _clock(rest)
    if since_1904:
        start = datetime.date(1904, 1, 1)
    elif days == 0:
        return clock
    else:
        # The 29 February 1900 of spreadsheets never was: days before it count from one day later.
        start = datetime.date(1899, 12, 30 if days > 59 else 31)
    try:
        found = start + datetime.timedelta(days=days)
    except OverflowError:
        return serial
    return datetime.datetime.combine(found, clock) if rest else found


def _clock(seconds: int) -> datetime.time:
    minutes, second = divmod(seconds, 60)
    return datetime.time(minutes // 60, minutes % 60, second)
