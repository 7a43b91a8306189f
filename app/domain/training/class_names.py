"""The name of the class that follows another one: 第二期 → 第三期, （三） → （四）."""

import datetime
import re
from collections.abc import Callable, Collection

_CHINESE = "零一二三四五六七八九"
_UNIT = "期次批班讲轮场届课"
_NUMBER = r"(\d{1,3}|[一二三四五六七八九十]{1,3})"
_COUNTED = re.compile(rf"第\s*{_NUMBER}\s*(?=[{_UNIT}])")
_BRACKETED = re.compile(rf"(?<=[（(]){_NUMBER}(?=[）)])")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s*年|年度|\D|$)")
_MONTH = re.compile(r"(?<![\d第])(1[0-2]|[1-9])\s*(?=月)")
_LONGEST_TRY = 50


def next_name(name: str, today: datetime.date, taken: Collection[str]) -> str:
    """The same name one further, and none that is taken; a year gone by becomes this one. A name
    without any number gets （二）."""
    fresh = _YEAR.sub(lambda found: str(max(int(found.group(1)), today.year)), name)
    step = _step(fresh)
    if step is None and fresh != name and fresh not in taken:
        return fresh
    if step is None:
        fresh, step = f"{fresh}（一）", _BRACKETED
    if fresh != name and "（一）" not in fresh and fresh not in taken:
        return _restart(fresh, step, taken)
    for _ in range(_LONGEST_TRY):
        fresh = step.sub(_one_more, fresh, count=1)
        if fresh not in taken:
            return fresh
    return fresh


def _restart(fresh: str, step: re.Pattern[str], taken: Collection[str]) -> str:
    """In a new year the count begins anew."""
    first = step.sub(lambda found: _said_as(found, 1), fresh, count=1)
    return first if first not in taken else fresh


def _step(name: str) -> re.Pattern[str] | None:
    return next((one for one in (_COUNTED, _BRACKETED, _MONTH) if one.search(name)), None)


def _one_more(found: re.Match[str]) -> str:
    number = _read(found.group(1)) + 1
    if found.re is _MONTH and number > 12:
        number = 1
    return _said_as(found, number)


def _said_as(found: re.Match[str], number: int) -> str:
    write: Callable[[int], str] = str if found.group(1).isdecimal() else _in_words
    return found.group().replace(found.group(1), write(number), 1)


def _read(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE.index(ones[-1])
    return (_CHINESE.index(tens) if tens else 1) * 10 + (_CHINESE.index(ones) if ones else 0)


def _in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _CHINESE[ones]
    head = "" if tens == 1 else _CHINESE[tens]
    return f"{head}十{_CHINESE[ones] if ones else ''}"
