"""What the records of a binary .xls say about its sheets, to be compared with what was read.

A damaged length makes a reader land inside a record, skip on and stop at the first thing that
looks like the end: the people below are gone without a word. Row records, the index and the count
of texts still know of them.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.data.imports.refusals import damaged, has_password

_HEAD = struct.Struct("<HH")
_BOF, _EOF, _BOUNDSHEET, _CODEPAGE, _FILEPASS = 0x09, 0x0A, 0x85, 0x42, 0x2F
_ROW, _INDEX, _DBCELL, _DIMENSIONS, _SST = 0x0208, 0x020B, 0xD7, 0x0200, 0xFC
_LABEL_SST, _FORMULAS = 0xFD, frozenset({0x0006, 0x0206, 0x0406})
_CELLS = frozenset({
    0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6,
    _LABEL_SST, *_FORMULAS,
})  # fmt: skip
_RUNS = frozenset({0x00BD, 0x00BE})
_CELL_KINDS = _CELLS | _RUNS
_AMONG_CELLS = _CELL_KINDS | {
    _ROW, _DBCELL, 0x0008, 0x0207, 0x0007, 0x04BC, 0x0221, 0x0021, 0x0236, 0x0036, 0x0037, 0x003C,
}  # fmt: skip
"""Cells, and what follows them: texts of formulas, shared formulas, arrays, rows."""
_LABELS = frozenset({0x0004, 0x0204, 0x00D6})
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_RECALCULATE = 0x03
_EMPTY_RESULT = b"\x03\x00\x00\x00\x00\x00\xff\xff"


@dataclass
class SheetRecords:
    """One BOF … EOF of a sheet; rows and columns from 0."""

    ended: bool = False
    claimed_rows: int = 0
    claimed: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Row to the first column, and the one after the last, that its ROW record claims."""
    met: dict[int, int] = field(default_factory=dict)
    """Row to its cells, one bit for each column."""
    twice: int = 0
    """Cells that stand there a second time."""
    strange: int = 0
    """Records among the cells that are none."""
    blocks: tuple[int, ...] = ()
    """Where the index says that the blocks of rows end."""
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    empty_results: set[tuple[int, int]] = field(default_factory=set)
    """Formulas whose result is said to be an empty text."""
    results: int = 0
    """How many formulas have a result that is something."""

    @property
    def lost_rows(self) -> list[int]:
        """Rows (from 0) that claim cells of which none, or not all, were met."""
        return [
            row
            for row, (first, beyond) in self.claimed.items()
            if first < beyond and not self._meets(row, first, beyond)
        ]

    def _meets(self, row: int, first: int, beyond: int) -> bool:
        met = self.met.get(row, 0)
        # Many writers claim column A for every row: that says nothing.
        return bool(met >> beyond - 1 & 1 and (not first or met >> first & 1))

    @property
    def last_row(self) -> int:
        """The number of rows for which there is any record."""
        return 1 + max([-1, *self.claimed, *self.met])


@dataclass
class BookRecords:
    """The whole stream."""

    version: int = 0
    """BIFF version: 8, 5 (also for 7), 4, 3 or 2."""
    code_page: int = 0
    sheets: list[tuple[int, int, SheetRecords | None]] = field(default_factory=list)
    """State (0 visible), kind (0 worksheet) and records of every sheet in the order of the tabs."""
    claimed_texts: int = 0
    found_texts: int = 0
    bytes_texts: bytes = b""
    """Texts of old files, whose encoding must be found out."""
    block_ends: set[int] = field(default_factory=set)


def records_of(stream: bytes) -> BookRecords:
    """Walk all records once.

    Raises:
        AppError: the stream breaks off, holds what no .xls can hold, or has a password.
    """
    return _Walk(stream).done()


class _Walk:
    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._book = BookRecords()
        self._offsets: list[tuple[int, int, int]] = []
        self._by_offset: dict[int, SheetRecords] = {}
        self._sheet: SheetRecords | None = None
        self._depth = 0
        self._among_cells = False
        self._strangers = 0
        self._texts: list[bytes] = []

    def done(self) -> BookRecords:
        for place, kind, data in self._records():
            self._take(place, kind, data)
        book = self._book
        if self._offsets:
            book.sheets = [
                (state, about, self._by_offset.get(place)) for place, state, about in self._offsets
            ]
        else:  # before Excel 5 the stream is one sheet
            book.sheets.extend((0, 0, sheet) for sheet in self._by_offset.values())
        book.bytes_texts = b"\n".join(self._texts)
        return book

    def _records(self) -> Iterator[tuple[int, int, bytes]]:
        stream, place, end = self._stream, 0, len(self._stream)
        while place + _HEAD.size <= end:
            kind, length = _HEAD.unpack_from(stream, place)
            if self._depth == 0 and kind & 0xFF != _BOF:
                if any(stream[place : place + 512]) and not self._complete:
                    raise damaged()  # something that was no end, or no beginning
                return
            if place + _HEAD.size + length > end:
                raise damaged()
            yield place, kind, stream[place + _HEAD.size : place + _HEAD.size + length]
            place += _HEAD.size + length
        if self._depth:
            raise damaged()

    @property
    def _complete(self) -> bool:
        """Whether every sheet that was announced has been met."""
        return bool(self._by_offset) and all(
            place in self._by_offset for place, _, _ in self._offsets
        )

    def _take(self, place: int, kind: int, data: bytes) -> None:
        sheet = self._sheet
        if kind & 0xFF == _BOF and kind >> 8 in (0, 2, 4, 8):
            self._begin(place, kind, data)
        elif kind == _EOF:
            self._end(data)
        elif self._depth > 1:
            return  # a chart inside a sheet
        elif sheet is None:
            self._take_global(kind, data)
        else:
            self._take_in_sheet(sheet, place, kind, data)

    def _take_in_sheet(self, sheet: SheetRecords, place: int, kind: int, data: bytes) -> None:
        sheet.strange += self._strangers if kind in _CELL_KINDS else 0
        if kind not in _AMONG_CELLS:
            self._strangers += self._among_cells
        else:
            self._among_cells = kind in _CELL_KINDS or kind == _ROW
            self._strangers = 0
        if kind in _CELLS and len(data) >= 4:
            self._take_cell(sheet, kind, data)
        elif kind in _RUNS and len(data) >= 6:
            row, first = _HEAD.unpack_from(data)
            last = struct.unpack_from("<H", data, len(data) - 2)[0]
            self._meet(sheet, row, ((1 << max(last + 1 - first, 0)) - 1) << first)
        elif kind == _ROW and len(data) >= 6:
            row, first, beyond = struct.unpack_from("<HHH", data)
            sheet.claimed[row] = first, beyond if beyond <= _MOST_COLUMNS else 0
        elif kind == _DIMENSIONS:
            sheet.claimed_rows = _possible_rows(data)
        elif kind == _INDEX and self._book.version == 8 and len(data) >= 16:
            sheet.blocks = struct.unpack_from(f"<{(len(data) - 16) // 4}I", data, 16)
        elif kind == _DBCELL:
            self._book.block_ends.add(place)

    def _begin(self, place: int, kind: int, data: bytes) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        about = struct.unpack_from("<H", data, 2)[0] if len(data) >= 4 else 0
        if not self._book.version:
            version = {0: 2, 2: 3, 4: 4, 8: 8}[kind >> 8]
            if version == 8 and struct.unpack_from("<H", data)[0] < 0x0600:
                version = 5
            self._book.version = version
        if about != 0x0005:  # not the globals
            self._sheet = self._by_offset[place] = SheetRecords()

    def _end(self, data: bytes) -> None:
        if data:
            raise damaged()
        self._depth -= 1
        if self._depth == 0 and self._sheet is not None:
            self._sheet.ended = True
            if not self._sheet.results:
                # Where no formula at all has a result, nobody has calculated: writers leave "".
                self._sheet.uncalculated |= self._sheet.empty_results
            self._sheet = None

    def _take_global(self, kind: int, data: bytes) -> None:
        book = self._book
        if kind == _BOUNDSHEET and len(data) >= 6:
            place, state, about = struct.unpack_from("<IBB", data)
            self._offsets.append((place, state & 3, about))
            self._texts.append(data[7:] if book.version < 8 else b"")
        elif kind == _CODEPAGE and len(data) >= 2:
            book.code_page = struct.unpack_from("<H", data)[0]
        elif kind == _FILEPASS:
            raise has_password()
        elif kind == _SST and len(data) >= 8:
            book.claimed_texts, unique = struct.unpack_from("<II", data)
            if unique > len(self._stream):
                raise damaged()

    def _meet(self, sheet: SheetRecords, row: int, columns: int) -> None:
        known = sheet.met.get(row, 0)
        sheet.twice += bool(known & columns)
        sheet.met[row] = known | columns

    def _take_cell(self, sheet: SheetRecords, kind: int, data: bytes) -> None:
        row, column = _HEAD.unpack_from(data)
        self._meet(sheet, row, 1 << column)
        if kind == _LABEL_SST:
            self._book.found_texts += 1
        elif kind in _FORMULAS and self._book.version >= 5 and len(data) >= 16:
            result, flags = struct.unpack_from("<dH", data, 6)
            if result == 0 and flags & _RECALCULATE:
                sheet.uncalculated.add((row, column))
            elif data[6:14] == _EMPTY_RESULT:
                sheet.empty_results.add((row, column))
            else:
                sheet.results += 1
        elif kind in _LABELS and self._book.version < 8:
            self._texts.append(data[8:])


def _possible_rows(record: bytes) -> int:
    """The rows that a sheet claims; a claim of four thousand million is damage."""
    if len(record) >= 14:  # BIFF8
        first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", record)
    elif len(record) >= 8:  # BIFF5 and older
        first_row, last_row, first_column, last_column = struct.unpack_from("<HHHH", record)
    else:
        return 0
    rows = first_row <= last_row <= _MOST_ROWS
    if not rows or not first_column <= last_column <= _MOST_COLUMNS:
        raise damaged()
    return int(last_row)
