"""Every declared kind of row, all of them in one walk: reported up, sent down, moved along with a
duplicate, erased with the person. A new kind is included by itself; `test_every_entity.py` walks
what must be tried kind by kind."""

from collections.abc import Iterator, Mapping

import pytest

from app.data import ownership
from app.domain.entity import Entity, Scope, Value
from app.domain.errors import AppError
from app.domain.exchange.entities import BASES
from app.services import erasing, self_check
from tests.builders import change_row, make_member, value_of
from tests.every_entity import EVERY, correction, read, row_of, write
from tests.services.exchange.every_entity_sites import (
    ALL,
    WITH_A,
    EverySites,
    EveryTemplate,
    about_a,
    anchors,
    author,
    every_sites,
    every_template,
    travels_up,
)
from tests.services.exchange.quick_sites import A1, COUNTY, B

KINDS = pytest.mark.parametrize("about", EVERY, ids=lambda about: about.name)
Written = tuple[EverySites, Mapping[str, bytes]]


@pytest.fixture(scope="module")
def template() -> Iterator[EveryTemplate]:
    with every_template() as made:
        yield made


def with_sound_stores(sites: EverySites) -> None:
    for number in WITH_A:
        assert not self_check.check_store(sites[number]).problems


@pytest.fixture(scope="module")
def reported(template: EveryTemplate) -> Iterator[Written]:
    """One row of each kind that a township may write, and what followed."""
    with every_sites(template) as sites:
        place, uids = sites.places[A1], dict[str, bytes]()
        for about in EVERY:
            if about.scope in (Scope.BROADCAST, Scope.ROW):  # the county's own word
                with pytest.raises(AppError):
                    write(sites[A1], about, row_of(about, place))
            else:
                uids[about.name] = write(sites[A1], about, row_of(about, place))
        sites.settle()
        sites.quick.settle()  # and nobody goes on sending it about
        with_sound_stores(sites)
        yield sites, uids


@KINDS
def test_reported_up(reported: Written, about: Entity) -> None:
    sites, uids = reported
    if about.name not in uids:
        return  # refused above
    if travels_up(about):
        sites.agreed(about, uids[about.name], WITH_A)
    else:  # nobody's business: it stays where it was written
        assert sites.holders(about, uids[about.name]) == {A1}
    assert not sites.held()


@pytest.fixture(scope="module")
def sent(template: EveryTemplate) -> Iterator[tuple[EverySites, Mapping[str, tuple[bytes, bytes]]]]:
    """Of each kind a row about the township and one about the county's own, by the county."""
    with every_sites(template) as sites:
        of_a, own = sites.places[A1], sites.places[COUNTY]
        uids = {
            about.name: (
                write(sites[COUNTY], about, row_of(about, of_a)),
                write(sites[COUNTY], about, row_of(about, own)),
            )
            for about in EVERY
        }
        sites.settle()
        with_sound_stores(sites)
        yield sites, uids


@KINDS
def test_sent_down(
    sent: tuple[EverySites, Mapping[str, tuple[bytes, bytes]]], about: Entity
) -> None:
    sites, uids = sent
    of_a, own = uids[about.name]
    local, everybodys = about.scope is Scope.LOCAL, about.scope is Scope.BROADCAST
    sites.agreed(about, of_a, frozenset((COUNTY,)) if local else about_a(about))
    sites.agreed(about, own, ALL if everybodys else frozenset((COUNTY,)))


@pytest.fixture(scope="module")
def moved(template: EveryTemplate) -> Iterator[tuple[Written, Mapping[str, bool]]]:
    """Somebody entered three times, merged in a chain, with a row of each kind on the last of
    them: the person moves to the neighbour, and each row is edited there."""
    with every_sites(template) as sites:
        place = sites.places[A1]
        person, home = place.rows["member"], place.rows["organization"]
        middle, twin = (make_member(sites[A1], home) for _ in range(2))
        change_row(sites[A1], "member", middle, merged_into=person)
        change_row(sites[A1], "member", twin, merged_into=middle)
        sites.settle()
        uids: dict[str, bytes] = {"member": twin}
        for about in EVERY:
            if about.name != "member" and "member" in anchors(about) and travels(about):
                leads = "member" if about.scope is Scope.ROW else ""
                values: dict[str, Value] = {**row_of(about, place, leads), "member": twin}
                uids[about.name] = write(sites[author(about)], about, values)
        sites.settle()
        there = sites[B].site.organization
        change_row(sites[COUNTY], "member", person, organization=there)
        sites.settle()
        arrived = {}
        for about in EVERY:
            if about.name in uids:
                uid = uids[about.name]
                arrived[about.name] = read(sites[B], about, uid) == read(sites[COUNTY], about, uid)
        assert value_of(sites[B], "member", twin, "merged_into") == middle
        for about in EVERY:
            if about.name in uids and not about.facts:
                name, value = correction(about)
                by = B if about.name == "member" or "member" in about.writers else COUNTY
                change_row(sites[by], about.name, uids[about.name], **{name: value})
        sites.settle()
        assert not self_check.check_store(sites[B]).problems
        yield (sites, uids), arrived


def travels(about: Entity) -> bool:
    return about.scope is not Scope.LOCAL


@KINDS
def test_a_duplicate_moves_with_its_person(
    moved: tuple[Written, Mapping[str, bool]], about: Entity
) -> None:
    (sites, uids), arrived = moved
    if about.name not in uids:
        return  # it does not follow a person
    assert arrived[about.name]
    if not about.facts:
        name, value = correction(about)
        now = [read(sites[n], about, uids[about.name]) for n in (COUNTY, B, A1)]
        assert [held is not None and held[name] == value for held in now] == [True, True, False]
    assert not sites.held()


@pytest.fixture(scope="module")
def erased(template: EveryTemplate) -> Iterator[Written]:
    """A row of each kind about the township's person, who is then erased."""
    with every_sites(template) as sites:
        place = sites.places[A1]
        uids = {
            about.name: write(
                sites[author(about)],
                about,
                row_of(about, place, "member" if about.scope is Scope.ROW else ""),
            )
            for about in EVERY
            if about.name != "member"
        }
        uids["member"] = place.rows["member"]
        sites.settle()
        for about in EVERY:
            assert sites.holders(about, uids[about.name]) == about_a(about)
        erasing.erase(sites[COUNTY], place.rows["member"], BASES[0], "本人书面申请")
        sites.settle()
        with_sound_stores(sites)
        yield sites, uids


@KINDS
def test_erased_with_the_person(erased: Written, about: Entity) -> None:
    sites, uids = erased
    personal = about.has("member") or about.name == "member"
    # Whatever follows a person names him: an erasure finds it by that, and what names him besides.
    assert personal or (ownership.anchor_of(about) != "member" and about.scope is not Scope.ROW)
    goes = personal and about.name != "certificate"  # the register of issued numbers stays
    assert sites.holders(about, uids[about.name]) == (frozenset() if goes else about_a(about))
    assert not sites.held()
