"""Names of people: kept as entered, compared by a key, sorted and found by their sound."""

import os
import re
import unicodedata
from functools import lru_cache

from app.domain.characters import HAN_ONLY, refuse_invisible
from app.domain.errors import InvalidInput
from app.domain.people.surnames import SURNAMES

MIDDLE_DOT = "·"
LONGEST_NAME = 50
_LONGEST_SPREAD = 4

_DOTS = re.compile("[•‧∙⋅・･●﹒᛫⸱ꞏ·]")
_DOT_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s*[.．。｡]\s*(?=[\u3400-\u9fff])")
_USUAL = re.compile("[\u4e00-\u9fff]+")
_NOT_COMPARED = re.compile(r"[\s·\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")


def clean_name(text: str) -> str:
    """The name as it is kept: exactly as entered but for look-alike dots and spaced characters.

    Raises:
        InvalidInput: nothing is left, it is too long, or it holds characters nobody can see.
    """
    name = text.strip()
    if name.isprintable() and HAN_ONLY.fullmatch(name) and len(name) <= LONGEST_NAME:
        return name
    if not name:
        raise _refused("请填写姓名")
    refuse_invisible(name, "姓名")
    name = _usual_characters(" ".join(name.split()))
    if not any(character.isalpha() for character in name):
        raise _refused(f"“{name[:10]}”不是姓名，请填写姓名")
    if len(name) > LONGEST_NAME:
        raise _refused(f"姓名不能超过 {LONGEST_NAME} 个字")
    return name


def match_key(name: str) -> str:
    """What two spellings of one name have in common; for suggestions, never for a decision."""
    if _USUAL.fullmatch(name):  # nearly every name; sixty thousand are compared in an import
        return name
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFKC", name)).casefold()


@lru_cache(maxsize=30_000)
def sort_key(name: str) -> str:
    """Order by pinyin with tone, character by character; the surname in its own reading."""
    return " ".join(map("{} {}".format, _sounds(name), name))


def search_key(name: str, id_number: str | None, phone: str | None) -> str:
    """One string that holds name, pinyin, initials, phone and last four digits of the ID number."""
    parts = [_said_of(name)]
    if phone:
        parts.append(phone.replace("-", ""))
    if id_number:
        parts.append(id_number[-4:].casefold())
    return " ".join(parts)


@lru_cache(maxsize=30_000)
def _said_of(name: str) -> str:
    """Names repeat: a county of sixty thousand has a fraction of that."""
    compared = match_key(name)
    parts = [name.casefold()]
    if compared != parts[0]:
        parts.append(compared)
    for full, initials in _spellings(compared):
        parts += (full, initials)
    return " ".join(parts)


def _usual_characters(name: str) -> str:
    name = "".join(map(_unified, name))
    name = _DOT_BETWEEN_HAN.sub(MIDDLE_DOT, _DOTS.sub(MIDDLE_DOT, name))
    name = re.sub(rf"\s*{MIDDLE_DOT}\s*", MIDDLE_DOT, name)
    pieces = name.split()
    # 欧阳 锋 is a name spread over its cell; in 阿不都 热合曼 the blank parts two names.
    spread = len(pieces) > 1 and sum(map(len, pieces)) <= _LONGEST_SPREAD
    return "".join(pieces) if spread and all(map(HAN_ONLY.fullmatch, pieces)) else name


def _unified(character: str) -> str:
    # Kangxi and supplement radicals look like the ideograph but are never found by typing it.
    if "\u2e80" <= character <= "\u2fdf":
        return unicodedata.normalize("NFKC", character)
    return character


@lru_cache(maxsize=30_000)
def _sound(character: str) -> str:
    if HAN_ONLY.fullmatch(character) is None:
        return character.casefold()
    # Asked character by character, its dictionary of phrases says nothing: 40 MB are not loaded.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, lazy_pinyin  # start-up does not pay for it

    return str(lazy_pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0])


@lru_cache(maxsize=5_000)
def _letters(sound: str) -> str:
    """A sound without its tone: there are no more than two thousand."""
    return sound.rstrip("12345")


def _sounds(name: str) -> list[str]:
    sounds = list(map(_sound, name))
    if len(name) > 2 and name[:2] in SURNAMES:
        sounds[:2] = SURNAMES[name[:2]]
    elif name[:1] in SURNAMES:
        sounds[0] = SURNAMES[name[0]][0]
    return sounds


def _spellings(compared: str) -> list[tuple[str, str]]:
    """Full pinyin and initials, in every way somebody may type them."""
    readings = [list(map(_letters, _sounds(compared)))]
    everyday = list(map(_letters, map(_sound, compared[:2])))
    if readings[0][:2] != everyday:
        readings.append(everyday + readings[0][2:])
    found: dict[tuple[str, str], None] = {}
    for reading in readings:
        full = "".join(reading)
        initials = "".join([sound[:1] for sound in reading])
        if "v" not in full:
            found[full, initials] = None
            continue
        for spelled in {full: None, full.replace("v", "u"): None, full.replace("v", "yu"): None}:
            found[spelled, initials] = None
    return list(found)


def _refused(sentence: str) -> InvalidInput:
    return InvalidInput({"name": sentence})
