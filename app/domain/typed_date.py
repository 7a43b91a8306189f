"""A date as people type it into a field: 11.27, 1127, 11月27日, 明天; what is added is said.

Files are read by `partial_date`, which never adds anything. Here somebody sits before the screen
and sees at once which date is meant; what may be two dates is asked and never chosen.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from app.domain.errors import InvalidInput
from app.domain.partial_date import partial_date

_FAR = 300
"""Days: a date typed without its year is of this year, unless that is ten months away; then the
neighbouring year is nearer (二月 typed in December)."""
_NEAR_YEARS = 10
_DAY = len("2026-11-27")
_WEEK = "一二三四五六日"
_RELATIVE = {
    **dict.fromkeys(("今天", "今日", "当天"), 0),
    **dict.fromkeys(("明天", "明日"), 1),
    **dict.fromkeys(("昨天", "昨日"), -1),
    "后天": 2,
    "大后天": 3,
    "前天": -2,
    "大前天": -3,
}
_MONTH_DAY = re.compile(r"(\d{1,2})[\s.。\-/、,月]+(\d{1,2})[日号]?")
_DIGITS = re.compile(r"(\d{1,2})(\d{2})")
_DAY_ONLY = re.compile(r"(\d{1,2})[日号]")
_SHORT_YEAR = re.compile(r"'?(\d{2})[\s.\-/年]+(\d{1,2})[\s.\-/月]+(\d{1,2})[日号]?")
_SIX = re.compile(r"(\d{2})(\d{2})(\d{2})")
_WEEKDAY = re.compile(r"(上上|上|这|本|下下|下)?(?:个)?(?:星期|礼拜|周)([一二三四五六日天])")
_WHICH_WEEK = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2, None: 0}
_YEAR_WORD = re.compile(r"(今年|去年|明年|前年)[\s的]*")
_YEARS = {"今年": 0, "去年": -1, "明年": 1, "前年": -2}


@dataclass(frozen=True, slots=True)
class TypedDate:
    """What a text means: the date as it is stored, and what was added; without a date the note
    asks what is missing, and without either the text is no date (yet)."""

    value: str = ""
    note: str = ""


NOTHING = TypedDate()


def typed_day(text: str, today: datetime.date, after: str = "") -> TypedDate:
    """A whole day. `after` is the day it cannot come before: the first day of a class for its
    last one, so that 1.3 after 2026-12-30 is in 2027."""
    plain = _plain(text)
    if not plain:
        return NOTHING
    written = _written(plain)
    if written is not None:
        if len(written) == _DAY:
            return TypedDate(written)
        return NOTHING if plain.isdecimal() else TypedDate("", "要写到日，例如 11.27")
    return (
        _short_year(plain, today) or _relative(plain, today) or _without_year(plain, today, after)
    )


def typed_date(text: str, today: datetime.date, *, may_add_year: bool) -> TypedDate:
    """A date at the precision that is known. A year is added only where `may_add_year` and only
    where the text can be nothing else: 11.27 is no month of a year, 05.03 may be one."""
    plain = _plain(text)
    if not plain:
        return NOTHING
    written = _written(plain)
    if written is not None:
        return TypedDate(written)
    found = _relative(plain, today) if may_add_year else None
    if found is not None:
        return found
    added = _without_year(plain, today, "")
    if not added.value:
        return added
    said = "月" in plain or plain.endswith(("日", "号"))
    if not may_add_year or (not said and _may_be_year_and_month(plain)):
        return TypedDate("", "请写上四位年份，例如 2005.03")
    return added


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" \t\r\n'`’.。")


def _written(plain: str) -> str | None:
    """The date when it stands there with its year; nothing is added."""
    word = _YEAR_WORD.match(plain)
    if word is not None or (plain.isdecimal() and len(plain) < len("1985")):
        return None
    if plain.isdecimal() and len(plain) == 4 and not "1900" <= plain <= "2099":
        return None
    try:
        return partial_date(plain)
    except InvalidInput:
        return None


def _relative(plain: str, today: datetime.date) -> TypedDate | None:
    if plain in _RELATIVE:
        return _made(today + datetime.timedelta(days=_RELATIVE[plain]))
    week = _WEEKDAY.fullmatch(plain)
    if week is not None:
        monday = today - datetime.timedelta(days=today.weekday())
        number = _WEEK.index(week.group(2).replace("天", "日"))
        days = 7 * _WHICH_WEEK[week.group(1)] + number
        return _made(monday + datetime.timedelta(days=days))
    return None


def _short_year(plain: str, today: datetime.date) -> TypedDate | None:
    """26.11.27 and 261127; only years about now, or it may be anything."""
    found = _SHORT_YEAR.fullmatch(plain)
    near = _NEAR_YEARS
    if found is None:
        found, near = _SIX.fullmatch(plain), 1
    if found is None:
        return None
    year = 2000 + int(found.group(1))
    if abs(year - today.year) > near:
        return None
    day = _day(year, int(found.group(2)), int(found.group(3)))
    return TypedDate(day.isoformat(), f"年份按 {year}") if day else None


def _without_year(plain: str, today: datetime.date, after: str) -> TypedDate:
    word = _YEAR_WORD.match(plain)
    year = today.year + _YEARS[word.group(1)] if word else None
    bare = plain[word.end() :] if word else plain
    if asked := _two_days(bare):
        return TypedDate("", asked)
    only = _DAY_ONLY.fullmatch(bare)
    if after and only is not None and word is None:
        return _day_of_month_from(int(only.group(1)), after)
    month_day = _month_and_day(bare, today)
    if month_day is None:
        return NOTHING
    month, number = month_day
    if year is not None:
        day = _day(year, month, number)
        return TypedDate(day.isoformat()) if day else TypedDate("", f"{year} 年没有这一天")
    candidates = [
        day
        for each in (today.year - 1, today.year, today.year + 1)
        if (day := _day(each, month, number)) is not None
    ]
    if after:
        return _from(datetime.date.fromisoformat(after), month, number)
    if not candidates:
        return TypedDate("", "没有这一天")
    this = next((day for day in candidates if day.year == today.year), None)
    if this is not None and abs((this - today).days) <= _FAR:
        return _made(this, "年份按今年")
    nearest = min(candidates, key=lambda day: abs((day - today).days))
    return _made(nearest, f"年份按 {nearest.year}")


def _from(first: datetime.date, month: int, number: int) -> TypedDate:
    """The next such day from the first one on; the day before a class begins is no day of it."""
    near = [
        day
        for each in range(first.year, first.year + 2)
        if (day := _day(each, month, number)) is not None
    ]
    later = next((day for day in near if day >= first), None)
    if later is not None and (later - first).days <= _FAR:
        return _made(later, "年份接着开始日期")
    return TypedDate("", f"早于开始日期 {first}" if near else "没有这一天")


def _day_of_month_from(number: int, after: str) -> TypedDate:
    """30日 after 12月28日 is of December, whichever month it is today; 2日 is of January."""
    first = datetime.date.fromisoformat(after)
    following = first.replace(day=1) + datetime.timedelta(days=31)
    month = first if number >= first.day else following
    day = _day(month.year, month.month, number)
    return _made(day, "年月接着开始日期") if day else TypedDate("", "没有这一天")


def _two_days(plain: str) -> str:
    """111 is 1.11 and 11.1: what to ask, where three digits are two days."""
    if len(plain) != len("111") or not plain.isdecimal():
        return ""
    readings = [(int(plain[:cut]), int(plain[cut:])) for cut in (1, 2)]
    days = [f"{month}.{day}" for month, day in readings if _day(2024, month, day) is not None]
    return f"是 {days[0]} 还是 {days[1]}？请写上点" if len(days) == len(readings) else ""


def _month_and_day(plain: str, today: datetime.date) -> tuple[int, int] | None:
    found = _MONTH_DAY.fullmatch(plain) or _DIGITS.fullmatch(plain)
    if found is not None:
        month, number = int(found.group(1)), int(found.group(2))
        return (month, number) if 1 <= month <= 12 and 1 <= number <= 31 else None
    only = _DAY_ONLY.fullmatch(plain)
    if only is not None:
        return today.month, int(only.group(1))
    if "月" in plain:
        try:
            read = partial_date(f"2024年{plain}")  # a leap year: 二月二十九 is a day
        except InvalidInput:
            return None
        return (int(read[5:7]), int(read[8:])) if len(read) == _DAY else None
    return None


def _may_be_year_and_month(plain: str) -> bool:
    """05.03 may be March 2005, and 0503 too; 11.27 and 1127 can only be a day."""
    found = _MONTH_DAY.fullmatch(plain) or _DIGITS.fullmatch(plain)
    return found is not None and int(found.group(2)) <= 12


def _day(year: int, month: int, number: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, number)
    except ValueError:
        return None


def _made(day: datetime.date, note: str = "") -> TypedDate:
    return TypedDate(day.isoformat(), note)


def weekday(day: str) -> str:
    """星期五, for a whole day."""
    return f"星期{_WEEK[datetime.date.fromisoformat(day).weekday()]}"


_SLOT_WORDS = {
    "上午": ("上午", "早上", "早晨", "上", "am", "早"),
    "下午": ("下午", "中午", "下", "pm"),
    "晚上": ("晚上", "晚", "夜里", "傍晚", "夜校"),
}
_CLOCK = re.compile(
    r"(上午|早上|下午|中午|晚上|傍晚|am|pm)?\s*(\d{1,2})(?:[:点时](?:(\d{2})分?|半)?|(\d{2}))?\s*(am|pm)?"
)
_MORNING_FROM, _NOON, _EVENING_FROM = 8, 12, 18
_AFTERNOON_UNTIL = 6


def typed_slot(text: str) -> str:
    """上午, 下午 or 晚上 out of 9点, 0900, 14:30, 下午2点, am; empty when it may be two of them
    (7点) or none."""
    plain = _plain(text).lower()
    for slot, words in _SLOT_WORDS.items():
        if plain in words:
            return slot
    clock = _CLOCK.fullmatch(plain)
    if clock is None:
        return ""
    hour = int(clock.group(2))
    if int(clock.group(3) or clock.group(4) or 0) > 59:
        return ""
    word = clock.group(1) or clock.group(5) or ""
    said = next((slot for slot, words in _SLOT_WORDS.items() if word in words), "") if word else ""
    if said or hour > 24:
        return said if hour <= 24 else ""
    return _slot_of(hour)


def _slot_of(hour: int) -> str:
    if hour >= _EVENING_FROM:
        return "晚上"
    if hour >= _NOON or 1 <= hour < _AFTERNOON_UNTIL:
        return "下午"  # nobody teaches at two in the night
    return "上午" if hour >= _MORNING_FROM else ""
