"""Collects the cells of one sheet as a reader meets them, in any order, into a Grid."""

import datetime
from dataclasses import dataclass, field

from app.data.imports.cells import MOST_COLUMNS, MOST_ROWS, Grid, SheetFacts, Span, address
from app.data.imports.formats import Shown
from app.data.imports.refusals import too_large
from app.domain.people.roster_file import CellValue


@dataclass
class GridMaker:
    """Rows and columns are counted from 0; memory is taken for what is there, not for what a sheet
    claims."""

    name: str
    merged: list[Span] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    plain_text: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    _rows: dict[int, list[CellValue]] = field(default_factory=dict)
    _width: int = 0
    _uncalculated: set[str] = field(default_factory=set)
    _months: set[str] = field(default_factory=set)
    _years: set[str] = field(default_factory=set)
    _errors: dict[str, str] = field(default_factory=dict)

    def put(self, row: int, column: int, value: CellValue, shown: Shown = Shown.DAY) -> None:
        """A value, and for a date how much of it the sheet shows.

        Raises:
            AppError: the cell is beyond the caps.
        """
        if row >= MOST_ROWS or column >= MOST_COLUMNS:
            raise too_large(self.name)
        line = self._rows.setdefault(row, [])
        if column >= len(line):
            line.extend([""] * (column + 1 - len(line)))
            self._width = max(self._width, column + 1)
        line[column] = value
        if shown is Shown.MONTH and isinstance(value, datetime.date):
            self._months.add(address(row, column))
        elif shown is Shown.YEAR and isinstance(value, datetime.date):
            self._years.add(address(row, column))

    def put_error(self, row: int, column: int, text: str) -> None:
        """A cell whose formula failed: no value, but named."""
        self.put(row, column, "")
        self._errors[address(row, column)] = text

    def put_uncalculated(self, row: int, column: int) -> None:
        """A formula without a result."""
        self.put(row, column, "")
        self._uncalculated.add(address(row, column))

    def hide_columns(self, first: int, last: int) -> None:
        """Hidden columns, both ends included."""
        self.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))

    def holds(self, row: int) -> bool:
        """Whether anything stands in a row."""
        return row in self._rows

    def made(self) -> Grid:
        """The rows as a rectangle from A1; blank rows at the end are left out."""
        last = max((row for row, line in self._rows.items() if _filled(line)), default=-1)
        marked = (*self._errors, *self._uncalculated)
        last = max([last, *(int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1
                            for place in marked)])  # fmt: skip
        blank: list[CellValue] = [""] * self._width
        rows = [self._padded(self._rows.get(row), blank) for row in range(last + 1)]
        facts = SheetFacts(
            hidden_rows=frozenset(row + 1 for row in self.hidden_rows if row in self._rows),
            hidden_columns=frozenset(at for at in self.hidden_columns if at < self._width),
            uncalculated=frozenset(self._uncalculated),
            month_only=frozenset(self._months),
            year_only=frozenset(self._years),
            errors=self._errors,
            plain_text=self.plain_text,
            untold=tuple(self.untold),
        )
        return Grid(self.name, rows, clipped(self.merged, len(rows), self._width), facts)

    def _padded(self, line: list[CellValue] | None, blank: list[CellValue]) -> list[CellValue]:
        if line is None:
            return list(blank)
        line.extend(blank[len(line) :])
        return line


def clipped(merged: list[Span], height: int, width: int) -> list[Span]:
    """Merged ranges within the rows read: whole columns are merged down to row 1,048,576."""
    return [
        ((top, left), (min(bottom, height - 1), min(right, width - 1)))
        for (top, left), (bottom, right) in merged
        if top < height and left < width
    ]


def _filled(line: list[CellValue]) -> bool:
    return any(cell != "" and cell is not None for cell in line)
