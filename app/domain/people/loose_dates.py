"""Dates that say less or more than a date: 85.03, 1968.04（57岁）, 1985年春; nothing is added."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from app.domain.errors import InvalidInput
from app.domain.known_days import earliest, latest
from app.domain.partial_date import EARLIEST_YEAR, partial_date

_VAGUE = re.compile(r"农历|阴历|旧历|腊月|正月|闰|约|左右|前后|大概|可能|疑|\?|昭和|民国|待|几")
_OTHER_EVENT = {
    "birth_date": re.compile("入党|转正|预备|去世"),
    "joined_on": re.compile("转正|出生|去世|正式"),
    "full_on": re.compile("预备|入党|出生|去世"),
    "status_on": re.compile("入党|转正|预备|出生"),
}
_NOT_YET = {
    "joined_on": re.compile(
        r"(?:未|没有?|尚未)入党|非(?:中共)?党员|群众|积极分子|发展对象|待定|未定"
    ),
    "full_on": re.compile(r"(?:未|没有?|尚未)转正|预备(?:期|党员)?|待定|未定|未到期|未满"),
}
_EVENT = re.compile(r"(?:入党|加入(?:中国共产党|党组织)?|转正|出生|生|去世|止|起|(?<=月)份)$")
_BRACKET = re.compile(r"\s*[(\[【]([^()\[\]【】]*)[)\]】]\s*$")
_AGE = re.compile(r"(?:现年)?\d{1,3}\s*周?岁")
_WITHIN_YEAR = re.compile(
    r"^(\d{4})年?(?:春季?|夏季?|秋季?|冬季?|上半年|下半年|年?初|年?底|年?末|中)$"
)
_WITHIN_MONTH = re.compile(r"^(\d{4}[年.]\d{1,2}月?)(?:上旬|中旬|下旬|初|底|末)$")
_SHORT_YEAR = re.compile(r"^'?(\d{2})(?:年|[.\-/])(\d{1,2})(?:月|[.\-/])?(?:(\d{1,2})日?)?$")
_NO_DAY = re.compile(r"^(\d{4}([.\-/年])\d{1,2})(?:[.\-/月])0{1,2}日?$")
_NO_MONTH = re.compile(r"^(\d{4})[.\-/年]0{2}(?:[.\-/月]0{2}日?)?月?$")
_TIME = re.compile(r"^(.*?[\d日号])[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z)?$")
_AMERICAN = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ENGLISH = re.compile(
    r"^(?:(\d{1,2})[\s\-./]+)?([a-z]{3})[a-z]*[\s\-.,/]+(?:(\d{1,2}),\s*)?(\d{4}|\d{2})$", re.I
)
_ZERO_LOST = re.compile(r"^(\d{4})\.1$")
_CHINA = datetime.timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class DateHints:
    """What else is known of the person: the date in the ID number bounds what is possible."""

    today: datetime.date
    born: str | None = None
    zero_lost: bool = False
    """1985.1 may be 1985.10: it came through a table program as a number."""


def zero_may_be_lost(text: str) -> bool:
    """Whether 1985.1 may be what a table program made of 1985.10."""
    return _ZERO_LOST.match(text.strip()) is not None


def loose_date(field: str, text: str, hints: DateHints) -> tuple[str, str] | None:
    """The date that is certain and what was presumed; ("", "") when the words mean that there is
    none; None when nothing is certain."""
    plain = unicodedata.normalize("NFKC", text).strip(" \t\r\n'`’.。")
    if field in _NOT_YET and _NOT_YET[field].fullmatch(plain):
        return "", ""
    how: list[str] = []
    bracket = _BRACKET.search(plain)
    if bracket is not None:
        inside = bracket.group(1)
        if _VAGUE.search(inside) or _other_event(field, inside):
            return None
        how.append("年龄没有导入" if _AGE.fullmatch(inside) else f"“（{inside}）”没有导入")
        plain = plain[: bracket.start()]
    elif (age := re.search(rf"[\s,]+{_AGE.pattern}$", plain)) is not None:
        how.append("年龄没有导入")
        plain = plain[: age.start()]
    if _VAGUE.search(plain) or _other_event(field, plain):
        return None
    plain = _EVENT.sub("", plain).strip()
    for read in (_exact, _zero_lost, _short, _within, _without_zeros, _with_time, _foreign):
        found = read(field, plain, hints)
        if found is not None and _possible(found[0], hints):
            return found[0], "，".join(filter(None, (*how, found[1]))) or ""
    return None


def _exact(_field: str, text: str, hints: DateHints) -> tuple[str, str] | None:
    if hints.zero_lost and _ZERO_LOST.match(text):
        return None
    return _read(text, "")


def _zero_lost(field: str, text: str, hints: DateHints) -> tuple[str, str] | None:
    found = _ZERO_LOST.match(text)
    born = hints.born or ""
    if found is None or not hints.zero_lost or field != "birth_date":
        return None
    if born[:4] != found.group(1) or born[5:7] not in ("01", "10"):
        return None
    return born[:7], "1 月还是 10 月按身份证号判断"


def _short(field: str, text: str, hints: DateHints) -> tuple[str, str] | None:
    found = _SHORT_YEAR.match(text)
    if found is None:
        return None
    short, month, day = found.groups()
    ends = "-".join(f"{int(part):02}" for part in (month, day) if part)
    fitting = [
        made
        for century in ("19", "20")
        if (made := _read(f"{century}{short}-{ends}", "")) is not None
        and _possible(made[0], hints)
        and _fits_birth(field, made[0], hints)
    ]
    # 05.03 may also be a 3 May: only the word 年, or a number no month has, makes it a year.
    is_year = "年" in text or int(short) > 12 or (field == "birth_date" and hints.born is not None)
    if len(fitting) != 1 or not is_year:
        return None
    return fitting[0][0], "年份只写了两位，世纪按已知日期判断"


def _within(_field: str, text: str, _hints: DateHints) -> tuple[str, str] | None:
    year, month = _WITHIN_YEAR.match(text), _WITHIN_MONTH.match(text)
    if year is not None:
        return _read(year.group(1), "只记到年")
    return _read(month.group(1), "只记到月") if month is not None else None


def _without_zeros(_field: str, text: str, _hints: DateHints) -> tuple[str, str] | None:
    day, month = _NO_DAY.match(text), _NO_MONTH.match(text)
    if month is not None:
        return _read(month.group(1), "月份写的是 0，只记到年")
    return _read(day.group(1), "日子写的是 0，只记到月") if day is not None else None


def _with_time(_field: str, text: str, _hints: DateHints) -> tuple[str, str] | None:
    found = _TIME.match(text)
    day = _read(found.group(1), "") if found is not None else None
    if found is None or day is None or len(day[0]) != len("1985-03-05"):
        return None
    hour, minute, second = (int(part or 0) for part in found.group(2, 3, 4))
    if hour > 23 or minute > 59 or second > 59:
        return None
    if not found.group(5):
        return day[0], "钟点没有导入"
    then = datetime.datetime.combine(earliest(day[0]), datetime.time(hour, minute, second)) + _CHINA
    # Midnight here is the afternoon before in the time of Greenwich; another hour proves nothing.
    if then.time() != datetime.time():
        return None
    return then.date().isoformat(), "原文是国际时间，已换成北京时间"


def _foreign(_field: str, text: str, hints: DateHints) -> tuple[str, str] | None:
    numbers = _AMERICAN.match(text)
    if numbers is not None:
        one, two, year = numbers.groups()
        if (int(one) > 12) == (int(two) > 12) and one.lstrip("0") != two.lstrip("0"):
            return None
        day, month = (one, two) if int(one) > 12 else (two, one)
        return _read(f"{year}-{month}-{day}", "")
    words = _ENGLISH.match(text)
    if words is None or words.group(2).lower() not in _MONTHS:
        return None
    first, name, second, year = words.groups()
    month = f"{_MONTHS.index(name.lower()) + 1:02}"
    given = first or second
    if len(year) == 4:
        return _read("-".join(filter(None, (year, month, given))), "")
    if given is None and int(year) <= 31:
        return None  # Mar-05 may be a 5 March
    return _short("", f"{year}年{month}月" + (f"{given}日" if given else ""), hints)


def _read(text: str, how: str) -> tuple[str, str] | None:
    try:
        return partial_date(text), how
    except InvalidInput:
        return None


def _other_event(field: str, text: str) -> bool:
    pattern = _OTHER_EVENT.get(field)
    return pattern is not None and pattern.search(text) is not None


def _possible(date: str, hints: DateHints) -> bool:
    return int(date[:4]) >= EARLIEST_YEAR and earliest(date) <= hints.today


def _fits_birth(field: str, date: str, hints: DateHints) -> bool:
    """Whether the date may belong to somebody born on the day that the ID number says."""
    if hints.born is None:
        # Who is in a roster of today was not born, and did not join, more than a life ago.
        return int(date[:4]) > hints.today.year - 100
    if field == "birth_date":
        return abs(int(date[:4]) - int(hints.born[:4])) <= 1
    return latest(date) >= earliest(hints.born)
