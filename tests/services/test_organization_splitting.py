"""拆分: a part of a branch becomes one of its own, in one action that is taken back."""

import pytest

from app.domain.errors import AppError, InvalidInput
from app.services.organization_actions import last_action, take_action_back
from app.services.organization_splitting import Splitting, split_organization
from app.services.store import Store
from tests.builders import count, make_member, make_organization, value_of
from tests.register_building import make_row

NAME = {"name": "李家村第二党支部"}


def test_people_go_along_and_the_old_branch_keeps_its_past(store: Store) -> None:
    village = make_organization(store)
    goes, stays = make_member(store, village, "甲某"), make_member(store, village, "乙某")
    post = make_row(
        store, "post", member=goes, organization=village, title="委员", from_on="2021", to_on=None
    )
    made = split_organization(store, village, NAME, [goes], Splitting("2026-06"))
    assert value_of(store, "member", goes, "organization") == made
    assert value_of(store, "member", stays, "organization") == village
    assert value_of(store, "organization", made, "parent") == store.site.organization
    assert value_of(store, "organization", made, "kind") == "党支部"
    assert value_of(store, "post", post, "to_on") == "2026-06"
    told = "organization_before = ? AND organization = ? AND from_on = '2026-06' AND gone = 0"
    assert count(store, "membership_change", told, village, made) == 1
    take_action_back(store, last_action(store))
    assert value_of(store, "member", goes, "organization") == village
    assert value_of(store, "post", post, "to_on") is None
    assert count(store, "organization", "gone = 0 AND name = ?", NAME["name"]) == 0


def test_what_no_splitting_can_be(store: Store) -> None:
    village = make_organization(store)
    other = make_member(store)
    mine = make_member(store, village)
    with pytest.raises(InvalidInput, match="请选择"):
        split_organization(store, village, NAME, [], Splitting("2026-06"))
    with pytest.raises(InvalidInput, match="哪一天"):
        split_organization(store, village, NAME, [mine], Splitting(""))
    with pytest.raises(InvalidInput):
        split_organization(store, village, {}, [mine], Splitting("2026-06"))
    with pytest.raises(AppError, match="不是这个党组织"):
        split_organization(store, village, NAME, [other], Splitting("2026-06"))
