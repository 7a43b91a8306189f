"""`3 7 12s 15b`: the 序号 of the absent as a clerk types them, each with what kind of absence."""

import re
from collections.abc import Mapping

from app.domain.errors import InvalidInput

LETTERS: Mapping[str, str] = {
    "": "缺勤",
    "q": "缺勤",
    "s": "事假",
    "b": "病假",
    "g": "公假",
    "c": "迟到",
    "z": "早退",
}
"""Letter after the number → mark; the first letter of the pinyin."""

HINT = "空格隔开；数字后加 s 事假、b 病假、g 公假、c 迟到、z 早退，不加字母为缺勤"
_ENTRY = re.compile(r"(\d+)([a-z]?)")
_SPLIT = re.compile(r"[\s,，、;；]+")


def absent_list(text: str) -> dict[int, str]:
    """序号 → mark.

    Raises:
        InvalidInput: something that is no number, or a letter without a meaning, is named.
    """
    found: dict[int, str] = {}
    wrong: list[str] = []
    for word in filter(None, _SPLIT.split(_half_width(text).strip().lower())):
        entry = _ENTRY.fullmatch(word)
        if entry is None or entry[2] not in LETTERS:
            wrong.append(word)
        else:
            found[int(entry[1])] = LETTERS[entry[2]]
    if wrong:
        raise InvalidInput({"absent": f"看不懂“{'、'.join(wrong)}”。{HINT}。"})
    return found


def absent_words(marks: Mapping[int, str]) -> str:
    """The same the other way round: what a clerk would type for these marks."""
    letters = {mark: letter for letter, mark in LETTERS.items() if letter != "q"}
    typed = (f"{number}{letters[mark]} " for number, mark in marks.items() if mark in letters)
    return "".join(typed)


def _half_width(text: str) -> str:
    return text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
