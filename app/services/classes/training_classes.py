"""办班: a class with its half-days and participants in one save; later changes one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from app.data.changes import Change
from app.data.queries import training_classes as queries
from app.data.queries.attendance import marks_entered
from app.data.queries.settings import setting_rows, setting_value
from app.domain.declarations import entity_named
from app.domain.entity import Entity, Value
from app.domain.errors import AppError, InvalidInput
from app.domain.parsing import parse
from app.domain.signing import suggested
from app.domain.training.attendance_rules import HourRules, hour_rules
from app.domain.training.bounds import class_problems, session_problems
from app.domain.training.class_defaults import certificates_by_default
from app.domain.training.entities import TrainingClass
from app.domain.training.plan_sessions import plan_sessions
from app.domain.uid import Uid
from app.services.classes.class_lookup import refuse_closed
from app.services.classes.participants import add_participants
from app.services.store import Store

WHOLE = 100
OWN_LEVEL = {"county": "县级", "township": "乡镇"}
"""举办层级 of the classes that a site itself runs."""
ITS_OWN = (
    "name",
    "code",
    "starts_on",
    "ends_on",
    "state",
    "closed_on",
    "note",
    "certificates",
    "certificate_id_number",
    "innovation_theory",
)
"""What the next class does not inherit from the last one."""


@dataclass(frozen=True, slots=True)
class ClassDraft:
    """What the form holds: the class, its half-days (none: generated), who takes part."""

    values: Mapping[str, Value]
    sessions: Sequence[Mapping[str, Value]]
    members: Sequence[bytes]


def class_draft(store: Store, like: bytes | None = None) -> Mapping[str, Value]:
    """What the form starts with: everything of the last class but its name and dates."""
    connection = store.database.read()
    here = store.site
    source = like or queries.last_class(connection, here.organization)
    values: dict[str, Value] = {f.name: f.default for f in entity_named("training_class").fields}
    organizer = here.signed_as or suggested(here.name, here.level)
    values |= {"organization": here.organization, "organizer": organizer}
    values["level"] = OWN_LEVEL[here.level]
    today = date.today().isoformat()
    values["half_day_hours"] = float(setting_value(connection, "half_day_hours", today))
    if source:
        last = queries.class_values(connection, source)
        values |= {name: value for name, value in last.items() if name not in ITS_OWN}
    return values


def planned_sessions(values: Mapping[str, Value]) -> list[Mapping[str, Value]]:
    """The half-days that follow from what the form holds, for editing in its table.

    Raises:
        InvalidInput: the dates are missing, wrong or in the wrong order.
    """
    checked = parse(entity_named("training_class"), values)
    made = plan_sessions(TrainingClass(**checked))  # type: ignore[arg-type]
    return [{f.name: getattr(session, f.name) for f in fields(session)} for session in made]


def create_class(store: Store, draft: ClassDraft) -> Uid:
    """Save a class, its half-days and its participants in one transaction.

    Raises:
        InvalidInput: every problem at once.
    """
    entity = entity_named("training_class")
    rules = _rules(store)
    values = _checked(parse(entity, draft.values), rules)
    if draft.values.get("certificates") is None:
        values["certificates"] = int(_certificates_by_default(store, values))
    with store.change("办班", summary=_name(values)) as change:
        uid = change.create(entity, values)
        _add_sessions(change, uid, values, draft.sessions, rules)
        add_participants(change, uid, draft.members, first_number=1)
    return uid


def _certificates_by_default(store: Store, values: Mapping[str, Value]) -> bool:
    today = date.today().isoformat()
    days = int(setting_value(store.database.read(), "certificates_longer_than_days", today))
    starts, ends = str(values["starts_on"]), str(values["ends_on"])
    return certificates_by_default(str(values["kind"]), starts, ends, days)


def _name(values: Mapping[str, Value]) -> str:
    name = values.get("name")
    return name if isinstance(name, str) else ""


def _rules(store: Store) -> HourRules:
    return hour_rules(setting_rows(store.database.read()))


def _checked(values: dict[str, Value], rules: HourRules) -> dict[str, Value]:
    starts, ends = str(values["starts_on"]), str(values["ends_on"])
    if ends < starts:
        raise InvalidInput({"ends_on": "结束日期早于开班日期，请改正"})
    if not 1 <= int(values.get("required_share") or 0) <= WHOLE:
        raise InvalidInput({"required_share": "结业出勤比例要在 1 到 100 之间"})
    if problems := class_problems(values, rules):
        raise InvalidInput(problems)
    return values


def _add_sessions(
    change: Change,
    uid: Uid,
    values: Mapping[str, Value],
    given: Sequence[Mapping[str, Value]],
    rules: HourRules,
) -> None:
    entity = entity_named("session")
    planned = list(given) or planned_sessions(values)
    complete = [
        parse(entity, {**fields_of(entity, session), "training_class": uid}) for session in planned
    ]
    _refuse_wrong(complete, values, rules)
    change.create_many(entity, complete)


def fields_of(entity: Entity, raw: Mapping[str, Value]) -> dict[str, Value]:
    """Only what the entity declares: table rows carry local columns too."""
    return {name: value for name, value in raw.items() if entity.has(name)}


def _refuse_wrong(
    sessions: Sequence[Mapping[str, Value]], values: Mapping[str, Value], rules: HourRules
) -> None:
    """Half-days outside the class, twice the same, or with more than they can hold."""
    seen = set[tuple[str, str]]()
    for session in sessions:
        day, slot = str(session["day"]), str(session["slot"])
        if not str(values["starts_on"]) <= day <= str(values["ends_on"]):
            raise InvalidInput({"sessions": f"教学安排 {day} 不在培训班起止日期之内"})
        if (day, slot) in seen:
            raise InvalidInput({"sessions": f"教学安排 {day} {slot}有两行，请合并或改时段"})
        seen.add((day, slot))
        problems = session_problems(session, rules)
        if problems:
            said = "；".join(problems.values())
            raise InvalidInput({"sessions": f"教学安排 {day} {slot}：{said}"})


def save_class(
    store: Store, uid: bytes, raw: Mapping[str, Value], wanted: Sequence[Mapping[str, Value]]
) -> None:
    """What the form of a class holds, in one transaction: its changed fields, and its half-days as
    the table shows them. Rows with `uid` are changed, new ones added, missing ones taken out
    (never one with attendance).

    Raises:
        InvalidInput: every problem at once; of the half-days every problem of the first wrong one.
        AppError: the class is closed, or a half-day with attendance would go or come to lie ahead.
    """
    entity = entity_named("session")
    values = _changed(store, uid, raw)
    known = {row.uid for row in queries.sessions_of(store.database.read(), uid)}
    kept = {row.get("uid") for row in wanted}
    checked = [parse(entity, {**fields_of(entity, row), "training_class": uid}) for row in wanted]
    _refuse_wrong(checked, values, _rules(store))
    with store.change("修改培训班", summary=_name(values)) as change:
        fresh = {name: values[name] for name in raw if name in values}
        change.update(entity_named("training_class"), uid, fresh)
        for gone in known - kept:
            _refuse_marked(change, gone)
            change.remove(entity, gone)
        for row, session in zip(wanted, checked, strict=True):
            there = row.get("uid")
            if isinstance(there, bytes):
                _refuse_ahead(change, there, str(session["day"]))
                change.update(entity, there, session)
            else:
                change.create(entity, session)


def _changed(store: Store, uid: bytes, raw: Mapping[str, Value]) -> dict[str, Value]:
    """The class as it will stand, checked as a whole."""
    refuse_closed(store, uid)
    values = parse(entity_named("training_class"), raw, partial=True)
    return _checked({**queries.class_values(store.database.read(), uid), **values}, _rules(store))


def _refuse_ahead(change: Change, session: bytes, day: str) -> None:
    if day > date.today().isoformat() and marks_entered(change.connection, session):
        raise AppError(
            f"这个半天已录入考勤，不能改到 {day}，那天还没有到。",
            "请核对日期，或先把考勤改回“未录入”。",
        )


def _refuse_marked(change: Change, session: bytes) -> None:
    if marked := marks_entered(change.connection, session):
        raise AppError(
            f"这个半天已录入 {marked} 人的考勤，不能删除。",
            "请先把考勤改回“未录入”，或保留这个半天。",
        )
