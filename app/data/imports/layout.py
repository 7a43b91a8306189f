"""The user's own layout, by values: title and header lines, and the lines that were refused."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from app.data.imports.cells import Grid, Span
from app.data.imports.grid import read_tables
from app.domain.people.roster_file import CellValue, RosterFile, RosterSheet


@dataclass(frozen=True, slots=True)
class LayoutCopy:
    """One header: titles and header lines, merged ranges among them, and the wanted lines."""

    name: str
    """The tab of the copy: no two alike."""
    tab: str
    """The tab of the user's file."""
    head: list[list[CellValue]]
    merged: list[Span]
    rows: list[tuple[int, list[CellValue]]]
    """The wanted lines, and the section lines above them that say whose they are."""
    id_columns: frozenset[str]
    """Letters of the ID number columns: a number there has lost its digits."""

    @property
    def width(self) -> int:
        """How many columns are in use."""
        lines = [*self.head, *(cells for _, cells in self.rows)]
        used = (index for line in lines for index, cell in enumerate(line, 1) if cell != "")
        return max(used, default=1)


def copy_layout(
    path: Path, file: RosterFile, wanted: Collection[tuple[str, int]]
) -> list[LayoutCopy]:
    """Read the file again and keep the head and the wanted (sheet, row) lines of every table."""
    grids = {grid.name: grid for grid in _grids(path, file)}
    copies: list[LayoutCopy] = []
    tables: dict[tuple[str, tuple[int, ...]], list[RosterSheet]] = {}
    for sheet in file.sheets:
        tables.setdefault((sheet.name, sheet.header_rows), []).append(sheet)
    for (tab, header), beside in tables.items():
        below = [rows[0] for name, rows in tables if name == tab and rows[0] > header[-1]]
        numbers = range(header[-1] + 1, min(below, default=len(grids[tab].rows) + 1))
        lines = [number for number in numbers if (tab, number) in wanted]
        if lines:
            copies.append(_copy(grids[tab], file, beside, lines))
    return copies


def _copy(grid: Grid, file: RosterFile, beside: list[RosterSheet], wanted: list[int]) -> LayoutCopy:
    same = [sheet for sheet in file.sheets if sheet.name == grid.name]
    first = min(sheet.header_rows[0] for sheet in same)
    header = beside[0].header_rows
    kept = [*range(1, min(first, header[0])), *header]
    place = {number - 1: index for index, number in enumerate(kept)}
    merged = [
        ((place[top], left), (place[bottom], right))
        for (top, left), (bottom, right) in grid.merged
        if top in place and bottom in place
    ]
    sections = {number for sheet in same for number in sheet.sections if number < wanted[-1]}
    rows = [(number, grid.rows[number - 1]) for number in sorted({*wanted, *sections})]
    only = header[0] == first
    return LayoutCopy(
        grid.name if only else f"{grid.name[:20]}（第{header[0]}行起）",
        grid.name,
        [grid.rows[number - 1] for number in kept],
        merged,
        rows,
        frozenset(sheet.columns["id_number"] for sheet in beside if "id_number" in sheet.columns),
    )


def _grids(path: Path, file: RosterFile) -> list[Grid]:
    only = file.sheets[0].name if len(file.sheets) == 1 else None
    found = read_tables(path).grids
    # A hidden sheet is only here because it was asked for by name.
    return (
        found
        if {sheet.name for sheet in file.sheets} <= {grid.name for grid in found}
        else (read_tables(path, only).grids)
    )
