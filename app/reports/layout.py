"""Parts that many of our papers share: heads, lines of facts, signatures, the place for a seal."""

from collections.abc import Iterator, Sequence

from app.reports.cells import Box, Cells
from app.reports.document import Document
from app.reports.fonts import HEI, SONG, TITLE
from app.reports.line_breaker import NOTHING_KEPT, Kept, Widths, break_lines, measured
from app.reports.pen import BASELINE_DROP, CENTER, FAINT, MM, Style
from app.reports.preflight import shortened_warning

_SEAL = Style(9, HEI, FAINT)

_BODY_LEADING, _SMALLEST_BODY = 1.9, 9
_SMALLEST_TITLE, _MORE_TITLE_LINES, _EVEN_LINES = 14, 3, 5
# A line with a larger hole keeps it at its end: spread over the characters it would gape.
_SPREAD_FROM = 0.82

_SIGNED_LEADING = 1.6

SEAL_PLACE = "（盖章处）"


def title(document: Document, text: str, size: float = 20, most_lines: int = 2) -> None:
    """The title in the middle; a long one is broken at its line break, if it has one, and takes a
    further line before it becomes smaller than what stands below."""
    widths = document.pen.fonts[TITLE].widths
    middle = document.paper.left + document.paper.usable_width / 2
    shown, most = size, most_lines
    lines: tuple[str, ...] = (text,)
    long = measured(text, widths) * _SMALLEST_TITLE / MM / document.paper.usable_width
    sizes = _title_sizes(size, most_lines)
    for shown, most in sizes if long <= most_lines + _MORE_TITLE_LINES else sizes[-1:]:
        lines = _title_lines(text, document.paper.usable_width * MM / shown, widths)
        if len(lines) <= most:
            break
    else:
        document.warn(shortened_warning(text.replace("\n", "")))
    for line in lines[:most]:
        height = shown * 1.4 / MM
        baseline = document.y + height / 2 + shown * BASELINE_DROP / MM
        document.pen.text((middle, baseline), line, Style(shown, TITLE), CENTER)
        document.y += height
    document.y += 2


def _title_sizes(size: float, most_lines: int) -> list[tuple[float, int]]:
    least = min(size, _SMALLEST_TITLE)
    sizes = [size - step for step in range(int(size - least) + 1)]
    return [(shown, most_lines) for shown in sizes] + [(least, most_lines + _MORE_TITLE_LINES)]


def _title_lines(text: str, room: float, widths: Widths) -> tuple[str, ...]:
    whole = text.replace("\n", "")
    if measured(whole, widths) <= room * 0.97:
        return (whole,)
    lines = break_lines(text, room, widths)
    if len(lines) <= text.count("\n") + 1:
        return lines
    # Lines of about the same length read better than a full one and a lonely word.
    kept = Kept(names=tuple(text.split("\n")[1:]))
    if len(lines) > _EVEN_LINES:
        return lines
    for count in range(2, len(lines) + 1):
        even = break_lines(whole, min(room, measured(whole, widths) / count + 1.5), widths, 0, kept)
        if len(even) <= count:
            return even
    return lines


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
    document: Document, text: str, style: Style, *, indent: int = 2, kept: Kept = NOTHING_KEPT
) -> None:
    """Flowing text over the width of the page, going on to the next page when it must."""
    widths = document.pen.fonts[style.font].widths
    room = document.paper.usable_width * MM / style.size
    lines = break_lines(text, room, widths, indent, kept)
    _set_lines(
        document, lines, style, (document.paper.left, document.paper.usable_width), 1.7, indent
    )


def _set_lines(
    document: Document, lines: Sequence[str], style: Style, place: tuple[float, float],
    leading: float, indent: int = 2,
) -> None:  # fmt: skip
    """Lines with both edges straight, except the last one."""
    left, width = place
    height = style.size * leading / MM
    for number, line in enumerate(lines):
        if document.y + height > document.paper.floor:
            document.new_page()
        start = indent * style.size / MM if number == 0 else 0
        baseline = document.y + height / 2 + style.size * BASELINE_DROP / MM
        operators, taken = document.pen.prepared(line, style)
        room = (width - start) * MM
        if number + 1 < len(lines) and taken > room * _SPREAD_FROM:
            document.pen.spread((left + start, baseline), line, operators, room - taken)
        else:
            document.pen.put((left + start) * MM, baseline * MM, operators)
        document.y += height


def signatures(document: Document, labels: Sequence[str], height: float = 14) -> None:
    """Labels in one line, with a rule to sign on behind each that ends with a colon."""
    document.make_room(height)
    part = document.paper.usable_width / len(labels)
    baseline = document.y + height * 0.7
    style = Style(11)
    for number, label in enumerate(labels):
        x = document.paper.left + part * number
        document.pen.text((x, baseline), label, style)
        start = x + document.pen.width(label, style) + 1
        end = x + part - 6
        if label.endswith("：") and end > start:
            document.pen.line((start, baseline + 1), (end, baseline + 1))
    document.y += height


def signed_by(document: Document, box: Box, bodies: Sequence[str], day: str, style: Style) -> None:
    """Who signs, each on lines of their own, and the date under them, at the foot of the box."""
    left, top, width, height = box
    leading = style.size * _SIGNED_LEADING / MM
    cells = Cells(document, most_lines=3)
    room = height - leading
    needed = [max(leading, cells.height(body, width, style)) for body in bodies]
    # Many bodies squeeze rather than rise into the text above them.
    share = min(1.0, room / sum(needed)) if needed else 1.0
    y = top + room - sum(needed) * share
    for body, high in zip(bodies, needed, strict=True):
        cells.write((left, y, width, high * share), body, style, CENTER)
        y += high * share
    cells.write((left, y, width, leading), day, style, CENTER)


def seal_place(document: Document, middle: tuple[float, float]) -> None:
    """Says where the seal goes; a seal itself is never printed."""
    document.pen.text(middle, SEAL_PLACE, _SEAL, CENTER)


def body_text(
    document: Document,
    box: tuple[float, float, float, float],
    text: str,
    size: float,
    kept: Kept = NOTHING_KEPT,
) -> None:
    """Flowing text inside a box, set smaller until all of it fits."""
    left, top, width, height = box
    widths = document.pen.fonts[SONG].widths
    for shown in _sizes_down(size):
        lines = break_lines(text, width * MM / shown, widths, 2, kept)
        if len(lines) * shown * _BODY_LEADING / MM <= height:
            break
    else:
        document.warn(shortened_warning(text))
        lines = lines[: int(height * MM / shown / _BODY_LEADING)]
    document.y = top
    _set_lines(document, lines, Style(shown), (left, width), _BODY_LEADING)


def _sizes_down(size: float) -> Iterator[float]:
    return (size - step for step in range(int(size - _SMALLEST_BODY) + 1))


def _line(document: Document, x: float, text: str, style: Style) -> None:
    height = style.size * 1.7 / MM
    document.pen.text((x, document.y + height / 2 + style.size * BASELINE_DROP / MM), text, style)
