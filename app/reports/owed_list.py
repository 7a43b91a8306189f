"""应训未训名单 by branch, on paper and as a workbook."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

from app.domain.documents.owed_list import OwedLine, OwedList
from app.domain.progress import Progress, Silent
from app.reports.column import Band, Column
from app.reports.document import PORTRAIT, Document
from app.reports.layout import facts as stated
from app.reports.layout import title
from app.reports.pen import LEFT
from app.reports.sheet import SUM, SheetPlan, write_workbook
from app.reports.table import KEPT_WITH_ROWS, Table, TableStyle
from app.reports.target import Written

_ADDED = frozenset({"done", "required", "short"})


def columns(content: OwedList) -> tuple[Column, ...]:
    """The columns of this list; hours or days stand in the heads."""
    return (
        Column("序号", "number", 10, number=True),
        Column("姓名", "name", 26),
        Column("性别", "sex", 10),
        Column("单位及职务", "organization", 50, LEFT),
        Column(f"已完成\n（{content.unit}）", "done", 17, number=True),
        Column(f"应完成\n（{content.unit}）", "required", 17, number=True),
        Column(f"差额\n（{content.unit}）", "short", 17, number=True),
        Column("说明", "note", 37, LEFT),
    )


def write_pdf(content: OwedList, path: Path, progress: Progress | None = None) -> Written:
    """A4 upright, a line with its name above the people of each branch."""
    (progress or Silent()).step(0, 1, content.title)
    document = Document(content.title, PORTRAIT, note=content.printed_note)
    document.new_page()
    title(document, f"{content.scope}\n{content.year}年应训未训名单")
    stated(document, (f"依据：{content.requirement}", f"统计截至：{content.as_of}"))
    style = TableStyle(size=10, empty="（没有应训未训人员）")
    Table(document, columns(content), style).draw(rows(content), sealed=KEPT_WITH_ROWS)
    return document.save(path)


def write_xlsx(content: OwedList, path: Path, progress: Progress | None = None) -> Written:
    """The same list as a workbook that can be sorted and sent on."""
    (progress or Silent()).step(0, 1, content.title)
    notes = (f"依据：{content.requirement}", f"统计截至：{content.as_of}", content.printed_note)
    people = (*_people(content), Band(content.totals)) if content.branches else ()
    plan = SheetPlan("应训未训", content.title, _sheet_columns(content), people, notes, across=True)
    return write_workbook((plan,), path)


@dataclass(frozen=True)
class _Person(OwedLine):
    """A line that says its branch itself: a workbook is sorted, a band would stay behind."""

    branch: str = ""


def _people(content: OwedList) -> Iterator[_Person]:
    listed = ((branch.name, line) for branch in content.branches for line in branch.lines)
    for number, (branch, line) in enumerate(listed, start=1):
        values = {field.name: getattr(line, field.name) for field in fields(line)}
        yield _Person(**{**values, "number": str(number), "branch": branch})


def _sheet_columns(content: OwedList) -> tuple[Column, ...]:
    number, *others = columns(content)
    added = [replace(column, total=SUM) if column.field in _ADDED else column for column in others]
    return (number, Column("党组织", "branch", 50, LEFT), *added)


def rows(content: OwedList) -> Iterator[object]:
    """Branches and people in the order printed."""
    for branch in content.branches:
        yield Band(f"{branch.name}（{len(branch.lines)}人）", strong=True, heads=True)
        yield from branch.lines
    if content.branches:
        yield Band(content.totals, strong=True)
