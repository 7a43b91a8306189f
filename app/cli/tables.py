"""Aligned tables for the terminal: a Chinese character is two columns wide."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from app.domain.characters import visible

_WIDE = {"W", "F"}


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(_width_of(character) for character in text)


def _width_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Lines of a table with its heading; whole numbers and hours stand on the right."""
    kept = list(rows)
    cells = [[shown(value) for value in row] for row in kept]
    widths = [max(map(width, column)) for column in zip(heads, *cells, strict=True)]
    yield _line(heads, widths, [False] * len(heads))
    for row, texts in zip(kept, cells, strict=True):
        numbers = [isinstance(v, int | float) and not isinstance(v, bool) for v in row]
        yield _line(texts, widths, numbers)


def _line(texts: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> str:
    parts = []
    for text, wide, number in zip(texts, widths, numbers, strict=True):
        gap = " " * (wide - width(text))
        parts.append(gap + text if number else text + gap)
    return "  ".join(parts).rstrip()


def shown(value: object) -> str:
    """One value as a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:g}"
    return visible(str(value)).replace("\n", " ").replace("\t", " ")
