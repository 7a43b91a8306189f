"""Whether two rows may tell of one training: entered by two sites, from two exports, or a class
and a record of it. Nobody is told that they are one; it is asked."""

import difflib
import re
import unicodedata
from typing import NamedTuple

from app.domain.training.credits import calendar_days

CLASS, RECORD = "培训班", "其他培训记录"
_MARKS = re.compile(r"[\W_]+")
_ALIKE = 0.75
_PRESENT = ("集中培训", "集体学习", "实践锻炼")
"""Nobody is at two of these at one time; online a month of learning meets everything else."""
_SHORT = 10
"""Days: what lasts longer leaves room for other training within it."""


class Told(NamedTuple):
    """One training of a person, as one row tells of it."""

    uid: bytes
    kind: str
    title: str
    mode: str
    starts_on: str
    ends_on: str
    hours: float

    @property
    def words(self) -> str:
        """As it is shown beside another."""
        days = self.starts_on if self.starts_on == self.ends_on else _days(self)
        return f"{self.kind}“{self.title}”（{days}，{self.hours:g} 学时）"


def _days(told: Told) -> str:
    return f"{told.starts_on} 至 {told.ends_on}"


def why_same(one: Told, other: Told) -> str:
    """What two rows of one person have in common so that they may be one; empty when nothing."""
    if one.starts_on > other.ends_on or other.starts_on > one.ends_on:
        return ""
    if _alike(one.title, other.title):
        return "名称相近、日期有重合"
    if one.mode != other.mode and not (_held(one) and _held(other)):
        return ""
    same_days = (one.starts_on, one.ends_on) == (other.starts_on, other.ends_on)
    if same_days and one.hours == other.hours:
        return "日期、学时相同"
    short = all(calendar_days(t.starts_on, t.ends_on) <= _SHORT for t in (one, other))
    return "日期有重合" if short and _held(one) and _held(other) else ""


def _held(told: Told) -> bool:
    return told.mode in _PRESENT


def _alike(one: str, other: str) -> bool:
    a, b = _bare(one), _bare(other)
    if not a or not b:
        return False
    if min(len(a), len(b)) >= 4 and (a in b or b in a):
        return True
    return difflib.SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _bare(title: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", title)).lower()
