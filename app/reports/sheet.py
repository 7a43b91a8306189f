"""Workbooks: ID numbers stay text, nothing becomes a formula by itself, sorting, filtering and
printing are set up."""

import io
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.characters import visible
from app.reports.column import Band, Column, cells
from app.reports.pen import LEFT
from app.reports.preflight import encodable
from app.reports.target import Written, put_in_place

# More than this Excel cannot hold in one cell or in one drop-down list typed into a rule.
LONGEST_CELL = 32_767
_LONGEST_LIST = 255
_ROWS_READY_TO_FILL = 2_000
_MILLIMETRES_PER_CHARACTER = 2.0
_NARROWEST, _WIDEST = 6.0, 48.0
_PAGE = {False: 84.0, True: 124.0}
"""Half-width characters in a line of A4, upright and across."""
_LINE = 1.35
"""Height of a line as a share of the size of its characters, as WPS and Excel set 宋体."""
FONT = "宋体"
_SIZE = 11

_TITLE = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True}
_NOTE = {"font_size": 10, "align": "left", "valign": "vcenter", "text_wrap": True}
_HEAD = {
    "bold": True, "border": 1, "align": "center", "valign": "vcenter",
    "text_wrap": True, "bg_color": "#EFF1F4",
}  # fmt: skip
_BELOW = {"align": "left", "valign": "vcenter"}
_CELL = {"border": 1, "valign": "vcenter", "text_wrap": True}
_TOTAL = {"border": 1, "valign": "vcenter", "bold": True, "bg_color": "#F6F7F9"}
_PERCENT = "0.0%"
_DAY, _MINUTE = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_WHOLE_DAY = len("2026-01-01")
_FIRST_YEAR = 1901  # workbooks know no days before 1900, and that year they count wrongly
SUM = "sum"


@dataclass(frozen=True)
class SheetPlan:
    """One sheet: its tab, title, columns, rows and the lines under the title.

    What stands in a row is whole: no band goes across, so that any column can be sorted. A `Band`
    at the end is a sentence below the table; columns with a `total` are added up by formulas.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[object, ...]
    notes: tuple[str, ...] = ()
    across: bool = False
    to_fill: bool = False


@contextmanager
def workbook(memory: io.BytesIO) -> Iterator[Any]:
    """A workbook in 宋体, whose texts never become formulas or links."""
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONT, "font_size": _SIZE},
    }
    with xlsxwriter.Workbook(memory, options) as book:
        book.set_properties({"author": "学籍通"})
        yield book


def paper(sheet: Any, head: int, *, across: bool) -> None:
    """A4, one page wide, the head repeated on each, pages numbered."""
    sheet.set_paper(9)
    if across:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&C第 &P 页　共 &N 页")


def text_width(text: str) -> int:
    """Half-width characters that the longest line takes."""
    return max((_width(line) for line in text.split("\n")), default=0)


def lines_height(text: str, characters: float, size: float) -> float:
    """The height in points of a text wrapped in cells `characters` wide."""
    room = max(characters * _SIZE / size - 2, 1)
    lines = sum(max(1, math.ceil(_width(line) / room)) for line in text.split("\n"))
    return lines * size * _LINE + 6


def write_workbook(plans: Sequence[SheetPlan], path: Path) -> Written:
    """Write all sheets into one workbook."""
    memory = io.BytesIO()
    with workbook(memory) as book:
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
        self._lines = [row for row in plan.rows if not isinstance(row, Band)]
        self._below = [row.text for row in plan.rows if isinstance(row, Band)]
        self._values = [cells(plan.columns, row) for row in self._lines]
        self._widths = self._column_widths()
        self._row = 0
        self._warnings: list[str] = []
        self._dates: dict[str, Any] = {}

    def write(self) -> list[str]:
        """Return what did not fit."""
        self._across(self._plan.title, _TITLE, 30)
        for note in filter(None, self._plan.notes):
            self._across(note, _NOTE, 18)
        self._head()
        formats = [self._format(column) for column in self._plan.columns]
        first = self._row
        for values in self._values:
            self._cells(values, formats)
        if not self._plan.to_fill:
            self._sheet.autofilter(first - 1, 0, max(self._row - 1, first - 1), self._last)
        if self._values and any(column.total for column in self._plan.columns):
            self._totals(first)
        self._sentences()
        return self._warnings

    def _column_widths(self) -> list[float]:
        """As wide as the content; what a page has left goes to the columns of text."""
        widths = [self._column_width(number) for number in range(len(self._plan.columns))]
        texts = [n for n, column in enumerate(self._plan.columns) if column.align == LEFT]
        spare = _PAGE[self._plan.across] - sum(widths)
        if spare > 0 and texts and not self._plan.to_fill:
            for number in texts:
                widths[number] += spare / len(texts)
        return widths

    def _column_width(self, number: int) -> float:
        column = self._plan.columns[number]
        declared = column.width / _MILLIMETRES_PER_CHARACTER + 1
        if self._plan.to_fill or not self._values:
            return declared
        longest = max(text_width(str(values[number])) for values in self._values)
        needed = max(longest, text_width(column.title)) + 2
        return float(min(max(needed, _NARROWEST), _WIDEST))

    def _head(self) -> None:
        head = self._book.add_format(_HEAD)
        for number, column in enumerate(self._plan.columns):
            self._sheet.write_string(self._row, number, column.title, head)
            blank = self._format(column) if self._plan.to_fill else None
            self._sheet.set_column(number, number, self._widths[number], blank)
            self._choices(number, column)
        pairs = zip(self._plan.columns, self._widths, strict=True)
        height = max(lines_height(column.title, width, _SIZE) for column, width in pairs)
        self._sheet.set_row(self._row, max(30, height))
        self._sheet.freeze_panes(self._row + 1, 0)
        paper(self._sheet, self._row, across=self._plan.across)
        self._row += 1

    def _choices(self, number: int, column: Column) -> None:
        if column.choices and len(",".join(column.choices)) <= _LONGEST_LIST:
            rule = {
                "validate": "list", "source": list(column.choices),
                "error_title": column.title, "error_message": "请从下拉列表中选择。",
            }  # fmt: skip
            first = self._row + 1
            last = first + max(len(self._plan.rows), _ROWS_READY_TO_FILL)
            self._sheet.data_validation(first, number, last, number, rule)

    def _across(self, text: str, look: dict[str, object], height: float) -> None:
        """A line above the table, as high as its text needs: merged cells do not grow."""
        size = look["font_size"]
        assert isinstance(size, int)  # of our own looks
        needed = lines_height(text, sum(self._widths), size)
        self._sheet.set_row(self._row, max(height, needed))
        shown, form = self._safe(text), self._book.add_format(look)
        if self._last:
            self._sheet.merge_range(self._row, 0, self._row, self._last, "", form)
        self._sheet.write_string(self._row, 0, shown, form)
        self._row += 1

    def _cells(self, values: Sequence[object], formats: Sequence[Any]) -> None:
        for number, (value, usual) in enumerate(zip(values, formats, strict=True)):
            column, form = self._plan.columns[number], usual
            if column.number and str(value).endswith("%"):
                # One share among figures, as in a list of different measures.
                column = replace(column, percent=True)
                form = self._format(column)
            figure = cell_figure(column, value)
            if value == "":
                self._sheet.write_blank(self._row, number, None, form)
            elif (moment := cell_moment(column, value)) is not None:
                kind = _DAY if len(str(value)) == _WHOLE_DAY else _MINUTE
                self._sheet.write_datetime(self._row, number, moment, self._dated(kind))
            elif figure is None:
                self._sheet.write_string(self._row, number, self._safe(str(value)), form)
            else:
                self._sheet.write_number(self._row, number, figure, form)
        self._row += 1

    def _totals(self, first: int) -> None:
        """Sums by formulas: they follow a filter, and say the same to whoever cannot calculate."""
        from xlsxwriter.utility import xl_range

        sums = self._sums()
        for number, column in enumerate(self._plan.columns):
            kind = _PERCENT if column.percent else "General"
            look = {**_TOTAL, "align": "right", "num_format": kind}
            if not number:
                look = {**_TOTAL, "align": "center"}
            form = self._book.add_format(look)
            if not number:
                self._sheet.write_string(self._row, number, "合计", form)
            elif column.total == SUM:
                formula = f"=SUBTOTAL(109,{xl_range(first, number, self._row - 1, number)})"
                self._sheet.write_formula(self._row, number, formula, form, sums[column.field])
            elif column.total:
                self._share(number, column, sums, form)
            else:
                self._sheet.write_blank(self._row, number, None, form)
        self._row += 1

    def _share(self, number: int, column: Column, sums: dict[str, float], form: Any) -> None:
        """A share is worked out from the sums, never added up: `total` reads "trained/members"."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        above, _, below = column.total.partition("/")
        places = {made.field: place for place, made in enumerate(self._plan.columns)}
        part, whole = (xl_rowcol_to_cell(self._row, places[name]) for name in (above, below))
        value = sums[above] / sums[below] if sums[below] else 0
        formula = f"=IF({whole}=0,0,{part}/{whole})"
        self._sheet.write_formula(self._row, number, formula, form, value)

    def _sums(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for number, column in enumerate(self._plan.columns):
            figures = [cell_figure(column, values[number]) for values in self._values]
            found[column.field] = sum(figure for figure in figures if figure is not None)
        return found

    def _sentences(self) -> None:
        """Below an empty row, so that nobody's sorting takes them in."""
        form = self._book.add_format(_BELOW)
        for text in self._below:
            self._sheet.write_string(self._row + 1, 0, self._safe(text), form)
            self._row += 1

    def _format(self, column: Column) -> Any:
        if column.number or column.percent:
            # 序号 is a name that looks like a figure.
            align = "center" if column.field == "number" else "right"
        else:
            align = "left" if column.align == LEFT else "center"
        # A text cell stays text when somebody edits it: no lost digits, no formula from a name.
        kind = _PERCENT if column.percent else "General" if column.number else "@"
        return self._book.add_format({**_CELL, "align": align, "num_format": kind})

    def _dated(self, kind: str) -> Any:
        if kind not in self._dates:
            look = {**_CELL, "align": "center", "num_format": kind}
            self._dates[kind] = self._book.add_format(look)
        return self._dates[kind]

    def _safe(self, text: str) -> str:
        clean = visible(encodable(text))
        if len(clean) > LONGEST_CELL:
            self._warnings.append(f"“{clean[:30]}…”太长，表格里只保留了前{LONGEST_CELL}个字。")
        return clean[:LONGEST_CELL]


_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)


def cell_figure(column: Column, value: object) -> float | None:
    """The value as a number where the column holds numbers and it is written as a plain one (an ID
    number never is); a percentage is a share of one."""
    text = str(value)
    if column.percent:
        share = _plain(text.removesuffix("%"))
        return None if share is None or not text.endswith("%") else round(share / 100, 6)
    return _plain(text) if column.number else None


def cell_moment(column: Column, value: object) -> datetime | None:
    """The value as a day (with its time) where the column holds days and all of it is known."""
    text = str(value)
    if not column.date or len(text) < _WHOLE_DAY:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.year >= _FIRST_YEAR else None


def _plain(text: str) -> float | None:
    text = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    plain = text.removeprefix("-").replace(".", "", 1)
    return float(text) if plain.isdecimal() and plain.isascii() and len(plain) < 12 else None


def _width(line: str) -> int:
    return sum(1 if character.isascii() else 2 for character in line)
