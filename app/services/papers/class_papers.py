"""花名册, 签到表, 结业证书, 参训证明 and 反馈单 of one class."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from app.data.queries.certificates import certificates_of
from app.data.queries.organizations import organization
from app.data.queries.training_classes import (
    ClassRow,
    ParticipantRow,
    SessionRow,
    class_by_uid,
    participants_of,
    sessions_of,
)
from app.domain.documents.attendance_proof import AttendanceProof
from app.domain.documents.certificate import Certificate
from app.domain.documents.class_roster import ClassRoster, RosterLine
from app.domain.documents.feedback import Feedback, FeedbackLine
from app.domain.documents.sign_in_sheet import SignInLine, SignInSheet
from app.domain.errors import AppError, NotFound
from app.domain.training.certificate_content import read_content
from app.services.classes.closing import VOID, attended_hours
from app.services.papers.selection import Selection
from app.services.papers.wording import (
    day_text,
    id_number_text,
    month_text,
    period_text,
    phone_text,
    plain_hours,
    reprint_note,
)
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class _Held:
    row: ClassRow
    sessions: list[SessionRow]
    people: list[ParticipantRow]

    @property
    def present(self) -> list[ParticipantRow]:
        return [person for person in self.people if not person.withdrawn]


def _held(store: Store, chosen: Selection) -> _Held:
    if chosen.training_class is None:
        raise AppError("请先选择培训班。", "在“办班”里点开一个班，或用 --class 指定。")
    connection = store.database.read()
    row = class_by_uid(connection, chosen.training_class, date.today().isoformat())
    if row is None:
        raise NotFound("找不到这个培训班。", "请回到上一页重新打开后再试。")
    people = participants_of(connection, row.uid)
    wanted = set(chosen.members)
    if wanted:
        people = [person for person in people if person.member in wanted]
    return _Held(row, sessions_of(connection, row.uid), people)


def class_roster(store: Store, chosen: Selection) -> ClassRoster:
    """培训班学员花名册."""
    held = _held(store, chosen)
    lines = tuple(_roster_line(person, chosen) for person in held.present)
    sexes = Counter(person.sex for person in held.present)
    parts = [f"共 {len(lines)} 人"] + [f"{sex} {sexes[sex]} 人" for sex in "男女" if sexes[sex]]
    return ClassRoster(
        held.row.name,
        held.row.organizer,
        period_text(held.row.starts_on, held.row.ends_on),
        held.row.place,
        lines,
        "，".join(parts),
        with_id_numbers=True,
        printed_note=reprint_note(held.row.ends_on),
    )


def _roster_line(person: ParticipantRow, chosen: Selection) -> RosterLine:
    return RosterLine(
        number=str(person.number),
        name=person.name,
        sex=person.sex,
        ethnicity=person.ethnicity,
        birth=month_text(person.birth_date),
        education=person.education,
        joined_on=month_text(person.joined_on),
        organization=person.organization_then,
        unit_and_post=person.position_then,
        id_number=id_number_text(person.id_number, full=chosen.full),
        phone=phone_text(person.phone, full=chosen.full),
        group=person.team,
    )


def sign_in_sheets(store: Store, chosen: Selection) -> tuple[SignInSheet, ...]:
    """签到表: one for every half-day."""
    held = _held(store, chosen)
    lines = tuple(
        SignInLine(str(p.number), p.name, p.position_then or p.organization_then)
        for p in held.present
    )
    return tuple(_sheet(held.row, session, lines) for session in held.sessions)


def _sheet(row: ClassRow, session: SessionRow, lines: tuple[SignInLine, ...]) -> SignInSheet:
    return SignInSheet(
        row.name,
        f"{day_text(session.day)} {session.slot}",
        session.place or row.place,
        session.course,
        session.teacher or row.teacher,
        lines,
        reprint_note(session.day),
    )


def certificates(store: Store, chosen: Selection) -> tuple[Certificate, ...]:
    """结业证书: what was frozen when they were issued, never what the store says now."""
    held = _held(store, chosen)
    known = {person.member: person for person in held.people}
    issued = certificates_of(store.database.read(), held.row.uid)
    made: list[Certificate] = []
    for row in issued:
        if row.state == VOID or row.member not in known:
            continue
        content = read_content(row.content, row.digest or None)
        number = known[row.member].id_number
        made.append(
            Certificate(
                number=row.number,
                name=content.name,
                sex=content.sex or "",
                birth=day_text(content.birth or ""),
                id_number=id_number_text(number, full=chosen.full),
                start=day_text(content.starts_on),
                end=day_text(content.ends_on),
                organizer=content.organizer,
                class_name=content.class_name,
                hours=plain_hours(content.hours),
                issuer=content.organizer,
                issued_on=day_text(content.issued_on),
                issue_note="补发" if row.state == "补发" else "",
            )
        )
    return tuple(made)


def attendance_proofs(store: Store, chosen: Selection) -> tuple[AttendanceProof, ...]:
    """参训证明: for everybody who was there, in classes without certificates."""
    held = _held(store, chosen)
    hours = attended_hours(store.database.read(), held.row.uid)
    row = held.row
    today = date.today().isoformat()
    return tuple(
        AttendanceProof(
            number=str(person.number),
            name=person.name,
            sex=person.sex,
            id_number=id_number_text(person.id_number, full=chosen.full),
            unit_and_post=person.position_then or person.organization_then,
            start=day_text(row.starts_on),
            end=day_text(row.ends_on),
            place=row.place,
            organizer=row.organizer,
            class_name=row.name,
            hours=plain_hours(hours[person.member]),
            issuer=row.organizer,
            issued_on=day_text(today),
        )
        for person in held.present
        if hours[person.member] > 0
    )


def feedback_slips(store: Store, chosen: Selection) -> tuple[Feedback, ...]:
    """参训情况反馈单: one for every 党组织 that sent people (P09 五, 及时反馈)."""
    held = _held(store, chosen)
    hours = attended_hours(store.database.read(), held.row.uid)
    groups: dict[str, list[ParticipantRow]] = {}
    for person in held.present:
        groups.setdefault(_organization_name(store, person), []).append(person)
    return tuple(_slip(held.row, name, people, hours) for name, people in groups.items())


def _organization_name(store: Store, person: ParticipantRow) -> str:
    if person.organization_then:
        return person.organization_then
    found = person.organization and organization(store.database.read(), person.organization)
    return found.name if found else "（未登记党组织）"


def _slip(
    row: ClassRow, name: str, people: list[ParticipantRow], hours: dict[bytes, float]
) -> Feedback:
    lines = tuple(
        FeedbackLine(
            str(number),
            person.name,
            plain_hours(hours[person.member]),
            person.completion or "未结班",
            person.completion_reason,
        )
        for number, person in enumerate(people, start=1)
    )
    completed = sum(person.completion == "结业" for person in people)
    return Feedback(
        name,
        row.name,
        period_text(row.starts_on, row.ends_on),
        row.place,
        row.organizer,
        lines,
        f"参训 {len(people)} 人，结业 {completed} 人",
        row.organizer,
        day_text(date.today().isoformat()),
    )
