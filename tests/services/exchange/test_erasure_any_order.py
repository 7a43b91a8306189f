"""Whatever is edited, moved, merged, marked and delivered around an erasure: it ends the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.data import audit, digest, erasure, hours_summary, tombstones
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Value
from app.domain.errors import AppError
from app.domain.exchange.entities import BASES
from app.domain.uid import derived_uid
from app.services import erasing
from app.services.store import Store
from tests.builders import change_row, count, make_class, make_member, mark
from tests.services.exchange.quick_sites import (
    A1,
    A2,
    COUNTY,
    B,
    QuickSites,
    SitesTemplate,
    copied_sites,
    prepared_template,
)

PEOPLE = 4


@pytest.fixture(scope="module")
def template() -> Iterator[SitesTemplate]:
    with prepared_template() as made:
        yield made


@dataclass
class Case:
    """Sites with the same people, a class, and what was issued."""

    sites: QuickSites
    people: list[bytes]
    session: bytes
    training_class: bytes
    certificates: set[bytes] = field(default_factory=set)

    def here(self, at: int, person: int) -> tuple[Store, bytes] | None:
        """The store and the person, when the store has him."""
        store, uid = self.sites.stores[at], self.people[person]
        return (store, uid) if count(store, "member", "uid = ?", uid) else None


def start(sites: QuickSites) -> Case:
    """Everybody has heard of the same four people in one class."""
    sites.settle()
    town = sites.stores[A1]
    people = [bytes(make_member(town, name=f"学员甲{i}")) for i in range(PEOPLE)]
    made = make_class(town, people)
    sites.settle()
    return Case(sites, people, made.sessions[0], made.uid)


def edit(case: Case, at: int, person: int, other: int) -> None:
    if here := case.here(at, person):
        change_row(here[0], "member", here[1], phone=f"1380013800{other}", note=f"备注{at}")


def move(case: Case, at: int, person: int, other: int) -> None:
    if here := case.here(at, person):
        target = case.sites.stores[(A1, B)[other % 2]].site.organization
        change_row(here[0], "member", here[1], organization=target)


def attend(case: Case, at: int, person: int, other: int) -> None:
    if here := case.here(at, person):
        mark(here[0], case.session, here[1], ("出勤", "缺勤", "迟到", "出勤")[other])


def take_part(case: Case, at: int, person: int, other: int) -> None:
    """A record of training elsewhere."""
    here = case.here(at, person)
    if here is None:
        return
    store, uid = here
    values: dict[str, Value] = {
        "starts_on": "2026-01-01",
        "ends_on": "2026-01-01",
        "hours": 4.0,
    }
    with store.change("登记") as change:
        change.create(entity_named("record"), {"member": uid, "title": f"某训{other}", **values})


def give_away(case: Case, at: int, person: int, other: int) -> None:
    store = case.sites.stores[at]
    enrolment = derived_uid(b"enrolment", case.training_class, case.people[person])
    if count(store, "enrolment", "uid = ?", enrolment) and case.here(at, other):
        change_row(store, "enrolment", enrolment, member=case.people[other], team=f"{at}")


def merge(case: Case, at: int, person: int, other: int) -> None:
    if person != other and case.here(at, person) and case.here(at, other):
        store = case.sites.stores[at]
        change_row(store, "member", case.people[person], merged_into=case.people[other])


def part(case: Case, at: int, person: int, other: int) -> None:
    if here := case.here(at, person):
        change_row(here[0], "member", here[1], merged_into=None)


def remove(case: Case, at: int, person: int, other: int) -> None:
    if here := case.here(at, person):
        with here[0].change("删除") as change:
            act = change.remove if other % 2 else change.restore
            act(entity_named("member"), here[1])


def certify(case: Case, at: int, person: int, other: int) -> None:
    store = case.sites.stores[at]
    if at in (A1, A2) and case.here(at, person):
        values: dict[str, Value] = {
            "training_class": case.training_class,
            "member": case.people[person],
            "number": f"{len(case.certificates)}",
            "issued_on": "2026-03-02",
            "content": "{}",
        }
        with store.change("证书") as change:
            case.certificates.add(bytes(change.create(entity_named("certificate"), values)))


def ask(case: Case, at: int, person: int, other: int) -> None:
    if at != COUNTY and (here := case.here(at, person)):
        try:
            erasing.ask_erasure(here[0], here[1], BASES[other], "书面申请")
        except AppError as refusal:
            assert "已经" in refusal.message  # noqa: PT017


def erase(case: Case, at: int, person: int, other: int) -> None:
    if here := case.here(COUNTY, person):
        erasing.erase(here[0], here[1], BASES[other], "书面申请")


def exchange(case: Case, at: int, person: int, other: int) -> None:
    if at != COUNTY:
        two = (at, COUNTY) if other % 2 else (COUNTY, at)
        case.sites.hand_over(*two)


def keep_back(case: Case, at: int, person: int, other: int) -> None:
    if at != COUNTY:
        sender, receiver = (at, COUNTY) if other % 2 else (COUNTY, at)
        case.sites.kept.append((receiver, case.sites.pack(sender, receiver)))


def deliver_late(case: Case, at: int, person: int, other: int) -> None:
    if case.sites.kept:
        receiver, loose = case.sites.kept.pop(other % len(case.sites.kept))
        loose.receive(case.sites.stores[receiver])


Act = Callable[[Case, int, int, int], None]
ACTS: tuple[Act, ...] = (
    edit,
    move,
    attend,
    take_part,
    give_away,
    merge,
    part,
    remove,
    certify,
    ask,
    erase,
    exchange,
    exchange,
    exchange,
    keep_back,
    deliver_late,
)
steps = st.tuples(
    st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, PEOPLE - 1), st.integers(0, 3)
)


def check(case: Case) -> None:
    """Nothing of the erased anywhere, everything else equal, every issued number there."""
    stores = case.sites.stores
    gone = tombstones.erased(stores[COUNTY].database.read())
    for store in stores:
        connection = store.database.read()
        assert tombstones.erased(connection) == gone
        assert not erasure.what_goes(connection, gone)
        assert not count(store, "held")
        assert not audit.problems(connection)
        assert not hours_summary.problems(connection)
        for person in gone:
            assert not count(store, "hours_summary", "member = ?", person)
            assert not count(store, "register", "uid = ?", person)
            assert not count(store, "superseded", "uid = ?", person)
            assert not count(store, "member", "merged_into = ?", person)
    for town in (A1, A2, B):
        roots = [stores[town].site.organization]
        one, other = (
            digest.digests(s.database.read(), roots) for s in (stores[town], stores[COUNTY])
        )
        assert one == other, [name for name in one if one[name] != other[name]]
    found = stores[COUNTY].database.read().execute("SELECT uid FROM certificate")
    assert {row[0] for row in found} == case.certificates
    here = stores[COUNTY].database.read().execute("SELECT uid FROM member")
    assert {row[0] for row in here} == set(case.people) - gone


@example(many=[(give_away, COUNTY, 1, 0)])
@example(many=[(give_away, 0, 1, 2), (merge, A2, 0, 2), (erase, 0, 1, 1), (exchange, A2, 1, 3)])
@example(many=[(merge, A1, 0, 3), (take_part, A1, 0, 3)])
@settings(max_examples=8)
@given(many=st.lists(steps, max_size=25))
def test_any_order_ends_the_same(
    template: SitesTemplate, many: list[tuple[Act, int, int, int]]
) -> None:
    with copied_sites(template) as sites:
        case = start(sites)
        for act, at, person, other in many:
            act(case, at, person, other)
        erase(case, COUNTY, 0, 0)
        sites.settle()
        check(case)


def test_every_table_is_looked_at() -> None:
    assert {e.name for e in ENTITIES if e.has("member")} >= {"record", "enrolment", "certificate"}
