"""结业证书, 参训证明 and 反馈单: signed papers, printed as they were issued and not before."""

from app.data.own_bounds import own_bounds
from app.data.queries.certificates import certificates_of
from app.data.queries.issued_papers import issued_papers
from app.data.queries.training_classes import class_values
from app.domain.accounts.roles import Verb
from app.domain.documents.attendance_proof import AttendanceProof
from app.domain.documents.certificate import Certificate
from app.domain.documents.feedback import Feedback, FeedbackLine
from app.domain.training.certificate_content import read_content
from app.domain.training.codes import FULL_ID, PROOF, REISSUED, SLIP, VOID
from app.domain.training.completion import COMPLETED
from app.domain.training.issued_paper import PaperContent, read_paper
from app.services.classes.closing import attended_hours
from app.services.classes.issuing import issue_papers, unissued
from app.services.classes.printed_numbers import print_full_numbers
from app.services.papers.class_papers import HeldClass, held_class
from app.services.papers.selection import Selection
from app.services.papers.wording import (
    day_text,
    id_number_text,
    period_text,
    plain_hours,
    reprint_note,
)
from app.services.store import Store

WITHOUT_REASON = "按本班登记的选择，证书印完整证件号"


def certificates_ready(store: Store, chosen: Selection) -> str:
    """A reason for full numbers is the class's choice from now on."""
    held = held_class(store, chosen)
    if chosen.full:
        print_full_numbers(store, held.row.uid, chosen.unmask_reason)
    return WITHOUT_REASON if _full_numbers(store, held.row.uid) else ""


def proofs_ready(store: Store, chosen: Selection) -> str:
    """Issue what an older program left unissued."""
    return _ready(store, chosen, PROOF, "参训证明")


def slips_ready(store: Store, chosen: Selection) -> str:
    """Issue what an older program left unissued."""
    return _ready(store, chosen, SLIP, "参训情况反馈单")


def _ready(store: Store, chosen: Selection, kind: str, title: str) -> str:
    held = held_class(store, chosen)
    connection, row = store.database.read(), held.row
    hours = attended_hours(connection, row.uid)
    waiting = [
        person
        for person in unissued(connection, row, held.everybody, kind)
        if kind == SLIP or hours[person.member] > 0
    ]
    bounds = own_bounds(connection) if waiting else None
    ours = bounds is None or bounds.reach.runs(row.uid)
    if waiting and ours:  # whoever held the class says who was there
        with store.change(f"签发{title}", summary=row.name, needs=Verb.ISSUE) as change:
            issue_papers(change, row, held.everybody, hours, kind)
    return ""


def _full_numbers(store: Store, training_class: bytes) -> bool:
    values = class_values(store.database.read(), training_class)
    return values.get("certificate_id_number") == FULL_ID


def certificates(store: Store, chosen: Selection) -> tuple[Certificate, ...]:
    """结业证书: what was frozen when they were issued, never what the store says now."""
    held = held_class(store, chosen)
    known = {person.member: person for person in held.people}
    full = _full_numbers(store, held.row.uid)
    made: list[Certificate] = []
    for row in certificates_of(store.database.read(), held.row.uid):
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
                id_number=id_number_text(number, full=full),
                start=day_text(content.starts_on),
                end=day_text(content.ends_on),
                organizer=content.organizer,
                class_name=content.class_name,
                hours=plain_hours(content.hours),
                issuer=content.organizer,
                issued_on=day_text(content.issued_on),
                issue_note=REISSUED if row.state == REISSUED else "",
            )
        )
    return tuple(made)


def attendance_proofs(store: Store, chosen: Selection) -> tuple[AttendanceProof, ...]:
    """参训证明: for everybody who was there, as they were issued."""
    held = held_class(store, chosen)
    numbers = {person.member: person.id_number for person in held.people}
    return tuple(
        _proof(paper, id_number_text(numbers[member], full=chosen.full))
        for member, paper in _issued(store, held, PROOF)
        if member in numbers
    )


def _proof(paper: PaperContent, id_number: str) -> AttendanceProof:
    return AttendanceProof(
        number=paper.number,
        name=paper.name,
        sex=paper.sex,
        id_number=id_number,
        unit_and_post=paper.unit_and_post,
        start=day_text(paper.starts_on),
        end=day_text(paper.ends_on),
        place=paper.place,
        organizer=paper.organizer,
        class_name=paper.class_name,
        hours=plain_hours(paper.hours),
        issuer=paper.organizer,
        issued_on=day_text(paper.issued_on),
        printed_note=reprint_note(paper.issued_on),
    )


def feedback_slips(store: Store, chosen: Selection) -> tuple[Feedback, ...]:
    """参训情况反馈单: one for every 党组织 that sent people (P09 五, 及时反馈)."""
    held = held_class(store, chosen)
    wanted = {person.member for person in held.people}
    slips: dict[str, list[PaperContent]] = {}
    shown: set[str] = set()
    for member, paper in _issued(store, held, SLIP):
        slips.setdefault(paper.number, []).append(paper)
        if member in wanted:
            shown.add(paper.number)
    return tuple(_slip(papers) for number, papers in slips.items() if number in shown)


def _issued(store: Store, held: HeldClass, kind: str) -> list[tuple[bytes, PaperContent]]:
    rows = issued_papers(store.database.read(), held.row.uid, kind)
    read = [(row.member, read_paper(row.content, row.digest)) for row in rows]
    return sorted(read, key=lambda one: (one[1].number, one[1].line))


def _slip(papers: list[PaperContent]) -> Feedback:
    first = papers[0]
    lines = tuple(
        FeedbackLine(str(number), one.name, plain_hours(one.hours), one.completed, one.note)
        for number, one in enumerate(papers, start=1)
    )
    completed = sum(one.completed == COMPLETED for one in papers)
    return Feedback(
        first.organization,
        first.class_name,
        period_text(first.starts_on, first.ends_on),
        first.place,
        first.organizer,
        lines,
        f"参训 {len(papers)} 人，结业 {completed} 人",
        first.organizer,
        day_text(first.issued_on),
        printed_note=reprint_note(first.issued_on),
        number=first.number,
    )
