"""Places of one width and style: text is fitted once, then written as often as it occurs."""

from collections.abc import Callable
from dataclasses import dataclass

from app.reports.pen import BASELINE_DROP, MM, Pen, Style
from app.reports.preflight import shortened_warning
from app.reports.text_fit import fit

_PADDING = 0.8
_LEADING = 1.25


@dataclass(frozen=True, slots=True)
class Ready:
    """Fitted lines as (operators, width in points), and the height they need in millimetres."""

    lines: tuple[tuple[str, float], ...]
    size: float
    height: float
    warning: str


class Slot:
    """Fits and writes text for boxes of one width; `warn` is told of text that had to be cut.

    Where boxes grow with their text, it is cut only when it would not fit on a page of its own.
    """

    def __init__(
        self,
        pen: Pen,
        width: float,
        style: Style,
        most_lines: int,
        warn: Callable[[str], None],
        *,
        grows: bool = False,
    ) -> None:
        self._pen = pen
        self._width = width
        self._style = style
        self._most_lines = most_lines
        self._warn = warn
        self._grows = grows
        self._known: dict[str, Ready] = {}

    def fitted(self, text: str) -> Ready:
        ready = self._known.get(text)
        if ready is None:
            ready = self._known[text] = self._fit(text)
        return ready

    def write(self, corner: tuple[float, float], height: float, ready: Ready, align: float) -> None:
        """Write into the box at `corner`, in the middle of its height."""
        if not ready.lines:
            return
        if ready.warning:
            self._warn(ready.warning)
        left, top = corner
        count = len(ready.lines)
        # Rows that may not grow squeeze their lines rather than write over a rule.
        leading = min(ready.size * _LEADING, (height - 0.2) * MM / count)
        x = (left + _PADDING + (self._width - 2 * _PADDING) * align) * MM
        y = (top + height / 2) * MM - leading * (count - 1) / 2 + ready.size * BASELINE_DROP
        for operators, width in ready.lines:
            self._pen.put(x - width * align, y, operators)
            y += leading

    def _fit(self, text: str) -> Ready:
        if not text:
            return Ready((), self._style.size, 0, "")
        style = self._style
        room = (self._width - 2 * _PADDING) * MM
        widths = self._pen.fonts[style.font].widths
        fitted = fit(text, room, style.size, widths, self._most_lines, grows=self._grows)
        sized = Style(fitted.size, style.font, style.color)
        lines = tuple(self._pen.prepared(line, sized) for line in fitted.lines)
        height = len(lines) * fitted.size * _LEADING / MM + 2 * _PADDING
        return Ready(lines, fitted.size, height, shortened_warning(text) if fitted.cut else "")
