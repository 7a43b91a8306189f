"""The refused lines of a roster in the user's own layout, with the reason in a last column."""

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from app.domain.people.roster_file import CellValue
from app.reports.sheet import LONGEST_CELL, paper, text_width, workbook
from app.reports.target import put_in_place

REASON = "拒绝原因"
_TITLE = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
_HEAD = {**_TITLE, "border": 1, "bg_color": "#EFF1F4"}
_CELL = {"border": 1, "valign": "vcenter", "num_format": "@", "text_wrap": True}
_WHY = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_color": "#B3261E"}


class Layout(Protocol):
    """What is copied from one sheet of the user's file."""

    @property
    def name(self) -> str:
        """The tab."""

    @property
    def head(self) -> list[list[CellValue]]:
        """Title and header lines."""

    @property
    def merged(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Merged ranges of the head."""

    @property
    def rows(self) -> list[tuple[int, list[CellValue]]]:
        """Row number in the user's file, and its cells."""

    @property
    def tab(self) -> str:
        """The tab of the user's file."""

    @property
    def id_columns(self) -> frozenset[str]:
        """Letters of the ID number columns."""

    @property
    def width(self) -> int:
        """How many columns are in use."""


def write_refused_rows(
    layouts: Sequence[Layout], reasons: Mapping[tuple[str, int], str], target: Path
) -> None:
    """Write one sheet per sheet of the user's file; every cell is text, so nothing calculates."""
    memory = io.BytesIO()
    with workbook(memory) as book:
        for layout in layouts:
            _Sheet(book, layout).write(reasons)
    put_in_place(target, memory.getvalue())


class _Sheet:
    def __init__(self, book: Any, layout: Layout) -> None:
        self._layout = layout
        self._sheet = book.add_worksheet(layout.name[:31])
        self._width = layout.width
        self._title, self._head, self._cell, self._why = (
            book.add_format(look) for look in (_TITLE, _HEAD, _CELL, _WHY)
        )

    def write(self, reasons: Mapping[tuple[str, int], str]) -> None:
        layout = self._layout
        header = len(layout.head) - 1
        for number, line in enumerate(layout.head):
            last = number == header
            self._line(number, line, self._head if last else self._title)
        self._sheet.write_string(header, self._width, REASON, self._head)
        self._merge()
        for number, (row, cells) in enumerate(layout.rows, header + 1):
            self._line(number, [*cells, *[""] * (self._width - len(cells))], self._cell)
            reason = reasons.get((layout.tab, row), "")
            self._sheet.write_string(number, self._width, reason, self._why)
        for column in range(self._width):
            self._sheet.set_column(column, column, self._column_width(column))
        self._sheet.set_column(self._width, self._width, 60)
        self._sheet.freeze_panes(header + 1, 0)
        bottom = header + max(len(layout.rows), 1)
        self._sheet.autofilter(header, 0, bottom, self._width)
        paper(self._sheet, header, across=True)

    def _line(self, number: int, line: Sequence[CellValue], look: Any) -> None:
        for column, value in enumerate(line[: self._width]):
            text = self._text(column, value)
            if text:
                self._sheet.write_string(number, column, text[:LONGEST_CELL], look)
            elif look is not self._title:
                self._sheet.write_blank(number, column, None, look)

    def _merge(self) -> None:
        head = self._layout.head
        for (top, left), (bottom, right) in self._layout.merged:
            if bottom < len(head) and left < self._width:
                text = self._text(left, head[top][left]) if left < len(head[top]) else ""
                right = min(right, self._width - 1)  # noqa: PLW2901
                if (top, left) != (bottom, right):
                    look = self._title if right - left > self._width // 2 else self._head
                    self._sheet.merge_range(top, left, bottom, right, "", look)
                    self._sheet.write_string(top, left, text, look)

    def _text(self, column: int, value: CellValue) -> str:
        if value is None:
            return ""
        if isinstance(value, float):
            from xlsxwriter.utility import xl_col_to_name

            if value >= 1e15 and xl_col_to_name(column) in self._layout.id_columns:
                # The three digits that are lost are left for the clerk; none is invented.
                return f"{value:.14e}".replace(".", "")[:15] + "???"
            return str(int(value)) if value.is_integer() else repr(value)
        if isinstance(value, datetime.date):
            return value.isoformat()[:10]
        return str(value)

    def _column_width(self, column: int) -> float:
        lines = [cells for _, cells in self._layout.rows]
        longest = max(
            (text_width(self._text(column, line[column])) for line in lines if column < len(line)),
            default=4,
        )
        return max(6, min(40, longest + 2))
