"""A people roster as it was read: sheets, rows and cells, not yet judged."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

CellValue = str | int | float | datetime.date | None
"""A cell as the workbook holds it; None when it is empty."""


class RowProblem(NamedTuple):
    """One sentence about one cell; in `value` ID numbers and phones are already masked."""

    sheet: str
    row: int
    cell: str
    column: str
    value: str
    reason: str


class RosterRow(NamedTuple):
    """One line of people; `branch` is the branch named in the line above its section, if any.

    `asks` are the words above it that leave open what kind of people these are.
    """

    number: int
    cells: dict[str, CellValue]
    branch: str
    asks: str = ""


class UnreadColumn(NamedTuple):
    """A column whose header nobody knows, or of which it is not sure whose it is."""

    sheet: str
    letter: str
    header: str
    key: str
    """The header as it is compared and learned."""
    why: str
    """Empty: not known. Otherwise a sentence."""
    guess: str = ""
    """The field it would be if it spoke of the person of the line."""


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """One visible sheet whose header was found."""

    name: str
    branch_hints: tuple[str, ...]
    """Texts that may name the branch of the whole sheet, best first: title line, sheet name."""
    header_rows: tuple[int, ...]
    columns: dict[str, str]
    """Member field to column letter."""
    headers: dict[str, str]
    """Member field to the header as the user wrote it."""
    rows: list[RosterRow]
    unread: Mapping[str, str] = field(default_factory=dict)
    """Addresses of cells that hold no value (error, formula never calculated): what to say."""
    plain_text: bool = False
    """The cells come from text without formats: 1985.10 may have been saved as 1985.1."""
    joined: dict[str, str] = field(default_factory=dict)
    """Field to the letter of a second column that belongs to it (单位 and 职务 kept apart)."""
    unread_columns: tuple[UnreadColumn, ...] = ()
    sections: tuple[int, ...] = ()
    """Lines between the people that say something of those below: branch, category."""
    villages: bool = False
    """Whether the branch column holds villages: 李家村 is the branch of 李家村."""

    def address(self, row: int, name: str) -> str:
        """The cell of a field in a row, C7; empty when the sheet has no such column."""
        return f"{self.columns[name]}{row}" if name in self.columns else ""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """All usable sheets of one file, and what the reader has to say about the rest."""

    path: Path
    sheets: list[RosterSheet]
    warnings: list[RowProblem]
    taught: dict[str, str] = field(default_factory=dict)
    """Headers that are only known because a clerk said what they are, to their field."""
    web_page: bool = False
    """Whether the file is a web page that was only named like a table."""

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""
        return self.path.name

    @property
    def row_count(self) -> int:
        """How many lines of people were found."""
        return sum(len(sheet.rows) for sheet in self.sheets)
