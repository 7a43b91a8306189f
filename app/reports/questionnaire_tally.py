"""What all papers of a questionnaire said: counts, shares, means, and what was written."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from app.domain.documents.questionnaire import QuestionnaireTally
from app.domain.governance.answers import WORDS, QuestionTally
from app.domain.progress import Progress, Silent
from app.reports.chart import bar_chart
from app.reports.column import Column
from app.reports.document import PORTRAIT, Document
from app.reports.fonts import HEI
from app.reports.layout import facts, paragraph, title
from app.reports.pen import LEFT, Style
from app.reports.sheet import SheetPlan, write_workbook
from app.reports.table import Table, TableStyle
from app.reports.target import Written

_HEAD, _TEXT = Style(12, HEI), Style(10.5)
_KEPT = 40.0


class _Option(NamedTuple):
    option: str
    papers: str
    share: str


class _Line(NamedTuple):
    number: str
    text: str
    option: str
    papers: str
    share: str
    mean: str


_OPTIONS = (
    Column("选项", "option", 100, LEFT),
    Column("份数", "papers", 22, number=True),
    Column("占作答的", "share", 26),
)
_SHEET = (
    Column("题号", "number", 12, number=True),
    Column("题目", "text", 60, LEFT),
    Column("选项（写的话）", "option", 60, LEFT),
    Column("份数", "papers", 14, number=True),
    Column("占作答的", "share", 20, percent=True),
    Column("平均分", "mean", 16, number=True),
)


def write_pdf(content: QuestionnaireTally, path: Path, progress: Progress | None = None) -> Written:
    """A4 upright, question by question with a chart and the figures."""
    (progress or Silent()).step(0, 1, f"正在排版{content.title}")
    document = Document(content.title, PORTRAIT, note=content.note)
    document.new_page()
    title(document, content.title)
    facts(document, content.facts)
    for one in content.questions:
        _question(document, one)
    return document.save(path)


def _question(document: Document, told: QuestionTally) -> None:
    document.make_room(_KEPT)
    asked = told.asked
    document.y += 3
    paragraph(document, f"{asked.number}. {asked.text}（{asked.kind}）", _HEAD, indent=0)
    paragraph(document, told.words, _TEXT, indent=0)
    if asked.kind == WORDS:
        for text in told.texts:
            paragraph(document, f"· {text}", _TEXT, indent=0)
        return
    bar_chart(document, "各项份数", "", [(one.option, one.papers) for one in told.counted])
    rows = [_Option(one.option, str(one.papers), one.share) for one in told.counted]
    Table(document, _OPTIONS, TableStyle(size=10)).draw(rows)


def write_xlsx(
    content: QuestionnaireTally, path: Path, progress: Progress | None = None
) -> Written:
    """The same as one table."""
    (progress or Silent()).step(0, 1, f"正在写出{content.title}")
    rows = tuple(line for one in content.questions for line in _lines(one))
    notes = ("　".join(content.facts),)
    return write_workbook((SheetPlan("汇总", content.title, _SHEET, rows, notes),), path)


def _lines(told: QuestionTally) -> Iterator[_Line]:
    number, text = str(told.asked.number), told.asked.text
    for one in told.counted:
        yield _Line(number, text, one.option, str(one.papers), one.share, told.mean)
    for said in told.texts:
        yield _Line(number, text, said, "", "", "")
