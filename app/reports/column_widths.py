"""Columns as wide as what stands in them; what is too long shares the room that is left."""

from collections.abc import Sequence
from dataclasses import replace

from app.reports.column import Band, Column, cells
from app.reports.document import Document
from app.reports.fonts import HEI
from app.reports.pen import Style

_AROUND = 2.2
"""Padding on both sides and a hair more, so that nothing shrinks for a rounding."""


def by_content(
    document: Document, columns: Sequence[Column], rows: Sequence[object], size: float
) -> tuple[Column, ...]:
    """The same columns with widths for these rows, set in `size` points."""
    values = [cells(columns, row) for row in rows if not isinstance(row, Band)]
    if not values:
        return tuple(columns)
    wanted = [
        _longest(document, [column.title], Style(size, HEI))
        if not any(str(row[number]) for row in values)
        else max(
            _longest(document, [column.title], Style(size, HEI)),
            _longest(document, [str(row[number]) for row in values], Style(size)),
        )
        for number, column in enumerate(columns)
    ]
    granted = _shared(wanted, document.paper.usable_width)
    return tuple(
        replace(column, width=width) for column, width in zip(columns, granted, strict=True)
    )


def _longest(document: Document, texts: Sequence[str], style: Style) -> float:
    lines = (line for text in texts for line in text.split("\n"))
    return max((document.pen.width(line, style) for line in lines), default=0.0) + _AROUND


def _shared(wanted: Sequence[float], room: float) -> list[float]:
    """The modest ones get what they want, the others equal parts of the rest; what is over goes to
    everybody in proportion."""
    granted: dict[int, float] = {}
    left = room
    for place in sorted(range(len(wanted)), key=wanted.__getitem__):
        part = left / (len(wanted) - len(granted))
        granted[place] = min(wanted[place], part)
        left -= granted[place]
    stretch = room / (room - left) if left > 0 else 1.0
    return [granted[place] * stretch for place in range(len(wanted))]
