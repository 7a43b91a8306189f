"""Workbooks of registers: the empty form, and everything of one; both are read in again as they
are."""

from collections import namedtuple
from pathlib import Path

from app.domain.documents.register_book import BookSheet, RegisterBook
from app.domain.entity import Field, Kind
from app.domain.progress import Progress, Silent
from app.domain.registers import MEASURED
from app.reports.column import Column
from app.reports.pen import LEFT, RIGHT
from app.reports.sheet import SheetPlan, write_workbook
from app.reports.target import Written
from app.reports.template_sheets import fill_column, notes_sheet

_WIDTHS = {
    Kind.NOTE: 60.0,
    Kind.TEXT: 36.0,
    Kind.REFERENCE: 44.0,
    Kind.MANY: 44.0,
    Kind.ID_NUMBER: 42.0,
}
_USUAL = 26.0
_REFERENCES = "写名称；有同名的，写成“名称（党组织）”"


def write_xlsx(content: RegisterBook, path: Path, progress: Progress | None = None) -> Written:
    """One sheet per table; an empty form has one more, which explains."""
    (progress or Silent()).step(0, 1, f"正在写出{content.sheets[0].title}")
    plans = [_sheet(sheet, content) for sheet in content.sheets]
    if content.to_fill:
        fields = [made for sheet in content.sheets for made in sheet.fields]
        plans.append(notes_sheet(fields, _REFERENCES))
    return write_workbook(plans, path)


def _sheet(sheet: BookSheet, content: RegisterBook) -> SheetPlan:
    notes = (content.note,) if content.note else ()
    if content.to_fill:
        columns = tuple(fill_column(made, _width(made)) for made in sheet.fields)
        return SheetPlan(sheet.tab, sheet.title, columns, (), notes, across=True, to_fill=True)
    line = namedtuple("_Line", [f"c{n}" for n in range(len(sheet.fields))])  # type: ignore[misc]
    columns = tuple(_column(made, n) for n, made in enumerate(sheet.fields))
    rows = tuple(line(*row) for row in sheet.rows)
    return SheetPlan(sheet.tab, sheet.title, columns, rows, notes, across=True)


def _column(made: Field, number: int) -> Column:
    figure = made.kind in MEASURED
    align = RIGHT if figure else LEFT
    date = made.kind in (Kind.DATE, Kind.DAY)
    return Column(made.label, f"c{number}", _width(made), align, number=figure, date=date)


def _width(made: Field) -> float:
    return _WIDTHS.get(made.kind, _USUAL)
