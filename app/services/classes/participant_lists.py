"""从名单文件添加学员: a plan line by line, questions where a name may be several people, one
transaction, and the way back."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.data.imports.known_people import known_organizations
from app.data.imports.participant_list import ListedLine, read_participant_list
from app.data.imports.reader_child import read_apart
from app.data.queries.attendance import marks_of
from app.data.queries.people_to_match import PersonToMatch, people_to_match
from app.data.queries.training_classes import participants_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.field_values import as_text
from app.domain.people.branches import Branches
from app.domain.people.id_number import checked, completed, from_number
from app.domain.people.membership import NORMAL
from app.domain.people.names import match_key
from app.domain.people.written_names import written_name
from app.domain.progress import Progress, Silent
from app.services.classes.class_lookup import refuse_closed
from app.services.classes.participants import bring_in
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
    matching = _Matching(people_to_match(connection), Branches(known_organizations(connection)))
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

    def __init__(self, people: Sequence[PersonToMatch], branches: Branches) -> None:
        self._branches = branches
        self._today = datetime.date.today()
        self._by_number = {completed(p.id_number): p for p in reversed(people) if p.id_number}
        self._by_name: dict[str, list[PersonToMatch]] = {}
        for person in people:
            self._by_name.setdefault(match_key(person.name), []).append(person)

    def planned(self, line: ListedLine) -> PlannedLine:
        written = as_text(line.cells.get("name")).strip()
        made = PlannedLine(line.sheet, line.number, written, REFUSED, values=_values(line))
        if "id_number" in line.cells:
            return self._numbered(made, line.cells["id_number"])
        found = self._narrowed(self._named(written), line)
        if not found:
            reason = "不在本机名单里，请先导入花名册或在“党员”里登记"
            return replace(made, reason=reason)
        if len(found) > 1:
            reason = f"有 {len(found)} 个人叫这个名字"
            return replace(made, outcome=ASKED, reason=reason, candidates=tuple(found))
        return _taken(made, found[0])

    def _numbered(self, made: PlannedLine, raw: object) -> PlannedLine:
        try:
            text = from_number(raw) if isinstance(raw, int | float) else str(raw).strip()
            number = completed(checked(text, self._today))
        except InvalidInput as error:
            return replace(made, reason=next(iter(error.problems.values())))
        person = self._by_number.get(number)
        shown = made.written or f"号码尾号 {number[-4:]}"
        made = replace(made, written=shown)
        if person is None:
            return replace(made, reason="不在本机名单里，请先导入花名册或在“党员”里登记")
        if shown == made.written and not self._same_name(shown, person) and "尾号" not in shown:
            return replace(made, reason=f"身份证号是“{person.name}”的，与姓名不符，请核对")
        return _taken(replace(made, written=person.name), person)

    def _same_name(self, written: str, person: PersonToMatch) -> bool:
        return person in self._named(written)

    def _named(self, written: str) -> list[PersonToMatch]:
        found = self._by_name.get(match_key(written), [])
        if found or not written:
            return list(found)
        try:
            return list(self._by_name.get(match_key(written_name(written).name), []))
        except InvalidInput:
            return []

    def _narrowed(self, found: list[PersonToMatch], line: ListedLine) -> list[PersonToMatch]:
        """By phone, by branch, and by who is still here; what narrows to nobody is not applied,
        so that a wrong branch beside a name asks instead of choosing."""
        phone = "".join(filter(str.isdigit, as_text(line.cells.get("phone"))))
        branch = as_text(line.cells.get("organization")).strip()
        wanted = set(self._branches.find(branch)) if branch else set()
        for fits in (
            lambda p: bool(phone) and p.phone == phone,
            lambda p: p.organization in wanted,
            lambda p: p.status == NORMAL,
        ):
            fewer = [person for person in found if fits(person)]
            if len(found) > 1 and fewer:
                found = fewer
        return found


def _taken(made: PlannedLine, person: PersonToMatch) -> PlannedLine:
    if person.status != NORMAL:
        return replace(made, reason=_GONE.format(person.status))
    return replace(made, outcome=READY, member=person.uid)


def _values(line: ListedLine) -> dict[str, Value]:
    texts = {name: as_text(line.cells.get(name)).strip() for name in ("position_then", "team")}
    return {name: text for name, text in texts.items() if text}
