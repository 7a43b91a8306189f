"""Finding the header of a table among title lines, in one line or two, by the words in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data.imports.header_words import bare_header
from app.domain.people.roster_file import CellValue

SEARCHED_ROWS = 30


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (rows from 0) and which column (from 0) holds which field."""

    rows: tuple[int, ...]
    columns: dict[str, int]

    @property
    def last_row(self) -> int:
        """The last line of the header."""
        return self.rows[-1]


def find_header(
    rows: Sequence[Sequence[CellValue]], words: Mapping[str, str], must: str = "name"
) -> Header | None:
    """The best header of the first lines; None when no line names `must` and something else."""
    candidates = [
        found
        for depth in (1, 2)
        for index in range(min(SEARCHED_ROWS, len(rows)))
        if (found := _header_at(rows, index, depth, words)) is not None
        and must in found.columns
        and len(found.columns) > 1
    ]
    # One line wins over two that say no more: the upper one is then a title.
    return max(candidates, key=lambda found: len(found.columns), default=None)


def _header_at(
    rows: Sequence[Sequence[CellValue]], index: int, depth: int, words: Mapping[str, str]
) -> Header | None:
    if index + depth > len(rows):
        return None
    upper = [_text(cell) for cell in rows[index]]
    if depth == 1:
        return _header((index,), [(bare_header(text),) for text in upper], words)
    lower = [_text(cell) for cell in rows[index + 1]]
    if not any(bare_header(text) in words for text in lower) and not _completes(
        upper, lower, words
    ):
        return None
    return _header((index, index + 1), _two_lines(upper, lower), words)


def _two_lines(upper: list[str], lower: list[str]) -> list[tuple[str, ...]]:
    """Per column how it may be read; a group reaches over empty cells."""
    width = max(len(upper), len(lower))
    found: list[tuple[str, ...]] = []
    group = ""
    for column in range(width):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        group = above or group
        readings = (
            (bare_header(group + below), bare_header(below)) if below else (bare_header(above),)
        )
        if above and below:
            readings = (*readings, bare_header(above))
        found.append(readings)
    return found


def _completes(upper: list[str], lower: list[str], words: Mapping[str, str]) -> bool:
    return any(
        bool(below) and bare_header(above + below) in words
        for above, below in zip(upper, lower, strict=False)
    )


def _header(
    rows: tuple[int, ...], columns: list[tuple[str, ...]], words: Mapping[str, str]
) -> Header:
    found: dict[str, int] = {}
    for column, readings in enumerate(columns):
        field = next((words[reading] for reading in readings if reading in words), None)
        if field is not None:
            found.setdefault(field, column)
    return Header(rows, found)


def _text(cell: CellValue) -> str:
    return cell.strip() if isinstance(cell, str) else ""
