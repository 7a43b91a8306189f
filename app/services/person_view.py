"""One person as a whole: facts, posts, training of all years, requirements, certificates, history.

The page of the window asks for the parts one by one as they are looked at, the command line for all
of them; both say the same."""

import datetime
from dataclasses import dataclass

from app.data.counted_hours import identities_of
from app.data.database import Connection
from app.data.queries.certificates import certificates_of_member
from app.data.queries.members import (
    ExemptionRow,
    MemberRow,
    PostRow,
    exemptions_of,
    member_of_uid,
    member_values,
    posts_of,
)
from app.data.queries.membership import ChangeRow, changes_of
from app.data.queries.person_rows import PersonRow, person_rows
from app.data.queries.titles import Titles
from app.domain.declarations import entity_named
from app.domain.entity import Field, Kind, Value
from app.domain.errors import NotFound
from app.domain.wording import words_of
from app.services.checks import Question, RuleResult, SubjectResult, check_policy
from app.services.hours import MemberHours, hours_of_member
from app.services.kept_registers import kept_registers
from app.services.papers.catalogue import CATALOGUE, MEMBER, DocumentKind
from app.services.people import log_unmasked
from app.services.policies import CURRENT
from app.services.store import Store

NOT_FACTS = ("merged_into",)


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of the person, as stored and as it is read."""

    field: Field
    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One requirement that applies to the person, and how he stands under it."""

    policy: str
    rule: RuleResult
    judged: SubjectResult


@dataclass(frozen=True, slots=True)
class PersonCertificate:
    """One certificate with the class it is of."""

    uid: bytes
    number: str
    title: str
    issued_on: str
    state: str


@dataclass(frozen=True)
class PersonView:
    """Everything that is kept of one person."""

    person: MemberRow
    facts: tuple[Fact, ...]
    posts: tuple[PostRow, ...]
    exemptions: tuple[ExemptionRow, ...]
    history: tuple[ChangeRow, ...]
    training: MemberHours
    requirements: tuple[Standing, ...]
    certificates: tuple[PersonCertificate, ...]
    registers: tuple[PersonRow, ...]
    papers: tuple[DocumentKind, ...]


def person_view(
    store: Store,
    member: bytes,
    as_of: datetime.date | None = None,
    unmask: str | None = None,
) -> PersonView:
    """All parts at once; numbers are masked unless somebody gives a reason, which is noted.

    Raises:
        NotFound: nobody with this identity.
    """
    if unmask is not None:
        log_unmasked(store, "查看党员", unmask)
    with store.database.snapshot() as connection:
        person = member_of_uid(connection, member)
        if person is None:
            raise NotFound("没有这个编号的人员。", "可先用 search 或 list members 查编号。")
        training = hours_of_member(store, member, as_of=as_of)
        return PersonView(
            person,
            _facts(connection, member, full=unmask is not None),
            tuple(posts_of(connection, member)),
            tuple(exemptions_of(connection, member)),
            tuple(changes_of(connection, member)),
            training,
            requirements_of(store, member, as_of),
            certificates_of_person(store, member),
            register_rows_of(store, member),
            papers_of_person(),
        )


def _facts(connection: Connection, member: bytes, *, full: bool) -> tuple[Fact, ...]:
    values, titles = member_values(connection, member), Titles(connection)
    fields = (f for f in entity_named("member").fields if f.name not in NOT_FACTS)
    return tuple(_fact(titles, field, values.get(field.name), full=full) for field in fields)


def _fact(titles: Titles, field: Field, value: Value, *, full: bool) -> Fact:
    named = titles.title(field.refers_to, value) if field.kind is Kind.REFERENCE else ""
    return Fact(field, value, words_of(field, value, full=full, named=named))


def requirements_of(
    store: Store, member: bytes, as_of: datetime.date | None = None
) -> tuple[Standing, ...]:
    """Every requirement of this year that applies to the person."""
    day = as_of or datetime.date.today()
    found = check_policy(store, CURRENT, Question(day.year, None, as_of, member))
    return tuple(
        Standing(found.policy, rule, judged) for rule in found.rules for judged in rule.subjects
    )


def certificates_of_person(store: Store, member: bytes) -> tuple[PersonCertificate, ...]:
    """Every certificate, whoever the person was entered as, void ones included."""
    with store.database.snapshot() as connection:
        titles = Titles(connection)
        found = [
            PersonCertificate(
                row.uid,
                row.number,
                titles.title("training_class", row.training_class),
                row.issued_on,
                row.state,
            )
            for identity in identities_of(connection, member)
            for row in certificates_of_member(connection, identity)
        ]
    return tuple(sorted(found, key=lambda one: (one.issued_on, one.number), reverse=True))


def register_rows_of(store: Store, member: bytes) -> tuple[PersonRow, ...]:
    """What the registers of this site say of the person."""
    kept = {made.key for made in kept_registers(store)}
    with store.database.snapshot() as connection:
        return tuple(person_rows(connection, member, kept))


def papers_of_person() -> tuple[DocumentKind, ...]:
    """What can be printed of one person."""
    return tuple(kind for kind in CATALOGUE if kind.needs == (MEMBER,))
