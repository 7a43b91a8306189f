"""公民身份号码: what the digits say, and which texts cannot be a number (GB 11643)."""

import datetime
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from app.domain.characters import plain_code
from app.domain.errors import InvalidInput

_SHAPE = re.compile(r"\d{17}[\dX]|\d{15}", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.ASCII)
# Letters of other scripts that look like X; the check digit proves that X was meant.
_LOOK_LIKE_X = str.maketrans("Хх×хＸ✕╳", "XXXXXXX")
_FIRST_YEAR = 1900
OLD_DIGITS = 15
_FEWEST_DIGITS = 10

DIGITS_LOST = (
    "被表格存成了数值，末几位数字已经丢失，不能使用；请把该列设为“文本”后从原始材料重新录入"
)


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that can exist; `text` is as entered, half-width, without spaces, upper-case X."""

    text: str
    birth_date: str
    sex: str
    old: bool


def normalised(text: str) -> str:
    """The number as it is kept: half-width, no blanks or leading apostrophe, upper-case X."""
    return plain_code(text).upper().strip("'`‘’").translate(_LOOK_LIKE_X)


def meant_as_number(raw: object) -> bool:
    """Whether a cell holds what somebody meant as a number, right or wrong."""
    return sum(letter.isdigit() for letter in str(raw or "")) >= _FEWEST_DIGITS


def birth_and_sex(number: str) -> tuple[str, str]:
    """What a number that was already checked says of its holder."""
    full = completed(number)
    born = f"{full[6:10]}-{full[10:12]}-{full[12:14]}"
    return born, "男" if int(full[16]) % 2 else "女"


def from_number(raw: float) -> str:
    """The digits of a cell that holds a number: 15 of them are still exact, 18 are not.

    Raises:
        InvalidInput: digits are lost, or it never was an ID number.
    """
    if raw != raw or abs(raw) >= 10**OLD_DIGITS:  # noqa: PLR0124  (not a number)
        raise _refused(f"身份证号{DIGITS_LOST}")
    if raw < 0 or raw != int(raw):
        raise _refused("身份证号只能由数字组成（末位可以是 X），请改正")
    return str(int(raw))


def completed(text: str) -> str:
    """A 15-digit number in its 18-digit form; anything else unchanged."""
    if len(text) != OLD_DIGITS or not text.isascii() or not text.isdigit():
        return text
    body = f"{text[:6]}19{text[6:]}"
    return body + _check_digit(body)


def check_id_number(text: str, today: datetime.date) -> IdNumber:
    """What a number says that can exist.

    Raises:
        InvalidInput: as for checked.
    """
    number = checked(text, today)
    return IdNumber(number, *birth_and_sex(number), old=len(number) == OLD_DIGITS)


def checked(text: str, today: datetime.date) -> str:
    """Read an ID number; area codes never refuse, residence permits (81 82 83, 9…) are numbers too.

    Raises:
        InvalidInput: the text cannot be an ID number; the sentence says why.
    """
    number = text
    if _SHAPE.fullmatch(number) is None:  # nearly every number of a roster is written as it is kept
        number = normalised(text)
        if _SHAPE.fullmatch(number) is None:
            raise _refused(_why_no_shape(number))
    full = completed(number)
    if len(number) != OLD_DIGITS and _check_digit(full[:17]) != full[17]:
        raise _refused(_why_no_check(full))
    birth = _birth_date(full[6:14])
    if birth is None or birth > today:
        raise _refused(f"身份证号中的出生日期 {full[6:14]} 不存在，请对照身份证核对")
    return number


def _check_digit(body: str) -> str:
    # stdnum wants the whole number and drops its last character itself.
    return str(_calculator()(f"{body}0"))


@cache
def _calculator() -> Any:
    from stdnum.cn.ric import calc_check_digit  # it loads what talks to networks along with it

    return calc_check_digit


@lru_cache(maxsize=40_000)
def _birth_date(digits: str) -> datetime.date | None:
    try:
        found = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if found.year >= _FIRST_YEAR else None


def _why_no_shape(number: str) -> str:
    if not number:
        return "请填写身份证号"
    if _SCIENTIFIC.fullmatch(number):
        return f"身份证号{DIGITS_LOST}"
    if re.fullmatch(r"\d+X?", number, re.ASCII):
        return f"身份证号应为 18 位（旧号 15 位），这里是 {len(number)} 位，请补全或改正"
    return "身份证号只能由数字组成（末位可以是 X），请改正"


def _why_no_check(number: str) -> str:
    if number.endswith("000"):
        return (
            "身份证号校验位不对，末三位为 000，多半是表格把号码存成数值后丢了数字；"
            "请把该列设为“文本”后从原始材料重新录入"
        )
    return "身份证号校验位不对，至少有一位录错，请对照身份证核对"


def _refused(sentence: str) -> InvalidInput:
    return InvalidInput({"id_number": sentence})
