"""One sheet of an .xlsx by a pull parser: any prefix, any attribute order, references or none."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from app.data.imports.cells import MOST_COLUMNS, Grid, Span, column_index
from app.data.imports.formats import Shown, moment_of
from app.data.imports.grid_maker import GridMaker
from app.data.imports.opc import elements_of, let_go, local
from app.domain.people.roster_file import CellValue

_TAGS = ("{*}row", "{*}col", "{*}mergeCell")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = frozenset({"1", "true", "on"})
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})$")
_MOST_SPANS = 20_000


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of a workbook refer to."""

    texts: Sequence[str]
    styles: Sequence[Shown]
    """By cell style what it shows of a date."""
    since_1904: bool
    recalculated: bool
    """Whether the writer left all results to the program that opens the file."""


def parse_sheet(stream: IO[bytes], name: str, book: Book) -> Grid:
    """Everything the sheet says about its cells.

    Raises:
        AppError: a cell is beyond the caps.
    """
    reader = _SheetReader(GridMaker(name), book)
    for _, element in elements_of(stream, _TAGS):
        reader.take(element)
        let_go(element)
    return reader.maker.made()


class _SheetReader:
    def __init__(self, maker: GridMaker, book: Book) -> None:
        self.maker = maker
        self._book = book
        self._row = -1
        self._columns: dict[str, int] = {}

    def take(self, element: Any) -> None:
        kind = local(element)
        if kind == "row":
            self._take_row(element)
        elif kind == "col" and element.get("hidden") in _TRUE:
            first = int(element.get("min", "1")) - 1
            self.maker.hide_columns(first, int(element.get("max", str(first + 1))) - 1)
        elif kind == "mergeCell" and len(self.maker.merged) < _MOST_SPANS:
            found = span_of(element.get("ref", ""))
            if found is not None:
                self.maker.merged.append(found)

    def _take_row(self, element: Any) -> None:
        number = element.get("r")
        self._row = int(number) - 1 if number else self._row + 1
        if element.get("hidden") in _TRUE:
            self.maker.hidden_rows.add(self._row)
        column, known, cell_tag = -1, self._columns, element.tag[: -len("row")] + "c"
        for cell in element.iterchildren(cell_tag):
            reference = cell.get("r")
            if reference is None:
                column += 1
                self._take_cell(cell, self._row, column)
                continue
            letters = reference.rstrip("0123456789")
            if reference[len(letters) :] == number and letters in known:
                column = known[letters]
                self._take_cell(cell, self._row, column)
                continue
            row, column = place_of(reference) or (self._row, column + 1)
            known[letters] = column
            self._take_cell(cell, row, column)

    def _take_cell(self, cell: Any, row: int, column: int) -> None:
        raw, formula, inline = None, False, None
        for part in cell:
            name = part.tag
            if name.endswith("}v") or name == "v":
                raw = part.text or ""
            elif name.endswith("}f") or name == "f":
                formula = True
            elif name.endswith("}is") or name == "is":
                inline = text_of(part)
        kind = cell.get("t", "n")
        if inline is not None and (kind == "inlineStr" or raw is None):
            raw, kind = inline, "str"
        if raw is None or (raw == "" and kind != "str"):
            if formula and kind != "str":
                self.maker.put_uncalculated(row, column)
            return
        if formula and self._book.recalculated and kind == "n" and raw.strip() in ("0", "0.0"):
            self.maker.put_uncalculated(row, column)
        elif kind == "e":
            self.maker.put_error(row, column, raw.strip())
        else:
            self._take_value(cell, kind, raw, (row, column))

    def _take_value(self, cell: Any, kind: str, raw: str, place: tuple[int, int]) -> None:
        value: Any
        shown = Shown.NO_DATE
        if kind == "s":
            value = self._book.texts[int(raw)]
        elif kind == "str":
            value = unescaped(raw)
        elif kind == "b":
            value = raw.strip() in _TRUE
        elif kind == "d":
            value, shown = iso_moment(raw), self._style(cell)
        else:
            value, shown = float(raw), self._style(cell)
            if shown is not Shown.NO_DATE:
                value = moment_of(value, self._book.since_1904)
        if value != "":
            self.maker.put(*place, value, shown)

    def _style(self, cell: Any) -> Shown:
        style = int(cell.get("s", "0"))
        return self._book.styles[style] if style < len(self._book.styles) else Shown.NO_DATE


def text_of(element: Any) -> str:
    """The text of a shared or inline string: its runs, without the phonetic ones."""
    found = []
    for part in element:
        name = local(part)
        if name == "t":
            found.append(part.text or "")
        elif name == "r":
            found.extend(inner.text or "" for inner in part if local(inner) == "t")
    return unescaped("".join(found))


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)


def iso_moment(raw: str) -> CellValue:
    """A date written as text in ISO 8601; the text itself when it is none."""
    plain = raw.strip().rstrip("Z")
    try:
        found = datetime.datetime.fromisoformat(plain)
    except ValueError:
        return raw
    return found if found.time() != datetime.time() else found.date()


def place_of(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of C7; None when there is no such reference."""
    found = _ADDRESS.match(reference)
    if found is None:
        return None
    return int(found.group(2)) - 1, column_index(found.group(1))


def span_of(reference: str) -> Span | None:
    """A merged range A1:C2; whole columns (A:C) reach to the end."""
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last)
    if start is not None and end is not None:
        return start, end
    columns = place_of(f"{first}1"), place_of(f"{last}1")
    if columns[0] is not None and columns[1] is not None:
        return (0, columns[0][1]), (1_048_575, min(columns[1][1], MOST_COLUMNS))
    return None
