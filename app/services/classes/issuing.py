"""签发: the number and the date of 参训证明 and 反馈单 are given once and kept for ever.

That happens when a class is closed. A class that an older program closed has none yet: what is
wanting is issued when it is first printed, with the date of that day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.data import site
from app.data.changes import Change
from app.data.database import Connection
from app.data.queries.class_hours import attended_half_hours, credited_half_hours
from app.data.queries.issued_papers import issued_papers, paper_numbers, valid_papers
from app.data.queries.ledger import ledger
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.training_classes import ClassRow, ParticipantRow
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.signing import signing_organizer
from app.domain.training.certificate_number import SerialBlock, number_pattern, used_serials
from app.domain.training.codes import ISSUED, SLIP, VOID
from app.domain.training.hours import half_hours, plain_number
from app.domain.training.issued_paper import PAPER_NUMBERS, PaperContent

NOWHERE = "（未登记党组织）"

Hours = Mapping[bytes, float]


def unissued(
    connection: Connection, held: ClassRow, people: Sequence[ParticipantRow], kind: str
) -> list[ParticipantRow]:
    """Who took part and has no paper of this kind yet."""
    known = {row.member for row in issued_papers(connection, held.uid, kind)}
    return [person for person in people if not person.withdrawn and person.member not in known]


def issue_papers(
    change: Change, held: ClassRow, people: Sequence[ParticipantRow], hours: Hours, kind: str
) -> None:
    """Number and freeze what is wanting: a proof for each person, a slip for each branch."""
    held = signed_class(change, held)
    fresh = unissued(change.connection, held, people, kind)
    if kind == SLIP:
        groups = by_branch(change.connection, held, fresh)
    else:
        groups = [("", [person]) for person in fresh if hours[person.member] > 0]
    today = date.today().isoformat()
    said = counted_notes(change.connection, held, fresh) if kind == SLIP else {}
    rows: list[dict[str, Value]] = []
    for number, (title, members) in zip(_numbers(change, kind, len(groups)), groups, strict=True):
        for line, person in enumerate(members, start=1):
            content = _content(held, person, hours[person.member], (title, line), (number, today))
            if person.member in said:
                content = replace(content, note=f"{content.note}；{said[person.member]}")
            rows.append(_row(held, person, kind, content))
    change.create_many(entity_named("issued_paper"), rows)


def signed_class(change: Change, held: ClassRow) -> ClassRow:
    """The class with the organizer that can sign for it."""
    here = change.site
    organizer = signing_organizer(held.organizer, here.name, here.signed_as)
    return replace(held, organizer=organizer)


def by_branch(
    connection: Connection, held: ClassRow, people: Sequence[ParticipantRow]
) -> list[tuple[str, list[ParticipantRow]]]:
    """People under the branch they came from, told apart by what it is and not by its name."""
    titles = OrganizationTitles(connection)
    groups: dict[tuple[bytes | None, str], tuple[str, list[ParticipantRow]]] = {}
    for person in people:
        then = person.organization_then
        uid = titles.written(then, person.organization, held.organization)
        key = (uid, "" if uid is not None else then)
        title = titles.of(uid, then) if uid is not None else then or NOWHERE
        groups.setdefault(key, (title, []))[1].append(person)
    return list(groups.values())


def counted_notes(
    connection: Connection, held: ClassRow, people: Sequence[ParticipantRow]
) -> dict[bytes, str]:
    """Whose hours of this class the ledger counts only in part, as it stands today, and why: a
    branch would else add up what was learned once."""
    attended = attended_half_hours(connection, held.uid)
    credited = credited_half_hours(connection, held.uid, people)
    found: dict[bytes, str] = {}
    for person in people:
        halves = attended[person.member]
        if credited[person.member] >= sum(halves.values()):
            continue
        reasons = dict.fromkeys(
            entry.reason
            for entry in ledger(connection, person.member)
            if entry.uid == held.uid and half_hours(entry.hours) < halves.get(entry.place, 0)
        )
        counted = plain_number(credited[person.member] / 2)
        found[person.member] = f"台账计 {counted} 学时：{'；'.join(reasons)}"
    return found


def void_papers(change: Change, training_class: bytes) -> None:
    """An opened class says nothing any more; its numbers are never given out again."""
    entity = entity_named("issued_paper")
    for uid in valid_papers(change.connection, training_class):
        change.update(entity, uid, {"state": VOID})


def _numbers(change: Change, kind: str, count: int) -> list[str]:
    connection, year = change.connection, date.today().year
    pattern = number_pattern(PAPER_NUMBERS[kind])
    used = used_serials(pattern, year, paper_numbers(connection, kind, year))
    block = SerialBlock(int(site.get(connection, "block") or 0))
    serials = block.next_serials(used, count)
    return [pattern.render(change.site.name, year, "", serial) for serial in serials]


def _content(
    held: ClassRow,
    person: ParticipantRow,
    hours: float,
    place: tuple[str, int],
    issued: tuple[str, str],
) -> PaperContent:
    return PaperContent(
        number=issued[0],
        issued_on=issued[1],
        class_name=held.name,
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        place=held.place,
        organizer=held.organizer,
        name=person.name,
        hours=hours,
        line=place[1],
        sex=person.sex,
        unit_and_post=person.position_then or person.organization_then,
        organization=place[0],
        completed=person.completion,
        note=person.completion_reason,
    )


def _row(
    held: ClassRow, person: ParticipantRow, kind: str, content: PaperContent
) -> dict[str, Value]:
    return {
        "training_class": held.uid,
        "member": person.member,
        "kind": kind,
        "number": content.number,
        "issued_on": content.issued_on,
        "state": ISSUED,
        "content": content.text(),
        "digest": content.digest(),
    }
