"""年度总结 on paper: real figures, tables and a chart; its judgements are left to the writer."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.documents.year_summary import YearSummary
from app.domain.progress import Progress, Silent
from app.domain.signing import NOT_SAID
from app.reports.cells import Cells
from app.reports.chart import BEGINNING, bar_chart
from app.reports.column import Column
from app.reports.column_widths import by_content
from app.reports.document import OFFICIAL, Document, Numbering
from app.reports.fonts import HEI
from app.reports.layout import paragraph, seal_place, title
from app.reports.pen import CENTER, FAINT, Style
from app.reports.table import Table, TableStyle
from app.reports.target import Written
from app.reports.year_summary_sheets import BRANCHES, CLASSES, FIGURES, INDICATORS

_BODY, _HEAD, _SUBHEAD = Style(16), Style(16, HEI), Style(14, HEI)
_NOTE = Style(10)
_TABLE = TableStyle(size=9.5)
_TO_FILL = Style(14, color=FAINT)
_RULED_LINES, _LINES_TOGETHER, _LINE_HEIGHT = 7, 2, 10.2
_SIGNED, _OVER_LINES = 38.0, 24.0
_LAST_PART = _OVER_LINES + _RULED_LINES * _LINE_HEIGHT + _SIGNED


def write_pdf(content: YearSummary, path: Path, progress: Progress | None = None) -> Written:
    """Laid out as official papers are: A4, 28 characters by 22 lines where text flows."""
    watch = progress or Silent()
    document = Document(content.title, OFFICIAL, numbering=Numbering.OFFICIAL)
    document.new_page()
    watch.step(0, 2, content.title)
    title(document, f"{content.organization}\n{content.year}年度党员教育培训工作总结", 22, 3)
    document.y += 4
    paragraph(document, content.opening, _BODY)
    _heading(document, "一、基本情况")
    _figures(document, content)
    watch.step(1, 2, content.title)
    _to_fill(document, "二、存在的问题")
    _to_fill_and_sign(document, "三、下一步打算", content)
    return document.save(path)


def _figures(document: Document, content: YearSummary) -> None:
    _subheading(document, "（一）总体情况")
    _table(document, FIGURES, content.figures)
    _subheading(document, "（二）各党组织情况", BEGINNING)
    bar_chart(document, content.chart_title, content.chart_unit, content.chart)
    _table(document, BRANCHES, content.branches)
    _note(document, content.branch_note)
    _subheading(document, "（三）班次情况")
    _table(document, CLASSES, content.classes)
    _note(document, content.class_note)
    _subheading(document, "（四）指标要求完成情况")
    _table(document, INDICATORS, content.indicators)
    document.y += 3
    paragraph(document, f"以上数据统计截至{content.as_of}。", Style(12))


def _note(document: Document, text: str) -> None:
    """How the table above is counted."""
    if text:
        document.y += 1
        paragraph(document, text, _NOTE)


def _table(document: Document, columns: Sequence[Column], rows: Sequence[object]) -> None:
    Table(document, by_content(document, columns, rows, _TABLE.size), _TABLE).draw(rows)


def _heading(document: Document, text: str) -> None:
    document.make_room(24)
    paragraph(document, text, _HEAD)


def _subheading(document: Document, text: str, kept: float = 20) -> None:
    """A small heading that stays on one page with `kept` millimetres of what follows."""
    document.make_room(12 + kept)
    document.y += 3
    paragraph(document, text, _SUBHEAD, indent=0)
    document.y += 1


def _to_fill(document: Document, heading: str) -> None:
    """A heading and ruled lines: nobody's problems or plans can be worked out from figures.

    What follows and does not fit any more leaves its room to more lines.
    """
    document.make_room(_OVER_LINES + _LINE_HEIGHT * _LINES_TOGETHER)
    _heading_to_fill(document, heading)
    for _ in range(_RULED_LINES):
        document.make_room(_LINE_HEIGHT)
        _ruled_line(document)
    if document.y + _LAST_PART > document.paper.floor:
        while document.y + _LINE_HEIGHT <= document.paper.floor:
            _ruled_line(document)


def _to_fill_and_sign(document: Document, heading: str, content: YearSummary) -> None:
    """The last part stays whole: whoever signs sees what it is about."""
    document.make_room(_LAST_PART)
    _heading_to_fill(document, heading)
    for _ in range(_RULED_LINES):
        _ruled_line(document)
    _signed(document, content)


def _heading_to_fill(document: Document, heading: str) -> None:
    document.y += 4
    paragraph(document, heading, _HEAD)
    paragraph(document, "（此处由填报人填写）", _TO_FILL)


def _ruled_line(document: Document) -> None:
    left, right = document.paper.left, document.paper.width - document.paper.right
    document.y += _LINE_HEIGHT
    document.pen.line((left, document.y), (right, document.y), 0.4, FAINT)


def _signed(document: Document, content: YearSummary) -> None:
    document.make_room(_SIGNED)
    cells = Cells(document, most_lines=2)
    width = 84.0
    left = document.paper.width - document.paper.right - width
    document.y += 10
    if content.signed_by:
        cells.write((left, document.y, width, 10), content.signed_by, _BODY, CENTER)
    else:
        document.warn(NOT_SAID)
    cells.write((left, document.y + 10, width, 8), content.signed_on, _BODY, CENTER)
    seal_place(document, (left + width / 2, document.y + 23))
