"""从名单文件添加学员: a plan line by line, questions where a name may be several people, one
transaction, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.data.imports.participant_list import ListedLine, read_participant_list
from app.data.imports.reader_child import read_apart
from app.data.queries.attendance import marks_of
from app.data.queries.people_to_match import PersonToMatch
from app.data.queries.training_classes import participants_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.field_values import as_text
from app.domain.people.membership import NORMAL
from app.domain.progress import Progress, Silent
from app.services.classes.class_lookup import refuse_closed
from app.services.classes.participants import bring_in
from app.services.named_people import UNKNOWN, NamedPeople, named_people
from app.services.store import Store

READY, ALREADY, ASKED, REFUSED = "可加入", "已在名单", "请选择", "不能加入"
_GONE = "此人在本机的状态是“{}”，请核对；确要加入请在“增加学员”里选"


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line of the file: who is meant, who may be meant, or why nobody is."""

    sheet: str
    number: int
    written: str
    """The name as it stands in the file, or the end of the number where there is none."""
    outcome: str
    reason: str = ""
    member: bytes = b""
    candidates: tuple[PersonToMatch, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParticipantPlan:
    """What adding a list would do; nothing has happened yet."""

    training_class: bytes
    lines: tuple[PlannedLine, ...]

    def of(self, outcome: str) -> list[PlannedLine]:
        """The lines with this outcome."""
        return [line for line in self.lines if line.outcome == outcome]


@dataclass(frozen=True, slots=True)
class AddedPeople:
    """Who came in: new on the list, and back on it."""

    training_class: bytes
    fresh: tuple[bytes, ...]
    back: tuple[bytes, ...]

    @property
    def number(self) -> int:
        """How many."""
        return len(self.fresh) + len(self.back)


def plan_participants(
    store: Store, training_class: bytes, path: Path, progress: Progress | None = None
) -> ParticipantPlan:
    """Read a list and say of every line who is meant.

    Raises:
        AppError: the class is closed, or the file cannot be read or names nobody.
    """
    refuse_closed(store, training_class)
    lines = read_apart(read_participant_list, path, progress=progress or Silent())
    connection = store.database.read()
    matching = _Matching(named_people(connection))
    there = {row.member for row in participants_of(connection, training_class) if not row.withdrawn}
    planned: list[PlannedLine] = []
    seen: dict[bytes, int] = {}
    for line in lines:
        made = matching.planned(line)
        if made.member in there:
            made = replace(made, outcome=ALREADY)
        elif made.member and made.member in seen:
            reason = f"与第 {seen[made.member]} 行是同一人"
            made = replace(made, outcome=ALREADY, reason=reason)
        elif made.member:
            seen[made.member] = made.number
        planned.append(made)
    return ParticipantPlan(training_class, tuple(planned))


def add_listed(
    store: Store, plan: ParticipantPlan, answers: Mapping[int, bytes] | None = None
) -> AddedPeople:
    """Add the people of a plan in one transaction; `answers` say by place in the plan who is meant
    where several may be, who is not answered for stays out.

    Raises:
        AppError: the class is closed.
    """
    refuse_closed(store, plan.training_class)
    given = answers or {}
    wanted: dict[bytes, Mapping[str, Value]] = {}
    for place, line in enumerate(plan.lines):
        member = line.member if line.outcome == READY else given.get(place, b"")
        if line.outcome in (READY, ASKED) and member:
            wanted.setdefault(member, line.values)
    with store.change("从名单文件增加学员", summary=f"{len(wanted)} 人") as change:
        fresh, back = bring_in(change, plan.training_class, list(wanted))
        rows = {
            row.member: row.uid for row in participants_of(change.connection, plan.training_class)
        }
        for member in fresh:
            if values := wanted[member]:
                change.update(entity_named("enrolment"), rows[member], values)
    return AddedPeople(plan.training_class, tuple(fresh), tuple(back))


def undo_listed(store: Store, added: AddedPeople) -> None:
    """Take out again who came in with a list, and nobody else.

    Raises:
        AppError: the class was closed meanwhile, or has marks of these people.
    """
    refuse_closed(store, added.training_class)
    connection = store.database.read()
    rows = {row.member: row for row in participants_of(connection, added.training_class)}
    marked = _marked(store, added)
    if marked:
        raise AppError(
            f"其中 {marked} 人已经录了考勤，没有撤销。", "确实不参训的，请在名单里用“退出本班”。"
        )
    entity = entity_named("enrolment")
    with store.change("撤销增加学员", summary=f"{added.number} 人") as change:
        for member in added.fresh:
            if member in rows:
                change.remove(entity, rows[member].uid)
        for member in added.back:
            if member in rows:
                change.update(entity, rows[member].uid, {"withdrawn": 1})


def _marked(store: Store, added: AddedPeople) -> int:
    marked = {member for _, member in marks_of(store.database.read(), added.training_class)}
    return len(marked & {*added.fresh, *added.back})


class _Matching:
    """Numbers decide; a name only where it can be nobody else."""

    def __init__(self, people: NamedPeople) -> None:
        self._people = people

    def planned(self, line: ListedLine) -> PlannedLine:
        written = as_text(line.cells.get("name")).strip()
        made = PlannedLine(line.sheet, line.number, written, REFUSED, values=_values(line))
        if "id_number" in line.cells:
            return self._numbered(made, line.cells["id_number"])
        phone, branch = (as_text(line.cells.get(n)).strip() for n in ("phone", "organization"))
        found = self._people.narrowed(self._people.named(written), phone, branch)
        if not found:
            return replace(made, reason=UNKNOWN)
        if len(found) > 1:
            reason = f"有 {len(found)} 个人叫这个名字"
            return replace(made, outcome=ASKED, reason=reason, candidates=tuple(found))
        return _taken(made, found[0])

    def _numbered(self, made: PlannedLine, raw: object) -> PlannedLine:
        try:
            number = self._people.read_number(raw)
        except InvalidInput as error:
            return replace(made, reason=next(iter(error.problems.values())))
        person = self._people.numbered(number)
        shown = made.written or f"号码尾号 {number[-4:]}"
        made = replace(made, written=shown)
        if person is None:
            return replace(made, reason=UNKNOWN)
        if "尾号" not in shown and person not in self._people.named(shown):
            return replace(made, reason=f"身份证号是“{person.name}”的，与姓名不符，请核对")
        return _taken(replace(made, written=person.name), person)


def _taken(made: PlannedLine, person: PersonToMatch) -> PlannedLine:
    if person.status != NORMAL:
        return replace(made, reason=_GONE.format(person.status))
    return replace(made, outcome=READY, member=person.uid)


def _values(line: ListedLine) -> dict[str, Value]:
    texts = {name: as_text(line.cells.get(name)).strip() for name in ("position_then", "team")}
    return {name: text for name, text in texts.items() if text}
