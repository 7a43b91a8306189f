"""考勤: what the clerk read off the signed sheet, never more; a correction is a new fact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.data.changes import Change
from app.data.queries.attendance import LiveMark, Marks, marks_of, session_place
from app.data.queries.training_classes import ParticipantRow, anybody_in, participants_of
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
class EnteredMark:
    """One fact as it was written, and what stood there before: the way back."""

    uid: bytes
    session: bytes
    member: bytes
    mark: str
    before: tuple[LiveMark, ...]


@dataclass(frozen=True, slots=True)
class MarkOutcome:
    """How many marks were entered new and how many corrected; `facts` lead back."""

    entered: int
    corrected: int
    facts: tuple[EnteredMark, ...] = ()


Marked = Mapping[bytes, Mapping[bytes, str]]
"""Half-day → person → mark."""


@dataclass(frozen=True, slots=True)
class SignedPage:
    """What one signed sheet says: the 序号 on it, and who of them was absent (序号 to mark)."""

    session: bytes
    numbers: tuple[int, ...]
    absent: Mapping[int, str]


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
    return sign_pages(store, [SignedPage(session, tuple(numbers), absent)], signature)


def sign_pages(store: Store, pages: Sequence[SignedPage], signature: Signature) -> MarkOutcome:
    """Several signed sheets at once, all of them or none.

    Raises:
        InvalidInput: a 序号 that is not on the list, an unknown mark, or no signature.
        AppError: a half-day is still to come, or its class is closed.
    """
    marks: dict[bytes, dict[bytes, str]] = {}
    for page in pages:
        people = {row.number: row.member for row in _participants(store, page.session)}
        wrong = sorted(n for n in {*page.numbers, *page.absent} if n not in people)
        if wrong:
            listed = "、".join(str(number) for number in wrong)
            raise InvalidInput({"absent": f"名单里没有序号 {listed}，请核对签到表"})
        marks[page.session] = {people[n]: page.absent.get(n, PRESENT) for n in page.numbers}
    return enter_many(store, marks, signature)


def enter_many(store: Store, marked: Marked, signature: Signature) -> MarkOutcome:
    """Enter marks of several half-days, all of them or none; equal ones are left alone.

    Raises:
        InvalidInput: an unknown mark or no signature.
        AppError: a half-day is still to come, or its class is closed.
    """
    places = {session: may_mark(store, session) for session in marked}
    for marks in marked.values():
        _check(marks, signature)
    people = sum(len(marks) for marks in marked.values())
    days = "、".join(dict.fromkeys(day for _, day in places.values()))
    with store.change("录入考勤", summary=f"{days} {people} 人次") as change:
        facts: list[EnteredMark] = []
        for training_class in dict.fromkeys(uid for uid, _ in places.values()):
            live = marks_of(change.connection, training_class)
            for session, marks in marked.items():
                if places[session][0] == training_class:
                    facts += _add(change, session, _wanted(session, marks, live, signature))
    # What was taken back reads 未录入: to enter it again corrects nothing.
    corrected = sum(any(mark.mark != UNMARKED for mark in fact.before) for fact in facts)
    return MarkOutcome(len(facts) - corrected, corrected, tuple(facts))


def take_back(store: Store, done: MarkOutcome, signature: Signature) -> MarkOutcome:
    """Undo what was entered by new facts that say what stood there before; nothing is erased, and
    what somebody wrote since is left alone. Taking back what this returns is doing it again.

    Raises:
        AppError: the class was closed meanwhile, or nothing is left to take back.
    """
    for session in dict.fromkeys(fact.session for fact in done.facts):
        may_mark(store, session)
    with store.change("撤销考勤录入", summary=f"{len(done.facts)} 人次") as change:
        facts: list[EnteredMark] = []
        live: dict[bytes, Marks] = {}
        for session, told in _by_session(done.facts).items():
            training_class, _ = _session(store, session)
            if training_class not in live:
                live[training_class] = marks_of(change.connection, training_class)
            facts += _add(change, session, _former(told, live[training_class], signature))
        if not facts:
            raise AppError("没有可以撤销的考勤。", "这些格子后来又改过了，请直接录入正确的记录。")
    corrected = sum(fact.mark != UNMARKED for fact in facts)
    return MarkOutcome(len(facts) - corrected, corrected, tuple(facts))


def may_mark(store: Store, session: bytes) -> tuple[bytes, str]:
    """The class and the day of a half-day that can be marked now.

    Raises:
        NotFound: there is no such half-day.
        AppError: the class is closed, has nobody in it, or the half-day is still to come.
    """
    training_class, day = _session(store, session)
    refuse_closed(store, training_class)
    if not anybody_in(store.database.read(), training_class):
        raise AppError("名单里还没有人。", "请先在“名单”里增加学员。", code="nobody")
    _refuse_future(day)
    return training_class, day


@dataclass(frozen=True, slots=True)
class _Wanted:
    member: bytes
    mark: str
    before: list[LiveMark]
    signature: Signature


def _wanted(
    session: bytes, marks: Mapping[bytes, str], live: Marks, signature: Signature
) -> list[_Wanted]:
    found = ((member, mark, live.get((session, member), [])) for member, mark in marks.items())
    return [
        _Wanted(member, mark, before, signature)
        for member, mark, before in found
        if not _same(before, mark)
    ]


def _former(told: list[EnteredMark], live: Marks, signature: Signature) -> list[_Wanted]:
    """What stood there, where our own fact still is the only one; two that disagreed before are
    a question for people and are not made anew."""
    wanted: list[_Wanted] = []
    for fact in told:
        now = live.get((fact.session, fact.member), [])
        if [mark.uid for mark in now] != [fact.uid] or len(fact.before) > 1:
            continue
        before = fact.before[0] if fact.before else None
        by = Signature(before.checked_by, before.paper) if before else signature
        wanted.append(_Wanted(fact.member, before.mark if before else UNMARKED, now, by))
    return wanted


def _by_session(facts: Iterable[EnteredMark]) -> dict[bytes, list[EnteredMark]]:
    found: dict[bytes, list[EnteredMark]] = {}
    for fact in facts:
        found.setdefault(fact.session, []).append(fact)
    return found


def _add(change: Change, session: bytes, wanted: list[_Wanted]) -> list[EnteredMark]:
    facts = [_fact(session, one.member, one.mark, one.before, one.signature) for one in wanted]
    uids = change.add_facts(entity_named("attendance"), facts) if facts else []
    return [
        EnteredMark(uid, session, one.member, one.mark, tuple(one.before))
        for uid, one in zip(uids, wanted, strict=True)
    ]


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
