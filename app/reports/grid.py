"""The rules of a table on one page, collected while rows are drawn and then drawn at once."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from app.reports.pen import BLACK, Pen

_HEAVY, _LIGHT = 0.9, 0.4

Line = tuple[float, float, float, float]


class Grid:
    """Knows where rows end and where columns are interrupted by a line across the table."""

    def __init__(self, left: float, widths: Sequence[float], top: float) -> None:
        self._edges = tuple(accumulate(widths, initial=left))
        self._rows = [top]
        self._across: set[int] = set()

    def row(self, bottom: float, *, across: bool = False) -> None:
        """A row ends at `bottom`; `across` when it has no columns."""
        if across:
            self._across.add(len(self._rows))
        self._rows.append(bottom)

    def draw(self, pen: Pen) -> None:
        left, right = self._edges[0], self._edges[-1]
        lines: list[Line] = [(left, y, right, y) for y in self._rows[1:-1]]
        for top, bottom in self._column_spans():
            lines += [(x, top, x, bottom) for x in self._edges[1:-1]]
        pen.rules(lines, _LIGHT)
        size = (right - left, self._rows[-1] - self._rows[0])
        pen.frame((left, self._rows[0]), size, _HEAVY, BLACK)

    def _column_spans(self) -> list[tuple[float, float]]:
        spans: list[tuple[float, float]] = []
        for number, (top, bottom) in enumerate(pairwise(self._rows), start=1):
            if number in self._across:
                continue
            if spans and spans[-1][1] == top:
                spans[-1] = (spans[-1][0], bottom)
            else:
                spans.append((top, bottom))
        return spans
