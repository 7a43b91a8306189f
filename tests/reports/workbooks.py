"""Looks at a workbook the way Excel does: what is sorted, filtered, printed and added up."""

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries


def sorted_like_excel(sheet: Any, column: int, *, down: bool = False) -> list[tuple[Any, ...]]:
    """The rows of the filtered table after sorting by a column: only that range moves, and a
    merged cell in it makes Excel refuse."""
    left, top, right, bottom = _filtered(sheet)
    for merged in sheet.merged_cells.ranges:
        apart = merged.min_row > bottom or merged.max_row < top
        assert apart, f"{merged} is merged inside {sheet.auto_filter.ref}"
    rows = [
        tuple(sheet.cell(row, place).value for place in range(left, right + 1))
        for row in range(top + 1, bottom + 1)
    ]
    filled = [row for row in rows if row[column] is not None]
    filled.sort(key=lambda row: _order(row[column]), reverse=down)
    return filled + [row for row in rows if row[column] is None]


def _filtered(sheet: Any) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the filtered table."""
    left, top, right, bottom = range_boundaries(sheet.auto_filter.ref)
    assert None not in (left, top, right, bottom), "a whole range"
    return int(left or 0), int(top or 0), int(right or 0), int(bottom or 0)


def _order(value: Any) -> tuple[int, Any]:
    return (0, value) if isinstance(value, int | float) else (1, str(value))


def added_up(sheet: Any, title: str) -> tuple[float, float]:
    """(the sum over the table, what the totals row shows) of the column with this head."""
    left, top, right, bottom = _filtered(sheet)
    heads = [sheet.cell(top, place).value for place in range(left, right + 1)]
    column = left + heads.index(title)
    listed = [sheet.cell(row, column).value or 0 for row in range(top + 1, bottom + 1)]
    return sum(listed), float(sheet.cell(bottom + 1, column).value)


def set_up(sheet: Any) -> list[str]:
    """What is missing for reading, filtering and printing."""
    missing = []
    if sheet.page_setup.paperSize != 9:
        missing.append("A4")
    if not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage):
        missing.append("one page wide")
    if not sheet.print_title_rows:
        missing.append("head repeated on paper")
    if not sheet.freeze_panes:
        missing.append("frozen head")
    if "&P" not in (sheet.oddFooter.center.text or ""):
        missing.append("page numbers")
    fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None}
    if fonts - {"宋体"}:
        missing.append(f"宋体 instead of {fonts}")
    return missing


def shown_lines(text: str, characters: float) -> int:
    """How many lines a text takes in so many half-width characters."""
    return sum(-(-_wide(line) // max(int(characters), 1)) or 1 for line in text.split("\n"))


def _wide(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def cut_notes(sheet: Any) -> list[str]:
    """Texts above the table that do not fit the height of their row."""
    last = sheet.max_column
    letters = [get_column_letter(column) for column in range(1, last + 1)]
    room = sum(sheet.column_dimensions[letter].width or 8.43 for letter in letters)
    found = []
    for row in range(1, _head_row(sheet)):
        text = sheet.cell(row, 1).value
        size = sheet.cell(row, 1).font.size
        needed = shown_lines(str(text or ""), room * 11 / size) * size * 1.2
        if text and (sheet.row_dimensions[row].height or 15) < needed:
            found.append(str(text)[:20])
    return found


def _head_row(sheet: Any) -> int:
    if sheet.auto_filter.ref:
        return _filtered(sheet)[1]
    return int(str(sheet.freeze_panes).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1


def sheets(book: Any) -> Sequence[Any]:
    return [book[name] for name in book.sheetnames]
