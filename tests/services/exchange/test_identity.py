"""Gaps, forks, copies, restored backups, replays: recognised, named, and nothing lost (F51-F54)."""

import random
import shutil
from pathlib import Path

import pytest

from app.data import digest, location
from app.domain.errors import AppError, PackageError
from app.domain.exchange.package_state import PackageState
from app.services import backups, restoring
from app.services.exchange import receiving, sending
from app.services.opening import confirm_site, open_store
from app.services.store import Store
from tests.builders import (
    PASSWORD,
    Pair,
    change_member,
    count,
    hand_over,
    make_member,
    package_file,
    peer_at,
    pending_rows,
    value_of,
)


def digests(store: Store, root: bytes) -> dict[str, str]:
    return dict(digest.digests(store.database.read(), [root]))


def equal(pair: Pair) -> bool:
    root = pair.township.site.organization
    return digests(pair.county, root) == digests(pair.township, root)


def restored(pair: Pair, source: Path) -> None:
    """The township's disk was replaced by its backup."""
    path = pair.township.path
    pair.township.close()
    pair.township = restoring.restore_backup(path, source, PASSWORD, "张三").store


@pytest.fixture
def in_step(pair: Pair) -> Pair:
    """Both hold the same; the county's people are the township's."""
    make_member(pair.township)
    pair.settle()
    return pair


def test_a_gap_is_named_and_nothing_is_applied(in_step: Pair) -> None:
    pair = in_step
    root = pair.township.site.organization
    pair.to_township()
    kept = backups.create_backup(pair.township, pair.folder / "早.xjbak").path
    lost = make_member(pair.county, root, "后来的人")
    number = pair.to_township().sequence
    restored(pair, kept)
    newest = make_member(pair.county, root, "最后的人")
    file = package_file(pair.county, pair.township, pair.folder)
    before = digest.whole(pair.township.database.read())
    view = receiving.receive_package(pair.township, file)
    assert view.state is PackageState.GAP
    assert view.missing == (number,)
    notice = view.notice
    assert notice is not None
    assert notice.code == "E-205"
    assert f"缺少第 {number} 号数据包" in notice.message
    assert digest.whole(pair.township.database.read()) == before
    assert receiving.inspect_package(pair.township, file).missing == (number,)
    # Its receipt tells the county what is really there.
    assert view.receipt is not None
    receiving.receive_package(pair.county, view.receipt)
    pair.to_township()
    assert value_of(pair.township, "member", lost, "name") == "后来的人"
    assert value_of(pair.township, "member", newest, "name") == "最后的人"


def test_a_gap_is_closed_by_the_missing_package(in_step: Pair) -> None:
    pair = in_step
    root = pair.township.site.organization
    kept = backups.create_backup(pair.township, pair.folder / "早.xjbak").path
    make_member(pair.county, root)
    middle = package_file(pair.county, pair.township, pair.folder)
    view = receiving.receive_package(pair.township, middle)
    assert view.receipt is not None
    receiving.receive_package(pair.county, view.receipt)
    restored(pair, kept)
    make_member(pair.county, root)
    late = package_file(pair.county, pair.township, pair.folder)
    assert receiving.receive_package(pair.township, late).state is PackageState.GAP
    assert receiving.receive_package(pair.township, middle).state is PackageState.FRESH
    pair.settle()
    assert equal(pair)


def test_the_countys_full_package_closes_every_gap(in_step: Pair) -> None:
    pair = in_step
    kept = backups.create_backup(pair.township, pair.folder / "早.xjbak").path
    lost = make_member(pair.county, pair.township.site.organization)
    pair.to_township()
    restored(pair, kept)
    assert pair.to_township(full=True).state is PackageState.FRESH
    assert count(pair.township, "member", "uid = ?", lost) == 1


def test_what_only_the_county_still_has_comes_home_after_a_restore(in_step: Pair) -> None:
    pair = in_step
    kept = backups.create_backup(pair.township, pair.folder / "早.xjbak").path
    lost = make_member(pair.township, name="报过县里的人")
    pair.to_county()
    restored(pair, kept)
    assert count(pair.township, "member", "uid = ?", lost) == 0
    pair.settle()
    assert value_of(pair.township, "member", lost, "name") == "报过县里的人"
    assert equal(pair)


def test_a_package_made_for_our_earlier_self_confirms_nothing(in_step: Pair) -> None:
    pair = in_step
    kept = backups.create_backup(pair.township, pair.folder / "早.xjbak").path
    lost = make_member(pair.township, name="报过县里的人")
    receiving.receive_package(pair.county, package_file(pair.township, pair.county, pair.folder))
    # The county leaves out what the township brought itself, not knowing that it lost it.
    make_member(pair.county, pair.township.site.organization)
    file = package_file(pair.county, pair.township, pair.folder)
    restored(pair, kept)
    assert receiving.receive_package(pair.township, file).new == 1
    assert count(pair.township, "member", "uid = ?", lost) == 0
    pair.settle()
    assert count(pair.township, "member", "uid = ?", lost) == 1
    assert equal(pair)


def test_edits_after_a_restore_never_reuse_a_number(in_step: Pair) -> None:
    pair = in_step
    member = make_member(pair.township, phone="1")
    kept = backups.create_backup(pair.township, pair.folder / "早.xjbak").path
    change_member(pair.township, member, phone="报过县里的号码")
    pair.to_county()
    restored(pair, kept)
    change_member(pair.township, member, phone="恢复后的号码")
    pair.settle()
    open_at = [
        len([i for i in receiving_items(s) if i.field == "phone"])
        for s in (pair.county, pair.township)
    ]
    assert open_at == [1, 1]
    assert equal(pair)


def receiving_items(store: Store):  # type: ignore[no-untyped-def]
    from app.services.review import open_items

    return open_items.open_items(store)


def test_a_store_put_back_behind_our_back_asks_first(in_step: Pair) -> None:
    pair = in_step
    path = pair.township.path
    pair.township.close()
    old = path.read_bytes()
    pair.township = open_store(path, PASSWORD, "张三")
    make_member(pair.township)
    pair.to_county()
    pair.township.close()
    path.write_bytes(old)
    pair.township = open_store(path, PASSWORD, "张三")
    assert location.question(pair.township.database.read(), path) == location.RESTORED
    for act in (
        lambda: make_member(pair.township),
        lambda: package_file(pair.township, pair.county, pair.folder),
    ):
        with pytest.raises(AppError) as refused:
            act()
        assert refused.value.code == "E-208"
    confirm_site(pair.township, moved=True)
    make_member(pair.township)
    pair.settle()
    assert equal(pair)
    assert count(pair.county, "member") == count(pair.township, "member")


def test_a_package_that_knows_our_future_is_refused(
    in_step: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = in_step
    path = pair.township.path
    pair.township.close()
    old = path.read_bytes()
    pair.township = open_store(path, PASSWORD, "张三")
    for _ in range(3):
        make_member(pair.township)
    pair.to_county()
    file = package_file(pair.county, pair.township, pair.folder)
    pair.township.close()
    path.write_bytes(old)
    monkeypatch.setattr(location, "question", lambda connection, path: None)
    pair.township = open_store(path, PASSWORD, "张三")
    with pytest.raises(PackageError) as refused:
        receiving.receive_package(pair.township, file)
    assert refused.value.code == "E-208"


def cloned(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A second computer goes on with a copy of the disk, and nothing tells them apart."""
    monkeypatch.setattr(location, "question", lambda connection, path: None)
    path = pair.township.path
    pair.township.close()
    copy = path.with_name("另一台.xueji")
    shutil.copy(path, copy)
    shutil.copy(f"{path}.keys", f"{copy}.keys")
    pair.township = open_store(path, PASSWORD, "张三")
    return open_store(copy, PASSWORD, "张三")


def test_two_computers_with_one_identity_are_noticed(
    in_step: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = in_step
    other = cloned(pair, monkeypatch)
    make_member(pair.township)
    pair.to_county()
    make_member(other)
    with pytest.raises(PackageError) as refused:
        hand_over(other, pair.county, pair.folder)
    assert refused.value.code == "E-208"
    # The next package of the copy bears a number the county has not seen, but follows another one.
    with pytest.raises(PackageError) as refused:
        hand_over(other, pair.county, pair.folder)
    assert refused.value.code == "E-208"
    confirm_site(other, moved=True)
    hand_over(other, pair.county, pair.folder)
    pair.settle()
    assert count(pair.county, "member") == 3
    assert equal(pair)
    other.close()


def test_a_copy_asks_what_it_is(in_step: Pair) -> None:
    path = in_step.township.path
    in_step.township.close()
    copy = path.with_name("另一台.xueji")
    shutil.copy(path, copy)
    shutil.copy(f"{path}.keys", f"{copy}.keys")
    store = open_store(copy, PASSWORD, "张三")
    with pytest.raises(AppError) as refused:
        make_member(store)
    assert refused.value.code == "E-208"
    confirm_site(store, moved=False)
    make_member(store)
    assert store.site.uid != in_step.county.site.uid
    store.close()
    in_step.township = open_store(path, PASSWORD, "张三")


def test_old_packages_again_in_any_order_change_nothing(in_step: Pair) -> None:
    pair = in_step
    files = []
    for serial in range(5):
        make_member(pair.township, name=f"某人{serial}")
        files.append(package_file(pair.township, pair.county, pair.folder))
    for file in files[:2] + files[3:]:
        receiving.receive_package(pair.county, file)
    before = digest.whole(pair.county.database.read())
    order = files * 2
    random.Random(1).shuffle(order)
    for file in order:
        view = receiving.receive_package(pair.county, file)
        assert view.applied == 0
        assert view.state is PackageState.ALREADY
        assert view.notice is not None
        assert view.notice.code == "E-204"
    assert digest.whole(pair.county.database.read()) == before


def test_lost_packages_and_lost_receipts_only_cost_paper(pair: Pair) -> None:
    for serial in range(6):
        make_member(pair.township, name=f"某人{serial}")
        file = package_file(pair.township, pair.county, pair.folder)
        if serial % 3 == 2:
            receiving.receive_package(pair.county, file)
    pair.settle()
    assert count(pair.county, "member") == 6
    assert pending_rows(pair.township, pair.county) == 0
    assert equal(pair)


def test_after_a_receipt_nothing_is_sent_twice(in_step: Pair) -> None:
    assert pending_rows(in_step.township, in_step.county) == 0
    assert pending_rows(in_step.county, in_step.township) == 0
    assert hand_over(in_step.township, in_step.county, in_step.folder).rows == []


def test_wrong_receiver_and_own_package(in_step: Pair) -> None:
    file = package_file(in_step.township, in_step.county, in_step.folder)
    with pytest.raises(PackageError) as refused:
        receiving.receive_package(in_step.township, file)
    assert refused.value.code.startswith("E-204")


def test_cut_and_changed_packages_change_nothing(in_step: Pair) -> None:
    pair = in_step
    make_member(pair.township)
    whole = package_file(pair.township, pair.county, pair.folder)
    data = whole.read_bytes()
    before = digest.whole(pair.county.database.read())
    rng = random.Random(3)
    bad = pair.folder / "坏.xjb"
    for _ in range(40):
        place = rng.randrange(len(data))
        flipped = data[:place] + bytes([data[place] ^ (1 << rng.randrange(8))]) + data[place + 1 :]
        for content in (data[:place], flipped, data + b"\0"):
            bad.write_bytes(content)
            with pytest.raises(PackageError):
                receiving.receive_package(pair.county, bad)
    assert digest.whole(pair.county.database.read()) == before
    assert count(pair.county, "package_log", "direction = 'in'") > 0
    assert receiving.receive_package(pair.county, whole).new == 1


def test_a_receipt_that_cannot_be_written_does_not_undo_the_receive(
    in_step: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.exchange import receipts

    def full(*_: object) -> None:
        raise PackageError("full")

    make_member(in_step.township)
    file = package_file(in_step.township, in_step.county, in_step.folder)
    monkeypatch.setattr(receipts, "save_package", full)
    view = receiving.receive_package(in_step.county, file)
    assert view.new == 1
    assert view.receipt is None


def test_inspecting_shows_exactly_what_receiving_does(in_step: Pair) -> None:
    pair = in_step
    member = make_member(pair.township)
    change_member(pair.township, member, phone="1")
    file = package_file(pair.township, pair.county, pair.folder)
    before = digest.whole(pair.county.database.read())
    shown = receiving.inspect_package(pair.county, file)
    assert digest.whole(pair.county.database.read()) == before
    done = receiving.receive_package(pair.county, file)
    assert (shown.rows, shown.applied, shown.conflicts) == (done.rows, done.applied, done.conflicts)
    assert sending.find_peer(pair.county, "青山镇") == peer_at(pair.county, pair.township)
