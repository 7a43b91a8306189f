"""Words as they were typed: tool tips and message boxes take whatever looks like HTML for HTML, and
a name may look like anything."""

from html import escape

from PySide6.QtGui import Qt

from app.domain.characters import visible


def as_typed(words: str) -> str:
    """What to hand to a tool tip or a message box, so that it shows just these words."""
    shown = visible(words)
    if not Qt.mightBeRichText(shown):
        return shown
    return f'<p style="white-space:pre-wrap">{escape(shown)}</p>'
