"""OpenDocument spreadsheets (.ods, .fods), whichever program wrote them."""

import io
from collections.abc import Callable
from typing import IO, Any

from app.data.imports.cells import MOST_COLUMNS, MOST_ROWS, Grid, Tables, shows_error
from app.data.imports.formats import Shown, moment_of
from app.data.imports.grid_maker import GridMaker
from app.data.imports.opc import (
    Package,
    damage_refused,
    elements_of,
    let_go,
    local,
    refuse_document_type,
)
from app.data.imports.refusals import has_password, refuse_nothing_read
from app.data.imports.xlsx_sheet import iso_moment
from app.domain.people.roster_file import CellValue

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_ENDS = tuple(
    f"{{*}}{name}" for name in ("automatic-styles", "styles", "table", "table-column", "table-row")
)
_HIDDEN = frozenset({"collapse", "filter"})
_MOST_BLANKS = 1_000


def read_ods(data: bytes, wanted: str | None) -> Tables:
    """Read the visible sheets, or the wanted one.

    Raises:
        AppError: the file is damaged or has a password.
    """
    with damage_refused():
        styles = _Styles()
        if data.startswith(b"PK"):
            package = Package(data)
            if "meta-inf/manifest.xml" in package.names and (
                b"encryption-data" in package.read("META-INF/manifest.xml")
            ):
                raise has_password()
            if "styles.xml" in package.names:
                for part in package.tree("styles.xml"):
                    styles.take(part)
            with package.open("content.xml") as stream:
                return _Content(styles, wanted).read(stream)
        refuse_document_type(data)
        return _Content(styles, wanted).read(io.BytesIO(data.lstrip(b" \r\n\t")))


class _Styles:
    """What cell styles show of a date, and which table styles hide their sheet."""

    def __init__(self) -> None:
        self._formats: dict[str, Shown] = {}
        self._cells: dict[str, tuple[str, str]] = {}
        self.hidden: set[str] = set()

    def take(self, group: Any) -> None:
        for style in group:
            name = style.get(f"{_STYLE}name", "")
            if local(style) in ("date-style", "time-style"):
                self._formats[name] = _shown_by(style)
            elif local(style) == "style":
                family = style.get(f"{_STYLE}family")
                if family == "table-cell":
                    parent = style.get(f"{_STYLE}parent-style-name", "")
                    self._cells[name] = style.get(f"{_STYLE}data-style-name", ""), parent
                elif family == "table" and any(
                    part.get(f"{_TABLE}display") == "false" for part in style
                ):
                    self.hidden.add(name)

    def shown(self, name: str) -> Shown | None:
        """What a cell style shows of a date; None when it is no style for dates."""
        for _ in range(10):
            if name not in self._cells:
                return None
            code, parent = self._cells[name]
            if code:
                return self._formats.get(code)
            name = parent
        return None


def _shown_by(style: Any) -> Shown:
    parts = {local(part) for part in style.iter()}
    if "day" in parts or parts & {"hours", "minutes", "seconds"} or "year" not in parts:
        return Shown.DAY
    return Shown.MONTH if "month" in parts else Shown.YEAR


class _Content:
    def __init__(self, styles: _Styles, wanted: str | None) -> None:
        self._styles = styles
        self._wanted = wanted
        self._names: list[str] = []
        self._tables = Tables([], [])
        self._sheet: _Sheet | None = None
        self._depth = 0

    def read(self, stream: IO[bytes]) -> Tables:
        takers: dict[str, Callable[[Any], None]] = {
            "table-row": self._row, "table-column": self._column, "table": self._end,
            "automatic-styles": self._styles.take, "styles": self._styles.take,
        }  # fmt: skip
        for event, element in elements_of(stream, _ENDS, ("start", "end")):
            name = local(element)
            if event == "start":
                if name == "table":
                    self._begin(element)
                continue
            takers[name](element)
            if name == "table-row" and self._depth == 1:
                let_go(element)
        refuse_nothing_read(self._tables, self._wanted, self._names)
        return self._tables

    def _begin(self, table: Any) -> None:
        self._depth += 1
        # A table inside of a cell or a drawing is no sheet.
        if self._depth > 1 or local(table.getparent()) != "spreadsheet":
            return
        name = table.get(f"{_TABLE}name", "")
        self._names.append(name)
        if self._wanted and name != self._wanted:
            return
        if not self._wanted and table.get(f"{_TABLE}style-name") in self._styles.hidden:
            self._tables.hidden.append(name)
            return
        self._sheet = _Sheet(GridMaker(name), self._styles)

    def _end(self, _: Any) -> None:
        self._depth -= 1
        if self._depth == 0 and self._sheet is not None:
            self._tables.grids.append(self._sheet.made())
            self._sheet = None

    def _column(self, element: Any) -> None:
        if self._depth == 1 and self._sheet is not None:
            self._sheet.take_column(element)

    def _row(self, element: Any) -> None:
        if self._depth == 1 and self._sheet is not None:
            self._sheet.take_row(element)


class _Sheet:
    def __init__(self, maker: GridMaker, styles: _Styles) -> None:
        self._maker = maker
        self._styles = styles
        self._row = 0
        self._column = 0
        self._column_styles: list[str] = []

    def made(self) -> Grid:
        return self._maker.made()

    def take_column(self, element: Any) -> None:
        count = _repeated(element, "columns")
        if element.get(f"{_TABLE}visibility") in _HIDDEN or _in_folded_group(element):
            self._maker.hide_columns(self._column, self._column + count - 1)
        self._column += count
        style = element.get(f"{_TABLE}default-cell-style-name", "")
        room = MOST_COLUMNS - len(self._column_styles)
        self._column_styles.extend([style] * min(count, room))

    def take_row(self, element: Any) -> None:
        count = _repeated(element, "rows")
        hidden = element.get(f"{_TABLE}visibility") in _HIDDEN or _in_folded_group(element)
        filled = self._cells(element, self._row)
        if filled:
            for further in range(self._row + 1, min(self._row + count, MOST_ROWS + 1)):
                self._cells(element, further)
            if hidden:
                last = min(self._row + count, MOST_ROWS)
                self._maker.hidden_rows.update(range(self._row, last))
        self._row += count

    def _cells(self, row: Any, number: int) -> bool:
        column, filled = 0, False
        default = row.get(f"{_TABLE}default-cell-style-name", "")
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            count = _repeated(cell, "columns")
            across = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
            down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
            if across > 1 or down > 1:
                last = number + down - 1, column + across - 1
                self._maker.merged.append(((number, column), last))
            if len(cell) or cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula"):
                for index in range(column, min(column + count, MOST_COLUMNS + 1)):
                    filled |= self._take(cell, number, index, default)
            column += count
        return filled

    def _take(self, cell: Any, row: int, column: int, row_style: str) -> bool:
        style = cell.get(f"{_TABLE}style-name") or row_style
        if not style and column < len(self._column_styles):
            style = self._column_styles[column]
        shown = self._styles.shown(style)
        kind = cell.get(f"{_OFFICE}value-type", "")
        text = _text_of(cell)
        if cell.get(f"{_CALC}value-type") == "error" or (
            kind in ("", "string") and shows_error(text)
        ):
            self._maker.put_error(row, column, text or "错误值")
        elif cell.get(f"{_TABLE}formula") and not kind and not text:
            self._maker.put_uncalculated(row, column)
        else:
            value = _value(cell, kind, text, shown)
            if value in ("", None):
                return False
            self._maker.put(row, column, value, shown or Shown.DAY)
        return True


def _value(cell: Any, kind: str, text: str, shown: Shown | None) -> CellValue:
    if kind == "date":
        return iso_moment(cell.get(f"{_OFFICE}date-value", ""))
    if kind in ("float", "percentage", "currency"):
        number = float(cell.get(f"{_OFFICE}value", "0"))
        found: Any = number if shown is None else moment_of(number)
        return found  # type: ignore[no-any-return]
    if kind == "boolean":
        return bool(cell.get(f"{_OFFICE}boolean-value") == "true")
    return cell.get(f"{_OFFICE}string-value") or text


def _repeated(element: Any, what: str) -> int:
    return max(int(element.get(f"{_TABLE}number-{what}-repeated", "1")), 1)


def _in_folded_group(element: Any) -> bool:
    parent = element.getparent()
    while parent is not None and local(parent).endswith("-group"):
        if parent.get(f"{_TABLE}display") == "false":
            return True
        parent = parent.getparent()
    return False


def _text_of(cell: Any) -> str:
    """The paragraphs of a cell; its comment is not in it."""
    return "\n".join(_inline(part) for part in cell if local(part) in ("p", "h"))


def _inline(element: Any) -> str:
    found = [element.text or ""]
    for part in element:
        name = local(part)
        if name == "s":
            found.append(" " * min(int(part.get(f"{_TEXT}c", "1")), _MOST_BLANKS))
        elif name in ("tab", "line-break"):
            found.append("\t" if name == "tab" else "\n")
        elif name not in ("annotation", "note", "ruby-text"):
            found.append(_inline(part))
        found.append(part.tail or "")
    return "".join(found)
