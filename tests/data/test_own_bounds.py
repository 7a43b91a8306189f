"""A township's own program writes what the county would take from it, and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.entity import REGISTRY, Entity, Kind, Value
from app.domain.errors import AppError
from app.domain.registers import REGISTERS
from app.services.store import Store
from tests.builders import (
    MadeClass,
    enrol,
    hand_over,
    make_class,
    make_county,
    make_member,
    make_organization,
    make_store,
    mark,
)

OWN, NEIGHBOURS, COUNTYS = "own", "the neighbour's", "the county's"


@dataclass
class Place:
    """What one site has."""

    root: bytes
    branch: bytes
    person: bytes
    held: MadeClass
    kept: dict[str, bytes]
    """A row of every register that others hang on."""


@dataclass
class World:
    county: Store
    town: Store
    places: dict[str, Place]
    listed: bytes
    countys_mark: bytes


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A county and two townships; the own person is on the list of the county's class."""
    patch = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("bounds")
    patch.setenv("XUEJI_HOME", str(folder / "home"))
    patch.setattr("app.data.keyslots.MEMORY_KIB", 32)
    patch.setattr("app.data.keyslots.PASSES", 1)
    county, town = make_county(folder), make_store(folder, "青山镇")
    neighbour = make_store(folder, "白水镇")
    places = {}
    for whose, store in ((OWN, town), (NEIGHBOURS, neighbour), (COUNTYS, county)):
        if store is not county:
            enrol(county, store, folder)
        branch = make_organization(store, f"{store.site.name}机关党支部")
        person = make_member(store, branch)
        held = make_class(store, [person], name=whose)
        places[whose] = here = Place(store.site.organization, branch, person, held, {})
        for made in REGISTERS.values():
            if made.details:
                about = ABOUT[made.entity.name](here)
                here.kept[made.entity.name] = add(store, made.entity, about)
    hand_over(town, county, folder)
    both = make_class(county, [places[OWN].person, places[COUNTYS].person], name="县里的班")
    places[COUNTYS].held = both
    countys_mark = mark(county, both.sessions[0], places[OWN].person)
    hand_over(county, town, folder)
    yield World(county, town, places, places[OWN].person, countys_mark)
    for store in (county, town, neighbour):
        store.close()
    patch.undo()


Where = Callable[[Place], dict[str, Value]]
ABOUT: dict[str, Where] = {
    "organization": lambda p: {"parent": p.branch},
    "member": lambda p: {"organization": p.branch},
    "post": lambda p: {"member": p.person},
    "exemption": lambda p: {"member": p.person},
    "membership_change": lambda p: {"member": p.person},
    "record": lambda p: {"member": p.person},
    "training_class": lambda p: {"organization": p.root},
    "session": lambda p: {"training_class": p.held.uid},
    "enrolment": lambda p: {"training_class": p.held.uid, "member": p.person},
    "attendance": lambda p: {"session": p.held.sessions[1], "member": p.person},
    "certificate": lambda p: {"training_class": p.held.uid, "member": p.person},
    "issued_paper": lambda p: {"training_class": p.held.uid, "member": p.person},
    "erasure_request": lambda p: {"member": p.person},
    "row_return": lambda p: {"member": p.person, "row": p.person.hex(), "entity": "member"},
    "told_apart": lambda p: {"member": p.person},
    "setting": lambda _: {},
    "erasure": lambda _: {},
}
ANCHOR: dict[str, Callable[[Place], Value]] = {
    "organization": lambda p: p.root,
    "member": lambda p: p.person,
    "training_class": lambda p: p.held.uid,
}


def _of_a_register(owner: str, anchor: Callable[[Place], Value]) -> Where:
    return lambda place: {owner: anchor(place)}


ABOUT |= {
    made.entity.name: _of_a_register(made.entity.owner, ANCHOR[made.entity.belongs_to])
    for made in REGISTERS.values()
}


def _of_a_row(detail: Entity) -> Where:
    def about(place: Place) -> dict[str, Value]:
        people = [f.name for f in detail.fields if f.required and f.refers_to == "member"]
        return {**dict.fromkeys(people, place.person), detail.owner: place.kept[detail.owner]}

    return about


ABOUT |= {
    detail.name: _of_a_row(detail)
    for made in REGISTERS.values()
    for detail in made.detail_entities()
}
COUNTY_ALONE = {"row_return", "setting", "erasure"}
SOME: dict[Kind, Value] = {
    Kind.DAY: "2026-01-01",
    Kind.DATE: "2026-01-01",
    Kind.HOURS: 4.0,
    Kind.NUMBER: 1,
    Kind.FLAG: 0,
}


def whole(entity: Entity, about: dict[str, Value]) -> dict[str, Value]:
    """The least that a row needs."""
    needed = [f for f in entity.fields if f.required and f.kind is not Kind.REFERENCE]
    filled = {f.name: SOME.get(f.kind, f.choices[0] if f.choices else "某") for f in needed}
    return {**filled, **about}


def add(store: Store, entity: Entity, about: dict[str, Value]) -> bytes:
    with store.change("测试") as change:
        if entity.facts:
            return change.add_facts(entity, [whole(entity, about)])[0]
        return change.create(entity, whole(entity, about))


def test_every_declared_entity_is_in_the_table() -> None:
    assert set(ABOUT) == set(REGISTRY)


@pytest.mark.parametrize("whose", [OWN, NEIGHBOURS, COUNTYS])
@pytest.mark.parametrize("name", list(ABOUT))
def test_a_township_adds_rows_of_its_own_only(world: World, name: str, whose: str) -> None:
    about = ABOUT[name](world.places[whose])
    if whose == OWN and name not in COUNTY_ALONE:
        assert add(world.town, REGISTRY[name], about)
        return
    refused = refusal(lambda: add(world.town, REGISTRY[name], about))
    assert "没有" in refused.message  # what happened
    assert "请" in refused.hint  # what to do


@pytest.mark.parametrize("name", list(ABOUT))
def test_a_county_adds_every_kind_of_row_in_its_whole_tree(world: World, name: str) -> None:
    for whose in (COUNTYS, OWN):
        assert add(world.county, REGISTRY[name], ABOUT[name](world.places[whose]))


def refusal(work: Callable[[], object]) -> AppError:
    with pytest.raises(AppError) as refused:
        work()
    assert refused.value.code == "kept-elsewhere"
    return refused.value


def edit(world: World, table: str, uid: bytes, **values: Value) -> None:
    with world.town.change("测试") as change:
        change.update(REGISTRY[table], uid, values)


def test_the_countys_class_is_the_countys_to_edit_and_remove(world: World) -> None:
    held = world.places[COUNTYS].held
    refused = refusal(lambda: edit(world, "training_class", held.uid, name="改名"))
    assert "云岭县" in refused.message
    assert "县里的班" in refused.message
    refusal(lambda: edit(world, "session", held.sessions[0], hours=6.0))
    refusal(lambda: edit(world, "enrolment", held.enrolments[0], completion="结业"))
    for act in ("remove", "restore"):
        with pytest.raises(AppError), world.town.change("测试") as change:
            getattr(change, act)(REGISTRY["training_class"], held.uid)


def test_the_own_person_may_be_put_on_the_countys_list_but_not_be_marked_over(
    world: World,
) -> None:
    held, person = world.places[COUNTYS].held, world.places[OWN].person
    about = {"session": held.sessions[0], "member": person}
    refusal(
        lambda: add(world.town, REGISTRY["attendance"], {**about, "supersedes": world.countys_mark})
    )
    another = make_member(world.town, world.places[OWN].branch)
    add(world.town, REGISTRY["enrolment"], {"training_class": held.uid, "member": another})


def test_the_own_mark_of_somebody_who_left_is_the_countys_to_correct(world: World) -> None:
    """In the county's class, whose sheet is not here; as the county would hold it."""
    here, held = world.places[OWN], world.places[COUNTYS].held
    person = make_member(world.town, here.branch, name="要调走的人")
    listed: dict[str, Value] = {"training_class": held.uid, "member": person}
    add(world.town, REGISTRY["enrolment"], listed)
    old = mark(world.town, held.sessions[0], person)
    neighbours = world.places[NEIGHBOURS].root
    with world.town.database.sealed_write() as connection:
        connection.execute("UPDATE member SET organization = ? WHERE uid = ?", (neighbours, person))
    about: dict[str, Value] = {"session": here.held.sessions[0], "member": here.person}
    refusal(lambda: add(world.town, REGISTRY["attendance"], {**about, "supersedes": old}))


def test_the_place_of_the_own_root_is_the_countys_word(world: World) -> None:
    root, branch = world.places[OWN].root, world.places[OWN].branch
    edit(world, "organization", root, short_name="青山")
    refused = refusal(
        lambda: edit(world, "organization", root, parent=world.places[COUNTYS].branch)
    )
    assert "上级" in refused.message
    refusal(lambda: edit(world, "organization", branch, parent=world.places[COUNTYS].root))
    refusal(lambda: edit(world, "organization", world.places[COUNTYS].root, name="改名"))
    with pytest.raises(AppError), world.town.change("测试") as change:
        change.remove(REGISTRY["organization"], root)


def test_nobody_is_given_away(world: World) -> None:
    person = make_member(world.town, world.places[OWN].branch)
    elsewhere = world.places[NEIGHBOURS].branch
    refusal(lambda: edit(world, "member", person, organization=elsewhere))
    edit(world, "member", person, organization=world.places[OWN].root)


def test_what_is_founded_in_one_action_is_within_reach_of_it(world: World) -> None:
    with world.town.change("测试") as change:
        above: Value = world.places[OWN].root
        for name in ("片区", "新村", "新组"):
            values: dict[str, Value] = {"name": name, "kind": "党支部", "parent": above}
            above = change.create(REGISTRY["organization"], values)
        change.create(REGISTRY["member"], {"name": "新人", "organization": above})


def test_a_refused_action_leaves_nothing(world: World) -> None:
    counted = "SELECT count(*) FROM member"
    before = world.town.database.read().execute(counted).fetchone()
    people: list[dict[str, Value]] = [
        {"name": "甲", "organization": world.places[w].branch} for w in (OWN, NEIGHBOURS)
    ]
    with pytest.raises(AppError), world.town.change("测试") as change:
        change.create_many(REGISTRY["member"], people)
    assert world.town.database.read().execute(counted).fetchone() == before


def test_a_township_that_no_county_enrolled_has_no_bounds(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    add(store, REGISTRY["setting"], {"key": "x", "value": "1"})
    add(store, REGISTRY["organization"], {})
    store.close()
