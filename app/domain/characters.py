"""Which characters can be kept: invisible and control characters are refused, look-alikes known."""

import json
import re
import unicodedata

from app.domain.errors import InvalidInput

# Zero-width, direction marks, soft hyphen, BOM: two texts that look the same must be the same.
_INVISIBLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001-\U000e007f"
)
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_REFUSED = re.compile(f"[{_CONTROL}{_INVISIBLE}]")
SIGN = "\ufffd"
"""Stands where a character is that nobody could see."""
_DROPPED_IN_CODES = re.compile(f"[{_INVISIBLE}\\s]")
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN = re.compile(f"[{_HAN}]")
HAN_ONLY = re.compile(f"[{_HAN}]+")


def refuse_invisible(text: str, label: str) -> None:
    """Raise InvalidInput when the text holds a character that nobody can see."""
    if text.isascii() and text.isprintable():
        return
    found = _REFUSED.search(text)
    if found is not None:
        place = found.start() + 1
        raise InvalidInput(
            {
                label: f"{label}第 {place} 个字符看不见（U+{ord(found.group()):04X}），"
                "多半是从网页或聊天里复制带来的，请删去后重新录入"
            }
        )


def visible(text: str) -> str:
    """A text as it is shown: a changed program may send what no gate of ours lets in, and it must
    neither turn the words around nor command a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return _REFUSED.sub(SIGN, text)


def written_out(json_text: str) -> str:
    """The same JSON for whoever reads it on a screen: what nobody could see is spelled."""
    return _REFUSED.sub(lambda found: json.dumps(found[0])[1:-1], json_text)


def plain_code(text: str) -> str:
    """Digits and letters as typed on a half-width keyboard, without spaces or invisible marks."""
    if text.isascii():
        return text if text.isalnum() else _DROPPED_IN_CODES.sub("", text)
    return _DROPPED_IN_CODES.sub("", unicodedata.normalize("NFKC", text))


def one_line(text: str) -> str:
    """Line breaks and runs of blanks as one space; nothing between two Han characters."""
    if text.isprintable() and "  " not in text and "\u3000" not in text and "\xa0" not in text:
        return text.strip()
    pieces = text.split()
    joined = pieces[0] if pieces else ""
    for piece in pieces[1:]:
        glued = HAN.match(joined[-1]) and HAN.match(piece[0])
        joined += piece if glued else f" {piece}"
    return joined
