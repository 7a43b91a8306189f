"""A list as it stands on the screen, on our paper and as a workbook."""

from collections import namedtuple
from pathlib import Path

from app.domain.documents.shown_list import DATE, FIGURE, ShownColumn, ShownList
from app.domain.progress import Progress, Silent
from app.reports.column import Column
from app.reports.document import LANDSCAPE, PORTRAIT, Document
from app.reports.layout import facts, title
from app.reports.pen import LEFT, RIGHT
from app.reports.sheet import SheetPlan, text_width, write_workbook
from app.reports.table import Table, TableStyle
from app.reports.target import Written

_JUDGED_ROWS = 2_000  # widths are judged by so many rows; one more wide cell takes two lines
_NARROWEST, _WIDEST = 6, 44
_MILLIMETRES = 2.0  # of one half-width character
_UPRIGHT = 96  # half-width characters in a line of A4 upright, at the size below
_SIZE = 9.0
_SHEET = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_TAB = 31


def write_pdf(content: ShownList, path: Path, progress: Progress | None = None) -> Written:
    """A4 upright, across when the columns need it; the head on every page."""
    (progress or Silent()).step(0, 1, f"正在排版{content.title}")
    made = columns(content)
    wide = sum(column.width for column in made) > _UPRIGHT * _MILLIMETRES
    document = Document(content.title, LANDSCAPE if wide else PORTRAIT, note=content.note)
    document.new_page()
    title(document, content.title)
    facts(document, [line for line in (content.narrowed, content.total) if line])
    line = _line(content)
    Table(document, made, TableStyle(size=_SIZE)).draw(line(*row) for row in content.rows)
    return document.save(path)


def write_xlsx(content: ShownList, path: Path, progress: Progress | None = None) -> Written:
    """The same as a workbook: figures are figures, days are days, everything else stays text."""
    (progress or Silent()).step(0, 1, f"正在写出{content.title}")
    notes = tuple(filter(None, (content.narrowed, f"{content.total}　{content.note}")))
    line = _line(content)
    rows = tuple(line(*row) for row in content.rows)
    tab = content.title.translate(_SHEET).strip()[:_LONGEST_TAB] or "列表"
    plan = SheetPlan(tab, content.title, columns(content), rows, notes, across=True)
    return write_workbook((plan,), path)


def columns(content: ShownList) -> tuple[Column, ...]:
    """The columns with shares as wide as what stands in them."""
    return tuple(_column(content, number, one) for number, one in enumerate(content.columns))


def _column(content: ShownList, number: int, shown: ShownColumn) -> Column:
    texts = [row[number] for row in content.rows[:_JUDGED_ROWS]]
    longest = max(map(text_width, (shown.title, *texts)))
    width = min(max(longest + 2, _NARROWEST), _WIDEST) * _MILLIMETRES
    figure, date = shown.kind == FIGURE, shown.kind == DATE
    align = RIGHT if figure else LEFT
    return Column(shown.title, f"c{number}", width, align, number=figure, date=date)


def _line(content: ShownList) -> "type[tuple[str, ...]]":
    """A row whose cells have names, as every table here wants them."""
    return namedtuple("_Line", [f"c{n}" for n in range(len(content.columns))])
