"""Every table of every register goes up and down, moves with its place, stays out of others'.

All of them travel together: what is said of one is said of each, in one round of packages.
"""

from collections.abc import Mapping
from pathlib import Path

from app.data.scope import PARENTS_FIRST
from app.domain.declarations import entity_named
from app.domain.entity import Entity
from app.domain.registers import REGISTERS
from app.services.exchange.deciding_held_back import held_rows
from app.services.organization_actions import Merging, merge_organizations
from app.services.store import Store
from tests.builders import Pair, change_row, count, make_member, make_organization, value_of
from tests.data.test_scope import Three
from tests.register_building import TABLES, belonging, make_row

Rows = Mapping[str, bytes]


def one_of_each(store: Store, organization: bytes) -> Rows:
    """A row of every register that belongs there, and of whatever hangs on it."""
    rows: dict[str, bytes] = {}
    for made in REGISTERS.values():
        row = make_row(store, made.key, **belonging(store, made.entity, organization))
        rows[made.key] = row
        for detail in made.detail_entities():
            rows[detail.name] = make_row(store, detail.name, **{detail.owner: row})
    return rows


def at(store: Store, rows: Rows) -> set[str]:
    """The tables whose row is there."""
    return {name for name, uid in rows.items() if count(store, name, "uid = ?", uid)}


EVERY = {entity.name for entity in TABLES}


def noted(store: Store, rows: Rows, words: str) -> set[str]:
    """The tables whose row says these words."""
    return {name for name, uid in rows.items() if value_of(store, name, uid, "note") == words}


def test_up_and_down(pair: Pair) -> None:
    rows = one_of_each(pair.township, pair.township.site.organization)
    pair.to_county()
    assert at(pair.county, rows) == EVERY
    assert not held_rows(pair.county)
    with pair.county.change("改正") as change:
        for name, uid in rows.items():
            change.update(entity_named(name), uid, {"note": "县里改的"})
    pair.settle()
    assert noted(pair.township, rows, "县里改的") == EVERY


def test_what_the_county_enters_for_a_township_goes_there(pair: Pair) -> None:
    pair.settle()
    below = make_organization(pair.township)
    pair.settle()
    theirs = one_of_each(pair.county, below)
    own = one_of_each(pair.county, pair.county.site.organization)
    pair.settle()
    assert at(pair.township, theirs) == EVERY
    assert at(pair.township, own) == set(), "the county's own stays with the county"
    assert at(pair.county, own) == at(pair.county, theirs) == EVERY


def test_a_township_hears_nothing_of_anothers_and_moving_takes_everything_along(
    tmp_path: Path,
) -> None:
    three = Three(tmp_path)
    person = make_member(three.a)  # whose rows are his
    rows = one_of_each(three.a, three.a.site.organization)
    three.round()
    assert at(three.county, rows) == EVERY
    assert at(three.b, rows) == set()
    there = three.b.site.organization
    change_row(three.county, "member", person, organization=there)
    for made in REGISTERS.values():
        if made.entity.owner == "organization":
            change_row(three.county, made.key, rows[made.key], organization=there)
    three.round()
    three.round()
    assert at(three.b, rows) == EVERY
    assert not held_rows(three.county)


def test_merging_organizations_takes_the_rows_along(store: Store) -> None:
    old, new = make_organization(store), make_organization(store, "新村党支部")
    rows = one_of_each(store, old)
    merge_organizations(store, old, new, Merging("2026-07-01", reason="并村"))
    kept = [made for made in REGISTERS.values() if made.entity.owner == "organization"]
    now = {made.key: value_of(store, made.key, rows[made.key], "organization") for made in kept}
    assert set(now.values()) == {new}, [key for key, place in now.items() if place != new]


def test_every_register_belongs_to_a_place_or_a_person() -> None:
    """The walks above know these two."""
    assert {made.entity.owner for made in REGISTERS.values()} <= {"organization", "member"}


def test_owners_come_before_what_hangs_on_them() -> None:
    places = {entity.name: place for place, entity in enumerate(PARENTS_FIRST)}
    for made in REGISTERS.values():
        for detail in made.detail_entities():
            assert places[made.key] < places[detail.name]
            assert _owner_of(detail) is made.entity


def _owner_of(detail: Entity) -> Entity:
    return entity_named(detail.field(detail.owner).refers_to)
