"""Text inside a box on paper: fitted, centred in height, and reported when it had to be cut."""

from app.reports.document import Document
from app.reports.pen import BASELINE_DROP, MM, Style
from app.reports.preflight import shortened_warning
from app.reports.text_fit import Fitted, fit

_PADDING = 0.8
_LEADING = 1.25

Box = tuple[float, float, float, float]


class Cells:
    """Writes into boxes (left, top, width, height) and remembers how each text was fitted."""

    def __init__(self, document: Document, most_lines: int) -> None:
        self._document = document
        self._most_lines = most_lines
        self._fitted: dict[tuple[str, float, str], Fitted] = {}

    def height(self, text: str, width: float, style: Style) -> float:
        """The height that `text` needs in a box of this width."""
        fitted = self._fit(text, width, style)
        return len(fitted.lines) * fitted.size * _LEADING / MM + 2 * _PADDING

    def write(self, box: Box, text: str, style: Style, align: float) -> None:
        """Write `text` into the box; it shrinks and wraps rather than leave it."""
        left, top, width, height = box
        fitted = self._fit(text, width, style)
        if fitted.cut:
            self._document.warn(shortened_warning(text))
        x = left + _PADDING + (width - 2 * _PADDING) * align
        # Rows that may not grow squeeze their lines rather than write over a rule.
        leading = min(fitted.size * _LEADING / MM, (height - 0.2) / len(fitted.lines))
        sized = Style(fitted.size, style.font, style.color)
        baseline = top + (height - leading * len(fitted.lines)) / 2 + leading / 2
        baseline += fitted.size * BASELINE_DROP / MM
        for line in fitted.lines:
            self._document.pen.text((x, baseline), line, sized, align)
            baseline += leading

    def _fit(self, text: str, width: float, style: Style) -> Fitted:
        key = (text, width, style.font)
        fitted = self._fitted.get(key)
        if fitted is None:
            measure = self._document.pen.fonts[style.font].width
            room = (width - 2 * _PADDING) * MM
            fitted = self._fitted[key] = fit(text, room, style.size, measure, self._most_lines)
        return fitted
