"""The user's own layout, by values: title and header lines, and the lines that were refused."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from app.data.imports.grid import Grid, Span, read_tables
from app.domain.people.roster_file import CellValue, RosterFile


@dataclass(frozen=True, slots=True)
class LayoutCopy:
    """One sheet: its lines up to the header, merged ranges among them, and the wanted lines."""

    name: str
    head: list[list[CellValue]]
    merged: list[Span]
    rows: list[tuple[int, list[CellValue]]]
    id_column: str
    """Letter of the ID number column: a number there has lost its digits."""

    @property
    def width(self) -> int:
        """How many columns are in use."""
        lines = [*self.head, *(cells for _, cells in self.rows)]
        used = (index for line in lines for index, cell in enumerate(line, 1) if cell != "")
        return max(used, default=1)


def copy_layout(
    path: Path, file: RosterFile, wanted: Collection[tuple[str, int]]
) -> list[LayoutCopy]:
    """Read the file again and keep the head and the wanted (sheet, row) lines of every sheet."""
    grids = {grid.name: grid for grid in _grids(path, file)}
    copies = []
    for sheet in file.sheets:
        grid = grids[sheet.name]
        last = sheet.header_rows[-1]
        rows = [
            (number, cells)
            for number, cells in enumerate(grid.rows[last:], last + 1)
            if (sheet.name, number) in wanted
        ]
        if rows:
            merged = [span for span in grid.merged if span[1][0] < last]
            copies.append(
                LayoutCopy(sheet.name, grid.rows[:last], merged, rows, sheet.columns["id_number"])
            )
    return copies


def _grids(path: Path, file: RosterFile) -> list[Grid]:
    only = file.sheets[0].name if len(file.sheets) == 1 else None
    found = read_tables(path).grids
    # A hidden sheet is only here because it was asked for by name.
    return (
        found
        if {sheet.name for sheet in file.sheets} <= {grid.name for grid in found}
        else (read_tables(path, only).grids)
    )
