"""Reading a list of participants: any table with names, or ID numbers, of people known already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.data.imports.cells import Grid
from app.data.imports.grid import read_tables
from app.data.imports.header import SEARCHED_ROWS
from app.data.imports.header_words import HeaderWords, bare_header, header_words
from app.data.imports.table_finder import find_tables
from app.domain.declarations import entity_named
from app.domain.errors import AppError
from app.domain.people.roster_file import CellValue

_Place = tuple[int, int, Mapping[str, int]]
"""First row, the row after the last, and the column of each field."""
_MEMBER = ("name", "id_number", "phone", "organization")


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line: where it stands, and its filled cells by field."""

    sheet: str
    number: int
    cells: dict[str, CellValue]


def read_participant_list(path: Path) -> list[ListedLine]:
    """Every line of every table that names people.

    Raises:
        AppError: the file cannot be read, or no table in it has a header with 姓名 or 身份证号.
    """
    lines = [line for grid in read_tables(path).grids for line in _lines(grid)]
    if not lines:
        raise AppError(
            f"{path.name} 里没有找到人员名单。",
            "请检查表头里有没有“姓名”或“身份证号”一列，标题行要和名单在同一张工作表里。",
            code="no-people",
        )
    return lines


def _lines(grid: Grid) -> Iterator[ListedLine]:
    for first, end, columns in _tables(grid) or _bare_list(grid):
        for number in range(first, end):
            row = grid.rows[number]
            cells = {
                name: row[column]
                for name, column in columns.items()
                if column < len(row) and row[column] not in (None, "")
            }
            if "name" in cells or "id_number" in cells:
                yield ListedLine(grid.name, number + 1, cells)


def _tables(grid: Grid) -> list[_Place]:
    words, hidden = HeaderWords(_words()), grid.facts.hidden_columns
    for must in (("id_number",), ("name",)):
        found = find_tables(grid.rows, grid.merged, words, hidden, must)
        usable = [one for one in found if set(must) & set(one.columns) and not one.other]
        if usable:
            return [(one.last_row + 1, one.end, one.columns) for one in usable]
    return []


def _bare_list(grid: Grid) -> list[_Place]:
    """A column of names under the one word 姓名 is no table to a roster, but a list here."""
    words = _words()
    for number, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        bare = [bare_header(cell) if isinstance(cell, str) else "" for cell in row]
        columns = {words[text]: column for column, text in enumerate(bare) if text in words}
        if "name" in columns or "id_number" in columns:
            return [(number + 1, len(grid.rows), columns)]
    return []


def _words() -> dict[str, str]:
    member = header_words(entity_named("member"))
    words = {word: name for word, name in member.items() if name in _MEMBER}
    words |= {word: "position_then" for word, name in member.items() if name == "workplace"}
    for label in ("时任单位及职务", "时任职务"):
        words[label] = "position_then"
    return words | {"组别": "team", "分组": "team", "小组": "team"}
