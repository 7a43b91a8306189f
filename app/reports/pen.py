"""Draws on a page quickly: places are millimetres from the top left corner, sizes are points.

Operators go straight into the page's stream, because general drawing libraries spend most of their
time formatting numbers and escaping text that we already have in its final form.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.reports.font_embedding import EmbeddedChain
from app.reports.fonts import HEI, SONG, TITLE, font_chain
from app.reports.line_breaker import measured

MM = 72 / 25.4
LEFT, CENTER, RIGHT = 0.0, 0.5, 1.0

# The baseline that makes Chinese text look centred lies this far below the middle of its line.
BASELINE_DROP = 0.36

Color = tuple[float, float, float]
BLACK: Color = (0, 0, 0)
RULE: Color = (0.35, 0.37, 0.40)
FAINT: Color = (0.62, 0.64, 0.67)
PALE: Color = (0.94, 0.95, 0.96)


@dataclass(frozen=True)
class Style:
    """A face, a size in points and a colour."""

    size: float
    font: str = SONG
    color: Color = BLACK


class Pen:
    """Writes the operators of one page, or of one form that many pages repeat."""

    def __init__(self, page_height: float) -> None:
        self.code: list[str] = []
        self.forms_used: set[str] = set()
        self.fonts = {
            name: EmbeddedChain(font_chain(name), resource)
            for name, resource in ((SONG, "S"), (HEI, "H"), (TITLE, "T"))
        }
        self._top = page_height * MM

    def width(self, text: str, style: Style) -> float:
        """How many millimetres `text` takes."""
        return measured(text, self.fonts[style.font].widths) * style.size / MM

    def text(
        self, place: tuple[float, float], text: str, style: Style, align: float = LEFT
    ) -> None:
        """Write one line whose baseline is at `place`, which is its left, middle or right end."""
        operators, width = self.prepared(text, style)
        self.put(place[0] * MM - width * align, place[1] * MM, operators)

    def prepared(self, text: str, style: Style) -> tuple[str, float]:
        """The operators that show `text`, to be used many times, and its width in points."""
        encoded = self.fonts[style.font].encode(text)
        shown = " ".join([f"/{font} {style.size:g} Tf <{code}> Tj" for font, code in encoded.runs])
        if style.color != BLACK:
            shown = f"{_fill(style.color)} {shown} 0 g"
        return shown, encoded.width * style.size

    def put(self, x: float, y: float, operators: str) -> None:
        """Show prepared text; `x` and `y` are points from the top left corner."""
        self.code.append(f"BT {x:.2f} {self._top - y:.2f} Td {operators} ET")

    def spread(self, place: tuple[float, float], text: str, operators: str, gap: float) -> None:
        """Show prepared text with `gap` points more between its characters."""
        self.code.append(f"{gap / max(len(text) - 1, 1):.3f} Tc")
        self.put(place[0] * MM, place[1] * MM, operators)
        self.code.append("0 Tc")

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        weight: float = 0.5,
        color: Color = RULE,
    ) -> None:
        x1, y1 = start[0] * MM, self._top - start[1] * MM
        x2, y2 = end[0] * MM, self._top - end[1] * MM
        self.code.append(f"{weight:g} w {_stroke(color)} {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def rules(self, lines: Iterable[tuple[float, float, float, float]], weight: float) -> None:
        """Draw many black lines (x1, y1, x2, y2) in one stroke."""
        top = self._top
        drawn = [
            f"{x1 * MM:.2f} {top - y1 * MM:.2f} m {x2 * MM:.2f} {top - y2 * MM:.2f} l"
            for x1, y1, x2, y2 in lines
        ]
        if drawn:
            self.code.append(f"{weight:g} w 0 G {' '.join(drawn)} S")

    def frame(
        self, corner: tuple[float, float], size: tuple[float, float], weight: float = 0.5,
        color: Color = RULE,
    ) -> None:  # fmt: skip
        self.code.append(f"{weight:g} w {_stroke(color)} {self._rectangle(corner, size)} S")

    def fill(
        self, corner: tuple[float, float], size: tuple[float, float], color: Color = PALE
    ) -> None:
        self.code.append(f"{_fill(color)} {self._rectangle(corner, size)} f 0 g")

    def dashed(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.code.append("[3 3] 0 d")
        self.line(start, end, 0.5, FAINT)
        self.code.append("[] 0 d")

    def stamp(self, form: str, down: float = 0) -> None:
        """Repeat a form drawn before, moved down by so many millimetres."""
        self.forms_used.add(form)
        self.code.append(f"q 1 0 0 1 0 {-down * MM:.2f} cm /FormXob.{form} Do Q")

    @contextmanager
    def elsewhere(self) -> Iterator[list[str]]:
        """Collect what is drawn in the block apart from the current page."""
        kept, self.code = self.code, []
        try:
            yield self.code
        finally:
            self.code = kept

    def _rectangle(self, corner: tuple[float, float], size: tuple[float, float]) -> str:
        x, y = corner[0] * MM, self._top - (corner[1] + size[1]) * MM
        return f"{x:.2f} {y:.2f} {size[0] * MM:.2f} {size[1] * MM:.2f} re"


def _fill(color: Color) -> str:
    return f"{color[0]:g} {color[1]:g} {color[2]:g} rg"


def _stroke(color: Color) -> str:
    return f"{color[0]:g} {color[1]:g} {color[2]:g} RG"
