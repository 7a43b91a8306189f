"""Binary workbooks of Excel 2 to 2003 (.xls) and of WPS (.et): xlrd, checked by the records."""

import io
from collections.abc import Iterator
from typing import Any

from app.data.imports.cells import Grid, Tables
from app.data.imports.formats import Shown, built_in, moment_of, shown_by
from app.data.imports.grid_maker import GridMaker
from app.data.imports.opc import damage_refused
from app.data.imports.refusals import damaged, has_password, refuse_nothing_read, set_aside
from app.data.imports.sniff import OLE
from app.data.imports.xls_records import BookRecords, SheetRecords, records_of
from app.domain.errors import AppError

_NO_FORMATS = "这个文件的格式信息读不出来：只显示年月的日期、隐藏的行和列看不出来，请核对"


def read_xls(data: bytes, wanted: str | None) -> Tables:
    """Read the visible sheets, or the wanted one.

    Raises:
        AppError: the file is damaged or has a password of its own.
    """
    stream = _stream(data)
    try:
        records = records_of(stream)
    except AppError as error:
        if error.code != has_password().code or not data.startswith(OLE):
            raise
        from app.data.imports.unlock import unlocked

        stream = _stream(unlocked(data))
        records = records_of(stream)
    with damage_refused():
        return _tables(stream, records, wanted)


def _stream(data: bytes) -> bytes:
    """The records: the stream of the container, or the file itself where there is none."""
    if not data.startswith(OLE):
        return data
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    if container.get_size(name) > len(data):
                        raise damaged()  # the chain of its sectors runs in a circle
                    found = bytes(container.openstream(name).read())
                    if len(found) < container.get_size(name):
                        raise damaged()
                    return found
    except AppError:
        raise
    except Exception as error:  # olefile raises whatever a damaged file provokes
        raise damaged() from error
    raise damaged()


def _tables(stream: bytes, records: BookRecords, wanted: str | None) -> Tables:
    book, formatted = _opened(stream, records)
    names = book.sheet_names()
    known = [about for about in records.sheets if about[1] == 0]
    if len(known) != len(names):
        raise damaged()
    tables = Tables([], [])
    for index, (name, (state, _, found)) in enumerate(zip(names, known, strict=True)):
        if wanted and name != wanted:
            continue
        if state and not wanted:
            tables.hidden.append(name)
            continue
        try:
            with damage_refused():
                tables.grids.append(_grid(book, index, found, formatted))
        except AppError as error:
            set_aside(tables, name, error)
    refuse_nothing_read(tables, wanted, names)
    _compare_texts(tables, records)
    return tables


def _opened(stream: bytes, records: BookRecords) -> tuple[Any, bool]:
    """The book with its formats; without them when only they are broken."""
    import xlrd

    about: dict[str, Any] = {
        "file_contents": stream, "logfile": io.StringIO(), "on_demand": True, "ragged_rows": True,
        "encoding_override": _encoding(records),
    }  # fmt: skip
    for formatted in (True, False):
        try:
            return xlrd.open_workbook(formatting_info=formatted, **about), formatted
        except xlrd.biffh.XLRDError as error:
            if "ncrypted" in str(error):
                raise has_password() from error
            broken: Exception = error
        except Exception as error:  # noqa: BLE001  (xlrd asserts and unpacks whatever is there)
            broken = error
    raise damaged() from broken


def _encoding(records: BookRecords) -> str | None:
    """Old files name a code page, and many name the wrong one."""
    if records.version >= 8:
        return None
    try:
        records.bytes_texts.decode("gb18030")
    except UnicodeDecodeError:
        return None if records.code_page else "gb18030"
    return "gb18030"


def _grid(book: Any, index: int, records: SheetRecords | None, formatted: bool) -> Grid:
    if records is None or not records.ended:
        raise damaged()
    try:
        sheet = book.sheet_by_index(index)
    except Exception as error:  # xlrd asserts and unpacks whatever a damaged sheet holds
        raise damaged() from error
    maker = GridMaker(sheet.name)
    reader = _Cells(book, maker, records)
    for row in range(sheet.nrows):
        reader.take_row(sheet, row)
    maker.merged.extend(
        ((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells
    )
    for row, about in sheet.rowinfo_map.items():
        if about.hidden:
            maker.hidden_rows.add(row)
    for column, about in sheet.colinfo_map.items():
        if about.hidden:
            maker.hide_columns(column, column)
    if not formatted:
        maker.untold.append(_NO_FORMATS)
    maker.untold.extend(_differences(records, sheet.nrows))
    book.unload_sheet(index)
    return maker.made()


class _Cells:
    def __init__(self, book: Any, maker: GridMaker, records: SheetRecords) -> None:
        self._book = book
        self._maker = maker
        self._uncalculated = records.uncalculated
        self._shown: dict[int, Shown] = {}

    def take_row(self, sheet: Any, row: int) -> None:
        import xlrd

        values = sheet.row_values(row)
        for column, kind in enumerate(sheet.row_types(row)):
            value: Any = values[column]
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            if kind == xlrd.XL_CELL_ERROR:
                text = xlrd.error_text_from_code.get(value, "错误值")
                self._maker.put_error(row, column, text)
            elif (row, column) in self._uncalculated:
                self._maker.put_uncalculated(row, column)
            elif kind == xlrd.XL_CELL_BOOLEAN:
                self._maker.put(row, column, bool(value))
            elif kind == xlrd.XL_CELL_TEXT:
                if value:
                    self._maker.put(row, column, value)
            else:
                self._take_number(sheet, row, column, value)

    def _take_number(self, sheet: Any, row: int, column: int, value: float) -> None:
        shown = self._shown_by(sheet, row, column)
        moment: Any = value
        if shown is not Shown.NO_DATE:
            moment = moment_of(value, bool(self._book.datemode))
        self._maker.put(row, column, moment, shown)

    def _shown_by(self, sheet: Any, row: int, column: int) -> Shown:
        if not self._book.formatting_info:
            import xlrd

            date = sheet.cell_type(row, column) == xlrd.XL_CELL_DATE
            return Shown.DAY if date else Shown.NO_DATE
        style = sheet.cell_xf_index(row, column)
        known = self._shown.get(style)
        if known is None:
            known = self._shown[style] = self._format_of(style)
        return known

    def _format_of(self, style: int) -> Shown:
        number = self._book.xf_list[style].format_key
        about = self._book.format_map.get(number)
        code = about.format_str if about is not None else ""
        return shown_by(code) if code else built_in(number)


def _differences(records: SheetRecords, read: int) -> Iterator[str]:
    """What the sheet's own bookkeeping knows of and the cells do not show."""
    lost = sorted(row + 1 for row in records.lost_rows)
    if lost:
        listed = "、".join(map(str, lost[:20])) + (" 等" if len(lost) > 20 else "")
        yield f"第 {listed} 行登记有内容，却没有读到或没有读全（文件可能已损坏），请核对这些行"
    elif records.claimed_rows > max(records.last_row, read):
        yield (
            f"工作表登记到第 {records.claimed_rows} 行，只读到第 {max(records.last_row, read)} 行"
            "（文件可能已损坏），请核对人数"
        )
    elif records.twice or records.strange:
        yield (
            f"有 {records.twice + records.strange} 个单元格的记录不合格式（文件可能已损坏），"
            "请用 WPS 或 Excel 打开核对，另存为 .xlsx 后再导入"
        )


def _compare_texts(tables: Tables, records: BookRecords) -> None:
    """The workbook counts its text cells; a count that is not reached means lost cells."""
    missing = records.claimed_texts - records.found_texts
    blocks = any(
        set(found.blocks) - records.block_ends
        for _, _, found in records.sheets
        if found is not None
    )
    said = any(grid.facts.untold for grid in tables.grids)
    if not said and (blocks or missing > 0):
        tables.remarks.append(
            f"文件登记有 {records.claimed_texts} 个文字单元格，只读到 {records.found_texts} 个"
            if missing > 0
            else "文件的行索引对不上"
        )
