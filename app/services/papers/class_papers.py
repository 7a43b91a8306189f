"""花名册 and 签到表 of one class, and how any paper about a class finds it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.data.queries.members import posts_held
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.training_classes import (
    ClassRow,
    ParticipantRow,
    SessionRow,
    class_by_uid,
    participants_of,
    sessions_of,
)
from app.domain.documents.class_roster import ClassRoster, RosterLine
from app.domain.documents.sign_in_sheet import SignInLine, SignInSheet
from app.domain.errors import AppError, NotFound
from app.domain.people.codes import LIVELIHOODS
from app.domain.people.positions import position_words
from app.domain.signing import signing_organizer
from app.services.papers.selection import Selection
from app.services.papers.wording import (
    day_text,
    id_number_text,
    month_text,
    period_text,
    phone_text,
    reprint_note,
)
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class HeldClass:
    """One class as its papers need it; `people` are those chosen, `everybody` all of it."""

    row: ClassRow
    sessions: list[SessionRow]
    people: list[ParticipantRow]
    everybody: list[ParticipantRow]

    @property
    def present(self) -> list[ParticipantRow]:
        """Without those who were taken off the list."""
        return [person for person in self.people if not person.withdrawn]


def held_class(store: Store, chosen: Selection) -> HeldClass:
    """The class somebody chose.

    Raises:
        AppError: none was chosen, or it is not in this store.
    """
    if chosen.training_class is None:
        raise AppError("请先选择培训班。", "请选一个班；还没有办过班的，请先办班。")
    connection = store.database.read()
    row = class_by_uid(connection, chosen.training_class, date.today().isoformat())
    if row is None:
        raise NotFound("找不到这个培训班。", "请回到上一页重新打开后再试。")
    everybody = participants_of(connection, row.uid)
    wanted = set(chosen.members)
    people = [person for person in everybody if not wanted or person.member in wanted]
    return HeldClass(row, sessions_of(connection, row.uid), people, everybody)


def class_roster(store: Store, chosen: Selection) -> ClassRoster:
    """培训班学员花名册."""
    held = held_class(store, chosen)
    places = _places(store, held)
    posts = posts_held(store.database.read(), list(places), held.row.starts_on)
    lines = tuple(_roster_line(person, chosen, places, posts) for person in held.present)
    sexes = Counter(person.sex for person in held.present)
    parts = [f"共 {len(lines)} 人"] + [f"{sex} {sexes[sex]} 人" for sex in "男女" if sexes[sex]]
    return ClassRoster(
        held.row.name,
        signing_organizer(held.row.organizer, store.site.name, store.site.signed_as),
        period_text(held.row.starts_on, held.row.ends_on),
        held.row.place,
        lines,
        "，".join(parts),
        with_id_numbers=True,
        printed_note=reprint_note(held.row.ends_on),
    )


def _places(store: Store, held: HeldClass) -> dict[bytes, str]:
    """Where everybody belonged, with the township where two could be meant."""
    titles, holder = OrganizationTitles(store.database.read()), held.row.organization
    return {
        person.member: titles.title_then(person.organization_then, person.organization, holder)
        for person in held.present
    }


def _roster_line(
    person: ParticipantRow,
    chosen: Selection,
    places: Mapping[bytes, str],
    posts: Mapping[bytes, list[str]],
) -> RosterLine:
    return RosterLine(
        number=str(person.number),
        name=person.name,
        sex=person.sex,
        ethnicity=person.ethnicity,
        birth=month_text(person.birth_date),
        education=person.education,
        joined_on=month_text(person.joined_on),
        organization=places[person.member],
        unit_and_post=position_words(person.position_then, posts.get(person.member, ())),
        id_number=id_number_text(person.id_number, full=chosen.full),
        phone=phone_text(person.phone, full=chosen.full),
        group=person.team,
    )


def sign_in_sheets(store: Store, chosen: Selection) -> tuple[SignInSheet, ...]:
    """签到表: one for every half-day."""
    held = held_class(store, chosen)
    places = _places(store, held)
    posts = posts_held(store.database.read(), list(places), held.row.starts_on)
    lines = tuple(
        SignInLine(str(p.number), p.name, _unit_and_post(p, places, posts)) for p in held.present
    )
    return tuple(_sheet(held.row, session, lines) for session in held.sessions)


def _unit_and_post(
    person: ParticipantRow, places: Mapping[bytes, str], posts: Mapping[bytes, list[str]]
) -> str:
    """The branch, and under it the post held then; else what was entered, if it is no more than
    how somebody earns a living."""
    entered = "" if person.position_then in LIVELIHOODS else person.position_then
    post = "、".join(posts.get(person.member, ())) or entered
    return "\n".join(dict.fromkeys(part for part in (places[person.member], post) if part))


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
