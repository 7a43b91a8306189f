"""党组织 that one site changes while another one writes about them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.entity import Value
from app.domain.errors import AppError
from app.services.dated_rows import save_row
from app.services.exchange.deciding_held_back import held_rows
from app.services.organization_actions import (
    Merging,
    dissolve_organization,
    last_action,
    merge_organizations,
    move_organization,
    take_action_back,
)
from app.services.organizations import change_organization
from app.services.people import save_member
from app.services.review.decisions import take
from app.services.review.open_items import open_items
from app.services.store import Store
from tests.builders import (
    Pair,
    count,
    enrol,
    hand_over,
    make_county,
    make_member,
    make_organization,
    make_store,
    value_of,
)


def secretary(store: Store, member: bytes, place: bytes, **dates: Value) -> bytes:
    held: dict[str, Value] = {"organization": place, "title": "书记", "from_on": "2020"}
    return save_row(store, "post", None, {"member": member, **held, **dates})


def equal(pair: Pair, table: str, columns: str) -> bool:
    found = [
        store.database.read()
        .execute(f"SELECT uid, {columns} FROM {table} WHERE gone = 0 ORDER BY uid")
        .fetchall()
        for store in (pair.county, pair.township)
    ]
    return bool(found[0] == found[1])


def same_everywhere(pair: Pair) -> None:
    scope = pair.township.site.organization
    for store in (pair.county, pair.township):
        assert count(store, "organization", "uid = ?", scope) == 1
    assert equal(pair, "member", "organization")
    assert equal(pair, "post", "organization, from_on, to_on")
    assert equal(pair, "membership_change", "organization_before, organization, from_on")


@pytest.mark.parametrize("where", ["township", "county"])
def test_a_merger_travels_and_so_does_its_undo(pair: Pair, where: str) -> None:
    old, new = make_organization(pair.township), make_organization(pair.township, "新村党支部")
    member = make_member(pair.township, old)
    secretary(pair.township, member, old)
    pair.settle()
    store = getattr(pair, where)
    merge_organizations(store, old, new, Merging("2026-07-01"))
    pair.settle()
    same_everywhere(pair)
    for one in (pair.county, pair.township):
        assert value_of(one, "member", member, "organization") == new
        assert value_of(one, "organization", old, "dissolved_on") == "2026-07-01"
        assert value_of(one, "organization", new, "former_names") == "李家村党支部"
        assert open_items(one) == []
    take_action_back(store, last_action(store))
    pair.settle()
    same_everywhere(pair)
    for one in (pair.county, pair.township):
        assert value_of(one, "member", member, "organization") == old
        assert value_of(one, "organization", old, "dissolved_on") is None
        assert open_items(one) == []


def test_two_names_at_once_are_asked_about(pair: Pair) -> None:
    branch = make_organization(pair.township)
    pair.settle()
    change_organization(pair.township, branch, {"name": "李庄党支部"})
    change_organization(pair.county, branch, {"name": "李家庄党支部"})
    pair.settle()
    for store in (pair.county, pair.township):
        assert [item.label for item in open_items(store)] == ["党组织名称"]
        assert value_of(store, "organization", branch, "former_names") == "李家村党支部"
    (item,) = open_items(pair.county)
    take(pair.county, item.id, item.siblings[0].id)
    pair.settle()
    assert equal(pair, "organization", "name")


def test_who_came_in_while_it_was_dissolved_is_asked_about(pair: Pair) -> None:
    branch = make_organization(pair.township)
    pair.settle()
    dissolve_organization(pair.county, branch, "2026-06")
    make_member(pair.township, branch)
    pair.settle()
    (item,) = open_items(pair.county)
    assert "已撤销" in item.kind
    take(pair.county, item.id, "restore")
    pair.settle()
    assert value_of(pair.township, "organization", branch, "dissolved_on") is None
    assert open_items(pair.county) == []


def test_a_township_keeps_to_its_own(tmp_path: Path) -> None:
    """Two townships: nobody moves, renames or merges what is the other's, or one's own top."""
    county = make_county(tmp_path)
    one, two = make_store(tmp_path), make_store(tmp_path, "红河乡")
    for township in (one, two):
        enrol(county, township, tmp_path)
    mine, theirs = make_organization(one), make_organization(two, "王家村党支部")
    for township in (one, two):
        hand_over(township, county, tmp_path)
        hand_over(county, township, tmp_path)
    member = make_member(two, theirs)
    hand_over(two, county, tmp_path)
    save_member(county, member, {"organization": mine})
    hand_over(county, one, tmp_path)
    hand_over(county, two, tmp_path)
    above = one.database.read().execute(
        "SELECT uid FROM organization WHERE uid NOT IN (?, ?)", (one.site.organization, mine)
    )
    for outside in [row[0] for row in above]:
        refused: list[Callable[[], object]] = [
            lambda uid=outside: change_organization(one, uid, {"name": "别的"}),  # type: ignore[misc]
            lambda uid=outside: move_organization(one, mine, uid),  # type: ignore[misc]
            lambda uid=outside: merge_organizations(one, mine, uid, Merging("2026")),  # type: ignore[misc]
        ]
        for act in refused:
            with pytest.raises(AppError):
                act()
    with pytest.raises(AppError, match="最上级"):
        move_organization(one, one.site.organization, mine)
    with pytest.raises(AppError, match="报送数据的单位"):
        merge_organizations(county, one.site.organization, two.site.organization, Merging("2026"))
    with pytest.raises(AppError, match="报送数据的单位"):
        dissolve_organization(county, one.site.organization, "2026", two.site.organization)
    move_organization(county, mine, two.site.organization)
    hand_over(county, two, tmp_path)
    assert value_of(two, "organization", mine, "parent") == two.site.organization


def test_a_branch_entered_twice_is_merged_though_somebody_left_who_was_in_it(
    tmp_path: Path,
) -> None:
    county = make_county(tmp_path)
    one, two = make_store(tmp_path), make_store(tmp_path, "红河乡")
    for township in (one, two):
        enrol(county, township, tmp_path)
    first, second = make_organization(one), make_organization(one, "李家村支部")
    stays, leaves = make_member(one, first), make_member(one, first)
    for member in (stays, leaves):
        save_member(one, member, {"organization": second})
    for township in (one, two):
        hand_over(township, county, tmp_path)
    save_member(county, leaves, {"organization": two.site.organization})
    hand_over(county, one, tmp_path)
    merge_organizations(one, first, second, Merging(twice=True))
    before = "SELECT organization_before FROM membership_change WHERE member = ? ORDER BY id"
    of_each = [
        one.database.read().execute(before, (member,)).fetchone()[0] for member in (stays, leaves)
    ]
    # What happened to somebody who left is for the place to say where they are now.
    assert of_each == [second, first]
    hand_over(one, county, tmp_path)
    assert not held_rows(county)
