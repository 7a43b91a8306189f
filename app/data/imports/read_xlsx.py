"""Workbooks of Office Open XML (.xlsx, .xlsm), whatever dialect their writer speaks."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import IO, Any, cast

from app.data.imports.cells import Grid, SheetFacts, Tables, column_index
from app.data.imports.formats import Shown, built_in, shown_by
from app.data.imports.grid_maker import clipped
from app.data.imports.opc import Package, damage_refused, elements_of, let_go, local
from app.data.imports.refusals import damaged, refuse_nothing_read, set_aside
from app.data.imports.xlsx_sheet import Book, parse_sheet, text_of
from app.domain.errors import AppError
from app.domain.people.roster_file import CellValue

MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ODD_CELL = re.compile(rb'<(?:c(?! r=")(?!ol)|row(?! r="|reaks))')
_FAR_COLUMN = re.compile(rb'<c r="(?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])')
_ROW = re.compile(rb'<row r="(\d+)"')
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+\d+(?::([A-Z]+)(\d+))?"')
_ODD = (b't="e"', b"<f", b"hidden", b"='", b" =", b"= ")
_NUMBERING = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PLAIN_CELL = b'<c r="" t="s"><v></v></c>'
_BLOCK = 1 << 18
_LARGEST_AT_ONCE = 150 << 20
_LARGEST_AREA = 4_000_000
_HIDDEN_STATES = frozenset({"hidden", "veryHidden"})


def read_xlsx(data: bytes, wanted: str | None) -> Tables:
    """Read the visible sheets, or the wanted one; an unreadable one among good ones is named.

    Raises:
        AppError: the file is damaged, or no sheet could be read.
    """
    with damage_refused():
        return _Workbook(data).tables(wanted)


class _Workbook:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._package = Package(data)
        part = self._package.workbook()
        self._part = part
        self._root = self._package.tree(part)
        self._links = self._package.relations(part)
        self._calamine: Any = None
        self._book: Book | None = None

    def tables(self, wanted: str | None) -> Tables:
        tables, names = Tables([], []), []
        seen: set[str] = set()
        for name, state, kind, part in self._sheets():
            names.append(name)
            if not kind.endswith("/worksheet") or (wanted and name != wanted):
                continue
            if state in _HIDDEN_STATES and not wanted:
                tables.hidden.append(name)
                continue
            if part in seen:  # no program writes one sheet under two names
                raise damaged()
            seen.add(part)
            try:
                with damage_refused():
                    tables.grids.append(self._grid(name, part))
            except AppError as error:
                set_aside(tables, name, error)
        refuse_nothing_read(tables, wanted, names)
        return tables

    def _sheets(self) -> Iterator[tuple[str, str, str, str]]:
        """Name, state, kind of relation and part of every sheet in the order of the tabs."""
        for element in self._root.iter("{*}sheet"):
            link = next((text for key, text in element.attrib.items() if key.endswith("}id")), "")
            kind, part = self._links.get(link, ("/worksheet", ""))
            yield element.get("name", ""), element.get("state", "visible"), kind, part.lower()

    def _grid(self, name: str, part: str) -> Grid:
        book = self.book
        if (
            self._package.plain
            and self._package.size_of(part) <= _LARGEST_AT_ONCE
            and not _shortens(book.styles)
            and self._is_plain(part)
        ):
            grid = self._fast(name)
            if grid is not None:
                return grid
        with self._package.open(part) as stream:
            return parse_sheet(stream, name, book)

    def _is_plain(self, part: str) -> bool:
        with self._package.open(part) as stream:
            return _is_plain(stream)

    def _fast(self, name: str) -> Grid | None:
        """The values by calamine, for sheets of which there is nothing else to tell."""
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            if self._calamine is None:
                self._calamine = CalamineWorkbook.from_filelike(io.BytesIO(self._data))
            sheet = self._calamine.get_sheet_by_name(name)
            rows = _rows(sheet)
        except CalamineError:
            return None  # the pull parser decides whether it is readable
        width = len(rows[0]) if rows else 0
        merged = clipped(sheet.merged_cell_ranges or [], len(rows), width)
        return Grid(name, rows, merged, SheetFacts())

    @property
    def book(self) -> Book:
        """Shared texts and styles, read when the first sheet needs them."""
        if self._book is None:
            calculation = next(self._root.iter("{*}calcPr"), None)
            about = next(self._root.iter("{*}workbookPr"), None)
            self._book = Book(
                _Texts(self._package, self._linked("sharedStrings")),
                self._styles(),
                about is not None and about.get("date1904") in ("1", "true"),
                calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true"),
            )
        return self._book

    def _linked(self, kind: str) -> str:
        found = (part for about, part in self._links.values() if about.endswith(f"/{kind}"))
        return next((part for part in found if part.lower() in self._package.names), "")

    def _styles(self) -> list[Shown]:
        part = self._linked("styles")
        if not part:
            return []
        root = self._package.tree(part)
        codes = {
            found.get("numFmtId", ""): found.get("formatCode", "")
            for found in root.iter("{*}numFmt")
        }
        cells = next((found for found in root if local(found) == "cellXfs"), ())
        return [
            shown_by(codes[number]) if number in codes else built_in(int(number))
            for number in (style.get("numFmtId", "0") for style in cells if local(style) == "xf")
        ]


class _Texts(Sequence[str]):
    """The shared texts, read when the first is asked for: calamine has read its own."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._found: list[str] | None = None

    def __getitem__(self, index: Any) -> Any:
        if self._found is None:
            self._found = list(self._read()) if self._part else []
        if index < 0:
            raise IndexError(index)
        return self._found[index]

    def __len__(self) -> int:
        return len(self._found or ())

    def _read(self) -> Iterator[str]:
        with self._package.open(self._part) as stream:
            for _, element in elements_of(stream, ("{*}si",)):
                yield text_of(element)
                let_go(element)


def _is_plain(stream: IO[bytes]) -> bool:
    """Whether a sheet is written as Excel writes it and has nothing but values in it."""
    rest = stream.read(_BLOCK)
    claim = _DIMENSION.search(rest[:4000])
    if MAIN not in rest[:1000] or claim is None or claim.group(1) is None:
        return False
    # In parts that end with whole rows: a large sheet is never in memory at once.
    while block := stream.read(max(_BLOCK, len(rest))):
        whole, mark, begun = (rest + block).rpartition(b"<row ")
        if _has_odd(whole):
            return False
        rest = mark + begun
    last = _ROW.match(rest, max(rest.rfind(b"<row "), 0))
    if last is None or _has_odd(rest):
        return False
    width = column_index(claim.group(1).decode()) + 1
    return int(last.group(1)) * width <= _LARGEST_AREA


def _has_odd(xml: bytes) -> bool:
    """Whether there is more than plain values; what remains without these is soon searched."""
    remains = xml.translate(None, _NUMBERING).replace(_PLAIN_CELL, b"")
    return (
        any(odd in remains for odd in _ODD)
        or _ODD_CELL.search(remains) is not None
        or _FAR_COLUMN.search(xml) is not None
    )


def _shortens(styles: Sequence[Shown]) -> bool:
    return Shown.MONTH in styles or Shown.YEAR in styles


def _rows(sheet: Any) -> list[list[CellValue]]:
    """Rows from row 1 and column A; blank rows at the end are left out."""
    _above, left = sheet.start or (0, 0)
    same: dict[CellValue, CellValue] = {}
    # Equal texts once: a roster says most of them a thousand times, and then travels further.
    found = [
        [same.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in row]
        for row in cast("Iterator[list[CellValue]]", sheet.iter_rows())
    ]
    while found and not any(cell != "" for cell in found[-1]):
        found.pop()
    if left:
        blank: list[CellValue] = [""] * left
        found = [blank + row for row in found]
    return found
