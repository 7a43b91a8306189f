"""Text inside single boxes on paper: fitted, centred in height, reported when it had to be cut."""

from app.reports.document import Document
from app.reports.pen import Style

Box = tuple[float, float, float, float]


class Cells:
    """Writes into boxes (left, top, width, height) that hold so many lines at most."""

    def __init__(self, document: Document, most_lines: int) -> None:
        self._document = document
        self._most_lines = most_lines

    def height(self, text: str, width: float, style: Style) -> float:
        """The height that `text` needs in a box of this width."""
        return self._document.slot(width, style, self._most_lines).fitted(text).height

    def write(self, box: Box, text: str, style: Style, align: float) -> None:
        """Write `text` into the box; it shrinks and wraps rather than leave it."""
        left, top, width, height = box
        slot = self._document.slot(width, style, self._most_lines)
        slot.write((left, top), height, slot.fitted(text), align)
