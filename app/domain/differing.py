"""Which parts of two texts differ, so that an officer sees at once what was changed."""

from difflib import SequenceMatcher

Parts = list[tuple[str, bool]]
"""Pieces of one text in order, and whether the other text lacks them."""


_SHORT = 5  # 出勤 and 缺勤 are other words, not one with another letter
_ALIKE = 0.5


def differing_parts(text: str, other: str) -> Parts:
    """The pieces of `text`; with little in common all of it differs, not scattered characters."""
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    if min(len(text), len(other)) < _SHORT or matcher.ratio() < _ALIKE:
        return [(text, text != other)] if text else []
    parts: Parts = []
    for tag, start, end, _, _ in matcher.get_opcodes():
        if end > start:
            parts.append((text[start:end], tag != "equal"))
    return parts
