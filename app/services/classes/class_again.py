"""A class workbook that comes again, put right: what is new is added, nothing that stands moves."""

from dataclasses import dataclass, field

from app.data import rows
from app.data.changes import Change
from app.data.imports.batches import ImportLine
from app.data.queries.attendance import marks_of
from app.data.queries.training_classes import participants_of, sessions_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.people.roster_file import RowProblem
from app.domain.training.codes import UNMARKED
from app.domain.uid import new_uid
from app.services.classes.class_reading import Mark, Participant, ReadClass, Workbook, refused


@dataclass
class Added:
    """What came in besides what was there, and the lines for the undo."""

    enrolled: int = 0
    marks: int = 0
    lines: list[ImportLine] = field(default_factory=list)
    rejected: list[RowProblem] = field(default_factory=list)


def add_again(change: Change, book: Workbook, found: ReadClass, training_class: bytes) -> Added:
    """Add the participants and marks that the class lacks, inside an action that is open."""
    made = Added()
    there = participants_of(change.connection, training_class)
    here = {row.member for row in there}
    last = max((row.number for row in there), default=0)
    for person in found.people:
        if person.member not in here:
            last += 1
            _enrol(change, made, person, training_class, last)
    gone = {row.member for row in there if row.withdrawn}
    _mark(change, made, book, found, training_class, gone)
    return made


def _enrol(
    change: Change, made: Added, person: Participant, training_class: bytes, number: int
) -> None:
    entity = entity_named("enrolment")
    values = {**person.values, "training_class": training_class, "number": number}
    uid = entity.identity_of(values) or new_uid()
    if rows.values_of(change.connection, entity, uid) is None:
        change.create(entity, values, uid)
    else:  # an import that was taken back had enrolled this person before
        change.restore(entity, uid)
        change.update(entity, uid, values)
    made.enrolled += 1
    made.lines.append(ImportLine("enrolment", uid, "新增"))


def _mark(
    change: Change,
    made: Added,
    book: Workbook,
    found: ReadClass,
    training_class: bytes,
    withdrawn: set[bytes],
) -> None:
    live = marks_of(change.connection, training_class)
    sessions = {
        (row.day, row.slot): row.uid for row in sessions_of(change.connection, training_class)
    }
    facts: list[dict[str, Value]] = []
    for mark in found.marks:
        planned = found.sessions[mark.half_day]
        session = sessions.get((str(planned["day"]), str(planned["slot"])))
        before = live.get((session or b"", mark.member), [])
        entered = [one.mark for one in before if one.mark != UNMARKED]
        if entered == [mark.mark]:
            continue
        reason = _refusal(mark, entered, session, mark.member in withdrawn)
        if session is None or reason:
            made.rejected.append(refused(book.file.marks, mark.line, mark.field, reason))
            continue
        facts.append(
            {
                "session": session,
                "member": mark.member,
                "mark": mark.mark,
                "checked_by": found.checked_by,
                "paper": found.paper,
                "supersedes": b"".join(one.uid for one in before) or None,
            }
        )
    uids = change.add_facts(entity_named("attendance"), facts) if facts else []
    made.marks = len(uids)
    made.lines += (ImportLine("attendance", uid, "新增") for uid in uids)


def _refusal(mark: Mark, entered: list[str], session: bytes | None, withdrawn: bool) -> str:
    if session is None:
        return "本机的课程表里没有这个半天，请先在“办班”里加上"
    if withdrawn:
        return "此人已退出这个班，考勤没有登记"
    if entered:
        stands = "、".join(entered)
        return f"本机已登记“{stands}”，表中是“{mark.mark}”，没有改；确需更正请在“考勤”里改"
    return ""
