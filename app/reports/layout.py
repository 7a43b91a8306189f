"""Parts that many of our papers share: heads, lines of facts, signatures, the place for a seal."""

from collections.abc import Sequence

from app.reports.cells import Cells
from app.reports.document import Document
from app.reports.fonts import HEI, SONG, TITLE
from app.reports.pen import BASELINE_DROP, CENTER, FAINT, LEFT, MM, Style
from app.reports.text_fit import break_lines, fit

_TITLE = Style(20, TITLE)
_FACTS = Style(10.5)
_SEAL = Style(9, HEI, FAINT)

SEAL_PLACE = "（盖章处）"


def title(document: Document, text: str, size: float = 20, most_lines: int = 2) -> None:
    """The title in the middle of the page, smaller or on two lines when it is long."""
    style = Style(size, TITLE)
    measure = document.pen.fonts[TITLE].width
    fitted = fit(text, document.paper.usable_width * MM, size, measure, most_lines)
    middle = document.paper.left + document.paper.usable_width / 2
    for line in fitted.lines:
        height = fitted.size * 1.4 / MM
        baseline = document.y + height / 2 + fitted.size * BASELINE_DROP / MM
        document.pen.text((middle, baseline), line, Style(fitted.size, style.font), CENTER)
        document.y += height
    document.y += 2


def facts(document: Document, texts: Sequence[str], size: float = 10.5) -> None:
    """Short statements under a title, spread over one line, or one per line when they are long."""
    shown = [text for text in texts if text]
    style = Style(size)
    room = document.paper.usable_width
    if sum(document.pen.width(text, style) + 4 for text in shown) <= room:
        free = room - sum(document.pen.width(text, style) for text in shown)
        gap, x = free / max(len(shown) - 1, 1), document.paper.left
        for text in shown:
            _line(document, x, text, style)
            x += document.pen.width(text, style) + gap
        document.y += size * 1.7 / MM
    else:
        for text in shown:
            paragraph(document, text, style, indent=0)
    document.y += 1


def paragraph(
    document: Document, text: str, style: Style, *, indent: int = 2, leading: float = 1.7
) -> None:
    """Flowing text, both edges straight, its first line indented by so many characters."""
    measure = document.pen.fonts[style.font].width
    room = document.paper.usable_width * MM / style.size
    lines = break_lines(text, room, measure, indent)
    for number, line in enumerate(lines):
        document.make_room(style.size * leading / MM)
        start = indent * style.size / MM if number == 0 else 0
        x = document.paper.left + start
        free = document.paper.usable_width - start
        full = number + 1 < len(lines) and document.pen.width(line, style) > free * 0.9
        _line(document, x, line, style, leading, free if full else 0)
        document.y += style.size * leading / MM


def signatures(document: Document, labels: Sequence[str], height: float = 14) -> None:
    """Labels in one line with a rule behind each to sign on."""
    document.make_room(height)
    part = document.paper.usable_width / len(labels)
    baseline = document.y + height * 0.7
    style = Style(11)
    for number, label in enumerate(labels):
        x = document.paper.left + part * number
        document.pen.text((x, baseline), label, style)
        start = x + document.pen.width(label, style) + 1
        end = x + part - 6
        if not label.endswith(("人", "次")) and end > start:
            document.pen.line((start, baseline + 1), (end, baseline + 1))
    document.y += height


def seal_place(document: Document, middle: tuple[float, float]) -> None:
    """Says where the seal goes; a seal itself is never printed."""
    document.pen.text(middle, SEAL_PLACE, _SEAL, CENTER)


def box_text(
    document: Document, box: tuple[float, float, float, float], text: str, style: Style,
    align: float = LEFT, most_lines: int = 2,
) -> None:  # fmt: skip
    """Text inside a box of its own."""
    Cells(document, most_lines).write(box, text, style, align)


def _line(
    document: Document, x: float, text: str, style: Style, leading: float = 1.7, spread: float = 0
) -> None:
    height = style.size * leading / MM
    baseline = document.y + height / 2 + style.size * BASELINE_DROP / MM
    if spread:
        document.pen.justified((x, baseline), text, style, spread)
    else:
        document.pen.text((x, baseline), text, style)
