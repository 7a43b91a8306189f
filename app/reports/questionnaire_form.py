"""A questionnaire to be filled in with a pen: before every option stands the key that enters it."""

from pathlib import Path

from app.domain.documents.questionnaire import QuestionnairePaper
from app.domain.governance.answers import ONE, SCALE, SEVERAL, WORDS, Asked
from app.domain.progress import Progress, Silent
from app.reports.cells import Cells
from app.reports.document import PORTRAIT, Document
from app.reports.fonts import HEI
from app.reports.layout import paragraph, title
from app.reports.pen import FAINT, LEFT, RIGHT, Style
from app.reports.target import Written

_QUESTION, _OPTION, _SMALL = Style(12, HEI), Style(12), Style(10.5)
_LINE, _BETWEEN, _RULED = 8.5, 3.0, 11.0
_COLUMNS = (4, 3, 2)
_MARK_STEP, _BOX = 16.0, 3.6
_INDENT, _GAP = 5.0, 4.0
_TO_WRITE_ON = 2
_NUMBER_WIDTH = 70.0


def write_pdf(content: QuestionnairePaper, path: Path, progress: Progress | None = None) -> Written:
    """A4 upright; a question stays on one page with its options."""
    (progress or Silent()).step(0, 1, f"正在排版{content.title}")
    document = Document(content.title, PORTRAIT)
    document.new_page()
    _entered_as(document)
    title(document, content.title)
    if content.opening:
        paragraph(document, content.opening, _SMALL)
    paragraph(document, "请在选中的“□”里打“√”。本问卷不记名，请不要写姓名。", _SMALL)
    document.y += _BETWEEN
    for one in content.questions:
        _question(document, one)
    if content.signed:
        document.make_room(_LINE)
        _right(document, content.signed, _OPTION)
    return document.save(path)


def _entered_as(document: Document) -> None:
    """Where whoever enters it writes the number under which it can be found again."""
    left = document.paper.width - document.paper.right - _NUMBER_WIDTH
    box = (left, document.y, _NUMBER_WIDTH, 5.0)
    Cells(document, 1).write(box, "录入编号（录入人填）：＿＿＿＿", Style(9, color=FAINT), RIGHT)
    document.y += 6


def _right(document: Document, text: str, style: Style) -> None:
    box = (document.paper.left, document.y, document.paper.usable_width, _LINE)
    Cells(document, 2).write(box, text, style, RIGHT)
    document.y += _LINE


def _question(document: Document, asked: Asked) -> None:
    columns = _columns(document, asked)
    rows = -(-len(asked.options) // columns) if asked.kind in (ONE, SEVERAL) else 1
    text = f"{asked.number}. {asked.text}{_how(asked)}"
    width = document.paper.usable_width
    high = Cells(document, 6).height(text, width, _QUESTION)
    below = _RULED * _TO_WRITE_ON if asked.kind == WORDS else rows * _LINE
    document.make_room(high + below + _BETWEEN)
    paragraph(document, text, _QUESTION, indent=0)
    if asked.kind == SCALE:
        _marks(document, asked)
    elif asked.kind == WORDS:
        _ruled(document)
    else:
        _options(document, asked, columns)
    document.y += _BETWEEN


def _how(asked: Asked) -> str:
    if asked.kind == SEVERAL:
        return f"（可选多项，最多 {asked.most} 项）" if asked.most else "（可选多项）"
    if asked.kind == SCALE:
        return f"（1 分最低，{asked.highest} 分最高）"
    return "（请写在横线上）" if asked.kind == WORDS else "（只选一项）"


def _labelled(asked: Asked, option: str) -> str:
    return f"{asked.key(option)}　{option}"


def _columns(document: Document, asked: Asked) -> int:
    """As many options beside each other as fit without a second line."""
    room = document.paper.usable_width - _INDENT
    longest = max(
        (document.pen.width(_labelled(asked, one), _OPTION) for one in asked.options), default=0.0
    )
    fitting = (n for n in _COLUMNS if longest + _BOX + 2 + _GAP <= room / n)
    return min(next(fitting, 1), max(1, len(asked.options)))


def _options(document: Document, asked: Asked, columns: int) -> None:
    left = document.paper.left + _INDENT
    width = (document.paper.usable_width - _INDENT) / columns
    cells = Cells(document, 3)
    for start in range(0, len(asked.options), columns):
        some = [_labelled(asked, one) for one in asked.options[start : start + columns]]
        room = width - _BOX - 2 - _GAP
        high = max(_LINE, *(cells.height(one, room, _OPTION) for one in some))
        document.make_room(high)
        for number, text in enumerate(some):
            x = left + number * width
            _box(document, x, document.y + (high - _BOX) / 2)
            cells.write((x + _BOX + 2, document.y, room, high), text, _OPTION, LEFT)
        document.y += high


def _marks(document: Document, asked: Asked) -> None:
    cells = Cells(document, 1)
    for number, mark in enumerate(asked.options):
        x = document.paper.left + _INDENT + number * _MARK_STEP
        _box(document, x, document.y + (_LINE - _BOX) / 2)
        cells.write((x + _BOX + 1.5, document.y, 9, _LINE), mark, _OPTION, LEFT)
    document.y += _LINE


def _box(document: Document, x: float, y: float) -> None:
    document.pen.frame((x, y), (_BOX, _BOX), 0.7)


def _ruled(document: Document) -> None:
    left, right = document.paper.left + _INDENT, document.paper.width - document.paper.right
    for _ in range(_TO_WRITE_ON):
        document.y += _RULED
        document.pen.line((left, document.y), (right, document.y), 0.4, FAINT)
