"""Every table of every register goes up and down, moves with its place, stays out of others'."""

from pathlib import Path

import pytest

from app.data.scope import PARENTS_FIRST
from app.domain.declarations import entity_named
from app.domain.entity import Entity
from app.domain.registers import REGISTERS
from app.services.exchange.deciding_held_back import held_rows
from app.services.organization_actions import Merging, merge_organizations
from app.services.store import Store
from tests.builders import Pair, count, make_organization, value_of
from tests.data.test_scope import Three
from tests.register_building import TABLES, make_row

EVERY = pytest.mark.parametrize("entity", TABLES, ids=lambda entity: entity.name)
MAIN = pytest.mark.parametrize("name", REGISTERS)


@EVERY
def test_up_and_down(pair: Pair, entity: Entity) -> None:
    make_row(pair.township, entity.name)
    pair.to_county()
    assert count(pair.county, entity.name) == 1
    assert not held_rows(pair.county)
    with pair.county.change("改正") as change:
        uid = change.connection.execute(f"SELECT uid FROM {entity.name}").fetchone()[0]
        change.update(entity, uid, {"note": "县里改的"})
    pair.settle()
    assert value_of(pair.township, entity.name, uid, "note") == "县里改的"


@EVERY
def test_what_the_county_enters_for_a_township_goes_there(pair: Pair, entity: Entity) -> None:
    pair.settle()
    below = make_organization(pair.township)
    pair.settle()
    main = next(
        made for made in REGISTERS.values() if entity in (made.entity, *made.detail_entities())
    )
    row = make_row(pair.county, main.key, organization=below)
    if entity is not main.entity:
        make_row(pair.county, entity.name, **{entity.owner: row})
    make_row(pair.county, entity.name)  # the county's own stays with the county
    pair.settle()
    assert count(pair.township, entity.name) == 1
    assert count(pair.county, entity.name) == 2


@EVERY
def test_a_township_says_nothing_about_anothers(tmp_path: Path, entity: Entity) -> None:
    three = Three(tmp_path)
    made = make_row(three.a, entity.name)
    three.round()
    assert count(three.county, entity.name) == 1
    assert count(three.b, entity.name) == 0
    assert value_of(three.county, entity.name, made, "note") is not None


@MAIN
def test_moving_takes_along_what_hangs_on_it(tmp_path: Path, name: str) -> None:
    three = Three(tmp_path)
    made = REGISTERS[name]
    row = make_row(three.a, name)
    for detail in made.detail_entities():
        make_row(three.a, detail.name, **{detail.owner: row})
    three.round()
    with three.county.change("改归") as change:
        change.update(made.entity, row, {"organization": three.b.site.organization})
    three.round()
    three.round()
    for entity in (made.entity, *made.detail_entities()):
        assert count(three.b, entity.name) == 1, entity.name
    assert not held_rows(three.county)


@MAIN
def test_merging_organizations_takes_the_rows_along(store: Store, name: str) -> None:
    old, new = make_organization(store), make_organization(store, "新村党支部")
    row = make_row(store, name, organization=old)
    merge_organizations(store, old, new, Merging("2026-07-01", reason="并村"))
    assert value_of(store, name, row, "organization") == new


def test_owners_come_before_what_hangs_on_them() -> None:
    places = {entity.name: place for place, entity in enumerate(PARENTS_FIRST)}
    for made in REGISTERS.values():
        for detail in made.detail_entities():
            assert places[made.key] < places[detail.name]
            assert entity_named(detail.field(detail.owner).refers_to) is made.entity
