"""Breaks and shrinks text until it stays inside its place; the last resort is a cut with “…”."""

from collections.abc import Callable
from dataclasses import dataclass

Measure = Callable[[str], float]

# Chinese typesetting rules: what may not begin a line and what may not end one.
_NOT_FIRST = frozenset("，。、；：！？）》〉】〕」』”’％…—·,.;:!?)]}%")
_NOT_LAST = frozenset("（《〈【〔「『“‘([{")

# Shrinking a little is invisible, wrapping keeps text readable, small print comes last: shares of
# the size, and how many more lines than usual the text may then take.
_ONE_LINE_SIZES = (1.0, 0.92, 0.85)
_SHORT_TEXT_SIZE, _SHORT_TEXT = 0.72, 6
_WRAPPED_SIZES = ((0.92, 1.0), (0.85, 1.0), (0.75, 1.25), (0.65, 1.5))
_MOST_BACKING_UP = 24


@dataclass(frozen=True)
class Fitted:
    """Lines that fit, the size they fit at, and whether something had to be left out."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False


def fit(text: str, room: float, size: float, measure: Measure, most_lines: int) -> Fitted:
    """Fit `text` into `room` (same unit as size); `measure` gives widths at size 1."""
    if "\n" not in text:
        width = measure(text) * size
        for share in _ONE_LINE_SIZES:
            if width * share <= room:
                return Fitted((text,), size * share)
        if len(text) <= _SHORT_TEXT and width * _SHORT_TEXT_SIZE <= room:
            return Fitted((text,), room / width * size)
    if most_lines == 1:
        smallest = size * _SHORT_TEXT_SIZE
        return _shortened((text.replace("\n", " "),), room / smallest, smallest, measure)
    return _wrapped(text, room, size, measure, most_lines)


def _wrapped(text: str, room: float, size: float, measure: Measure, most_lines: int) -> Fitted:
    share, most = 1.0, most_lines
    lines: tuple[str, ...] = (text,)
    for share, factor in _WRAPPED_SIZES:
        most = int(most_lines * factor)
        lines = break_lines(text, room / (size * share), measure)
        if len(lines) <= most:
            break
    return _shortened(lines[:most], room / (size * share), size * share, measure, len(lines) > most)


def break_lines(text: str, room: float, measure: Measure, indent: float = 0) -> tuple[str, ...]:
    """Lines no wider than `room`; the first one leaves `indent` free."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest, free = paragraph, room - indent
        while True:
            end = _end_of_line(rest, free, measure)
            lines.append(rest[:end].rstrip(" "))
            rest, free = rest[end:].lstrip(" "), room
            if not rest:
                break
    return tuple(lines)


def _end_of_line(text: str, room: float, measure: Measure) -> int:
    used = 0.0
    for index, character in enumerate(text):
        used += measure(character)
        if used > room:
            return _good_break(text, index) if index else 1
    return len(text)


def _good_break(text: str, end: int) -> int:
    dot = text.rfind("·", 0, end)
    if dot >= end // 2:  # 阿依古丽·买买提 is broken between her two names
        return dot + 1
    for place in range(end, max(0, end - _MOST_BACKING_UP), -1):
        before, after = text[place - 1], text[place]
        if after in _NOT_FIRST or before in _NOT_LAST:
            continue
        if (_is_word(before) or before in ",.") and _is_word(after):
            continue
        return place
    return end


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _shortened(
    lines: tuple[str, ...], room: float, size: float, measure: Measure, cut: bool = False
) -> Fitted:
    last = lines[-1]
    if not cut and measure(last) <= room:
        return Fitted(lines, size)
    while last and measure(last + "…") > room:
        last = last[:-1]
    return Fitted((*lines[:-1], last + "…"), size, cut=True)
