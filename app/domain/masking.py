"""How ID numbers and phones look to people who gave no reason to see them whole; what of an error's
message may be written down."""

import re

_DIGITS = re.compile(r"\d{5,}")
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII)
_HAN = re.compile(r"[㐀-鿿\U00020000-\U0003ffff·]+")

_LONGEST_AREA = 5


def mask_id_number(text: str | None) -> str:
    """前六后四: 430102********1236; something shorter shows less, never more."""
    if not text:
        return ""
    shown, tail = (6, 4) if len(text) >= 15 else (len(text) // 3, len(text) // 4)
    return _masked(text, shown, tail)


def mask_phone(text: str | None) -> str:
    """前三后四: 138****5678; an area code with its hyphen stays readable."""
    if not text:
        return ""
    area, hyphen, number = text.partition("-")
    if hyphen and len(area) <= _LONGEST_AREA:  # before a later hyphen stands a whole number
        return f"{area}-{_masked(number, 0, 4 if len(number) > 6 else 1)}"
    shown, tail = (3, 4) if len(text) >= 11 else (0, len(text) // 3)
    return _masked(text, shown, tail)


def without_personal_data(text: str) -> str:
    """The text with long numbers and Chinese words blanked: they may be somebody's data."""
    return _HAN.sub("…", _DIGITS.sub("#", text))


def _masked(text: str, shown: int, tail: int) -> str:
    end = len(text) - tail
    return text[:shown] + "*" * (end - shown) + text[end:]


def mask_numbers_in(text: str) -> str:
    """Free words with every ID number in them masked."""
    return _ID_NUMBER.sub(lambda found: mask_id_number(found[0]), text)


def mask_phones_in(text: str) -> str:
    """Free words with every mobile number in them masked."""
    return _MOBILE.sub(lambda found: mask_phone(found[0]), text)
