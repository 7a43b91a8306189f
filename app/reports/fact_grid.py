"""Labelled facts in a ruled grid, as at the head of an archive or a slip."""

from collections.abc import Sequence
from itertools import accumulate

from app.reports.cells import Cells
from app.reports.document import Document
from app.reports.fonts import HEI
from app.reports.pen import BLACK, CENTER, LEFT, PALE, Style

Fact = tuple[str, str]

_LABEL_WIDTH = 24.0
_ROW_HEIGHT = 9.0


class FactGrid:
    """Rows of facts; each row shares the width of the page among its facts."""

    def __init__(
        self, document: Document, size: float = 10.5, label_width: float = _LABEL_WIDTH
    ) -> None:
        self._document = document
        self._label_width = label_width
        self._cells = Cells(document, most_lines=3)
        self._label, self._value = Style(size, HEI), Style(size)

    def draw(self, rows: Sequence[Sequence[Fact]]) -> None:
        """Draw all rows below what is already on the page."""
        for facts in rows:
            part = self._document.paper.usable_width / len(facts)
            height = max(_ROW_HEIGHT, *(self._needed(fact, part) for fact in facts))
            self._document.make_room(height)
            lefts = accumulate([part] * (len(facts) - 1), initial=self._document.paper.left)
            for left, fact in zip(lefts, facts, strict=True):
                self._draw_fact((left, self._document.y, part, height), fact)
            self._document.y += height

    def _needed(self, fact: Fact, part: float) -> float:
        label, value = fact
        return max(
            self._cells.height(label, self._label_width, self._label),
            self._cells.height(value, part - self._label_width, self._value),
        )

    def _draw_fact(self, box: tuple[float, float, float, float], fact: Fact) -> None:
        left, top, width, height = box
        pen, aside = self._document.pen, self._label_width
        pen.fill((left, top), (aside, height), PALE)
        pen.frame((left, top), (width, height), 0.5, BLACK)
        pen.rules([(left + aside, top, left + aside, top + height)], 0.4)
        self._cells.write((left, top, aside, height), fact[0], self._label, CENTER)
        room = (left + aside + 0.8, top, width - aside - 0.8, height)
        self._cells.write(room, fact[1], self._value, LEFT)
