"""Writers of the files that township offices keep: .xlsx, binary .xls, text in any encoding."""

import csv
import datetime
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from openpyxl import Workbook

Cell = str | int | float | bool | datetime.date | None


@dataclass
class Sheet:
    """One sheet as it is to be written."""

    rows: Sequence[Sequence[Cell]]
    name: str = "Sheet1"
    merged: Sequence[str] = ()
    hidden: bool = False
    hidden_rows: Sequence[int] = ()
    formats: dict[str, str] = field(default_factory=dict)


def xlsx(*sheets: Sheet) -> bytes:
    """A workbook as WPS and Excel write it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    made.cell(number, column, value)
        for span in sheet.merged:
            made.merge_cells(span)
        for address, code in sheet.formats.items():
            made[address].number_format = code
        for number in sheet.hidden_rows:
            made.row_dimensions[number].hidden = True
        if sheet.hidden:
            made.sheet_state = "hidden"
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def xls(*sheets: Sheet) -> bytes:
    """A binary workbook of Excel 97."""
    xlwt: Any = pytest.importorskip("xlwt")
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        made = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        made.visibility = int(sheet.hidden)
        for number, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime.date):
                    made.write(number, column, value, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
                elif value is not None:
                    made.write(number, column, value)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def text(rows: Sequence[Sequence[Cell]], encoding: str, separator: str = ",") -> bytes:
    """A text table."""
    memory = io.StringIO()
    csv.writer(memory, delimiter=separator, lineterminator="\r\n").writerows(
        [["" if cell is None else cell for cell in row] for row in rows]
    )
    return memory.getvalue().encode(encoding)


def repacked(data: bytes, part: str, old: str, new: str) -> bytes:
    """The same archive with a text replaced inside one part."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(memory, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                content = content.replace(old.encode(), new.encode())
            target.writestr(name, content)
    return memory.getvalue()
