"""Where headers stand in a sheet: lines of words, one to five deep, anywhere, several beside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.data.imports.cells import Span
from app.data.imports.header_words import HeaderWords, bare_header
from app.data.imports.side_lines import is_side_line
from app.domain.people.roster_context import section_context
from app.domain.people.roster_file import CellValue
from app.domain.people.roster_headers import (
    SERIAL_HEADERS,
    is_about_somebody_else,
    is_own_group,
)

_DEEPEST = 5
_LONGEST = 40
_DATA = re.compile(r"\d{6}|\d{4}[.\-/年]\d")
_TITLE = re.compile("花名册|名册|名单|一览表|台账|登记表|统计表|情况表|信息表|汇总表|明细表|[:：]")
_MARKS = "*★☆※(（【"
_LARGE = 100_000
_HALF_A_WORD = frozenset({"姓", "名", "身份", "公民身份", "居民身份", "居民", "公民"})
_STRONG = ("name", "id_number")

Rows = Sequence[Sequence[CellValue]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a header with the columns it reaches over, first and last."""

    text: str
    top: int
    bottom: int
    left: int
    right: int

    @property
    def is_group(self) -> bool:
        """Whether it stands over several columns."""
        return self.right > self.left


@dataclass(frozen=True, slots=True)
class Band:
    """Lines that form one header: rows and columns from 0, the last column not included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass
class HeaderLines:
    """The lines of a sheet as pieces; merged cells count once."""

    rows: Rows
    merged: Sequence[Span]
    width: int = field(init=False)
    _spans: dict[int, list[Span]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.width = max((len(row) for row in self.rows), default=0)
        for span in self.merged:
            (top, _), (bottom, _) = span
            for row in range(top, min(bottom, top + _DEEPEST) + 1):
                self._spans.setdefault(row, []).append(span)

    def cell(self, row: int, column: int) -> CellValue:
        """A value; empty beyond the end of a line."""
        line = self.rows[row]
        return line[column] if column < len(line) else ""

    def pieces(self, row: int, left: int, right: int) -> list[Piece]:
        """The texts of a line between two columns, merged ones whole."""
        found: list[Piece] = []
        for column in range(left, right):
            if found and found[-1].right >= column:
                continue
            top, bottom, first, last = self._extent(row, column)
            text = self.cell(top, first)
            if isinstance(text, str) and text.strip():
                found.append(
                    Piece(text.strip(), top, bottom, max(first, left), min(last, right - 1))
                )
        return found

    def is_data(self, row: int, left: int, right: int) -> bool:
        """Whether a line holds numbers, dates or numbers as text."""
        line = self.rows[row][left:right]
        return any(
            bool(_DATA.search(cell)) if isinstance(cell, str) else cell is not None
            for cell in line
            if cell != ""
        )

    def _extent(self, row: int, column: int) -> tuple[int, int, int, int]:
        for (top, left), (bottom, right) in self._spans.get(row, ()):
            if left <= column <= right:
                return top, bottom, left, right
        return row, row, column, column


def find_bands(lines: HeaderLines, words: HeaderWords) -> Iterator[Band]:
    """Every place that may be a header, from above; what it means is judged elsewhere."""
    taken: list[Band] = []
    for row in _rows_with_words(lines.rows, words):
        for left, right in _segments(lines, row, words, taken):
            if any(_meet(band, row, left, right) for band in taken):
                continue
            if not _is_clear(lines, row, left, right, words) and any(
                band.left < right and left < band.right for band in taken
            ):
                continue  # 预备党员 under a header is a value or a section, not one more header
            band = _grown(lines, row, left, right, words)
            taken.append(band)
            yield band


def _rows_with_words(rows: Rows, words: HeaderWords) -> list[int]:
    """Rows in which some cell is the header of a name or a number, found without a long look."""
    starts = re.escape(words.starts())
    begins = re.compile(rf"[\s{_MARKS}]*[{starts}]", re.IGNORECASE)
    opens = re.compile(rf"[\s{_MARKS}{starts}]", re.IGNORECASE)
    distinct: set[CellValue] = set().union(*rows)
    texts = [text for text in distinct if isinstance(text, str) and len(text) <= _LONGEST]
    # Two hundred thousand texts begin with a few thousand characters.
    openings = {opening for opening in {text[:1] for text in texts} if opens.match(opening)}
    wanted = {
        text
        for text in texts
        if text[:1] in openings
        and begins.match(text)
        and (_strong(text, words) or bare_header(text) in _HALF_A_WORD)
    }
    return [index for index, row in enumerate(rows) if not wanted.isdisjoint(row)]


def _strong(text: str, words: HeaderWords) -> bool:
    return (
        words.of(text) in _STRONG
        or words.for_want_of_better(text) == "name"
        or words.learned.get(bare_header(text)) in _STRONG
    )


def is_word(text: str, words: HeaderWords) -> bool:
    """Whether a text is known as a header: a field, a serial number, somebody else's."""
    bare = bare_header(text)
    return (
        bool(words.of(text))
        or bare in SERIAL_HEADERS
        or bare in words.learned
        or is_about_somebody_else(bare)
    )


def _segments(
    lines: HeaderLines, row: int, words: HeaderWords, taken: Sequence[Band]
) -> Iterator[tuple[int, int]]:
    """The columns of a header line; beside the people of another table only what is its own."""
    line = lines.rows[row]
    strong = [
        index
        for index, cell in enumerate(line)
        if isinstance(cell, str)
        and cell.strip()
        and (_strong(cell, words) or bare_header(cell) in _HALF_A_WORD)
    ]
    walls = [index for index, cell in enumerate(line) if _is_wall(cell)]
    if walls and not any(_names_clearly(line[index], words) for index in strong):
        return  # somebody's line: his category is a word that is a header elsewhere
    for band in taken:
        inside = range(band.left, band.right)
        if band.bottom < row and not any(column in inside for column in strong):
            cells = [cell for cell in line[band.left : band.right] if cell not in ("", None)]
            header = any(isinstance(cell, str) and is_word(cell, words) for cell in cells)
            walls.extend(inside if cells and not header else ())
    edges = sorted({-1, *walls, lines.width})
    for before, after in pairwise(edges):
        if any(before < column < after for column in strong):
            yield _trimmed(lines, row, before + 1, after) if walls else (before + 1, after)


def _is_clear(lines: HeaderLines, row: int, left: int, right: int, words: HeaderWords) -> bool:
    """Whether the header of a name or number stands there that is no value elsewhere."""
    cells = (lines.cell(row, column) for column in range(left, right))
    return any(
        isinstance(cell, str)
        and (words.of(cell) in _STRONG or bare_header(cell) in _HALF_A_WORD | words.learned.keys())
        for cell in cells
    )


def _names_clearly(cell: CellValue, words: HeaderWords) -> bool:
    return isinstance(cell, str) and not words.for_want_of_better(cell)


def _is_wall(cell: CellValue) -> bool:
    if isinstance(cell, str):
        return bool(re.search(r"\d{7}", cell))
    return cell is not None and not (isinstance(cell, int | float) and abs(cell) < _LARGE)


def _trimmed(lines: HeaderLines, row: int, left: int, right: int) -> tuple[int, int]:
    """Without numbers at the edges: the serial number of a person beside."""
    filled = [
        c
        for c in range(left, right)
        if isinstance(lines.cell(row, c), str) and str(lines.cell(row, c)).strip()
    ]
    return (filled[0], right) if filled else (left, right)


def _meet(band: Band, row: int, left: int, right: int) -> bool:
    return band.top <= row <= band.bottom and band.left < right and left < band.right


def _grown(lines: HeaderLines, row: int, left: int, right: int, words: HeaderWords) -> Band:
    top = bottom = row
    while bottom + 1 < len(lines.rows) and bottom - top + 1 < _DEEPEST:
        if not _goes_on(lines, (top, bottom), left, right, words):
            break
        bottom += 1
    while top > 0 and bottom - top + 1 < _DEEPEST:
        if not _belongs_above(lines, top - 1, left, right, words):
            break
        top -= 1
    used = [piece for line in range(top, bottom + 1) for piece in lines.pieces(line, left, right)]
    return Band(
        top, bottom, min(piece.left for piece in used), max(piece.right for piece in used) + 1
    )


def _goes_on(
    lines: HeaderLines, rows: tuple[int, int], left: int, right: int, words: HeaderWords
) -> bool:
    """Whether the line below is still header: words under words or under a merged cell."""
    bottom = rows[1]
    below = bottom + 1
    if lines.is_data(below, left, right):
        return False
    pieces = lines.pieces(below, left, right)
    fresh = [piece for piece in pieces if piece.top == below]
    if not fresh:
        return bool(pieces)
    if _repeats(lines, rows, fresh, left, right, words):
        return False
    if len(fresh) < len(pieces):
        return True
    above = lines.pieces(bottom, left, right)
    first = above[0].left if above else left
    if len(fresh) == 1 and (fresh[0].left <= first or _opens_a_section(fresh[0].text)):
        return False
    known = sum(_is_word_under(piece, above, words) for piece in fresh)
    return known * 2 >= len(fresh)


def _opens_a_section(text: str) -> bool:
    said = section_context([text])
    return bool(said.branch or said.category)


def _is_word_under(piece: Piece, above: Sequence[Piece], words: HeaderWords) -> bool:
    if is_word(piece.text, words):
        return True
    over = [other.text for other in above if other.left <= piece.left <= other.right]
    return any(words.of(text + piece.text) for text in over)


def _repeats(
    lines: HeaderLines,
    rows: tuple[int, int],
    fresh: Sequence[Piece],
    left: int,
    right: int,
    words: HeaderWords,
) -> bool:
    """A second header right below: the same columns are named once more."""
    named = {
        piece.left: words.of(piece.text)
        for row in range(rows[0], rows[1] + 1)
        for piece in lines.pieces(row, left, right)
        if not piece.is_group
    }
    return any(
        words.of(piece.text) in _STRONG and named.get(piece.left) == words.of(piece.text)
        for piece in fresh
    ) or (
        len({words.of(p.text) for p in fresh} & set(_STRONG)) == 2
        and set(named.values()) >= set(_STRONG)
    )


def _belongs_above(lines: HeaderLines, row: int, left: int, right: int, words: HeaderWords) -> bool:
    """Whether the line above names groups of columns, and is no title, note or person."""
    pieces = lines.pieces(row, left, right)
    if not pieces or lines.is_data(row, left, right) or is_side_line(lines.rows[row]):
        return False
    if any(_TITLE.search(piece.text) or len(piece.text) > _LONGEST // 2 for piece in pieces):
        return False
    below = lines.pieces(row + 1, left, right)
    first = below[0].left if below else left
    if len(pieces) == 1:
        only = pieces[0]
        if only.left <= first:
            return False
        return is_about_somebody_else(bare_header(only.text)) or is_own_group(only.text)
    return all(
        _stands_over(piece, index, pieces, below, words) for index, piece in enumerate(pieces)
    )


def _stands_over(
    piece: Piece, index: int, line: Sequence[Piece], below: Sequence[Piece], words: HeaderWords
) -> bool:
    if piece.is_group or piece.bottom > piece.top or is_word(piece.text, words):
        return True
    under = [other for other in below if other.left == piece.left]
    if not under:
        return True
    after = line[index + 1].left if index + 1 < len(line) else None
    reaches = after is None or after > piece.left + 1
    return reaches or bool(words.of(piece.text + under[0].text))
