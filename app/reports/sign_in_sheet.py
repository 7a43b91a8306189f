"""签到表: one paper per half-day session, with room for a hand to sign in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from app.domain.documents.sign_in_sheet import SignInLine, SignInSheet
from app.domain.progress import Progress, Silent
from app.reports.batch import refuse_empty
from app.reports.column import Column, widths
from app.reports.document import Document, Paper
from app.reports.fact_grid import FactGrid
from app.reports.layout import signatures, title
from app.reports.pen import LEFT, Style
from app.reports.table import Table, TableStyle
from app.reports.target import Written

# A signature needs 8.8 mm of height, on paper and for whoever reads the photo of the sheet later.
_PAPER = Paper(210, 297, 16, 16, 12, 15)
_LEAST_HEIGHT, _MOST_HEIGHT = 8.8, 12.0
_ONE_BLOCK = 20
_HEAD, _FOOT = 7.0, 11.0
SPARE = 3
"""So many empty rows at least stand under the last name, for those who come in another's place."""
_FEWEST_ON_A_PAGE = 8
_NOBODY = SignInLine("", "")
_TEXT, _MOST_LINES = Style(10), 2

_BLOCK = (
    Column("序号", "number", 8),
    Column("姓名", "name", 19),
    Column("单位及职务", "unit_and_post", 31, LEFT),
    Column("签名", "signature", 23),
    Column("备注", "note", 8),
)


@dataclass(frozen=True)
class _Signing(SignInLine):
    """A line with its empty place for the signature."""

    signature: str = ""


@dataclass(frozen=True)
class _Pair:
    left: SignInLine
    right: SignInLine


def write_pdf(
    sheets: Sequence[SignInSheet], path: Path, progress: Progress | None = None
) -> Written:
    """All sessions of a class in one file; each session numbers its own pages."""
    refuse_empty(sheets, "签到表", "请先排好教学安排。")
    document = Document("签到表", _PAPER)
    for done, sheet in enumerate(sheets):
        (progress or Silent()).step(done, len(sheets), f"签到表 {sheet.when}")
        _draw(document, sheet)
        document.end_section(sheet.printed_note)
    return document.save(path)


def _draw(document: Document, sheet: SignInSheet) -> None:
    document.new_page()
    _head(document, sheet)
    room = document.paper.floor - _FOOT - document.y - _HEAD
    rows = max(1, int(room / _LEAST_HEIGHT))
    narrow = _two_blocks(len(sheet.lines), rows)
    pages = planned_pages(sheet.lines, rows, lambda line: _rows_of(document, line, narrow))
    for number, lines in enumerate(pages):
        if number:
            document.new_page()
            _head(document, sheet)
        last = number + 1 == len(pages)
        whole = last and len(pages) > 1
        foot = _FOOT * 2 if whole else _FOOT
        _block(document, lines, document.paper.floor - foot - document.y)
        here = sum(bool(line.number) for line in lines)
        page = "本页" if len(pages) > 1 else ""
        _count(document, page, here, "" if whole else "班主任签字：")
        if whole:
            _count(document, "合计", len(sheet.lines), "班主任签字：")


def _count(document: Document, what: str, expected: int, signed: str) -> None:
    signatures(document, (f"{what}应到：{expected}人", f"{what}实到：　　　人", signed), _FOOT)


def _rows_of(document: Document, line: SignInLine, narrow: bool) -> float:
    """How many of the lowest rows a line is as high as."""
    columns = [*_side("left"), *_side("right")] if narrow else _BLOCK
    wide = widths(columns, document.paper.usable_width)
    texts = (line.name, line.unit_and_post)
    needed = [
        document.slot(width, _TEXT, _MOST_LINES, grows=True).fitted(text).height
        for width, text in zip(wide[1:3], texts, strict=True)
    ]
    return max(_LEAST_HEIGHT, *needed) / _LEAST_HEIGHT


def _two_blocks(people: int, rows: int) -> bool:
    return people + SPARE > min(rows, _ONE_BLOCK + SPARE)


def planned_pages(
    lines: Sequence[SignInLine],
    rows: int,
    rows_of: Callable[[SignInLine], float] = lambda _line: 1.0,
) -> list[list[SignInLine]]:
    """Who stands on which page, `rows` high and from 21 people on in two blocks, with room for
    others under the last name. `rows_of` says of a line how many rows it is high."""
    blocks = 2 if _two_blocks(len(lines), rows) else 1
    listed = [_signing(line) for line in lines]
    heights = [rows_of(line) for line in lines]
    starts = _starts(heights, rows, blocks)
    ends = [*starts[1:], len(listed)]
    pages: list[list[SignInLine]] = [
        list(listed[start:end]) for start, end in zip(starts, ends, strict=True)
    ]
    last = pages[-1]
    last += [_signing(_NOBODY)] * (SPARE + (len(last) + SPARE) % blocks)
    return pages


def _starts(heights: Sequence[float], rows: int, blocks: int) -> list[int]:
    """With whom each page begins; the last one has room for others, and few are not alone there."""
    if _height([*heights, *[1.0] * SPARE], blocks) <= rows:
        return [0]
    starts = [0]
    # The last page of several loses two rows to the sum over all pages.
    while _height([*heights[starts[-1] :], *[1.0] * SPARE], blocks) > rows - 2:
        begun = starts[-1]
        most = min(rows * blocks, len(heights) - begun - 1)
        while most > 1 and _height(heights[begun : begun + most], blocks) > rows:
            most -= 1
        if most < 1:
            return starts
        starts.append(begun + most)
    pages = len(starts)
    if pages > 1 and len(heights) - starts[-1] < _FEWEST_ON_A_PAGE:
        even = [number * len(heights) // pages for number in range(pages)]
        parts = zip(even, [*even[1:], len(heights)], strict=True)
        if all(_height(heights[start:end], blocks) <= rows for start, end in parts):
            return even
    return starts


def _height(heights: Sequence[float], blocks: int) -> float:
    """The rows of a page with these lines, the left block and the right one side by side."""
    half = -(-len(heights) // blocks)
    sides = zip_longest(*(heights[n * half : (n + 1) * half] for n in range(blocks)), fillvalue=1.0)
    return sum(max(side) for side in sides)


def _block(document: Document, lines: Sequence[SignInLine], room: float) -> None:
    columns: tuple[Column, ...] = _BLOCK
    rows: list[object] = list(lines)
    narrow = len(lines) > _ONE_BLOCK + SPARE
    needed = [_rows_of(document, line, narrow) * _LEAST_HEIGHT for line in lines]
    if narrow:
        half = (len(lines) + 1) // 2
        pairs = list(zip_longest(lines[:half], lines[half:], fillvalue=_signing(_NOBODY)))
        rows = [_Pair(left, right) for left, right in pairs]
        columns = (*_side("left"), *_side("right"))
        sides = zip_longest(needed[:half], needed[half:], fillvalue=_LEAST_HEIGHT)
        needed = [max(side) for side in sides]
    style = TableStyle(
        size=_TEXT.size,
        row_height=_row_height(needed, room - _HEAD),
        head_height=_HEAD,
        most_lines=_MOST_LINES,
        empty="（参训名单为空）",
    )
    Table(document, columns, style).draw(rows)


def _row_height(needed: Sequence[float], room: float) -> float:
    """As high as all rows can be together; those of long words are higher."""
    high = _MOST_HEIGHT
    while high > _LEAST_HEIGHT and sum(max(high, one) for one in needed) > room:
        high -= 0.1
    return max(high, _LEAST_HEIGHT)


def _side(name: str) -> list[Column]:
    return [replace(column, field=f"{name}.{column.field}") for column in _BLOCK]


def _signing(line: SignInLine) -> _Signing:
    return _Signing(line.number, line.name, line.unit_and_post, line.note)


def _head(document: Document, sheet: SignInSheet) -> None:
    title(document, f"{sheet.class_name}\n签到表", 18)
    FactGrid(document).draw(
        (
            (("时间", sheet.when), ("地点", sheet.place)),
            (("授课内容", sheet.course), ("授课人", sheet.teacher)),
        )
    )
    document.y += 3
