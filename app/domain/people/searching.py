"""What is typed to find a person, and whether somebody fits it from the first character on."""

from app.domain.errors import InvalidInput
from app.domain.people.names import clean_name, match_key

_LAST_DIGITS = 4


def needle_of(text: str) -> str:
    """What is looked for in search keys: spelt as they are."""
    try:
        compared = match_key(clean_name(text))
    except InvalidInput:  # digits only
        compared = match_key(text)
    plain = compared.replace("-", "")
    return plain if plain.isdigit() else compared


def name_length(name: str) -> int:
    """How much of a search key, in bytes, is the name itself: what follows are its spellings."""
    return len(name.casefold().encode())


def fits_from_start(needle: bytes, key: bytes, name: int) -> bool:
    """Whether the name, its pinyin or its initials begin with the needle, or a phone does, or it
    is the last four of an ID number: cj is first of all 曹静, and only then 尉迟嘉兰 (wcjl).

    `key` holds the needle somewhere; `name` is how long the name in it is.
    """
    if key.startswith(needle):
        return True
    digits = needle.isdigit()
    # Names of two parts hold a blank; a spelling begins after the whole of the name.
    place = key.find(b" " + needle, name)
    while place >= 0:
        end = key.find(b" ", place + 1)
        length = (len(key) if end < 0 else end) - place - 1
        if not digits or length != _LAST_DIGITS or length == len(needle):
            return True
        place = key.find(b" " + needle, place + 1)
    return False
