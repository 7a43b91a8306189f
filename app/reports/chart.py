"""A bar chart on paper, drawn from the same (label, value) pairs as the one in the window."""

from collections.abc import Sequence

from app.reports.cells import Cells
from app.reports.document import Document
from app.reports.fonts import HEI
from app.reports.pen import CENTER, FAINT, LEFT, RIGHT, Color, Style
from app.reports.table import CONTINUED

Series = Sequence[tuple[str, float]]

_BAR: Color = (0.27, 0.45, 0.62)
_TRACK: Color = (0.93, 0.94, 0.96)
_TITLE, _TEXT, _NOTE = Style(11, HEI), Style(9.5), Style(9, color=FAINT)
_HEIGHT, _THICKNESS = 7.0, 4.2
_LABEL_SHARE, _VALUE_WIDTH = 0.36, 18.0
_MOST_BARS = 20
_NAMED = 9.0
BEGINNING = _NAMED + 3 * _HEIGHT
"""A name with fewer bars under it is no chart yet."""


def bar_chart(document: Document, title: str, unit: str, series: Series) -> None:
    """One bar for each pair in the order given, going on overleaf; the longest lists are left to
    the tables."""
    shown = [(label, max(value, 0.0)) for label, value in series[:_MOST_BARS]]
    document.make_room(BEGINNING)
    cells = Cells(document, most_lines=2)
    width = document.paper.usable_width
    heading = f"{title}（单位：{unit}）" if unit else title
    _heading(document, cells, heading)
    longest = max((value for _, value in shown), default=0.0)
    form = ",.1f" if any(value % 1 for _, value in shown) else ",.0f"
    for number, (label, value) in enumerate(shown):
        # Two bars at the end stay together: one alone compares with nothing.
        if document.make_room(_HEIGHT * (2 if number == len(shown) - 2 else 1)):
            _heading(document, cells, f"{heading}{CONTINUED}")
        _bar(document, cells, (label, format(value, form)), value / longest if longest else 0)
    if not shown:
        cells.write((document.paper.left, document.y, width, 8), "（没有数据）", _NOTE, CENTER)
        document.y += 8
    _rest(document, cells, len(series) - len(shown))
    document.y += 4


def _heading(document: Document, cells: Cells, text: str) -> None:
    width = document.paper.usable_width
    cells.write((document.paper.left, document.y, width, 8), text, _TITLE, CENTER)
    document.y += _NAMED


def _bar(document: Document, cells: Cells, texts: tuple[str, str], share: float) -> None:
    left, room = document.paper.left, document.paper.usable_width
    label_width = room * _LABEL_SHARE
    track = room - label_width - _VALUE_WIDTH
    start, top = left + label_width + 1, document.y + (_HEIGHT - _THICKNESS) / 2
    cells.write((left, document.y, label_width, _HEIGHT), texts[0], _TEXT, RIGHT)
    document.pen.fill((start, top), (track, _THICKNESS), _TRACK)
    if share > 0:
        document.pen.fill((start, top), (track * share, _THICKNESS), _BAR)
    place = (start + track + 1, document.y, _VALUE_WIDTH - 2, _HEIGHT)
    cells.write(place, texts[1], _TEXT, LEFT)
    document.y += _HEIGHT


def _rest(document: Document, cells: Cells, count: int) -> None:
    if count > 0:
        text = f"（图中列前{_MOST_BARS}个，其余{count}个见表）"
        width = document.paper.usable_width
        cells.write((document.paper.left, document.y, width, 6), text, _NOTE, CENTER)
        document.y += 6
