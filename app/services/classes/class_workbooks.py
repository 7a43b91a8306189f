"""A filled class workbook becomes a class, its half-days, participants and marks; when the class
is here already, what it lacks is added."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.data.changes import Change
from app.data.imports.batches import ImportLine, new_batch, note_batch
from app.data.imports.class_workbook import ClassFile, read_class_workbook
from app.data.imports.known_people import known_members, known_organizations
from app.data.imports.reader_child import read_apart
from app.data.queries.membership import branches_then
from app.data.queries.settings import setting_rows, setting_value
from app.data.queries.training_classes import classes_named
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.people.branches import Branches
from app.domain.people.roster_file import RowProblem
from app.domain.progress import Progress, Silent
from app.domain.training.attendance_rules import hour_rules
from app.domain.training.class_defaults import certificates_by_default
from app.domain.uid import Uid, new_uid, uid_text
from app.services import backups
from app.services.classes.class_again import add_again
from app.services.classes.class_lookup import refuse_closed
from app.services.classes.class_marks import read_marks
from app.services.classes.class_reading import ReadClass, Workbook, read_class
from app.services.classes.training_classes import class_draft
from app.services.store import Store

KIND = "培训班工作簿"


@dataclass(frozen=True)
class ClassOutcome:
    """What came in, and every line that did not."""

    training_class_id: str
    sessions: int
    enrolled: int
    marks: int
    batch: str
    rejected: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)
    known: bool = False
    """Whether the class was here already and only got what it lacked."""


def import_class(store: Store, path: Path, progress: Progress | None = None) -> ClassOutcome:
    """Create the class of a workbook in one transaction, after a verified backup.

    A class that is here already (same name and first day) gets the participants and marks that it
    lacks; a mark that stands is never changed, and 班次信息 and 课程表 are left as they are.

    Lines of 学员名单 and 考勤 that cannot be taken are refused one by one and named; anything wrong
    in 班次信息 or 课程表 refuses the whole workbook.

    Raises:
        AppError: the file cannot be read, or the class is here already and closed.
        InvalidInput: problems in 班次信息 or 课程表, all at once, each with its cell.
        Cancelled: the user stopped; nothing was saved.
    """
    watch = progress or Silent()
    book = _workbook(store, read_apart(read_class_workbook, path, progress=watch))
    said = book.file.warnings
    found = read_class(book, date.today())
    _name_branches_then(store, found)
    read_marks(book, found, date.today())
    known = _known_class(store, found.values)
    if known is not None:
        return replace(_import_again(store, path, book, found, known), warnings=said)
    if "certificates" not in book.file.about:
        found.values["certificates"] = int(_certificates(store, found.values))
    return replace(_import_new(store, path, found, watch), warnings=said)


def _import_new(store: Store, path: Path, found: ReadClass, watch: Progress) -> ClassOutcome:
    watch.step(0, 1, "正在写入")
    backups.automatic(store, "导入培训班前")
    batch = new_uid()
    with store.change("导入培训班", summary=str(found.values["name"])) as change:
        uid, marks, lines = _write(change, found, watch)
        counts = {"教学安排": len(found.sessions), "学员": len(found.people), "考勤": marks}
        about = new_batch(batch, KIND, path.name, store.operator, counts)
        note_batch(change.connection, about, lines)
    return ClassOutcome(
        uid_text(uid),
        len(found.sessions),
        len(found.people),
        marks,
        uid_text(batch),
        found.rejected,
    )


def write_class_template(target: Path) -> Path:
    """Write an empty class workbook with headers, drop-downs and notes."""
    from app.reports.class_template import write_template

    write_template(target)
    return target


def _workbook(store: Store, file: ClassFile) -> Workbook:
    connection = store.database.read()
    return Workbook(
        file=file,
        defaults=class_draft(store),
        branches=Branches(known_organizations(connection)),
        people=known_members(connection),
        rules=hour_rules(setting_rows(connection)),
    )


def _name_branches_then(store: Store, found: ReadClass) -> None:
    people, first_day = [person.member for person in found.people], str(found.values["starts_on"])
    elsewhere = branches_then(store.database.read(), people, first_day)
    for person in found.people:
        if person.member in elsewhere:
            person.values["organization_then"] = elsewhere[person.member]


def _certificates(store: Store, values: Mapping[str, Value]) -> bool:
    today = date.today().isoformat()
    longer_than = setting_value(store.database.read(), "certificates_longer_than_days", today)
    starts, ends = str(values["starts_on"]), str(values["ends_on"])
    return certificates_by_default(str(values["kind"]), starts, ends, int(longer_than))


def _known_class(store: Store, values: Mapping[str, Value]) -> bytes | None:
    today = date.today().isoformat()
    name, starts_on = str(values["name"]), str(values["starts_on"])
    for known in classes_named(store.database.read(), name, today):
        if known.name == name and known.starts_on == starts_on:
            return known.uid
    return None


def _import_again(
    store: Store, path: Path, book: Workbook, found: ReadClass, known: bytes
) -> ClassOutcome:
    refuse_closed(store, known)
    batch = new_uid()
    backups.automatic(store, "导入培训班前")
    with store.change("补充导入培训班", summary=str(found.values["name"])) as change:
        added = add_again(change, book, found, known)
        if added.lines:
            counts = {"学员": added.enrolled, "考勤": added.marks}
            about = new_batch(batch, KIND, path.name, store.operator, counts)
            note_batch(change.connection, about, added.lines)
    return ClassOutcome(
        uid_text(Uid(known)),
        0,
        added.enrolled,
        added.marks,
        uid_text(batch) if added.lines else "",
        [*found.rejected, *added.rejected],
        known=True,
    )


def _write(
    change: Change, found: ReadClass, progress: Progress
) -> tuple[Uid, int, list[ImportLine]]:
    uid = change.create(entity_named("training_class"), found.values)
    sessions = change.create_many(
        entity_named("session"),
        [{**session, "training_class": uid} for session in found.sessions],
    )
    enrolment = entity_named("enrolment")
    listed = [{**person.values, "training_class": uid} for person in found.people]
    identities = [enrolment.identity_of(one) or new_uid() for one in listed]
    enrolments = change.create_many(enrolment, listed, identities)
    progress.step(0, 1, "正在登记考勤")
    facts = [
        {
            "session": sessions[mark.half_day],
            "member": mark.member,
            "mark": mark.mark,
            "checked_by": found.checked_by,
            "paper": found.paper,
        }
        for mark in found.marks
    ]
    change.add_facts(entity_named("attendance"), facts)
    lines = [ImportLine("training_class", uid, "新增")]
    lines += [ImportLine("session", made, "新增") for made in sessions]
    lines += [ImportLine("enrolment", made, "新增") for made in enrolments]
    return uid, len(facts), lines
