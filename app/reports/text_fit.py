"""Breaks and shrinks text until it stays inside its place; the last resort is a cut with “…”."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.documents.issuers import issuers
from app.reports.line_breaker import NOTHING_KEPT, Kept, Widths, break_lines, measured

# Shrinking a little is invisible, wrapping keeps text readable, small print comes last: shares of
# the size, and how many more lines than usual the text may then take.
_ONE_LINE_SIZES = (1.0, 0.92, 0.85)
_SHORT_TEXT_SIZE, _SHORT_TEXT = 0.72, 6
# A name with a middle dot is one name: in two lines it can neither be searched nor copied.
_DOT, _DOTTED_NAME_SIZE, _DOTTED_NAME = "·", 0.6, 14
_LONGEST_NAME = 30
_LEGIBLE = 7.0
"""Points: a whole name that nobody can read on a copy is worse than one in two lines."""
_LINES_ON_A_PAGE = 24
_WRAPPED_SIZES = ((0.92, 1.0), (0.85, 1.0), (0.75, 1.25), (0.65, 1.5))


@dataclass(frozen=True)
class Fitted:
    """Lines that fit, the size they fit at, and whether something had to be left out."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False


def fit(
    text: str, room: float, size: float, widths: Widths, most_lines: int, *, grows: bool = False
) -> Fitted:
    """Fit `text` into `room` (same unit as size); `widths` are at size 1. Where the place grows
    with its text, only what would not stand on a page of its own is cut."""
    if "\n" not in text:
        width = measured(text, widths) * size
        for share in _ONE_LINE_SIZES:
            if width * share <= room:
                return Fitted((text,), size * share)
        if _stays_whole(text) and width * _smallest(text, size) <= room:
            return Fitted((text,), room / width * size)
    if most_lines == 1:
        smallest = size * _SHORT_TEXT_SIZE
        return _shortened((text.replace("\n", " "),), room / smallest, smallest, widths)
    most_of_all = _LINES_ON_A_PAGE if grows else 0
    return _wrapped(text, room, size, widths, (most_lines, most_of_all))


def _stays_whole(text: str) -> bool:
    """Whether a text rather shrinks than breaks: dates, numbers and names are one word."""
    if _DOT in text:
        return len(text) <= _DOTTED_NAME
    return len(text) <= (_SHORT_TEXT * 2 if text.isascii() else _SHORT_TEXT)


def _smallest(text: str, size: float) -> float:
    return max(_DOTTED_NAME_SIZE, _LEGIBLE / size) if _DOT in text else _SHORT_TEXT_SIZE


def _wrapped(
    text: str, room: float, size: float, widths: Widths, most_lines: tuple[int, int]
) -> Fitted:
    share, most = 1.0, most_lines[0]
    bodies = issuers(text)
    kept = Kept(names=bodies) if len(bodies) > 1 else NOTHING_KEPT
    lines: tuple[str, ...] = (text,)
    for share, factor in _sizes_for(text, room / size, widths):
        most = int(most_lines[0] * factor)
        lines = break_lines(text, room / (size * share), widths, 0, kept)
        if len(lines) <= most:
            break
    most = max(most, most_lines[1])
    return _shortened(lines[:most], room / (size * share), size * share, widths, len(lines) > most)


def _sizes_for(text: str, room: float, widths: Widths) -> Sequence[tuple[float, float]]:
    """Sizes at which a name with dots breaks after its dots only, when there are any."""
    if _DOT not in text or len(text) > _LONGEST_NAME:
        return _WRAPPED_SIZES
    widest = max(measured(part, widths) for part in text.replace(_DOT, f"{_DOT}\n").split("\n"))
    return [one for one in _WRAPPED_SIZES if widest * one[0] <= room] or _WRAPPED_SIZES


def _shortened(
    lines: tuple[str, ...], room: float, size: float, widths: Widths, cut: bool = False
) -> Fitted:
    last = lines[-1]
    if not cut and measured(last, widths) <= room:
        return Fitted(lines, size)
    while last and measured(last + "…", widths) > room:
        last = last[:-1]
    return Fitted((*lines[:-1], last + "…"), size, cut=True)
