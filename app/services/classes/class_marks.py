"""The marks of a class workbook: a grid with one column per half-day, or one line per mark."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.data.imports.class_workbook import Line, Table
from app.domain.errors import InvalidInput
from app.domain.field_values import as_text
from app.domain.people.roster_file import CellValue
from app.domain.training.class_workbook import (
    ABOUT_SHEET,
    CHECKED_BY,
    half_day_meant,
    mark_meant,
)
from app.domain.training.codes import MARKS, UNMARKED
from app.services.classes.class_reading import Mark, ReadClass, Workbook, person_of, refused


def read_marks(book: Workbook, found: ReadClass, today: datetime.date) -> None:
    """Add the marks of 考勤 to what was read.

    Raises:
        InvalidInput: there are marks, but nobody is named who checked the signed sheets.
    """
    half_days = [(str(made["day"]), str(made["slot"])) for made in found.sessions]
    reader = _Marks(book.file.marks, half_days, today)
    enrolled = {person.member for person in found.people}
    for line in book.file.marks.lines:
        cells = list(_cells(line))
        if not cells:
            continue
        member, reason = person_of(book, line, today)
        if member is not None and not reason and member.uid not in enrolled:
            reason = "此人不在学员名单里，考勤没有登记"
        if member is None or reason:
            found.rejected.append(refused(reader.table, line, "id_number", reason))
            continue
        for cell in cells:
            reader.read(found, line, cell, member.uid)
    if found.marks and not found.checked_by:
        raise InvalidInput({"checked_by": f"填了考勤，请在{ABOUT_SHEET}里填写“{CHECKED_BY}”"})


@dataclass(frozen=True, slots=True)
class _Cell:
    field: str
    heading: str
    raw: CellValue


@dataclass
class _Marks:
    table: Table
    half_days: list[tuple[str, str]]
    today: datetime.date
    given: set[tuple[int, bytes]] = field(default_factory=set)

    def read(self, found: ReadClass, line: Line, cell: _Cell, member: bytes) -> None:
        """Take one mark, or refuse it."""
        mark = mark_meant(as_text(cell.raw))
        half_day = half_day_meant(cell.heading, self.half_days)
        if half_day is None:
            reason = "课程表里没有这个半天，请核对列名"
        else:
            reason = self._refusal(half_day, mark, member)
        if half_day is None or reason:
            found.rejected.append(refused(self.table, line, cell.field, reason))
        elif mark != UNMARKED:
            self.given.add((half_day, member))
            found.marks.append(Mark(half_day, member, mark, line, cell.field))

    def _refusal(self, half_day: int, mark: str, member: bytes) -> str:
        if not mark:
            return f"考勤请填：{'、'.join(MARKS[1:])}"
        day = self.half_days[half_day][0]
        if mark != UNMARKED and day > self.today.isoformat():
            return f"{day} 的课还没有上，不能登记考勤"
        return "同一个半天的考勤写了两次" if (half_day, member) in self.given else ""


def _cells(line: Line) -> Iterator[_Cell]:
    if "mark" in line.cells:
        when = f"{as_text(line.cells.get('day'))} {as_text(line.cells.get('slot'))}"
        yield _Cell("mark", when, line.cells["mark"])
        return
    for name, raw in line.cells.items():
        if name.startswith("session:"):
            yield _Cell(name, name.removeprefix("session:"), raw)
