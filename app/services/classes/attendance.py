"""考勤: what the clerk read off the signed sheet, never more; a correction is a new fact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.data.changes import Change
from app.data.queries.attendance import LiveMark, marks_of, session_place
from app.data.queries.training_classes import ParticipantRow, participants_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.training.codes import MARKS, PRESENT, UNMARKED
from app.services.classes.class_lookup import refuse_closed
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class Signature:
    """Who checked the signed sheet and where the paper lies; both are asked for, not invented."""

    checked_by: str
    paper: str


@dataclass(frozen=True, slots=True)
class MarkOutcome:
    """How many marks were entered new and how many corrected."""

    entered: int
    corrected: int


def sign_page(
    store: Store,
    session: bytes,
    numbers: Iterable[int],
    absent: Mapping[int, str],
    signature: Signature,
) -> MarkOutcome:
    """本页已签: everybody with these 序号 is present, but those in `absent` (序号 to mark).

    Raises:
        InvalidInput: a 序号 that is not on the list, an unknown mark, or no signature.
        AppError: the half-day is still to come, or the class is closed.
    """
    people = {row.number: row.member for row in _participants(store, session)}
    wrong = sorted(number for number in {*numbers, *absent} if number not in people)
    if wrong:
        listed = "、".join(str(number) for number in wrong)
        raise InvalidInput({"absent": f"名单里没有序号 {listed}，请核对签到表"})
    marks = {people[number]: absent.get(number, PRESENT) for number in numbers}
    return enter_marks(store, session, marks, signature)


def enter_marks(
    store: Store, session: bytes, marks: Mapping[bytes, str], signature: Signature
) -> MarkOutcome:
    """Enter marks of one half-day in one transaction; equal ones are left alone.

    Raises:
        InvalidInput: an unknown mark or no signature.
        AppError: the half-day is still to come, or the class is closed.
    """
    training_class, day = _session(store, session)
    refuse_closed(store, training_class)
    _refuse_future(day)
    _check(marks, signature)
    with store.change("录入考勤", summary=f"{day} {len(marks)} 人") as change:
        return add_marks(change, training_class, session, marks, signature)


def add_marks(
    change: Change,
    training_class: bytes,
    session: bytes,
    marks: Mapping[bytes, str],
    signature: Signature,
) -> MarkOutcome:
    """The facts of one half-day inside an action that is already open."""
    live = marks_of(change.connection, training_class)
    facts: list[Mapping[str, Value]] = []
    corrected = 0
    for member, mark in marks.items():
        before = live.get((session, member), [])
        if _same(before, mark):
            continue
        corrected += bool(before)
        facts.append(_fact(session, member, mark, before, signature))
    change.add_facts(entity_named("attendance"), facts)
    return MarkOutcome(len(facts) - corrected, corrected)


def _same(before: list[LiveMark], mark: str) -> bool:
    if not before:
        return mark == UNMARKED
    return len(before) == 1 and before[0].mark == mark


def _fact(
    session: bytes, member: bytes, mark: str, before: list[LiveMark], signature: Signature
) -> dict[str, Value]:
    superseded = b"".join(live.uid for live in before) or None
    return {
        "session": session,
        "member": member,
        "mark": mark,
        "checked_by": signature.checked_by.strip(),
        "paper": signature.paper.strip() or None,
        "supersedes": superseded,
    }


def _session(store: Store, session: bytes) -> tuple[bytes, str]:
    found = session_place(store.database.read(), session)
    if found is None:
        raise NotFound("找不到这个半天的教学安排。", "请回到上一页重新打开后再试。")
    return found


def _participants(store: Store, session: bytes) -> list[ParticipantRow]:
    training_class, _ = _session(store, session)
    rows = participants_of(store.database.read(), training_class)
    return [row for row in rows if not row.withdrawn]


def _refuse_future(day: str) -> None:
    if day > date.today().isoformat():
        raise AppError(
            f"{day} 的课还没有上，不能录入考勤。", "请在上课之后，拿着签到表再录。", code="future"
        )


def _check(marks: Mapping[bytes, str], signature: Signature) -> None:
    unknown = sorted({mark for mark in marks.values() if mark not in MARKS})
    if unknown:
        shown = "、".join(unknown)
        raise InvalidInput({"mark": f"没有“{shown}”这种考勤，可选：{'、'.join(MARKS)}"})
    if not signature.checked_by.strip():
        raise InvalidInput({"checked_by": "请填写由谁核对的签到表"})
