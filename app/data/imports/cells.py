"""What a reader hands on: plain rows of values, and beside them what each cell *is*."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.people.roster_file import CellValue

MOST_COLUMNS = 200
MOST_ROWS = 200_000

Span = tuple[tuple[int, int], tuple[int, int]]
"""A merged range: first and last cell, row and column counted from 0."""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What one sheet says beside its values; addresses like C7. Values stay plain for speed."""

    hidden_rows: frozenset[int] = frozenset()
    """Numbers of hidden rows, from 1 as the clerk counts them."""
    hidden_columns: frozenset[int] = frozenset()
    """Hidden columns, from 0 as in the rows."""
    uncalculated: frozenset[str] = frozenset()
    """Formula cells that hold no result."""
    month_only: frozenset[str] = frozenset()
    """Date cells shown as year and month: the day in them was put there by the program."""
    year_only: frozenset[str] = frozenset()
    """Date cells shown as a year: neither month nor day was known."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Cells that hold an error (#N/A); in the rows they are empty."""
    plain_text: bool = False
    """The cells are text without a format: 1985.10 may have been saved as 1985.1."""
    untold: tuple[str, ...] = ()
    """Sentences for the preview: what this format or this file cannot tell."""

    @property
    def unread(self) -> dict[str, str]:
        """Cells that hold something which is no value, each with the sentence about it."""
        found = dict.fromkeys(self.uncalculated, UNCALCULATED)
        found.update((place, error_sentence(text)) for place, text in self.errors.items())
        return found


ERROR_TEXTS = frozenset({
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "#FIELD!", "#GETTING_DATA", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!",
})  # fmt: skip
"""How an error reads where a format keeps only what was shown."""
UNCALCULATED = "单元格是公式但没有计算结果，请用 WPS 或 Excel 打开该文件保存一次后再导入"


def shows_error(text: str) -> bool:
    """Whether a shown text is an error; ##### is a number in a column that was too narrow."""
    plain = text.strip().upper()
    return plain in ERROR_TEXTS or (plain.startswith("ERR:5") and plain[4:].isdigit()) or (
        len(plain) > 2 and not plain.strip("#")
    )  # fmt: skip


def error_sentence(text: str) -> str:
    """What is said of a cell whose formula failed."""
    return f"单元格是出错的公式（{text}），没有读取，请改正或改成文字后再导入"


@dataclass(frozen=True, slots=True)
class Grid:
    """One visible sheet: rows from row 1, columns from A; an empty cell is an empty string."""

    name: str
    rows: list[list[CellValue]]
    merged: list[Span]
    facts: SheetFacts


@dataclass(frozen=True, slots=True)
class Tables:
    """The sheets of a file that were read, and what is to be said of the others."""

    grids: list[Grid]
    hidden: list[str]
    """Names of hidden sheets: skipped."""
    unreadable: dict[str, str] = field(default_factory=dict)
    """Names of sheets that could not be read, each with the reason."""
    remarks: list[str] = field(default_factory=list)
    """What is to be said of the whole file."""
    web_page: bool = False


def column_letter(index: int) -> str:
    """The letter above a column that is counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column, from 0, under a letter."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def address(row: int, column: int) -> str:
    """The clerk's name of a cell, C7; row and column counted from 0."""
    return f"{column_letter(column)}{row + 1}"
