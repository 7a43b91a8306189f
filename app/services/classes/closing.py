"""结班: apply the completion rule, number the papers, freeze what they say, all at once."""

from dataclasses import dataclass
from datetime import date

from app.data import rows, site
from app.data.changes import Change
from app.data.database import Connection
from app.data.queries.attendance import marks_of
from app.data.queries.certificates import certificates_of, numbers_of_year
from app.data.queries.class_hours import attended_half_hours
from app.data.queries.settings import setting_rows, setting_value
from app.data.queries.training_classes import (
    ClassRow,
    ParticipantRow,
    class_by_uid,
    class_values,
    participants_of,
    sessions_of,
)
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, NotFound
from app.domain.training.attendance_rules import hour_rules
from app.domain.training.certificate_content import CertificateContent, birth_month
from app.domain.training.certificate_number import SerialBlock, number_pattern, used_serials
from app.domain.training.codes import CLOSED, ISSUED, PROOF, RUNNING, SLIP, VOID
from app.domain.training.completion import (
    COMPLETED,
    NOT_COMPLETED,
    ClassSession,
    Completion,
    Participant,
    complete_class,
)
from app.services.classes.class_lookup import refuse_closed
from app.services.classes.issuing import issue_papers, signed_class, void_papers
from app.services.keeping import refuse_others_row
from app.services.store import Store
from app.services.why_not import why_not


@dataclass(frozen=True, slots=True)
class Closed:
    """The outcome of closing a class."""

    training_class: bytes
    completions: tuple[Completion, ...]
    certificates: tuple[str, ...]

    @property
    def completed(self) -> list[Completion]:
        """Who completed the class."""
        return [c for c in self.completions if c.outcome == COMPLETED]

    @property
    def not_completed(self) -> list[Completion]:
        """Who did not, each with the reason."""
        return [c for c in self.completions if c.outcome != COMPLETED]


def preview_close(store: Store, training_class: bytes) -> tuple[Completion, ...]:
    """What closing would say of everybody; nothing is changed.

    Raises:
        MarksMissing: marks are still 未录入 or disagree.
        AppError: the class is closed, has no half-days or nobody in it.
    """
    refuse_closed(store, training_class)
    connection = store.database.read()
    marks = marks_of(connection, training_class)
    sessions = sessions_of(connection, training_class)
    people = [
        Participant(
            row.member,
            row.name,
            bool(row.withdrawn),
            {
                s.uid: tuple(live.mark for live in marks.get((s.uid, row.member), ()))
                for s in sessions
            },
        )
        for row in participants_of(connection, training_class)
    ]
    held = [ClassSession(s.uid, s.day, s.slot) for s in sessions]
    share = int(class_values(connection, training_class)["required_share"] or 0)
    return complete_class(held, people, share, hour_rules(setting_rows(connection)))


def may_close(store: Store, training_class: bytes) -> tuple[Completion, ...]:
    """What closing will say of everybody, when the class can be closed now.

    Raises:
        MarksMissing: marks are still 未录入 or disagree.
        AppError: the class is closed, is not over, has no half-days or nobody in it.
    """
    refuse_closed(store, training_class)
    today = date.today().isoformat()
    _refuse_unfinished(_class(store, training_class, today), today)
    return preview_close(store, training_class)


def why_not_close(store: Store, held: ClassRow) -> str:
    """Why a class cannot be closed now, in words; marks that were never entered are counted and
    not listed, because a window asks after every one that is."""
    if held.state != CLOSED and held.unmarked:
        return f"还有 {held.unmarked} 处考勤没有落实，录完后再结班。"
    return why_not(lambda: refuse_others_row(store, "training_class", held.uid)) or why_not(
        lambda: may_close(store, held.uid)
    )


def close_class(store: Store, training_class: bytes) -> Closed:
    """Close a class in one transaction: outcomes, certificates (unless 参训证明), its state.

    Raises:
        MarksMissing: marks are still 未录入 or disagree; nothing changes.
        AppError: the class is closed, is not over, or the number block is used up.
    """
    completions = may_close(store, training_class)
    connection = store.database.read()
    today = date.today().isoformat()
    held = _class(store, training_class, today)
    people = {row.member: row for row in participants_of(connection, training_class)}
    with store.change("结班", summary=held.name) as change:
        for done in completions:
            _record_outcome(change, people[done.member], done)
        numbers: tuple[str, ...] = ()
        if held.certificates:
            passed = [people[c.member] for c in completions if c.outcome == COMPLETED]
            numbers = _issue(change, signed_class(change, held), passed, today)
        closed: dict[str, Value] = {"state": CLOSED, "closed_on": today}
        change.update(entity_named("training_class"), training_class, closed)
        _issue_papers(change, held)
    return Closed(training_class, completions, numbers)


def _class(store: Store, training_class: bytes, today: str) -> ClassRow:
    found = class_by_uid(store.database.read(), training_class, today)
    assert found is not None  # refuse_closed has looked
    return found


def _refuse_unfinished(held: ClassRow, today: str) -> None:
    if held.ends_on > today:
        raise AppError(
            f"“{held.name}”到 {held.ends_on} 才结束，还不能结班。", "请在培训结束之后再结班。"
        )


def _record_outcome(change: Change, row: ParticipantRow, done: Completion) -> None:
    outcome = done.outcome if done.outcome in (COMPLETED, NOT_COMPLETED) else None
    values: dict[str, Value] = {"completion": outcome, "completion_reason": done.reason}
    change.update(entity_named("enrolment"), row.uid, values)


def _issue(
    change: Change, held: ClassRow, people: list[ParticipantRow], today: str
) -> tuple[str, ...]:
    """Number and freeze a certificate for everybody who has none of this class yet."""
    connection = change.connection
    issued = {c.member for c in certificates_of(connection, held.uid) if c.state != VOID}
    fresh = [person for person in people if person.member not in issued]
    year = int(today[:4])
    pattern = number_pattern(setting_value(connection, "certificate_pattern", today))
    used = used_serials(pattern, year, numbers_of_year(connection, year))
    block = SerialBlock(int(site.get(connection, "block") or 0))
    code = str(class_values(connection, held.uid).get("code") or "")
    agency = change.site.name
    hours = attended_hours(connection, held.uid)
    made: list[dict[str, Value]] = []
    for person, serial in zip(fresh, block.next_serials(used, len(fresh)), strict=True):
        number = pattern.render(agency, year, code, serial)
        made.append(_certificate(held, person, hours[person.member], number, today))
    change.create_many(entity_named("certificate"), made)
    return tuple(str(row["number"]) for row in made)


def _certificate(
    held: ClassRow, person: ParticipantRow, hours: float, number: str, today: str
) -> dict[str, Value]:
    content = CertificateContent(
        name=person.name,
        sex=person.sex or None,
        birth=birth_month(person.birth_date or None),
        class_name=held.name,
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        organizer=held.organizer,
        hours=hours,
        number=number,
        issued_on=today,
    )
    return {
        "training_class": held.uid,
        "member": person.member,
        "number": number,
        "issued_on": today,
        "state": ISSUED,
        "content": content.text(),
        "digest": content.digest(),
    }


def _issue_papers(change: Change, held: ClassRow) -> None:
    """Slips for the branches, and proofs for those who get no certificate."""
    connection = change.connection
    hours = attended_hours(connection, held.uid)
    people = participants_of(connection, held.uid)
    for kind in (SLIP,) if held.certificates else (SLIP, PROOF):
        issue_papers(change, held, people, hours, kind)


def attended_hours(connection: Connection, training_class: bytes) -> dict[bytes, float]:
    """The hours that every participant attended in one class; what of them counts beside other
    classes is the ledger's to say."""
    found = attended_half_hours(connection, training_class)
    return {member: sum(halves.values()) / 2 for member, halves in found.items()}


def may_reopen(store: Store, training_class: bytes) -> ClassRow:
    """The closed class, when closing it can be taken back now.

    Raises:
        AppError: the class is open or another's, or certificates stand in the way.
    """
    held = _class(store, training_class, date.today().isoformat())
    if held.state != CLOSED:
        raise AppError(f"“{held.name}”没有结班，不用取消。")
    refuse_others_row(store, "training_class", training_class)
    issued = certificates_of(store.database.read(), training_class)
    if valid := sum(c.state != VOID for c in issued):
        raise AppError(
            f"“{held.name}”已签发 {valid} 份结业证书，不能取消结班。",
            "请先在班次的“证书材料”里逐份作废并写明原因。",
        )
    return held


def reopen_class(store: Store, training_class: bytes, reason: str) -> None:
    """取消结班: with a reason, and only while no certificate of it is valid. Its slips and proofs
    are void; closing again numbers new ones.

    Raises:
        AppError: the class is open, or certificates stand in the way.
    """
    held = may_reopen(store, training_class)
    with store.change("取消结班", reason=reason, summary=held.name) as change:
        for row in participants_of(change.connection, training_class):
            values: dict[str, Value] = {"completion": None, "completion_reason": None}
            change.update(entity_named("enrolment"), row.uid, values)
        opened: dict[str, Value] = {"state": RUNNING, "closed_on": None}
        change.update(entity_named("training_class"), training_class, opened)
        void_papers(change, training_class)


def may_void(state: str) -> None:
    """Whether a certificate in this state can be made void.

    Raises:
        AppError: it is void already.
    """
    if state == VOID:
        raise AppError("这份证书已经作废。", "要换发新证，请用“补发”。")


def void_certificate(store: Store, uid: bytes, reason: str) -> None:
    """作废: the number stays in the register and is never given out again.

    Raises:
        NotFound: there is no such certificate.
        AppError: no reason was given, or it is void already.
    """
    if not reason.strip():
        raise AppError("作废证书要写明原因。", "例如：姓名有误，已收回原件。")
    known = rows.values_of(store.database.read(), entity_named("certificate"), uid)
    if known is None:
        raise NotFound("找不到这份证书。", "请回到上一页重新打开后再试。")
    may_void(str(known["state"]))
    with store.change("作废证书", reason=reason, needs=Verb.ISSUE) as change:
        change.update(entity_named("certificate"), uid, {"state": VOID})
