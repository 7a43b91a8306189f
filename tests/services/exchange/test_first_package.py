"""After one package from the township both sites hold the same, whoever made its organization."""

from pathlib import Path

import pytest

from app.data import digest
from app.services.store import Store
from tests.builders import (
    Pair,
    change_member,
    enrol,
    hand_over,
    make_county,
    make_member,
    make_organization,
    make_store,
    pending_rows,
)


def same_below(one: Store, other: Store, root: bytes) -> list[str]:
    left = digest.digests(one.database.read(), [root])
    right = digest.digests(other.database.read(), [root])
    return [table for table in left if left[table] != right[table]]


def test_one_package_makes_the_scope_equal(pair: Pair) -> None:
    make_member(pair.township, make_organization(pair.township))
    hand_over(pair.township, pair.county, pair.folder)
    root = pair.township.site.organization
    assert same_below(pair.county, pair.township, root) == []


@pytest.mark.parametrize("before", [False, True])
def test_also_when_the_county_had_the_organization_before(tmp_path: Path, before: bool) -> None:
    county, township = make_county(tmp_path), make_store(tmp_path)
    make_organization(county, "青山镇", kind="党工委")
    if before:
        make_member(township, make_organization(township))
    enrol(county, township, tmp_path)
    if not before:
        make_member(township, make_organization(township))
    hand_over(township, county, tmp_path)
    assert same_below(county, township, township.site.organization) == []
    county.close()
    township.close()


def test_a_county_package_does_not_make_the_township_send_everything_again(pair: Pair) -> None:
    member = make_member(pair.township, make_organization(pair.township))
    pair.to_county()
    change_member(pair.township, member, phone="13800000000")
    pair.to_county()
    assert pending_rows(pair.township, pair.county) == 0
    hand_over(pair.county, pair.township, pair.folder, receipt=False)
    assert pending_rows(pair.township, pair.county) <= 1
