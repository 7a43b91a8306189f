"""The key slots have copies: a lost .keys costs nothing, and nobody who left comes back by one."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from app.data import accounts as known_accounts
from app.data import keyslot_copies, keyslots, site
from app.domain.errors import StorageError
from app.services import accounts, backups, key_mending, restoring
from app.services.key_mending import open_by_copy
from app.services.opening import NewSite, create_store, open_store
from app.services.rotating import change_data_key
from app.services.store import Store
from tests.builders import PASSWORD, count, make_member

OTHER = "another-password"
FLIPS = 300


def lose(path: Path) -> None:
    keyslots.slots_path(path).unlink()


def flip(path: Path) -> None:
    keys = keyslots.slots_path(path)
    data = bytearray(keys.read_bytes())
    data[len(data) // 2] ^= 1
    keys.write_bytes(data)


def become_a_folder(path: Path) -> None:
    lose(path)
    keyslots.slots_path(path).mkdir()


def texts(store: Store) -> tuple[bytes, bytes, str]:
    path = store.path
    beside = keyslot_copies.copy_path(path).read_bytes()
    inside = str(site.get(store.database.read(), "key_slots"))
    return keyslots.slots_path(path).read_bytes(), beside, inside


def test_both_copies_follow_every_change_of_the_slots(store: Store) -> None:
    def equal() -> bool:
        keys, beside, inside = texts(store)
        return keys == beside == inside.encode()

    assert equal()
    accounts.set_password(store, "王五", OTHER)
    assert equal()
    accounts.renew_recovery_code(store)
    assert equal()
    accounts.remove_operator(store, "王五")
    assert equal()
    store = change_data_key(store, "有人离开").store
    assert equal()
    source = backups.automatic(store, "恢复前").path
    store.close()
    store = restoring.restore_backup(store.path, source, PASSWORD).store
    assert equal()
    store.close()


@pytest.mark.parametrize("harm", [lose, flip, become_a_folder])
def test_lost_key_slots_are_said_and_made_anew_from_the_copy_beside(
    store: Store, harm: Callable[[Path], None]
) -> None:
    make_member(store)
    before = texts(store)[0]
    store.close()
    harm(store.path)
    with pytest.raises(StorageError) as refused:
        open_store(store.path, PASSWORD)
    assert refused.value.code == "E-109"
    assert "数据本身没有坏" in refused.value.hint
    with pytest.raises(StorageError, match="密码不正确"):
        open_by_copy(store.path, "not-the-password")
    assert key_mending.needs_mending(store.path)
    opened = open_by_copy(store.path, PASSWORD)
    assert count(opened, "member") == 1
    assert keyslots.slots_path(store.path).read_bytes() == before
    opened.close()
    open_store(store.path, PASSWORD).close()


def test_a_backup_brings_back_the_slots_of_today_not_its_own(store: Store) -> None:
    old = backups.automatic(store, "早").path
    accounts.set_password(store, "王五", OTHER)
    store.close()
    lose(store.path)
    keyslot_copies.copy_path(store.path).unlink()
    open_by_copy(store.path, PASSWORD, source=old).close()
    open_store(store.path, OTHER, "王五").close()


def test_without_any_copy_it_says_so(store: Store) -> None:
    store.close()
    lose(store.path)
    keyslot_copies.copy_path(store.path).unlink()
    with pytest.raises(StorageError, match="没有副本可用"):
        open_by_copy(store.path, PASSWORD)


def test_who_was_removed_does_not_come_back_by_a_copy(store: Store) -> None:
    accounts.set_password(store, "王五", OTHER)
    with_wang = keyslot_copies.copy_path(store.path).read_bytes()
    old = backups.automatic(store, "有王五").path
    accounts.remove_operator(store, "王五")
    store.close()
    lose(store.path)
    keyslot_copies.copy_path(store.path).write_bytes(with_wang)
    for source in (None, old):
        with pytest.raises(StorageError, match="已经更换或取消了"):
            open_by_copy(store.path, OTHER, "王五", source)
    assert not keyslots.slots_path(store.path).exists()
    open_by_copy(store.path, PASSWORD, source=old).close()
    assert "王五" not in [slot.name for slot in keyslots.read(store.path)]
    assert b"\xe7\x8e\x8b" not in keyslot_copies.copy_path(store.path).read_bytes()


def test_copies_from_before_the_data_key_was_changed_open_nothing(store: Store) -> None:
    old_copy = keyslot_copies.copy_path(store.path).read_bytes()
    old = backups.automatic(store, "换密钥前").path
    now = change_data_key(store, "有人离开").store
    now.close()
    lose(now.path)
    keyslot_copies.copy_path(now.path).write_bytes(old_copy)
    for source in (None, old):
        with pytest.raises(StorageError, match="数据密钥后来换过"):
            open_by_copy(now.path, PASSWORD, source=source)
    newer = [one for one in backups.list_backups(now.path) if one.path != old]
    assert not newer
    assert not keyslots.slots_path(now.path).exists()


def test_a_copy_from_before_the_change_is_replaced_by_whoever_opens(store: Store) -> None:
    old_copy = keyslot_copies.copy_path(store.path).read_bytes()
    now = change_data_key(store, "有人离开").store
    now.close()
    keyslot_copies.copy_path(now.path).write_bytes(old_copy)
    open_store(now.path, PASSWORD).close()
    assert keyslot_copies.copy_path(now.path).read_bytes() != old_copy


def test_an_older_file_put_in_its_place_costs_nobody_their_password(store: Store) -> None:
    older = keyslots.slots_path(store.path).read_bytes()
    accounts.set_password(store, "王五", OTHER)
    today = texts(store)[0]
    store.close()
    keyslots.slots_path(store.path).write_bytes(older)
    open_store(store.path, PASSWORD, "张三").close()
    assert sorted(slot.name for slot in keyslots.read(store.path)) == sorted(
        slot.name for slot in keyslots.parse(today)
    )
    open_store(store.path, OTHER, "王五").close()


def _no_room(*_: object) -> None:
    raise OSError(28, "full")


def test_a_password_that_cannot_be_saved_leaves_everybody_as_they_were(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(store)
    with monkeypatch.context() as patch:
        patch.setattr(keyslots, "save", _no_room)
        for name in ("张三", "王五"):
            with pytest.raises(StorageError, match="原来的密码照旧可用"):
                accounts.set_password(store, name, OTHER)
    assert accounts.operators(store) == ["张三"]
    assert texts(store) == before
    store.close()
    open_store(store.path, PASSWORD).close()


def test_a_removal_that_cannot_be_taken_out_of_the_file_holds_all_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.set_password(store, "王五", OTHER)
    with monkeypatch.context() as patch:
        patch.setattr(keyslots, "save", _no_room)
        accounts.remove_operator(store, "王五")
    store.close()
    with pytest.raises(StorageError, match="已经更换或取消了"):
        open_store(store.path, OTHER, "王五")
    open_store(store.path, PASSWORD).close()
    assert "王五" not in [slot.name for slot in keyslots.read(store.path)]


def test_a_former_password_that_was_not_forgotten_is_forgotten_by_whoever_opens(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = keyslots.slots_path(store.path).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(known_accounts, "keep_only", lambda *_: None)
        accounts.set_password(store, "张三", OTHER)
    store.close()
    open_store(store.path, OTHER).close()
    keyslots.slots_path(store.path).write_bytes(older)
    with pytest.raises(StorageError, match="已经更换或取消了"):
        open_store(store.path, PASSWORD)


def test_slots_lost_while_the_store_is_open_are_written_anew(store: Store) -> None:
    before = texts(store)[0]
    lose(store.path)
    assert accounts.check_password(store, PASSWORD)
    assert texts(store)[0] == before
    flip(store.path)
    accounts.set_password(store, "王五", OTHER)
    make_member(store)
    flip(store.path)
    assert len(backups.automatic(store, "退出").slots) == len(keyslots.read(store.path))


def test_a_store_of_before_the_copies_gets_them_when_it_is_opened(store: Store) -> None:
    with store.database.sealed_write() as connection:
        site.put(connection, "key_slots", "")
    keyslot_copies.copy_path(store.path).unlink()
    store.close()
    opened = open_store(store.path, PASSWORD)
    keys, beside, inside = texts(opened)
    assert keys == beside == inside.encode()
    opened.close()


@pytest.mark.parametrize("left", [".keys", ".keys.copy"])
def test_the_slots_of_a_store_that_is_away_are_not_made_over(store: Store, left: str) -> None:
    store.close()
    for path in store.path.parent.iterdir():
        if path.is_file() and path.name != store.path.name + left:
            path.unlink()
    before = (store.path.parent / (store.path.name + left)).read_bytes()
    with pytest.raises(StorageError, match="还在"):
        create_store(store.path, NewSite("township", "青山镇", "云岭县", "张三"), PASSWORD)
    assert (store.path.parent / (store.path.name + left)).read_bytes() == before


def test_a_flip_anywhere_in_the_slots_is_noticed_at_the_next_opening(store: Store) -> None:
    accounts.set_password(store, "王五", OTHER)
    store.close()
    keys = keyslots.slots_path(store.path)
    whole, chance = keys.read_bytes(), random.Random(1)
    bits = chance.sample(range(8 * len(whole)), FLIPS)
    noticed = 0
    for bit in bits:
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        keys.write_bytes(data)
        try:
            noticed += keyslots.read(store.path) is None
        except StorageError as error:
            noticed += error.code == "E-109"
    assert noticed == FLIPS
