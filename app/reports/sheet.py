"""Workbooks: ID numbers stay text, nothing becomes a formula, the print set-up is done."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.reports.column import Band, Column, cells
from app.reports.pen import LEFT
from app.reports.preflight import encodable
from app.reports.target import Written, put_in_place

# More than this Excel cannot hold in one cell or in one drop-down list typed into a rule.
_LONGEST_CELL = 32_767
_LONGEST_LIST = 255
_ROWS_READY_TO_FILL = 2_000
_MILLIMETRES_PER_CHARACTER = 2.0

_TITLE = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True}
_NOTE = {"font_size": 10, "align": "left", "valign": "vcenter", "text_wrap": True}
_HEAD = {
    "bold": True, "border": 1, "align": "center", "valign": "vcenter",
    "text_wrap": True, "bg_color": "#EFF1F4",
}  # fmt: skip
_BAND = {"border": 1, "align": "left", "valign": "vcenter", "text_wrap": True}
_CELL = {"border": 1, "valign": "vcenter", "text_wrap": True}


@dataclass(frozen=True)
class SheetPlan:
    """One sheet: its tab, title, columns, rows (`Band` goes across) and lines under the title."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[object, ...]
    notes: tuple[str, ...] = ()
    across: bool = False
    to_fill: bool = False


def write_workbook(plans: Sequence[SheetPlan], path: Path) -> Written:
    """Write all sheets into one workbook."""
    import xlsxwriter

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"author": "学籍通"})
        warnings = [warning for plan in plans for warning in _Sheet(book, plan).write()]
    put_in_place(path, memory.getvalue())
    return Written(len(plans), tuple(dict.fromkeys(warnings)))


class _Sheet:
    """Writes one plan from top to bottom."""

    def __init__(self, book: Any, plan: SheetPlan) -> None:
        self._book = book
        self._plan = plan
        self._sheet = book.add_worksheet(plan.name)
        self._last = len(plan.columns) - 1
        self._row = 0
        self._warnings: list[str] = []

    def write(self) -> list[str]:
        """Return what did not fit."""
        self._across(self._plan.title, _TITLE, 30)
        for note in filter(None, self._plan.notes):
            self._across(note, _NOTE, 18)
        self._head()
        strong = {**_BAND, "bold": True, "bg_color": "#F6F7F9"}
        formats = [self._format(column) for column in self._plan.columns]
        for row in self._plan.rows:
            if isinstance(row, Band):
                self._across(row.text, strong if row.strong else _BAND, 20)
            else:
                self._cells(cells(self._plan.columns, row), formats)
        return self._warnings

    def _head(self) -> None:
        head = self._book.add_format(_HEAD)
        self._sheet.set_row(self._row, 30)
        for number, column in enumerate(self._plan.columns):
            self._sheet.write_string(self._row, number, column.title, head)
            blank = self._format(column) if self._plan.to_fill else None
            width = column.width / _MILLIMETRES_PER_CHARACTER + 1
            self._sheet.set_column(number, number, width, blank)
            self._choices(number, column)
        self._sheet.freeze_panes(self._row + 1, 0)
        self._sheet.repeat_rows(self._row)
        self._paper()
        self._row += 1

    def _paper(self) -> None:
        self._sheet.set_paper(9)
        if self._plan.across:
            self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.center_horizontally()
        self._sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self._sheet.set_footer("&C第 &P 页　共 &N 页")

    def _choices(self, number: int, column: Column) -> None:
        if column.choices and len(",".join(column.choices)) <= _LONGEST_LIST:
            rule = {
                "validate": "list", "source": list(column.choices),
                "error_title": column.title, "error_message": "请从下拉列表中选择。",
            }  # fmt: skip
            first = self._row + 1
            last = first + max(len(self._plan.rows), _ROWS_READY_TO_FILL)
            self._sheet.data_validation(first, number, last, number, rule)

    def _across(self, text: str, look: dict[str, object], height: int) -> None:
        self._sheet.set_row(self._row, height)
        shown, form = self._safe(text), self._book.add_format(look)
        if self._last:
            self._sheet.merge_range(self._row, 0, self._row, self._last, "", form)
        self._sheet.write_string(self._row, 0, shown, form)
        self._row += 1

    def _cells(self, values: Sequence[object], formats: Sequence[Any]) -> None:
        for number, (value, form) in enumerate(zip(values, formats, strict=True)):
            figure = _figure(value) if self._plan.columns[number].number else None
            if value == "":
                self._sheet.write_blank(self._row, number, None, form)
            elif figure is None:
                self._sheet.write_string(self._row, number, self._safe(str(value)), form)
            else:
                self._sheet.write_number(self._row, number, figure, form)
        self._row += 1

    def _format(self, column: Column) -> Any:
        align = "left" if column.align == LEFT else "center"
        # A text cell stays text when somebody edits it: no lost digits, no formula from a name.
        kind = "General" if column.number else "@"
        return self._book.add_format({**_CELL, "align": align, "num_format": kind})

    def _safe(self, text: str) -> str:
        clean = encodable(text)
        if len(clean) > _LONGEST_CELL:
            self._warnings.append(f"“{clean[:30]}…”太长，表格里只保留了前{_LONGEST_CELL}个字。")
        return clean[:_LONGEST_CELL]


def _figure(value: object) -> float | None:
    """The value as a number, when it is written as a plain one (an ID number never is)."""
    text = str(value)
    plain = text.removeprefix("-").replace(".", "", 1)
    return float(text) if plain.isdecimal() and plain.isascii() and len(plain) < 12 else None
