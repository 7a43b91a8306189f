"""The shapes that entries of covers and signed files must have before they are used."""

import re
from datetime import date, datetime

NAME_LENGTH = 60
_LARGEST = 2**53 - 1
_COUNTS = 200
_TOKEN = re.compile(r"[0-9A-Za-z_-]{1,40}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY_ID = re.compile(r"[0-9a-f]{16}")
_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}")
_HEX = re.compile(r"([0-9a-f]{2})*")
_WRAPPED = re.compile(r"([0-9a-f]{2}){1,200}")


def is_version(value: object) -> bool:
    """Whether this is a version such as 1.2 or 1.2.3."""
    return isinstance(value, str) and _VERSION.fullmatch(value) is not None


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another."""
    first, second = ([int(part) for part in text.split(".")] for text in (version, than))
    length = max(len(first), len(second))
    return first + [0] * (length - len(first)) > second + [0] * (length - len(second))


def is_name(value: object) -> bool:
    """Whether this can be shown as the name of an organization."""
    return isinstance(value, str) and 0 < len(value) <= NAME_LENGTH and value.isprintable()


def is_count(value: object) -> bool:
    """Whether this is a whole number from 0."""
    return type(value) is int and 0 <= value <= _LARGEST


def is_token(value: object) -> bool:
    """Whether this can be the id of a site."""
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def is_time(value: object) -> bool:
    """Whether this is a point in time in ISO form."""
    if not isinstance(value, str) or len(value) > 40:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_key_id(value: object) -> bool:
    """Whether this can name a key pair."""
    return isinstance(value, str) and _KEY_ID.fullmatch(value) is not None


def is_digest(value: object) -> bool:
    """Whether this is a SHA-256 in hexadecimal digits."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def is_previous(value: object) -> bool:
    """Whether this names the package before, or is empty because there was none."""
    return value == "" or is_digest(value)


def is_hex(value: object) -> bool:
    """Whether these are bytes in hexadecimal digits, in their one spelling (lower case)."""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def is_wrapped_key(value: object) -> bool:
    """Whether this can be a file key wrapped for a receiver."""
    return isinstance(value, str) and _WRAPPED.fullmatch(value) is not None


def is_counts(value: object) -> bool:
    """Whether this tells numbers of records by their sort."""
    if not isinstance(value, dict) or len(value) > _COUNTS:
        return False
    return all(is_token(name) and is_count(number) for name, number in value.items())


def is_date(value: object) -> bool:
    """Whether this is a day written YYYY-MM-DD."""
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_object(value: object) -> bool:
    """Whether this is a JSON object."""
    return isinstance(value, dict)
