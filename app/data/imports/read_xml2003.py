"""XML Spreadsheet 2003, which many systems export under the name .xls."""

from typing import Any

from app.data.imports.cells import Grid, Tables
from app.data.imports.formats import Shown, shown_by
from app.data.imports.grid_maker import GridMaker
from app.data.imports.opc import damage_refused, local, refuse_document_type, safe_parser
from app.data.imports.refusals import refuse_nothing_read
from app.data.imports.xlsx_sheet import iso_moment

_NS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_NAMED = {
    "General Date": Shown.DAY, "Long Date": Shown.DAY, "Medium Date": Shown.DAY,
    "Short Date": Shown.DAY, "Long Time": Shown.DAY, "Medium Time": Shown.DAY,
    "Short Time": Shown.DAY,
}  # fmt: skip
_MOST_SPAN = 1_048_576


def read_xml2003(data: bytes, wanted: str | None) -> Tables:
    """The visible sheets of the file, or the wanted one.

    Raises:
        AppError: the file is damaged.
    """
    from lxml import etree

    with damage_refused():
        refuse_document_type(data)
        root = etree.fromstring(data.lstrip(b" \r\n\t"), safe_parser())
        formats = _formats(root)
        tables, names = Tables([], []), []
        for sheet in root.iter("{*}Worksheet"):
            name = _get(sheet, "Name")
            names.append(name)
            if wanted and name != wanted:
                continue
            if not wanted and any(
                local(part) == "Visible" and (part.text or "") != "SheetVisible"
                for part in sheet.iter("{*}Visible")
            ):
                tables.hidden.append(name)
                continue
            tables.grids.append(_Sheet(name, formats).read(sheet))
    refuse_nothing_read(tables, wanted, names)
    return tables


def _get(element: Any, name: str, default: str = "") -> str:
    return str(element.get(f"{_NS}{name}") or element.get(name) or default)


def _formats(root: Any) -> dict[str, Shown]:
    """Style to what it shows of a date; a style may take its format from a parent."""
    found: dict[str, Shown] = {}
    for style in root.iter("{*}Style"):
        code = next((_get(part, "Format") for part in style.iter("{*}NumberFormat")), "")
        if code:
            found[_get(style, "ID")] = _NAMED.get(code) or shown_by(code)
        elif _get(style, "Parent") in found:
            found[_get(style, "ID")] = found[_get(style, "Parent")]
    return found


class _Sheet:
    def __init__(self, name: str, formats: dict[str, Shown]) -> None:
        self._maker = GridMaker(name)
        self._formats = formats
        self._column_styles: dict[int, str] = {}

    def read(self, sheet: Any) -> Grid:
        for table in sheet.iterchildren("{*}Table"):
            self._columns(table)
            row = 0
            for line in table.iterchildren("{*}Row"):
                row = int(_get(line, "Index", str(row + 1)))
                self._line(line, row - 1)
                row += int(_get(line, "Span", "0"))
        return self._maker.made()

    def _columns(self, table: Any) -> None:
        column = 0
        for about in table.iterchildren("{*}Column"):
            column = int(_get(about, "Index", str(column + 1)))
            last = column + int(_get(about, "Span", "0"))
            if _get(about, "Hidden") == "1":
                self._maker.hide_columns(column - 1, last - 1)
            if _get(about, "StyleID"):
                for index in range(column, min(last, column + 300) + 1):
                    self._column_styles[index - 1] = _get(about, "StyleID")
            column = last

    def _line(self, line: Any, row: int) -> None:
        if _get(line, "Hidden") == "1":
            self._maker.hidden_rows.add(row)
        column = 0
        for cell in line.iterchildren("{*}Cell"):
            column = int(_get(cell, "Index", str(column + 1)))
            style = (
                _get(cell, "StyleID")
                or _get(line, "StyleID")
                or self._column_styles.get(column - 1, "")
            )
            self._cell(cell, row, column - 1, self._formats.get(style, Shown.NO_DATE))
            across = min(int(_get(cell, "MergeAcross", "0")), _MOST_SPAN)
            down = min(int(_get(cell, "MergeDown", "0")), _MOST_SPAN)
            if across or down:
                first = (row, column - 1)
                self._maker.merged.append((first, (row + down, column - 1 + across)))
            column += across

    def _cell(self, cell: Any, row: int, column: int, shown: Shown) -> None:
        data = next(cell.iterchildren("{*}Data"), None)
        text = "" if data is None else "".join(data.itertext())
        kind = "" if data is None else _get(data, "Type", "String")
        if not text:
            if _get(cell, "Formula") and kind != "String":
                self._maker.put_uncalculated(row, column)
        elif kind == "Error":
            self._maker.put_error(row, column, text)
        elif kind == "Number":
            self._maker.put(row, column, float(text))
        elif kind == "Boolean":
            self._maker.put(row, column, text == "1")
        elif kind == "DateTime":
            self._maker.put(row, column, iso_moment(text), shown)
        else:
            self._maker.put(row, column, text)
