"""Dates as rosters write them, kept at the precision that is known: YYYY, YYYY-MM or YYYY-MM-DD."""

import datetime
import re
import unicodedata
from functools import lru_cache

from app.domain.errors import InvalidInput

EARLIEST_YEAR = 1900
LATEST_YEAR = 2099

_DIGITS = re.compile(r"(\d{4})(?:(\d{2})(?:(\d{2})(?:000000)?)?)?", re.ASCII)
_BETWEEN = r"[\s.。/\\\-—–·•・、,_"
_WRITTEN = re.compile(
    rf"(\d{{4}})(?P<first>{_BETWEEN}年]+)(?:(\d{{1,2}})"
    rf"(?:(?P<second>{_BETWEEN}月]+)(?:(\d{{1,2}})[日号.。]*)?)?)?"
)
_RANGE = re.compile(r"[\-—–]")
_ZERO = r"0{1,2}(?:[:时点]0{1,2}(?:[:分](?:0{1,2}(?:[.,]0+)?)?秒?)?|[时点])"
_TWELVE = r"12:00(?::00(?:\.0+)?)?"
_MIDNIGHT = re.compile(
    rf"(?<=[\d日号])(?:[T\s]+|(?<=[日号]))(?:(?:上午|凌晨|AM)?\s*{_ZERO}(?:\s*AM)?"
    rf"|(?:上午|凌晨|AM)\s*{_TWELVE}|{_TWELVE}\s*AM)\s*(?:Z|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?<=[\d日号])\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?(?=\s|$)")
_CHINESE = "〇一二三四五六七八九"
_CHINESE_YEAR = re.compile(r"^[〇○零O0一二三四五六七八九]{4}(?=年)")
_CHINESE_PART = re.compile(
    r"(?<=[年月])\s*(元|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*(?=[月日号]|$)"
)


def partial_date(value: str | float | datetime.date) -> str:
    """Read one date; nothing is ever added to what was written.

    Raises:
        InvalidInput: the text is no date, or no such day exists.
    """
    if isinstance(value, datetime.date):
        return _checked(value.year, value.month, value.day, value.isoformat())
    if isinstance(value, (int, float)):
        return _from_number(value)
    return _from_text(str(value))


def full_day(value: str | float | datetime.date) -> str:
    """Read a date that must be complete to the day."""
    found = partial_date(value)
    if len(found) != 10:
        raise _refused(f"“{found}”要写到日，例如 2026-03-05")
    return found


def is_date(text: str) -> bool:
    """Whether that is a date as it is kept: nothing to be read into it."""
    try:
        return _from_text(text) == text
    except InvalidInput:
        return False


@lru_cache(maxsize=100_000)
def _from_text(text: str) -> str:
    written = unicodedata.normalize("NFKC", text).strip(" \t\r\n'`’.。")
    found = _DIGITS.fullmatch(written)
    if found is not None:
        year, month, day = found.groups()
        return _checked(int(year), _whole(month), _whole(day), text.strip())
    whole, plain = _without_midnight(_in_digits(written))
    found = _WRITTEN.fullmatch(plain)
    if found is None or _is_range(found) or (whole and found.group(5) is None):
        raise _refused(f"“{text.strip()[:20]}”不是日期，请写成 1985.03 或 1985-03-05 的样子")
    year, month, day = found.group(1), found.group(3), found.group(5)
    return _checked(int(year), _whole(month), _whole(day), text.strip())


def _without_midnight(text: str) -> tuple[bool, str]:
    """Whether a whole day must be left, and the text without weekday and midnight."""
    bare = _MIDNIGHT.sub("", _WEEKDAY.sub("", text)).strip()
    return bare != text.strip(), re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", bare)


def _is_range(found: re.Match[str]) -> bool:
    # 1985.03-04 may be March to April: a dash after another mark joins two dates.
    second = found.group("second") or ""
    return (
        found.group(5) is not None
        and _RANGE.search(second) is not None
        and _RANGE.search(found.group("first")) is None
    )


def _in_digits(text: str) -> str:
    """二〇〇五年三月 as 2005年3月; anything else unchanged."""
    if text[:1].isdigit() and not any(mark in text for mark in "一二三四五六七八九十元"):
        return text
    year = _CHINESE_YEAR.match(text)
    if year is not None:
        digits = re.sub("[○零O0]", "〇", year.group())
        text = "".join(str(_CHINESE.index(mark)) for mark in digits) + text[year.end() :]
    return _CHINESE_PART.sub(lambda part: str(_small_number(part.group(1))), text)


def _small_number(words: str) -> int:
    if words == "元":
        return 1
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _CHINESE.index(ones)
    return (_CHINESE.index(tens) if tens else 1) * 10 + (_CHINESE.index(ones) if ones else 0)


def _whole(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _from_number(value: float) -> str:
    if float(value).is_integer():
        digits = str(int(value))
        if len(digits) == 5:
            raise _refused(
                f"“{digits}”像是表格内部的日期编号，请把该列设为“日期”或“文本”后重新录入"
            )
        return _from_text(digits)
    written = repr(float(value))
    if re.fullmatch(r"\d{4}\.1", written):
        # A spreadsheet drops the last zero of 1985.10: January and October look the same.
        raise _refused(
            f"数值 {written} 分不清是 1 月还是 10 月，"
            f"请把该列设为“文本”后写成 {written[:4]}.01 或 {written[:4]}.10"
        )
    return _from_text(written)


def _checked(year: int, month: int | None, day: int | None, text: str) -> str:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise _refused(f"“{text[:20]}”的年份不对，请核对")
    if month is None:
        return f"{year:04}"
    try:
        datetime.date(year, month, 1 if day is None else day)
    except ValueError as error:
        raise _refused(f"“{text[:20]}”这个日期不存在，请核对") from error
    return f"{year:04}-{month:02}" if day is None else f"{year:04}-{month:02}-{day:02}"


def _refused(sentence: str) -> InvalidInput:
    return InvalidInput({"date": sentence})
