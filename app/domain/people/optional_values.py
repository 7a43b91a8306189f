"""What can honestly be kept of an optional cell that is no plain value: less, never more."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from app.domain.characters import plain_code
from app.domain.entity import Field, Kind, Value
from app.domain.errors import InvalidInput
from app.domain.field_values import Raw, as_text, read_phone
from app.domain.people.choice_synonyms import STILL_MEMBERS, wider
from app.domain.people.codes import MEMBER_STATES, SEXES
from app.domain.people.loose_dates import DateHints, loose_date

_PHONE = re.compile(
    r"(?<![\d*])(?:\+|00)?(?:86)?[- ]?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\d*])"
    r"|(?<![\d*])(\(?0\d{2,3}[-) ]{0,2}\d{7,8}(?:[-转]\d{1,5})?)(?![\d*])"
)
_PUNCTUATION = re.compile(r"[\s()\[\]【】、,;:/\\.。|-]+")
_LONGEST_LEFT = 40
_PRIVATE = {Kind.DATE: re.compile(r"\d{9}"), Kind.CHOICE: re.compile(r"\d{7}")}
"""What may be an ID number or a phone in the wrong column never goes into a note."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The value that is certain (None: none is), what to tell, and words for the note."""

    value: Value
    sentence: str
    left: str = ""
    others: tuple[str, ...] = ()
    """Further phones of the cell; the person may already have one of them."""
    unclear: bool = False
    """Whether the cell said something that no default may speak for."""


def salvage(field: Field, raw: Raw, why: str, hints: DateHints) -> Kept:
    """What to make of a cell that the strict reading refused with the sentence `why`."""
    text = unicodedata.normalize("NFKC", as_text(raw)).strip()
    if field.kind is Kind.PHONE:
        return _phone(field, text, why)
    if field.kind is Kind.CHOICE:
        return _choice(field, text)
    if field.kind is Kind.DATE:
        return _date(field, raw, text, why, hints)
    return Kept(None, f"{why}；这一格没有导入")


def _phone(field: Field, text: str, why: str) -> Kept:
    numbers: dict[str, None] = {}
    for found in _PHONE.finditer(_bare_of_marks(text)):
        try:
            number = read_phone(field, found.group(1) or found.group(2), datetime.date.min)
        except InvalidInput:
            continue
        numbers[str(number)] = None
    if not numbers:
        return Kept(None, f"{why}；这一格没有导入")
    first, *others = numbers
    words = _PUNCTUATION.sub(" ", _PHONE.sub(" ", _bare_of_marks(text))).strip()
    told = ["只导入了第一个号码，另一个没有导入，仍在原表这一格"] if others else []
    left = "" if re.search(r"\d", words) else words
    if words:
        told.append(
            f"号码旁边的“{left}”记在备注里"
            if left
            else "号码旁边的其他内容没有导入，仍在原表这一格"
        )
    sentence = "；".join(told) or "号码旁边的符号没有导入"
    return Kept(first, f"{field.label}：{sentence}", left, tuple(others))


def _bare_of_marks(text: str) -> str:
    # ①139… becomes 1139… when the circle is normalised away; the mark is only a number.
    return re.sub(r"^1(?=1[3-9]\d{9}(?!\d))", "", text)


def _choice(field: Field, text: str) -> Kept:
    word = wider(field.choices, text)
    left = _noted(field, text)
    if word is not None:
        return Kept(word, f"{field.label}“{text[:20]}”按“{word}”导入，原文记在备注里，请核对", left)
    if field.choices == MEMBER_STATES and plain_code(text) in STILL_MEMBERS:
        return Kept(None, f"“{text[:20]}”不是党籍状态，党籍状态不变，原文记在备注里", left)
    said = f"{field.label}“{text[:20]}”在代码表里没有，没有导入"
    said += "，原文记在备注里" if left else ""
    return Kept(None, said, left, unclear=True)


def _date(field: Field, raw: Raw, text: str, why: str, hints: DateHints) -> Kept:
    found = loose_date(field.name, text, hints)
    if found is None:
        left = _noted(field, text) if isinstance(raw, str) else text
        return Kept(None, f"{why}；这一格没有导入" + ("，原文记在备注里" if left else ""), left)
    date, how = found
    if not date:
        return Kept(None, "")
    shown = " ".join(text.split())[:20]
    left = shown if "只记到" in how else ""
    return Kept(date, f"{field.label}“{shown}”按 {date} 导入，{how}" if how else "", left)


def _noted(field: Field, text: str) -> str:
    """The words as they may stand in the note; empty when they say nothing or too much."""
    plain = " ".join(text.split())
    private = _PRIVATE.get(field.kind)
    if len(plain) < 2 or len(plain) > _LONGEST_LEFT or (private and private.search(plain)):
        return ""
    return plain


def costs_the_row(field: Field, raw: Raw, kept: Kept, why: str) -> bool:
    """Whether a line must be refused although the field is optional.

    Sex and birth date stand in the ID number too: a birth date that cannot exist, or a sex that is
    none, throws doubt on who is meant. A date still to come is no fact yet. A digit or two in the
    column of phones is a line whose columns have slipped.
    """
    if kept.value is not None or not kept.sentence:
        return False
    slipped = field.kind is Kind.PHONE and re.fullmatch(r"\d{1,2}", as_text(raw).strip())
    if "还没有到" in why or field.choices == SEXES or slipped:
        return True
    cannot_be = ("不存在", "年份不对", "日期编号", "分不清")
    return field.name == "birth_date" and any(part in why for part in cannot_be)
