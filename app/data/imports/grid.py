"""The tables of a file as plain rows of values, whatever it was made with."""

import stat
from collections.abc import Callable
from pathlib import Path

from app.data.imports.cells import Tables
from app.data.imports.refusals import no_such_sheet
from app.data.imports.sniff import FileKind, kind_of
from app.domain.errors import AppError

LARGEST_FILE = 200 << 20
"""Bytes of a workbook; 60,000 people with 25 columns have about 10 MB."""
_Reader = Callable[[bytes, str | None], Tables]


def read_tables(path: Path, sheet: str | None = None) -> Tables:
    """Read every visible sheet, or only the named one (which may then be hidden).

    Raises:
        AppError: the file cannot be read as a table; the hint says what to do.
    """
    return tables_of(_bytes_of(path), sheet, path.stem)


def tables_of(data: bytes, sheet: str | None = None, title: str = "") -> Tables:
    """Read the tables of a file by its bytes; `title` names the one table of a text.

    Raises:
        AppError: as for read_tables.
    """
    kind = kind_of(data)
    if kind is FileKind.SEALED:
        from app.data.imports.unlock import unlocked

        return tables_of(unlocked(data), sheet, title)
    if kind is FileKind.TEXT:
        from app.data.imports.read_text import read_text

        found = read_text(data, title)
    else:
        found = _reader(kind)(data, sheet)
    if sheet and not found.grids and not found.unreadable:
        raise no_such_sheet(sheet, found.hidden)
    return found


def _reader(kind: FileKind) -> _Reader:
    """Each reader and its libraries are loaded when a file of its kind comes."""
    if kind is FileKind.XLSX:
        from app.data.imports.read_xlsx import read_xlsx

        return read_xlsx
    if kind is FileKind.XLS:
        from app.data.imports.read_xls import read_xls

        return read_xls
    if kind in (FileKind.ODS, FileKind.FLAT_ODS):
        from app.data.imports.read_ods import read_ods

        return read_ods
    if kind is FileKind.XLSB:
        from app.data.imports.read_xlsb import read_xlsb

        return read_xlsb
    if kind is FileKind.XML_2003:
        from app.data.imports.read_xml2003 import read_xml2003

        return read_xml2003
    from app.data.imports.read_html import read_html

    return read_html


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
