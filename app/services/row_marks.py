"""参加人员 of a register's row: who is asked for, marked as there or not, and given the hours."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.data.changes import Change
from app.data.database import Connection
from app.data.queries.members import member_values
from app.data.queries.people_of_year import YearAsked, people_of_year
from app.data.queries.registers import RegisterRow, hanging_rows
from app.data.queries.registers import row_values as standing_values
from app.data.queries.titles import Titles
from app.domain.declarations import entity_named
from app.domain.entity import REGISTRY, Entity, Value
from app.domain.errors import AppError, InvalidInput
from app.domain.parsing import parse
from app.domain.registers import Marks, Register
from app.services.keeping import is_kept_here
from app.services.registers import refuse_elsewhere, row_values, title_of
from app.services.store import Store

RECORD = "record"
NO_MARK = "未录入"
_NEW, _CHANGED, _WITHDRAWN = "new", "changed", "withdrawn"


@dataclass(frozen=True, slots=True)
class HoursGiven:
    """What one step made of attendance: records of training written, put right, taken back, and
    people of other sites, whose record is theirs to write."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    elsewhere: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As the notice says it."""
        told = f"已计入学时：新记 {self.new} 人，更正 {self.changed} 人，撤回 {self.withdrawn} 人。"
        if self.elsewhere:
            told += f"不由本单位登记的没有计入：{'、'.join(self.elsewhere)}。"
        return told


def marks_of(register: Register) -> tuple[Marks, Entity]:
    """What is declared of a register whose rows have participants.

    Raises:
        AppError: they have none.
    """
    marks = register.marks
    if marks is None:
        raise AppError(f"{register.title}不登记参加人员。", "请在有参加人员的登记册里登记。")
    return marks, REGISTRY[marks.table]


def people_of_row(store: Store, register: Register, uid: bytes) -> list[RegisterRow]:
    """The participants of one row, in order of entry."""
    _, entity = marks_of(register)
    return hanging_rows(store.database.read(), entity, uid)


def take_in_members(store: Store, register: Register, uid: bytes) -> int:
    """Everybody who was 在册党员 of its organization on its day joins the list, without a mark.

    Raises:
        AppError: nobody is missing, or the row is another site's.
    """
    marks, _ = marks_of(register)
    values = row_values(store, register.entity, uid)
    day, organization = str(values[marks.day]), values.get("organization")
    asked = YearAsked(day, day, organization if isinstance(organization, bytes) else None)
    people = people_of_year(store.database.read(), asked)
    return add_people(store, register, uid, [m for m, one in people.items() if one.counted])


def add_people(store: Store, register: Register, uid: bytes, people: Sequence[bytes]) -> int:
    """These people join the list of a row; nobody says yet whether they were there.

    Raises:
        AppError: all of them are on it, or the row is another site's.
    """
    marks, entity = marks_of(register)
    values = _ours(store, register, uid)
    here = {row.values[marks.person] for row in people_of_row(store, register, uid)}
    missing = [member for member in people if member not in here]
    if not missing:
        raise AppError("没有要加入的人，应到的都在名单上了。", "请直接登记到会情况。")
    fresh = [{entity.owner: uid, marks.person: member} for member in missing]
    with store.change(f"登记{entity.label}", summary=title_of(register.entity, values)) as change:
        change.create_many(entity, fresh)
    return len(missing)


def mark_people(
    store: Store, register: Register, uid: bytes, some: Collection[bytes], word: str
) -> None:
    """What these lines say of their people; `NO_MARK` takes a mark away.

    Raises:
        InvalidInput: there is no such mark.
        AppError: the row is another site's.
    """
    marks, entity = marks_of(register)
    values = _ours(store, register, uid)
    said = parse(entity, {marks.mark: None if word == NO_MARK else word}, partial=True)
    with store.change(f"登记{entity.label}", summary=title_of(register.entity, values)) as change:
        for one in some:
            change.update(entity, one, said)


def give_hours(store: Store, register: Register, uid: bytes) -> HoursGiven:
    """Whoever was there gets a record of training over the hours of the row. Done again after
    marks, hours or the day changed, it puts right what it wrote, and nobody gets them twice.

    Raises:
        InvalidInput: the row says no hours.
        AppError: it brings none by its declaration, or the row is another site's.
    """
    return give_hours_together(store, register, [uid])


def give_hours_together(store: Store, register: Register, uids: Sequence[bytes]) -> HoursGiven:
    """The same for several rows in one action; all of them must say their hours. Where nothing is
    to be done no action is noted, so that the step before can still be taken back.

    Raises:
        InvalidInput: a row says no hours, and none is written.
        AppError: as for one.
    """
    marks, _ = marks_of(register)
    if not marks.hours:
        raise AppError(f"{register.title}不计学时。", "请在“其他培训记录”里登记。")
    held = [(uid, _ours(store, register, uid)) for uid in uids]
    for _, values in held:
        if not values[marks.hours]:
            label = register.entity.field(marks.hours).label
            which = f"（{title_of(register.entity, values)}）" if len(held) > 1 else ""
            raise InvalidInput({marks.hours: f"请先填写{label}{which}"})
    connection = store.database.read()
    steps = [_steps(store, connection, register, *one) for one in held]
    if any(step.what for row in steps for step in row):
        summary = title_of(register.entity, held[0][1]) if len(held) == 1 else f"{len(held)} 次"
        with store.change(f"{register.title}计入学时", summary=summary) as change:
            for uid, values in held:
                said = _said(change.connection, register, marks, values)
                for step in _steps(store, change.connection, register, uid, values):
                    _take(change, register, step, said)
    every = [step for row in steps for step in row]
    done = [step.what for step in every]
    elsewhere = tuple(dict.fromkeys(step.elsewhere for step in every if step.elsewhere))
    return HoursGiven(done.count(_NEW), done.count(_CHANGED), done.count(_WITHDRAWN), elsewhere)


class _Step(NamedTuple):
    """What is to be done for one line of a list; nothing (and whose it is) where another site
    keeps the person."""

    what: str
    row: RegisterRow
    standing: bytes | None
    elsewhere: str = ""


def _steps(
    store: Store,
    connection: Connection,
    register: Register,
    uid: bytes,
    values: Mapping[str, Value],
) -> list[_Step]:
    marks, entity = marks_of(register)
    said = _said(connection, register, marks, values)
    found = []
    for row in hanging_rows(connection, entity, uid):
        standing = _standing(connection, row.values[marks.record])
        there = row.values[marks.mark] in marks.present
        if not is_kept_here(store, _branch(connection, row.values[marks.person])):
            if there != bool(standing):
                found.append(_Step("", row, standing, row.named[marks.person]))
        elif there and standing is None:
            found.append(_Step(_NEW, row, None))
        elif standing is not None and not there:
            found.append(_Step(_WITHDRAWN, row, standing))
        elif standing is not None:
            known = standing_values(connection, entity_named(RECORD), standing) or {}
            if any(known[name] != value for name, value in said.items()):
                found.append(_Step(_CHANGED, row, standing))
    return found


def _take(change: Change, register: Register, step: _Step, said: Mapping[str, Value]) -> None:
    marks, entity = marks_of(register)
    record = entity_named(RECORD)
    if step.what == _NEW:
        made = change.create(record, {**said, "member": step.row.values[marks.person]})
        change.update(entity, step.row.uid, {marks.record: made})
    elif step.what == _WITHDRAWN and step.standing is not None:
        change.remove(record, step.standing)
        change.update(entity, step.row.uid, {marks.record: None})
    elif step.what == _CHANGED and step.standing is not None:
        change.update(record, step.standing, said)


def _ours(store: Store, register: Register, uid: bytes) -> dict[str, Value]:
    values = row_values(store, register.entity, uid)
    refuse_elsewhere(store, register.entity, values, values)
    return values


def _said(
    connection: Connection, register: Register, marks: Marks, values: Mapping[str, Value]
) -> dict[str, Value]:
    """What a record of training says of everybody who was there."""
    day = str(values[marks.day])
    title = title_of(register.entity, values)
    return {
        "title": title,
        "organizer": Titles(connection).title("organization", values.get("organization")) or None,
        "level": marks.level,
        "mode": marks.mode,
        "starts_on": day,
        "ends_on": day,
        "hours": values[marks.hours],
        "evidence": f"{register.title}：{day} {title}"[:200],
    }


def _standing(connection: Connection, uid: Value) -> bytes | None:
    """The record that a line of the list made, if it is still in use."""
    if not isinstance(uid, bytes):
        return None
    return uid if standing_values(connection, entity_named(RECORD), uid) is not None else None


def _branch(connection: Connection, member: Value) -> Value:
    values = member_values(connection, member) if isinstance(member, bytes) else None
    return values.get("organization") if values else None
