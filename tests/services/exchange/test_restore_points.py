"""A received package is taken back: what else goes is told first, and nothing is lost by it."""

from pathlib import Path

import pytest

from app.data import backup_list, digest, keyslots
from app.data.location import backup_folder
from app.domain.errors import NotFound, StorageError
from app.domain.exchange.package_state import PackageState
from app.services import accounts, backups
from app.services.exchange import receiving, recovery_keys, restore_points
from app.services.opening import open_store
from app.services.self_check import check_store
from app.services.store import open_question
from tests.builders import (
    PASSWORD,
    Pair,
    count,
    hand_over,
    make_county,
    make_member,
    make_store,
    package_file,
    value_of,
)
from tests.builders import enrol as enrol_site


def equal(pair: Pair) -> bool:
    root = pair.township.site.organization
    one, other = (
        dict(digest.digests(store.database.read(), [root]))
        for store in (pair.county, pair.township)
    )
    return one == other


@pytest.fixture
def received(pair: Pair) -> tuple[Pair, Path]:
    """The county received a second package; its file still exists."""
    make_member(pair.township, name="早先的人")
    pair.settle()
    make_member(pair.township, name="这个包里的人")
    path = package_file(pair.township, pair.county, pair.folder)
    view = receiving.receive_package(pair.county, path)
    assert view.receipt is not None
    receiving.receive_package(pair.township, view.receipt)
    return pair, path


def take_back(pair: Pair) -> restore_points.RestorePoint:
    point = restore_points.restore_points(pair.county)[0]
    pair.county = restore_points.take_back(pair.county, point)
    return point


def test_what_else_goes_is_listed(received: tuple[Pair, Path]) -> None:
    pair, _ = received
    make_member(pair.county, pair.township.site.organization, name="县里加的人")
    hand_over(pair.county, pair.township, pair.folder)
    make_member(pair.county, name="还没下发的人")
    package_file(pair.county, pair.township, pair.folder)  # and nobody has confirmed it
    point = restore_points.restore_points(pair.county)[0]
    assert point.peer == "青山镇"
    listed = restore_points.what_else(pair.county, point)
    told = [(one.action, one.held_by) for one in listed]
    assert told == [
        ("新增党员", ("青山镇",)),
        ("导出数据包", ("青山镇",)),
        ("新增党员", ()),
        ("导出数据包", ()),
    ]


def test_afterwards_it_is_as_before_and_the_old_store_lies_aside(
    received: tuple[Pair, Path],
) -> None:
    pair, _ = received
    incarnation = pair.county.site.incarnation
    take_back(pair)
    assert count(pair.county, "member") == 1
    assert pair.county.site.incarnation != incarnation
    assert open_question(pair.county) == ""
    aside = list(pair.county.path.parent.glob("恢复前-*.xueji"))
    assert len(aside) == 1
    old = open_store(aside[0], PASSWORD, "李四")
    assert count(old, "member") == 2
    old.close()
    actions = pair.county.database.read().execute("SELECT action FROM audit ORDER BY id").fetchall()
    assert [row[0] for row in actions][-2:] == ["接收数据包", "撤回接收"]
    assert check_store(pair.county).problems == []


def test_the_same_package_can_be_received_again(received: tuple[Pair, Path]) -> None:
    pair, path = received
    take_back(pair)
    view = receiving.receive_package(pair.county, path)
    assert view.state is PackageState.FRESH
    assert count(pair.county, "member") == 2
    pair.settle()
    assert equal(pair)


def test_the_senders_next_packages_bring_everything_again(received: tuple[Pair, Path]) -> None:
    pair, _ = received
    take_back(pair)
    make_member(pair.township, name="后来的人")
    first = pair.to_county()  # begins after what was taken back: a gap, whose receipt says so
    assert first.state is PackageState.GAP
    pair.settle()
    assert count(pair.county, "member") == 3
    assert count(pair.county, "put_aside") == 0
    assert count(pair.county, "incident", "settled_at IS NULL") == 0
    assert equal(pair)


def test_what_was_sent_to_others_since_comes_back_from_them(received: tuple[Pair, Path]) -> None:
    pair, _ = received
    root = pair.township.site.organization
    sent = make_member(pair.county, root, name="已下发的人")
    hand_over(pair.county, pair.township, pair.folder)
    take_back(pair)
    assert count(pair.county, "member", "uid = ?", sent) == 0
    assert pair.to_county().state is PackageState.GAP
    pair.settle()
    assert value_of(pair.county, "member", sent, "name") == "已下发的人"
    assert equal(pair)


def test_accounts_and_enrolments_stay_as_they_are_today(
    received: tuple[Pair, Path], tmp_path: Path
) -> None:
    pair, _ = received
    accounts.set_password(pair.county, "王五", "another-password")
    slots = [slot.name for slot in keyslots.read(pair.county.path)]
    written = recovery_keys.write_recovery_key(
        pair.county, tmp_path / "x.xjk", "一句只有县里知道的话"
    )
    other = make_store(tmp_path, "白水镇")
    enrol_site(pair.county, other, tmp_path)
    make_member(other)
    take_back(pair)
    assert [slot.name for slot in keyslots.read(pair.county.path)] == slots
    assert recovery_keys.recovery_copies(pair.county) == [written]
    open_store(pair.county.path, "another-password", "王五").close()
    hand_over(other, pair.county, tmp_path)
    assert count(pair.county, "member") == 2
    hand_over(pair.county, other, tmp_path)
    other.close()


def test_two_back_takes_the_later_ones_along(pair: Pair) -> None:
    for _ in range(3):
        make_member(pair.township)
        pair.to_county()
        with pair.county.change("看过了"):
            pass
    points = restore_points.restore_points(pair.county)
    assert [p.sequence for p in points] == [3, 2, 1]
    listed = restore_points.what_else(pair.county, points[1])
    assert [one.action for one in listed] == ["看过了", "接收数据包", "看过了"]
    pair.county = restore_points.take_back(pair.county, points[1])
    assert count(pair.county, "member") == 1
    pair.settle()
    assert count(pair.county, "member") == 3


def test_one_backup_serves_all_packages_of_a_sitting(pair: Pair) -> None:
    for _ in range(3):
        make_member(pair.township)
        pair.to_county()
    points = restore_points.restore_points(pair.county)
    assert [p.sequence for p in points] == [3, 2, 1]
    assert len({p.path for p in points}) == 1
    assert len(list(backup_folder(pair.county.path).glob(f"*{backups.SUFFIX}"))) == 1
    listed = restore_points.what_else(pair.county, points[0])
    assert [one.summary for one in listed] == [
        f"接收 青山镇 第 {number} 号数据包" for number in (1, 2)
    ]
    pair.county = restore_points.take_back(pair.county, points[0])
    assert count(pair.county, "member") == 0
    pair.settle()
    assert count(pair.county, "member") == 3
    assert equal(pair)


def test_a_day_has_its_own_backup(pair: Pair) -> None:
    for _ in range(2):
        make_member(pair.township)
        pair.to_county()
        with pair.county.database.write() as connection:
            connection.execute("UPDATE package_log SET at = '2026-01-01T08:00:00+08:00'")
    assert len({p.path for p in restore_points.restore_points(pair.county)}) == 2


def test_backups_of_offered_points_are_not_thinned_away(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_list, "KEPT_LATEST", 1)
    for _ in range(4):
        make_member(pair.township)
        pair.to_county()
        with pair.county.change("看过了"):
            pass
    assert len(restore_points.restore_points(pair.county)) == 4


def test_a_backup_on_a_stick_is_no_restore_point(pair: Pair, tmp_path: Path) -> None:
    backups.create_backup(pair.county, tmp_path / "U盘.xjbak")
    make_member(pair.township)
    pair.to_county()
    (point,) = restore_points.restore_points(pair.county)
    assert point.path.parent == backup_folder(pair.county.path)


def test_a_damaged_point_changes_nothing(received: tuple[Pair, Path]) -> None:
    pair, _ = received
    point = restore_points.restore_points(pair.county)[0]
    data = bytearray(point.path.read_bytes())
    data[-4000] ^= 1
    point.path.write_bytes(data)
    before = digest.whole(pair.county.database.read())
    with pytest.raises(StorageError):
        restore_points.take_back(pair.county, point)
    assert digest.whole(pair.county.database.read()) == before
    with pytest.raises(NotFound):
        restore_points.restore_point(pair.county, 999)


def test_whoever_was_erased_since_stays_erased(tmp_path: Path) -> None:
    from app.services import erasing

    county, township = make_county(tmp_path), make_store(tmp_path)
    enrol_site(county, township, tmp_path)
    gone = make_member(township, name="欧阳测试员")
    for _ in range(2):
        make_member(township)
        hand_over(township, county, tmp_path)
    erasing.erase(county, gone, "本人申请", "依申请")
    point = restore_points.restore_points(county)[0]
    back = restore_points.take_back(county, point)
    assert count(back, "member", "uid = ?", gone) == 0
    assert count(back, "erasure") == 1
    assert check_store(back).problems == []
    back.close()
    township.close()
