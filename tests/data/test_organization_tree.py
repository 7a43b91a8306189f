"""No organization stands below itself for long, and nobody is lost while it does."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data import digest, organization_tree
from app.data.queries import tree_items
from app.data.queries.organizations import below
from app.data.queries.review_list import ReviewItem, review_list
from app.data.reach import Reach
from app.domain.declarations import entity_named
from app.domain.errors import AppError, NotFound
from app.services import organizations
from app.services.review import organization_repairs
from app.services.store import Store
from tests.builders import (
    Pair,
    change_row,
    count,
    id_number,
    make_class,
    make_member,
    make_organization,
    value_of,
)
from tests.services.exchange.quick_sites import (
    A1,
    A2,
    COUNTY,
    SitesTemplate,
    copied_sites,
    prepared_template,
)


def parent_of(store: Store, uid: bytes) -> object:
    return value_of(store, "organization", uid, "parent")


def items(store: Store, kind: str) -> list[ReviewItem]:
    return [item for item in review_list(store.database.read()) if item.kind == kind]


def equal(pair: Pair) -> bool:
    roots = [pair.township.site.organization]
    one, other = (digest.digests(s.database.read(), roots) for s in (pair.county, pair.township))
    return one == other


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_nobody_moves_an_organization_below_itself(store: Store, depth: int) -> None:
    chain = [make_organization(store, "甲")]
    for name in ("乙", "丙"):
        chain.append(make_organization(store, name, parent=chain[-1]))
    with pytest.raises(AppError) as refusal:
        organizations.change_organization(store, chain[0], {"parent": chain[depth]})
    assert refusal.value.code == "cycle"
    assert refusal.value.hint
    assert parent_of(store, chain[0]) == store.site.organization
    organizations.change_organization(store, chain[2], {"parent": chain[0]})
    assert parent_of(store, chain[2]) == chain[0]


def two_moves(pair: Pair, length: int = 2) -> list[bytes]:
    """Branches that the county and the township moved below each other without knowing."""
    ring = [bytes(make_organization(pair.township, f"支部{i}")) for i in range(length)]
    pair.settle()
    for number in range(length - 1):
        change_row(pair.county, "organization", ring[number], parent=ring[number + 1])
    change_row(pair.township, "organization", ring[-1], parent=ring[0])
    return ring


@pytest.mark.parametrize("length", [2, 3, 5])
@pytest.mark.parametrize("county_first", [True, False])
def test_a_cycle_from_two_moves_is_mended_at_the_county(
    pair: Pair, length: int, county_first: bool
) -> None:
    ring = two_moves(pair, length)
    member = make_member(pair.township, ring[0])
    if county_first:
        pair.to_township()
        # The township reads safely: everybody is found below its own committee.
        connection = pair.township.database.read()
        assert organization_tree.cycles(connection)
        assert set(ring) <= set(below(connection, pair.township.site.organization))
    pair.to_county()
    assert not organization_tree.cycles(pair.county.database.read())
    pair.settle()
    for store in (pair.county, pair.township):
        assert not organization_tree.cycles(store.database.read())
        assert set(ring) <= set(below(store.database.read(), pair.township.site.organization))
        assert count(store, "member", "uid = ?", member) == 1
        (item,) = items(store, tree_items.CYCLE_MENDED)
        assert item.uid in ring
    # The latest move is taken back: where it stood before.
    assert parent_of(pair.county, ring[-1]) == pair.township.site.organization
    assert equal(pair)


def test_the_repair_is_confirmed_or_changed(pair: Pair) -> None:
    for choose in ("keep", "other"):
        ring = two_moves(pair)
        pair.settle()
        (item,) = items(pair.county, tree_items.CYCLE_MENDED)
        ids = [choice.id for choice in item.siblings]
        chosen = tree_items.KEEP_PLACE if choose == "keep" else ids[-1]
        organization_repairs.settle(pair.county, item, chosen)
        pair.settle()
        for store in (pair.county, pair.township):
            assert not items(store, tree_items.CYCLE_MENDED)
        assert equal(pair)
        assert ring


def test_a_removed_organization_with_people_is_asked_about(pair: Pair) -> None:
    branch = make_organization(pair.township)
    pair.settle()
    assert not items(pair.county, tree_items.REMOVED_BUT_USED)
    with pair.county.change("撤销") as change:
        change.remove(entity_named("organization"), branch)
    make_member(pair.township, branch)
    make_organization(pair.township, "下级支部", parent=branch)
    make_class(pair.township, organization=branch)
    pair.settle()
    for store in (pair.county, pair.township):
        (item,) = items(store, tree_items.REMOVED_BUT_USED)
        assert item.uid == branch
        assert item.label == "还有 1 人、1 个下级党组织、1 个培训班"


@pytest.mark.parametrize("choice", [tree_items.RESTORE, tree_items.MOVE_UP])
def test_it_is_restored_or_its_people_move_up(pair: Pair, choice: str) -> None:
    test_a_removed_organization_with_people_is_asked_about(pair)
    (item,) = items(pair.township, tree_items.REMOVED_BUT_USED)
    organization_repairs.settle(pair.township, item, choice)
    pair.settle()
    restored = choice == tree_items.RESTORE
    for store in (pair.county, pair.township):
        assert not items(store, tree_items.REMOVED_BUT_USED)
        assert count(store, "organization", "uid = ? AND gone = 0", item.uid) == restored
        for table in ("member", "training_class"):
            assert count(store, table, "organization = ?", item.uid) == restored, table
    assert equal(pair)


def test_people_who_have_left_do_not_keep_an_organization(store: Store) -> None:
    branch = make_organization(store)
    make_member(store, branch, status="已去世")
    with store.change("撤销") as change:
        change.remove(entity_named("organization"), branch)
    assert not items(store, tree_items.REMOVED_BUT_USED)


def test_whatever_has_no_place_at_the_county_is_shown_and_taken_in(pair: Pair) -> None:
    county, nowhere = pair.county, b"n" * 16
    orphan = make_organization(county, "无上级", parent=nowhere)
    member = make_member(county, nowhere)
    assert {orphan, nowhere} <= set(below(county.database.read(), county.site.organization))
    for kind in (tree_items.PARENT_ABSENT, tree_items.ORGANIZATION_ABSENT):
        (item,) = items(county, kind)
        with pytest.raises(NotFound):
            organization_repairs.settle(county, item, "随便")
        organization_repairs.settle(county, item, tree_items.TAKE_IN)
        assert not items(county, kind)
    assert parent_of(county, orphan) == county.site.organization
    assert value_of(county, "member", member, "organization") == county.site.organization


def test_below_a_branch_stands_only_what_hangs_there(pair: Pair) -> None:
    branch = make_organization(pair.county, "甲")
    under = make_organization(pair.county, "乙", parent=branch)
    make_organization(pair.county, "丙", parent=b"n" * 16)
    assert set(below(pair.county.database.read(), branch)) == {branch, under}


def test_a_stub_at_a_township_is_no_question(pair: Pair) -> None:
    member = make_member(pair.township)
    pair.settle()
    elsewhere = make_organization(pair.county, "邻镇党委")
    change_row(pair.county, "member", member, organization=elsewhere)
    pair.settle()
    assert value_of(pair.township, "member", member, "organization") == elsewhere
    assert not items(pair.township, tree_items.ORGANIZATION_ABSENT)


def test_a_ring_is_no_depth(store: Store) -> None:
    """Honest moves at two sites close rings; what opens one must not be held as too deep."""
    first, second, other = (make_organization(store, f"支部{i}") for i in range(3))
    with store.database.sealed_write() as connection:
        connection.execute("UPDATE organization SET parent = ? WHERE uid = ?", (second, first))
        connection.execute("UPDATE organization SET parent = ? WHERE uid = ?", (first, second))
    reach = Reach(store.database.read(), (store.site.organization,))
    assert not reach.too_deep(other, first)
    assert not reach.too_deep(first, store.site.organization)


# Random moves at both sites


@pytest.fixture(scope="module")
def template() -> Iterator[SitesTemplate]:
    with prepared_template() as made:
        yield made


@settings(max_examples=15)
@given(moves=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(0, 4))))
def test_moves_anywhere_end_in_one_tree(
    template: SitesTemplate, moves: list[tuple[int, int, int]]
) -> None:
    with copied_sites(template) as sites:
        town = sites.stores[A1]
        places = [bytes(make_organization(town, f"支部{i}")) for i in range(5)]
        sites.settle()
        for number, (at, moved, target) in enumerate(moves):
            _move(sites.stores[at], places[moved], places[target])
            if number % 3 == 2:
                sites.hand_over(*((COUNTY, A1), (A2, COUNTY), (A1, COUNTY), (COUNTY, A2))[at])
        sites.settle()
        own = town.site.organization
        for at in (COUNTY, A1, A2):
            connection = sites.stores[at].database.read()
            assert not organization_tree.cycles(connection)
            assert set(places) <= set(below(connection, own))
            assert digest.digests(connection, [own]) == digest.digests(town.database.read(), [own])


def _move(store: Store, uid: bytes, parent: bytes) -> None:
    try:
        change_row(store, "organization", uid, parent=parent)
    except AppError as refusal:
        assert refusal.code == "cycle"  # noqa: PT017


# ID numbers in both forms


def old_form(number: str) -> str:
    return number[:6] + number[8:17]


@pytest.mark.parametrize(
    ("numbers", "people"),
    [
        ((id_number(1), old_form(id_number(1))), 2),
        ((old_form(id_number(1)), old_form(id_number(1))), 2),
        ((id_number(1), old_form(id_number(1)), id_number(1), id_number(2)), 3),
        ((id_number(1), old_form(id_number(2))), 0),
        ((None, None, "", id_number(1)), 0),
    ],
)
def test_both_forms_of_an_id_number_are_one(
    store: Store, numbers: tuple[str | None, ...], people: int
) -> None:
    for number in numbers:
        make_member(store, id_number=number)
    found = items(store, "身份证号重复")
    assert [len(item.siblings) for item in found] == ([people] if people else [])


def test_old_numbers_are_found_by_their_index(store: Store) -> None:
    plan = store.database.read().execute(
        "EXPLAIN QUERY PLAN SELECT uid FROM member WHERE length(id_number) = 15"
    )
    assert any("member_old_number" in str(row) for row in plan)
