"""First and last day as one cell has them: 2026.3.5-7, 2026年3月5日至3月7日, 2026年3月."""

import calendar
import re
import unicodedata

from app.domain.errors import InvalidInput
from app.domain.partial_date import partial_date

_BETWEEN = re.compile(r"\s*(?:--+|—+|–|－|~|～|至|到|-(?=\d{4}\D))\s*")
_SHORT = re.compile(
    r"(\d{4}[年.\-/]\d{1,2}[月.\-/]\d{1,2})[日号]?-((?:\d{1,2}[月./])?\d{1,2})[日号]?$"
)
_PARTS = re.compile(r"\d+")
_DAY = len("2026-03-05")
_TIME = re.compile(r"(?<=[\d日号])[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?=\s*$|\s*[-—–~至到])")
"""Platforms tell when to the minute; the day is what is kept."""


def without_time(text: str) -> str:
    """The days alone, where the time of day stands behind them."""
    return _TIME.sub("", unicodedata.normalize("NFKC", text).strip())


def written_period(text: str) -> tuple[str, str]:
    """The first and the last day; a month is all of its days.

    Raises:
        InvalidInput: no day can be told; nothing is added that nobody wrote.
    """
    plain = without_time(text)
    short = _SHORT.match(plain)
    parts = list(short.groups()) if short else _BETWEEN.split(plain)
    if len(parts) > 2 or not all(parts):
        raise InvalidInput({"": f"“{text.strip()[:30]}”看不出起止日期，{_HOW}"})
    first, _ = _ends(parts[0], text)
    _, last = _ends(_with_year(parts[-1], first) if len(parts) == 2 else parts[0], text)
    if last < first:
        raise InvalidInput({"": f"“{text.strip()[:30]}”的结束日期早于开始日期，请核对"})
    return first, last


_HOW = "请写成 2026-03-05 至 2026-03-07 或 2026年3月"


def _ends(part: str, text: str) -> tuple[str, str]:
    try:
        known = partial_date(part)
    except InvalidInput as error:
        raise InvalidInput({"": f"“{text.strip()[:30]}”看不出起止日期，{_HOW}"}) from error
    if len(known) == _DAY:
        return known, known
    if len(known) == len("2026"):
        return f"{known}-01-01", f"{known}-12-31"
    year, month = int(known[:4]), int(known[5:7])
    return f"{known}-01", f"{known}-{calendar.monthrange(year, month)[1]:02}"


def _with_year(part: str, first: str) -> str:
    """至3月7日, 至7日: what the first day says already is not written twice."""
    numbers = _PARTS.findall(part)
    if len(numbers) == 1 and len(numbers[0]) <= 2:
        unit = "月" in part
        return f"{first[:4]}-{numbers[0]}" if unit else f"{first[:8]}{int(numbers[0]):02}"
    if len(numbers) == 2 and len(numbers[0]) <= 2:
        return f"{first[:4]}-{int(numbers[0]):02}-{int(numbers[1]):02}"
    return part
