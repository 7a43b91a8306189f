"""党员增减变化表: sums by organization and reason, then the names, on paper and as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.documents.headcount_change import (
    ChangedPerson,
    HeadcountChange,
    OrganizationChange,
)
from app.domain.people.headcount import DECREASES, INCREASES
from app.domain.progress import Progress, Silent
from app.reports.column import Column
from app.reports.document import LANDSCAPE, Document
from app.reports.fonts import HEI
from app.reports.layout import facts, paragraph, title
from app.reports.pen import LEFT, Style
from app.reports.sheet import SUM, SheetPlan, write_workbook
from app.reports.table import Table, TableStyle
from app.reports.target import Written

_HEAD, _NOTE = Style(12, HEI), Style(9.5)
COUNTED = "只有正式党员和预备党员计为党员；停止党籍的不计。"
OTHERS = "下列人员不计入党员人数。"
NOBODY = "（没有变化）"


@dataclass(frozen=True)
class SumLine:
    """One organization with its sums, ready to be printed; no figure where nothing happened."""

    name: str
    opening: int
    came: str
    added: str
    moved_in: str
    developed: str
    restored: str
    left: str
    moved_out: str
    transferred: str
    died: str
    expelled: str
    suspended: str
    otherwise: str
    closing: int


_CAME = ("added", "moved_in", "developed", "restored")
_LEFT = ("moved_out", "transferred", "died", "expelled", "suspended", "otherwise")


@dataclass(frozen=True)
class NameLine:
    """One person, numbered."""

    number: str
    name: str
    what: str
    before: str
    after: str


SUMS = (
    Column("党组织", "name", 58, LEFT),
    Column("期初", "opening", 15, number=True, total=SUM),
    Column("增加", "came", 14, number=True, total=SUM),
    *(
        Column(f"其中\n{reason}", field, 17, number=True, total=SUM)
        for field, reason in zip(_CAME, INCREASES, strict=True)
    ),
    Column("减少", "left", 14, number=True, total=SUM),
    *(
        Column(f"其中\n{reason}", field, 17, number=True, total=SUM)
        for field, reason in zip(_LEFT, DECREASES, strict=True)
    ),
    Column("期末", "closing", 15, number=True, total=SUM),
)
NAMES = (
    Column("序号", "number", 14, number=True),
    Column("姓名", "name", 34),
    Column("变化", "what", 34),
    Column("变化前", "before", 92, LEFT),
    Column("变化后", "after", 92, LEFT),
)


def write_pdf(content: HeadcountChange, path: Path, progress: Progress | None = None) -> Written:
    """A4 across: the sums, the names of 党员, and apart from them everybody else."""
    (progress or Silent()).step(0, 1, content.title)
    document = Document(content.title, LANDSCAPE, note=content.printed_note)
    document.new_page()
    title(document, content.title)
    facts(document, _facts(content))
    paragraph(document, COUNTED, _NOTE, indent=0)
    style = TableStyle(size=9.5, empty=NOBODY)
    Table(document, SUMS, style).draw(sum_lines(content))
    _names(document, f"党员变化名单（{len(content.people)}人）", content.people)
    if content.others:
        _names(document, f"其他人员变化（{len(content.others)}人）", content.others, OTHERS)
    if content.not_listed:
        paragraph(document, _not_listed(content), _NOTE, indent=0)
    return document.save(path)


def write_xlsx(content: HeadcountChange, path: Path, progress: Progress | None = None) -> Written:
    """The sums on one sheet, the names on others."""
    (progress or Silent()).step(0, 1, content.title)
    notes = (*_facts(content), COUNTED, content.printed_note)
    more = (_not_listed(content),) if content.not_listed else ()
    branches = [_line(one) for one in content.organizations]
    plans = [
        SheetPlan("增减变化", content.title, SUMS, tuple(branches), notes, across=True),
        SheetPlan("党员名单", "党员变化名单", NAMES, _lines(content.people), more, across=True),
    ]
    if content.others:
        lines = _lines(content.others)
        plans.append(SheetPlan("其他人员", "其他人员变化", NAMES, lines, (OTHERS,), across=True))
    return write_workbook(tuple(plans), path)


def _facts(content: HeadcountChange) -> tuple[str, ...]:
    return (
        f"来源：{content.sender}第 {content.sequence} 号数据包",
        f"接收时间：{content.received_at}",
        f"登记号：{content.log_id}",
    )


def _not_listed(content: HeadcountChange) -> str:
    return f"另有 {content.not_listed} 人变化较多未逐一列出，人数已计入上表。"


def _names(
    document: Document, heading: str, people: Sequence[ChangedPerson], note: str = ""
) -> None:
    document.make_room(34)
    document.y += 5
    paragraph(document, heading, _HEAD, indent=0)
    if note:
        paragraph(document, note, _NOTE, indent=0)
    document.y += 1
    Table(document, NAMES, TableStyle(size=9.5, empty=NOBODY)).draw(_lines(people))


def _lines(people: Sequence[ChangedPerson]) -> tuple[NameLine, ...]:
    return tuple(
        NameLine(str(number), one.name, one.what, one.before, one.after)
        for number, one in enumerate(people, start=1)
    )


def sum_lines(content: HeadcountChange) -> list[SumLine]:
    """Every organization, and last the sum of them all."""
    if not content.organizations:
        return []
    return [_line(one) for one in content.organizations] + [_line(_total(content.organizations))]


def _line(one: OrganizationChange) -> SumLine:
    came = one.came or (0,) * len(_CAME)
    left = one.left or (0,) * len(_LEFT)
    return SumLine(
        name=one.name,
        opening=one.opening,
        came=_figure(sum(came)),
        left=_figure(sum(left)),
        closing=one.closing,
        **{field: _figure(n) for field, n in zip(_CAME, came, strict=True)},
        **{field: _figure(n) for field, n in zip(_LEFT, left, strict=True)},
    )


def _figure(number: int) -> str:
    return str(number) if number else ""


def _total(many: Sequence[OrganizationChange]) -> OrganizationChange:
    came = [sum(column) for column in zip(*(one.came for one in many if one.came), strict=True)]
    left = [sum(column) for column in zip(*(one.left for one in many if one.left), strict=True)]
    opening = sum(one.opening for one in many)
    closing = sum(one.closing for one in many)
    return OrganizationChange("合计", opening, tuple(came), tuple(left), closing)
