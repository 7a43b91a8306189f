"""Draws every list on our paper: rules, a head repeated on each page, rows as high as they need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from app.reports.column import Band, Column, cells, widths
from app.reports.document import Document
from app.reports.fonts import HEI
from app.reports.grid import Grid
from app.reports.pen import CENTER, LEFT, PALE, Style
from app.reports.slot import Ready, Slot

# A band stays with the rows under it, so that no page ends with the name of a branch alone.
_ROWS_KEPT_WITH_BAND = 2
# Whoever signs and seals a page seals what it says: so many rows at least, with their totals.
_ROWS_KEPT_WITH_SEAL = 2
CONTINUED = "（续）"
KEPT_WITH_ROWS = 0.1
"""What `sealed` is where nobody signs: a sum alone on a page says nothing either."""


@dataclass(frozen=True)
class TableStyle:
    """Sizes in points, heights in millimetres."""

    size: float = 10.5
    row_height: float = 8.0
    head_height: float = 8.0
    most_lines: int = 4
    grow: bool = True
    empty: str = "（无）"


class Table:
    """One table in a document; it goes on to new pages by itself, its head repeated."""

    def __init__(
        self, document: Document, columns: Sequence[Column], style: TableStyle | None = None
    ) -> None:
        self._document = document
        self._columns = columns
        self._look = style or TableStyle()
        self._text = Style(self._look.size)
        self._strong = Style(self._look.size, HEI)
        self._widths = widths(columns, document.paper.usable_width)
        self._lefts = tuple(accumulate(self._widths[:-1], initial=document.paper.left))
        self._slots = [self._slot(width, self._text) for width in self._widths]
        self._grid = Grid(document.paper.left, self._widths, document.y)
        self._over: Band | None = None

    def draw(self, rows: Iterable[object], sealed: float = 0) -> None:
        """Draw head and rows below what is already on the page; `Band` rows go across.

        The last rows and their totals stay on one page with the next `sealed` millimetres, where
        the paper is signed.
        """
        listed = list(rows) or [Band(self._look.empty)]
        last = _last_part(listed) if sealed else len(listed)
        needed = sum(map(self._height, listed[last:])) + sealed
        begun = self._look.head_height + 2 * self._look.row_height
        self._document.make_room(max(begun, self._look.head_height + needed if not last else 0))
        self._head()
        for number, row in enumerate(listed):
            if isinstance(row, Band) and row.strong:
                self._over = None  # a new branch, or a sum of all of them
            if number == last and last:
                self._keep_together(needed)
            if isinstance(row, Band):
                self._band(row)
            else:
                self._row(cells(self._columns, row))
        self._grid.draw(self._document.pen)

    def _slot(self, width: float, style: Style) -> Slot:
        look = self._look
        return self._document.slot(width, style, look.most_lines, grows=look.grow)

    def _head(self) -> None:
        top = self._document.y
        slots = [self._slot(width, self._strong) for width in self._widths]
        pairs = zip(slots, self._columns, strict=True)
        titles = [slot.fitted(column.title) for slot, column in pairs]
        height = max(self._look.head_height, *(title.height for title in titles))
        self._grid = Grid(self._lefts[0], self._widths, top)
        self._document.pen.fill((self._lefts[0], top), (sum(self._widths), height), PALE)
        for slot, left, title in zip(slots, self._lefts, titles, strict=True):
            slot.write((left, top), height, title, CENTER)
        self._end_row(height)

    def _height(self, row: object) -> float:
        if isinstance(row, Band):
            style = self._strong if row.strong else self._text
            fitted = self._slot(sum(self._widths), style).fitted(row.text)
            return max(self._look.row_height, fitted.height)
        return self._row_height(self._fitted(cells(self._columns, row)))

    def _fitted(self, values: Sequence[object]) -> list[Ready]:
        return [
            slot.fitted(value if isinstance(value, str) else str(value))
            for slot, value in zip(self._slots, values, strict=True)
        ]

    def _row_height(self, texts: Sequence[Ready]) -> float:
        if not self._look.grow:
            return self._look.row_height
        return max(self._look.row_height, *[text.height for text in texts])

    def _row(self, values: Sequence[object]) -> None:
        texts = self._fitted(values)
        height = self._row_height(texts)
        self._make_room(height)
        top = self._document.y
        for slot, left, text, column in zip(
            self._slots, self._lefts, texts, self._columns, strict=True
        ):
            slot.write((left, top), height, text, column.align)
        self._end_row(height)

    def _band(self, band: Band) -> None:
        self._write_band(band)
        if band.heads:
            self._over = band

    def _write_band(self, band: Band) -> None:
        style = self._strong if band.strong else self._text
        width = sum(self._widths)
        slot = self._slot(width, style)
        text = slot.fitted(band.text)
        height = max(self._look.row_height, text.height)
        kept = self._look.row_height * _ROWS_KEPT_WITH_BAND if band.heads else 0
        self._make_room(height, kept)
        if band.strong:
            self._document.pen.fill((self._lefts[0], self._document.y), (width, height), PALE)
        align = CENTER if band.text == self._look.empty else LEFT
        slot.write((self._lefts[0], self._document.y), height, text, align)
        self._end_row(height, across=True)

    def _end_row(self, height: float, *, across: bool = False) -> None:
        self._document.y += height
        self._grid.row(self._document.y, across=across)

    def _keep_together(self, needed: float) -> None:
        """What does not fit on a page of its own either is not held back."""
        paper = self._document.paper
        if needed + self._look.head_height <= paper.floor - paper.top:
            self._make_room(needed)

    def _make_room(self, height: float, kept: float = 0) -> None:
        if self._document.y + height + kept > self._document.paper.floor:
            self._grid.draw(self._document.pen)
            self._document.new_page()
            self._head()
            if self._over is not None:
                self._write_band(replace(self._over, text=f"{self._over.text}{CONTINUED}"))


def _last_part(rows: Sequence[object]) -> int:
    """Where the rows begin that go along with the signature, the name of their branch included."""
    places = [number for number, row in enumerate(rows) if not isinstance(row, Band)]
    if len(places) < _ROWS_KEPT_WITH_SEAL:
        return 0
    first = places[-_ROWS_KEPT_WITH_SEAL]
    before = rows[first - 1] if first else None
    return first - 1 if isinstance(before, Band) and before.strong else first
