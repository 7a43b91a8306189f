"""How one cell or form field of each kind is read; `parsing` applies these, nobody else."""

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from app.domain.attachments import MOST, as_value, attached
from app.domain.characters import one_line, plain_code, refuse_invisible
from app.domain.entity import MANY_MARK, Field, Kind, Value
from app.domain.errors import InvalidInput
from app.domain.money import read_fen
from app.domain.partial_date import full_day, partial_date
from app.domain.people.choice_synonyms import chosen
from app.domain.people.codes import SEXES
from app.domain.people.id_number import checked, from_number
from app.domain.people.names import clean_name

Raw = str | int | float | bytes | datetime.date | None
"""What a form or a workbook hands in."""

_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})", re.ASCII)
_PLAIN_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(0\d{2,3})[-)]?(\d{7,8})(?:[-转](\d{1,5}))?", re.ASCII)
_NOTHING = frozenset({"", "无", "-", "--", "—", "——", "/", "\\", "－", "–", "暂无", "不详"})
_UNKNOWN = frozenset({"未知", "不清楚", "待查", "待核实"})
"""Said of a fact that nobody knows; a sex or a name is not such a fact."""
_NO_PHONE = frozenset({"没有", "无电话", "无手机", "没有电话", "没有手机", "没电话", "没手机"})
_NO_DATE = _NOTHING | _UNKNOWN | {"0000-00-00", "1900-01-00", "1900-1-0", "1900/1/0", "1900/01/00"}
"""The last ones are what database and table programs write for a date that is not there."""
_BETWEEN = re.compile(r"[、，,;；/|\s]+")
"""What stands between the words of a MANY cell, whatever program it was typed into."""
_MONTH = len("2026-03")
_DASHES = frozenset({"", "-", "--", "—", "——", "/", "－"})
_YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "1", "Y", "YES", "TRUE", "对"})
_NO = frozenset({"否", "无", "×", "✗", "☐", "0", "N", "NO", "FALSE", "不是"})


def as_text(raw: Raw) -> str:
    """A cell as the clerk sees it: a whole number without `.0`."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime.date):
        return raw.isoformat()[:10]
    return "" if raw is None or isinstance(raw, bytes) else str(raw)


def read_text(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """Words on one line."""
    text = one_line(as_text(raw))
    refuse_invisible(text, field.label)
    return _short_enough(field, "" if text in _DASHES else text)


def read_note(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """Words that may run over several lines."""
    text = as_text(raw).strip().replace("\r\n", "\n").replace("\r", "\n")
    refuse_invisible(text, field.label)
    return _short_enough(field, text)


def read_choice(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """One word of the code table, or a known synonym of it."""
    return _chosen(field.label, field.choices, as_text(raw))


def read_date(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """A date at the precision that is known."""
    return _dated(field, raw, partial_date)


def read_day(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """A date that must be complete."""
    return _dated(field, raw, full_day)


def read_id_number(_field: Field, raw: Raw, today: datetime.date) -> Value:
    """An ID number as text; a number cell is exact up to 15 digits, an old number's length."""
    text = from_number(raw) if isinstance(raw, (int, float)) else as_text(raw).strip()
    return None if text in _NOTHING else checked(text, today)


def read_phone(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """A mobile number, or a landline with its area code."""
    text = as_text(raw).strip()
    if _PLAIN_MOBILE.fullmatch(text):  # nearly every phone of a roster
        return text
    if text in _NOTHING or text in _UNKNOWN or text in _NO_PHONE:
        return None
    plain = plain_code(text).lstrip("'(").removesuffix(".0").replace("—", "-").replace("–", "-")
    mobile = _MOBILE.fullmatch(plain.replace("-", ""))
    if mobile is not None:
        return mobile.group(1)
    landline = _LANDLINE.fullmatch(plain)
    if landline is None:
        raise _problem(
            field, f"{field.label}应为 11 位手机号，或带区号的座机号（如 0731-8123456），只填一个"
        )
    area, number, extension = landline.groups()
    return f"{area}-{number}" + (f"-{extension}" if extension else "")


def read_hours(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """学时 in steps of a half."""
    number = _number(field, raw)
    if number is None:
        return None
    if number < 0 or number * 2 != int(number * 2):
        raise _problem(field, f"{field.label}应为 0.5 的倍数，例如 4 或 2.5")
    return number


def read_number(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """A whole number."""
    number = _number(field, raw)
    if number is not None and number != int(number):
        raise _problem(field, f"{field.label}应为整数")
    return None if number is None else int(number)


def read_flag(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """是 or 否, ticked or not."""
    text = plain_code(as_text(raw)).upper()
    if text in _YES:
        return 1
    if text in _NO:
        return 0
    if text in _DASHES:
        return None
    raise _problem(field, f"{field.label}请填“是”或“否”")


def read_money(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """Yuan as typed or held by a cell, kept as fen."""
    if isinstance(raw, bool | datetime.date):
        raise _problem(field, f"{field.label}是日期或勾选，不是金额，请把该列设为“常规”后重新录入")
    if raw is None or isinstance(raw, bytes) or (isinstance(raw, str) and raw.strip() in _NOTHING):
        return None
    try:
        return read_fen(raw)
    except ValueError as error:
        raise _problem(field, f"{field.label}{error}") from error


def read_month(field: Field, raw: Raw, today: datetime.date) -> Value:
    """A month. Spreadsheets make a day of it, of which the month is what was meant."""
    found = read_date(field, raw, today)
    if not isinstance(found, str):
        return None
    if len(found) < _MONTH:
        raise _problem(field, f"{field.label}“{found}”要写到月，例如 {found}-03")
    return found[:_MONTH]


def read_person_name(_field: Field, raw: Raw, _today: datetime.date) -> Value:
    """A name as it is written; blanks that spread it over its cell go."""
    text = as_text(raw)
    return None if text.strip() in _DASHES else clean_name(text)


def read_many(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """Words of the code table in its order, each once, whatever stands between them."""
    text = as_text(raw).strip()
    whole = chosen(field.choices, text)
    parts = [whole] if whole else [part for part in _BETWEEN.split(text) if part]
    found = {_chosen(field.label, field.choices, part) for part in parts}
    return MANY_MARK.join(word for word in field.choices if word in found) or None


def read_attachment(field: Field, raw: Raw, _today: datetime.date) -> Value:
    """Files that the program itself has named; what somebody writes is no file."""
    text = as_text(raw).strip()
    found = attached(text)
    if len(found) != len(text.split("\n")) and text:
        raise _problem(field, f"{field.label}要在登记册里添加文件，这里写不了")
    if len(found) > MOST:
        raise _problem(field, f"{field.label}最多 {MOST} 个文件")
    return as_value(found)


def unknown_words(field: Field, raw: Raw) -> list[str]:
    """The words of a cell that its code table does not have, as they are written."""
    text = as_text(raw).strip()
    if not field.choices or chosen(field.choices, text):
        return []
    parts = [part for part in _BETWEEN.split(text) if part] if field.kind is Kind.MANY else [text]
    return [part for part in parts if not _is_known(field, part)]


def replace_words(field: Field, raw: Raw, meant: Mapping[str, str]) -> Raw:
    """A cell with the words in it that somebody has explained put as they are meant."""
    text = as_text(raw).strip()
    if text in meant:
        return meant[text]
    if field.kind is not Kind.MANY or not meant:
        return raw
    return MANY_MARK.join(meant.get(part, part) for part in _BETWEEN.split(text) if part)


def _is_known(field: Field, word: str) -> bool:
    try:
        _chosen(field.label, field.choices, word)
    except InvalidInput:
        return False
    return True


READERS: Mapping[Kind, Callable[[Field, Raw, datetime.date], Value]] = {
    Kind.TEXT: read_text,
    Kind.NOTE: read_note,
    Kind.DATE: read_date,
    Kind.DAY: read_day,
    Kind.CHOICE: read_choice,
    Kind.HOURS: read_hours,
    Kind.NUMBER: read_number,
    Kind.ID_NUMBER: read_id_number,
    Kind.PHONE: read_phone,
    Kind.FLAG: read_flag,
    Kind.MONEY: read_money,
    Kind.MONTH: read_month,
    Kind.PERSON_NAME: read_person_name,
    Kind.MANY: read_many,
    Kind.ATTACHMENT: read_attachment,
}
"""One reader per kind; references are resolved by whoever knows the store."""


@lru_cache(maxsize=50_000)
def _chosen(label: str, choices: tuple[str, ...], text: str) -> str | None:
    found = chosen(choices, text)
    plain = plain_code(text)
    if found or plain in _NOTHING or (plain in _UNKNOWN and choices != SEXES):
        return found
    shown = "、".join(choices[:12]) + ("等" if len(choices) > 12 else "")
    raise InvalidInput({label: f"{label}“{text.strip()[:20]}”不在可选范围内，可填：{shown}"})


def _dated(field: Field, raw: Raw, read: Callable[[str | float | datetime.date], str]) -> Value:
    if raw is None or isinstance(raw, bytes):
        return None
    if isinstance(raw, str) and raw.strip() in _NO_DATE:
        return None
    try:
        return read(raw)
    except InvalidInput as error:
        sentence = next(iter(error.problems.values()))
        raise _problem(field, f"{field.label}{sentence}") from error


def _number(field: Field, raw: Raw) -> float | None:
    text = plain_code(as_text(raw)).removesuffix("学时").removesuffix("%").removesuffix("天")
    if text in _DASHES:
        return None
    try:
        number = float(text)
    except ValueError as error:
        raise _problem(field, f"{field.label}应为数字") from error
    if not -1e9 < number < 1e9:
        raise _problem(field, f"{field.label}的数字太大或不是数字")
    return number


def _short_enough(field: Field, text: str) -> str | None:
    if len(text) > field.longest:
        raise _problem(field, f"{field.label}不能超过 {field.longest} 个字，这里有 {len(text)} 个")
    return text or None


def _problem(field: Field, sentence: str) -> InvalidInput:
    return InvalidInput({field.name: sentence})
