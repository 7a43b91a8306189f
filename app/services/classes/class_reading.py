"""What a class workbook says, checked against the people and organizations of this store."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.data.imports.class_workbook import ClassFile, Line, Table
from app.domain.declarations import entity_named
from app.domain.entity import Field, Value
from app.domain.errors import InvalidInput
from app.domain.field_values import as_text
from app.domain.parsing import parse
from app.domain.people.branches import Branches
from app.domain.people.id_number import checked, completed, from_number
from app.domain.people.names import match_key
from app.domain.people.roster_file import RowProblem
from app.domain.people.roster_match import KnownMember
from app.domain.people.roster_reading import shown
from app.domain.people.written_names import written_name
from app.domain.training.attendance_rules import HourRules
from app.domain.training.bounds import class_problems, session_problems
from app.domain.training.class_workbook import ABOUT_SHEET
from app.domain.training.entities import TrainingClass
from app.domain.training.plan_sessions import plan_sessions


@dataclass(frozen=True)
class Workbook:
    """The file and what it is compared with."""

    file: ClassFile
    defaults: Mapping[str, Value]
    branches: Branches
    people: Mapping[str, KnownMember]
    rules: HourRules


@dataclass(frozen=True, slots=True)
class Participant:
    """One accepted line of 学员名单."""

    member: bytes
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Mark:
    """One accepted mark; `half_day` counts the sessions from 0, `line` and `field` are its cell."""

    half_day: int
    member: bytes
    mark: str
    line: Line
    field: str


@dataclass
class ReadClass:
    """Everything that will be written, and every line that will not."""

    values: dict[str, Value]
    sessions: list[dict[str, Value]]
    people: list[Participant] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    rejected: list[RowProblem] = field(default_factory=list)
    checked_by: str = ""
    paper: str | None = None


def read_class(book: Workbook, today: datetime.date) -> ReadClass:
    """Check 班次信息, 课程表 and 学员名单; the marks come next.

    Raises:
        InvalidInput: problems in 班次信息 or 课程表, each with its cell.
    """
    values = _about(book, today)
    found = ReadClass(values, _sessions(book.file.sessions, values, book.rules, today))
    about = book.file.about
    found.checked_by = as_text(about.get("checked_by")).strip()
    found.paper = as_text(about.get("paper")).strip() or None
    _read_people(book, found, today)
    return found


def _about(book: Workbook, today: datetime.date) -> dict[str, Value]:
    entity, places = entity_named("training_class"), book.file.places
    written = {
        name: raw
        for name, raw in book.file.about.items()
        if entity.has(name) and as_text(raw).strip()
    }

    def organization(_field: Field, text: str) -> bytes:
        known = book.branches.find(text)
        if len(known) != 1:
            raise InvalidInput({"organization": f"办班党组织“{text}”在本机没有或不止一个"})
        return known[0]

    # A workbook stands for itself: only who runs the class is taken from this store.
    own = {name: book.defaults.get(name) for name in ("organization", "organizer", "level")}
    try:
        values = parse(entity, {**own, **written}, references=organization, today=today)
    except InvalidInput as error:
        raise InvalidInput(
            {name: f"{ABOUT_SHEET}{places.get(name, '')}：{text}"
             for name, text in error.problems.items()}
        ) from error  # fmt: skip
    if str(values["ends_on"]) < str(values["starts_on"]):
        place = places.get("ends_on", "")
        raise InvalidInput({"ends_on": f"{ABOUT_SHEET}{place}：结束日期早于开班日期"})
    for name, text in class_problems(values, book.rules).items():
        raise InvalidInput({name: f"{ABOUT_SHEET}{places.get(name, '')}：{text}"})
    return values


def _sessions(
    table: Table, about: Mapping[str, Value], rules: HourRules, today: datetime.date
) -> list[dict[str, Value]]:
    inherited = {name: about.get(name) for name in ("teacher", "place", "task")}
    inherited["hours"] = about.get("half_day_hours")
    if not table.lines:
        training = TrainingClass(**about)  # type: ignore[arg-type]
        return [
            {name: value for name, value in made.values(b"").items() if name != "training_class"}
            for made in plan_sessions(training)
        ]
    entity = entity_named("session")
    problems: dict[str, str] = {}
    taken: dict[tuple[str, str], int] = {}
    sessions: list[dict[str, Value]] = []
    for line in table.lines:
        raw = {**inherited, **line.cells, "training_class": b"\0" * 16}
        try:
            values = parse(entity, raw, today=today)
        except InvalidInput as error:
            for name, text in error.problems.items():
                where = table.address(line, name) or f"第{line.number}行"
                problems[f"{name}{line.number}"] = f"{table.name}{where}：{text}"
            continue
        if "innovation_hours" not in line.cells and about.get("innovation_theory"):
            values["innovation_hours"] = values["hours"]  # 班次信息 says it of every half-day
        for name, text in session_problems(values, rules).items():
            where = table.address(line, name) or f"第{line.number}行"
            problems[f"{name}{line.number}"] = f"{table.name}{where}：{text}"
        when = str(values["day"]), str(values["slot"])
        text = _misplaced(when, about, taken)
        if text:
            problems[f"day{line.number}"] = f"{table.name}{table.address(line, 'day')}：{text}"
        taken[when] = line.number
        values.pop("training_class")
        sessions.append(values)
    if problems:
        raise InvalidInput(problems)
    return sessions


def _misplaced(
    when: tuple[str, str], about: Mapping[str, Value], taken: Mapping[tuple[str, str], int]
) -> str:
    if not str(about["starts_on"]) <= when[0] <= str(about["ends_on"]):
        return f"{when[0]} 不在培训班起止日期之内"
    if when in taken:
        return f"{when[0]} {when[1]}与第 {taken[when]} 行重复"
    return ""


def _read_people(book: Workbook, found: ReadClass, today: datetime.date) -> None:
    table, seen = book.file.people, dict[bytes, int]()
    for line in table.lines:
        member, text = person_of(book, line, today)
        if member is not None and member.uid in seen:
            text = f"与第 {seen[member.uid]} 行是同一人"
        if member is None or text:
            found.rejected.append(refused(table, line, "id_number", text))
            continue
        seen[member.uid] = line.number
        then = as_text(line.cells.get("position_then")).strip()
        found.people.append(
            Participant(
                member.uid,
                {
                    "member": member.uid,
                    "number": len(found.people) + 1,
                    "position_then": then or member.values.get("workplace"),
                    "organization_then": book.branches.name(member.organization or b"") or None,
                    "team": as_text(line.cells.get("team")).strip() or None,
                },
            )
        )


def person_of(book: Workbook, line: Line, today: datetime.date) -> tuple[KnownMember | None, str]:
    """The person of a line by ID number, and why the line cannot be taken."""
    raw = line.cells.get("id_number")
    try:
        text = from_number(raw) if isinstance(raw, (int, float)) else as_text(raw)
        number = completed(checked(text, today))
    except InvalidInput as error:
        return None, next(iter(error.problems.values()))
    member = book.people.get(number)
    if member is None:
        return None, "此人不在本机名单里，请先导入花名册或在“党员”里登记"
    name = as_text(line.cells.get("name")).strip()
    known = str(member.values.get("name"))
    if name and not _says(name, known):
        return None, f"身份证号是“{known}”的，与表中姓名“{name}”不符，请核对"
    return member, ""


def _says(cell: str, known: str) -> bool:
    """Whether a name cell, with whatever stands beside the name, says the known name."""
    if match_key(cell) == match_key(known):
        return True
    try:
        return match_key(written_name(cell).name) == match_key(known)
    except InvalidInput:
        return False


def refused(table: Table, line: Line, name: str, reason: str) -> RowProblem:
    """A line, or one cell of it, that is not taken."""
    column = {"id_number": "身份证号", "mark": "考勤"}.get(name, name.removeprefix("session:"))
    value = shown(name, line.cells.get(name))
    return RowProblem(table.name, line.number, table.address(line, name), column, value, reason)
