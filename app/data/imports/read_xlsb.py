"""Binary workbooks of Excel 2007 (.xlsb): values by calamine, the rest from the records."""

import io
import struct
from collections.abc import Iterator
from typing import Any, cast

from app.data.imports.cells import Tables
from app.data.imports.formats import Shown, built_in, shown_by
from app.data.imports.grid_maker import GridMaker
from app.data.imports.opc import Package, damage_refused
from app.data.imports.refusals import damaged, refuse_nothing_read, set_aside
from app.domain.errors import AppError

_ROW, _COLUMNS, _MERGED, _FORMAT, _STYLE, _SHEET = 0, 60, 176, 44, 47, 156
_STYLES_BEGIN, _STYLES_END = 617, 618
_ERRORS = frozenset({3, 11})
_NUMBERS = frozenset({2, 5, 9})
_NAMES = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_ROW_HIDDEN = 0x10
_UNTOLD = ".xlsb 格式里没有计算的公式看不出来，请核对"


def read_xlsb(data: bytes, wanted: str | None) -> Tables:
    """Read the visible sheets, or the wanted one.

    Raises:
        AppError: the file is damaged.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    with damage_refused():
        package = Package(data)
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except CalamineError as error:
            raise damaged() from error
        return _tables(package, book, wanted)


def _tables(package: Package, book: Any, wanted: str | None) -> Tables:
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

    parts, styles, tables = _parts(package), _styles(package), Tables([], [])
    for about in book.sheets_metadata:
        name = about.name
        if about.typ is not SheetTypeEnum.WorkSheet or (wanted and name != wanted):
            continue
        if about.visible is not SheetVisibleEnum.Visible and not wanted:
            tables.hidden.append(name)
            continue
        maker = GridMaker(name, untold=[_UNTOLD])
        try:
            with damage_refused():
                facts = _Facts(maker, styles)
                facts.read(package.read(parts[name]))
                _fill(maker, book.get_sheet_by_name(name), facts.shown)
        except CalamineError:
            set_aside(tables, name, damaged())
        except AppError as error:
            set_aside(tables, name, error)
        else:
            tables.grids.append(maker.made())
    refuse_nothing_read(tables, wanted, book.sheet_names)
    return tables


def _fill(maker: GridMaker, sheet: Any, shown: dict[tuple[int, int], Shown]) -> None:
    above, left = sheet.start or (0, 0)
    rows = cast("Iterator[list[Any]]", sheet.iter_rows())
    for row, line in enumerate(rows, above if sheet.start else 0):
        for column, value in enumerate(line, left):
            if value != "":
                maker.put(row, column, value, shown.get((row, column), Shown.DAY))


class _Facts:
    """Hidden rows and columns, merged ranges, errors and date formats of one sheet."""

    def __init__(self, maker: GridMaker, styles: list[Shown]) -> None:
        self._maker = maker
        self._styles = styles
        self._row = 0
        self.shown: dict[tuple[int, int], Shown] = {}

    def read(self, data: bytes) -> None:
        for kind, body in _records(data):
            if kind == _ROW:
                self._row = struct.unpack_from("<I", body)[0]
                if len(body) > 11 and body[11] & _ROW_HIDDEN:
                    self._maker.hidden_rows.add(self._row)
            elif kind in _NUMBERS:
                column, style = struct.unpack_from("<II", body)
                style &= 0xFFFFFF
                if style < len(self._styles) and self._styles[style] in (Shown.MONTH, Shown.YEAR):
                    self.shown[self._row, column] = self._styles[style]
            elif kind in _ERRORS:
                column = struct.unpack_from("<I", body)[0]
                self._maker.put_error(self._row, column, _NAMES.get(body[8], "错误值"))
            elif kind == _COLUMNS:
                first, last, _, _, flags = struct.unpack_from("<IIIIH", body)
                if flags & 1:
                    self._maker.hide_columns(first, last)
            elif kind == _MERGED:
                top, bottom, left, right = struct.unpack_from("<IIII", body)
                self._maker.merged.append(((top, left), (bottom, right)))


def _parts(package: Package) -> dict[str, str]:
    """Name of a sheet to its part."""
    where = package.workbook()
    links = package.relations(where)
    found = {}
    for kind, body in _records(package.read(where)):
        if kind == _SHEET:
            link, after = _text(body, 8)
            found[_text(body, after)[0]] = links.get(link, ("", ""))[1]
    return found


def _styles(package: Package) -> list[Shown]:
    """By cell style what it shows of a date."""
    links = package.relations(package.workbook()).values()
    part = next((part for kind, part in links if kind.endswith("/styles")), "")
    if part.lower() not in package.names:
        return []
    codes: dict[int, str] = {}
    styles: list[Shown] = []
    inside = False
    for kind, body in _records(package.read(part)):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside:
            number = struct.unpack_from("<H", body, 2)[0]
            styles.append(shown_by(codes[number]) if number in codes else built_in(number))
    return styles


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place, end = 0, len(data)
    while place < end:
        kind = data[place]
        place += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[place] & 0x7F) << 7
            place += 1
        length = shift = 0
        while True:
            byte = data[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        if place + length > end:
            raise damaged()
        yield kind, data[place : place + length]
        place += length


def _text(body: bytes, place: int) -> tuple[str, int]:
    count = struct.unpack_from("<I", body, place)[0]
    after = place + 4 + 2 * count
    return body[place + 4 : after].decode("utf-16-le"), after
