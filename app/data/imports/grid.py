"""The tables of a file as plain rows of values, whatever it was made with."""

import io
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar, cast

from app.data.imports.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    SheetFacts,
    Span,
    Tables,
    column_letter,
)
from app.data.imports.sniff import FileKind, damaged, kind_of
from app.data.imports.text_table import read_text_rows
from app.data.imports.xls_scan import scan_xls
from app.data.imports.xlsx_scan import scan_sheets
from app.domain.errors import AppError
from app.domain.people.roster_file import CellValue

__all__ = ["Grid", "SheetFacts", "Span", "Tables", "column_letter", "read_tables"]

BLANK_ROWS_END_A_SHEET = 1_000

Result = TypeVar("Result")


LARGEST_FILE = 200 << 20
"""Bytes of a workbook; 60,000 people with 25 columns have about 10 MB."""


def read_tables(path: Path, sheet: str | None = None) -> Tables:
    """Read every visible sheet, or only the named one (which may then be hidden).

    Raises:
        AppError: the file cannot be read as a table; the hint says what to do.
    """
    data = _bytes_of(path)
    kind = kind_of(data)
    if kind is FileKind.TEXT:
        return Tables([Grid(path.stem, read_text_rows(data), [], SheetFacts(plain_text=True))], [])
    facts: dict[str, SheetFacts] = {}
    if kind is FileKind.XLSX:
        facts = scan_sheets(data)
    else:
        scan_xls(data)
    return _guarded(lambda: _read_workbook(data, facts, sheet))


def _bytes_of(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST_FILE:
            raise AppError(
                f"{path.name} 不是表格文件，或超过 {LARGEST_FILE >> 20} MB。",
                "请选择 WPS 或 Excel 保存的表格；太大时请按支部拆开。",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise AppError(f"找不到文件 {path.name}。", "请检查文件名和位置。") from error
    except OSError as error:
        raise AppError(
            f"文件 {path.name} 打不开。", "请检查它是否正被别的程序占用，或复制到本机硬盘后再试。"
        ) from error


def _read_workbook(data: bytes, facts: dict[str, SheetFacts], wanted: str | None) -> Tables:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    tables = Tables([], [])
    for index, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet or (wanted and about.name != wanted):
            continue
        if about.visible is not SheetVisibleEnum.Visible and not wanted:
            tables.hidden.append(about.name)
            continue
        known = facts.get(about.name, SheetFacts())
        sheet = book.get_sheet_by_index(index)
        start = sheet.start or (0, 0)
        found = cast("Iterator[list[CellValue]]", sheet.iter_rows())
        rows = list(_rows(about.name, found, start[1]))
        tables.grids.append(Grid(about.name, rows, sheet.merged_cell_ranges or [], known))
    if wanted and not tables.grids:
        names = "、".join(book.sheet_names[:20])
        raise AppError(f"没有名为“{wanted}”的工作表。", f"这个文件里有：{names}。")
    return tables


def _rows(
    name: str, found: Iterator[list[CellValue]], first_column: int
) -> Iterator[list[CellValue]]:
    """Rows up to the end of the data; columns that calamine left out at the left are put back."""
    blank: list[CellValue] = [""] * first_column
    waiting: list[list[CellValue]] = []
    for number, row in enumerate(found):
        if number >= MOST_ROWS:
            raise too_large(name)
        if first_column + len(row) > MOST_COLUMNS:
            row = _narrowed(name, row, MOST_COLUMNS - first_column)  # noqa: PLW2901
        waiting.append(blank + row if blank else row)
        if any(cell != "" for cell in row):
            yield from waiting
            waiting.clear()
        elif len(waiting) > BLANK_ROWS_END_A_SHEET:
            return


def _narrowed(name: str, row: list[CellValue], width: int) -> list[CellValue]:
    if any(cell != "" for cell in row[max(width, 0) :]):
        raise too_large(name)
    return row[: max(width, 0)]


def too_large(name: str) -> AppError:
    """The refusal of a sheet beyond the caps."""
    return AppError(
        f"工作表“{name}”超过 {MOST_COLUMNS} 列或 {MOST_ROWS // 10_000} 万行，不能导入。",
        "请删去多余的行和列（包括远处的零散内容）后再导入。",
        code="file-too-large",
    )


def _guarded(read: Callable[[], Result]) -> Result:
    """Run the reader; a broken file is one sentence, also when the library itself gives up."""
    from python_calamine import CalamineError

    try:
        return read()
    except AppError:
        raise
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise damaged() from error
    except BaseException as error:
        # A panic of the Rust reader is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged() from error
