"""签到表: one paper per half-day session, with room for a hand to sign in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from app.domain.documents.sign_in_sheet import SignInLine, SignInSheet
from app.domain.progress import Progress, Silent
from app.reports.batch import refuse_empty
from app.reports.column import Column
from app.reports.document import Document, Paper
from app.reports.fact_grid import FactGrid
from app.reports.layout import signatures, title
from app.reports.pen import LEFT
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
    room = document.paper.floor - _FOOT - document.y
    pages = planned_pages(sheet.lines, max(1, int((room - _HEAD) / _LEAST_HEIGHT)))
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


def planned_pages(lines: Sequence[SignInLine], rows: int) -> list[list[SignInLine]]:
    """Who stands on which page, `rows` high and from 21 people on in two blocks, with room for
    others under the last name."""
    most = rows if len(lines) + SPARE <= min(rows, _ONE_BLOCK + SPARE) else rows * 2
    # The last page of several loses one row to the sum over all pages.
    count = max(1, -(-(len(lines) + SPARE + 2) // most)) if len(lines) + SPARE > most else 1
    each = most
    if count > 1 and len(lines) - most * (count - 1) < _FEWEST_ON_A_PAGE:
        each = -(-len(lines) // count)
    listed = [_signing(line) for line in lines]
    pages: list[list[SignInLine]] = [
        list(listed[start : start + each]) for start in range(0, len(listed), each)
    ] or [[]]
    last = pages[-1]
    last += [_signing(_NOBODY)] * (SPARE + (len(last) + SPARE) % (2 if most > rows else 1))
    return pages


def _block(document: Document, lines: Sequence[SignInLine], room: float) -> None:
    columns: tuple[Column, ...] = _BLOCK
    rows: list[object] = list(lines)
    if len(lines) > _ONE_BLOCK + SPARE:
        half = (len(lines) + 1) // 2
        pairs = zip_longest(lines[:half], lines[half:], fillvalue=_signing(_NOBODY))
        rows = [_Pair(left, right) for left, right in pairs]
        columns = (*_side("left"), *_side("right"))
    height = (room - _HEAD) / max(len(rows), 1)
    style = TableStyle(
        size=10,
        row_height=min(_MOST_HEIGHT, max(_LEAST_HEIGHT, height)),
        head_height=_HEAD,
        most_lines=2,
        grow=False,
        empty="（参训名单为空）",
    )
    Table(document, columns, style).draw(rows)


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
