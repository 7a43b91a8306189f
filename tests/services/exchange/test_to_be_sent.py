"""Before a package is written its content is told, counted from what would be in it."""

from pathlib import Path

import pytest

from app.data.queries.peer_list import PeerRow
from app.domain.declarations import entity_named
from app.services.exchange.sending import export_package, find_peer
from app.services.exchange.to_be_sent import ToBeSent, to_be_sent
from app.services.store import Store
from tests.builders import (
    Pair,
    change_row,
    make_class,
    make_member,
    make_organization,
    make_pair,
    mark,
)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return make_pair(tmp_path)


def up(pair: Pair) -> PeerRow:
    return find_peer(pair.township, pair.county.site.name)


def told(found: ToBeSent) -> dict[str, tuple[int, int, int]]:
    return {one.kind: (one.new, one.changed, one.revoked) for one in found.kinds}


def as_exported(store: Store, peer: PeerRow, folder: Path, *, full: bool = False) -> int:
    return sum(export_package(store, peer, folder / "check.xjb", full=full).counts.values())


def test_new_changed_and_revoked_since_the_county_confirmed(pair: Pair, tmp_path: Path) -> None:
    kept, gone = make_member(pair.township), make_member(pair.township)
    first = to_be_sent(pair.township, up(pair))
    assert first.since == ""
    assert told(first)["党员"] == (2, 0, 0)
    assert first.rows == as_exported(pair.township, up(pair), tmp_path)
    pair.settle()
    assert to_be_sent(pair.township, up(pair)).kinds == ()

    fresh = make_member(pair.township)
    change_row(pair.township, "member", fresh, phone="13900000001")  # new, whatever came after
    change_row(pair.township, "member", kept, phone="13900000002")
    with pair.township.change("删除") as change:
        change.remove(entity_named("member"), gone)
    found = to_be_sent(pair.township, up(pair))
    assert told(found) == {"党员": (1, 1, 1)}
    assert found.since
    assert found.rows == as_exported(pair.township, up(pair), tmp_path)


def test_classes_are_named_with_their_day(pair: Pair, tmp_path: Path) -> None:
    members = [make_member(pair.township) for _ in range(2)]
    made = make_class(pair.township, members)
    pair.settle()
    assert to_be_sent(pair.township, up(pair)).classes == ()
    before = mark(pair.township, made.sessions[0], members[0])
    found = to_be_sent(pair.township, up(pair))
    assert told(found) == {"考勤": (1, 0, 0)}
    name, starts = (
        pair.township.database.read()
        .execute("SELECT name, starts_on FROM training_class WHERE uid = ?", (made.uid,))
        .fetchone()
    )
    assert found.classes == (f"{name}（{starts}）",)
    pair.settle()
    mark(pair.township, made.sessions[0], members[0], "事假", supersedes=before)
    assert told(to_be_sent(pair.township, up(pair))) == {"考勤": (0, 1, 0)}


def test_who_moved_away_is_counted_as_it_is_sent(pair: Pair, tmp_path: Path) -> None:
    member = make_member(pair.township)
    pair.settle()
    elsewhere = make_organization(pair.county, "白水村党支部")
    down = find_peer(pair.county, "青山镇")
    assert to_be_sent(pair.county, down).rows == 0
    change_row(pair.county, "member", member, organization=elsewhere)
    found = to_be_sent(pair.county, find_peer(pair.county, "青山镇"))
    assert told(found) == {"移出管辖（告知去向）": (0, 1, 0)}
    assert found.rows == as_exported(pair.county, find_peer(pair.county, "青山镇"), tmp_path)
    whole = to_be_sent(pair.county, find_peer(pair.county, "青山镇"), full=True)
    assert whole.rows == as_exported(
        pair.county, find_peer(pair.county, "青山镇"), tmp_path, full=True
    )


def test_the_county_sees_what_goes_down_and_what_everything_would_be(
    pair: Pair, tmp_path: Path
) -> None:
    member = make_member(pair.township)
    pair.settle()
    down = find_peer(pair.county, "青山镇")
    assert to_be_sent(pair.county, down).kinds == ()
    change_row(pair.county, "member", member, phone="13900000003")
    found = to_be_sent(pair.county, find_peer(pair.county, "青山镇"))
    assert told(found) == {"党员": (0, 1, 0)}
    whole = to_be_sent(pair.county, find_peer(pair.county, "青山镇"), full=True)
    assert told(whole)["党员"] == (1, 0, 0)
    assert whole.since == ""
    sent = as_exported(pair.county, find_peer(pair.county, "青山镇"), tmp_path, full=True)
    assert told(whole)["上级党组织名称"] == (0, 1, 0), "the name of the county goes along"
    assert whole.rows == sent
