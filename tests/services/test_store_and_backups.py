"""First run, passwords, copies and backups: nothing opens by accident, nothing is lost."""

import os
import shutil
from pathlib import Path

import pytest

from app.data import backup, digest, keyslots, location
from app.domain.errors import AppError, InvalidInput, StorageError
from app.services import accounts, backups, restoring
from app.services.opening import NewSite, confirm_site, create_store, open_store
from app.services.store import Store
from tests.builders import PASSWORD, count, make_member, make_store, value_of


def reopened(store: Store, password: str = PASSWORD) -> Store:
    store.close()
    return open_store(store.path, password, "张三")


def test_nothing_readable_lies_on_the_disk(store: Store) -> None:
    make_member(store, name="欧阳测试员")
    store.close()
    for file in store.path.parent.rglob("*"):
        if file.is_file():
            assert "欧阳测试员".encode() not in file.read_bytes()
            assert b"SQLite format 3" not in file.read_bytes()


def test_wrong_passwords_are_refused_in_words(store: Store) -> None:
    store.close()
    with pytest.raises(StorageError, match="口令不正确"):
        open_store(store.path, "not-the-password", "张三")


def test_the_recovery_code_opens_the_store_however_it_is_typed(tmp_path: Path) -> None:
    answers = NewSite("township", "青山镇", "云岭县", "张三")
    made = create_store(tmp_path / "x.xueji", answers, PASSWORD)
    made.store.close()
    typed = made.recovery_code.lower().replace("-", " ")
    open_store(tmp_path / "x.xueji", typed, "李四").close()


def test_first_run_refuses_what_is_missing_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        create_store(tmp_path / "x.xueji", NewSite("village", " ", "", ""), "")
    assert set(refused.value.problems) == {"level", "name", "operator", "password"}
    assert not (tmp_path / "x.xueji").exists()


@pytest.mark.parametrize("name", ["青山镇\n第二行", "镇" * 61, "青山\x00镇"])
def test_names_that_cannot_stand_on_paper_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput, match="最多 60 个字"):
        create_store(tmp_path / "x.xueji", NewSite("township", name, "", "张三"), PASSWORD)


def test_an_existing_store_is_never_overwritten(store: Store) -> None:
    with pytest.raises(StorageError, match="已经存在"):
        create_store(store.path, NewSite("township", "青山镇", "", "张三"), PASSWORD)


@pytest.mark.parametrize("folder", ["OneDrive", "坚果云", "WPS云盘"])
def test_cloud_folders_are_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(StorageError, match="同步文件夹"):
        make_store(tmp_path / folder)


def test_a_second_person_gets_a_password_and_the_last_one_stays(store: Store) -> None:
    accounts.set_password(store, "王五", "another-password")
    assert accounts.operators(store) == ["张三", "王五"]
    store = reopened(store, "another-password")
    accounts.remove_operator(store, "张三")
    with pytest.raises(AppError, match="至少要保留一位"):
        accounts.remove_operator(store, "王五")
    with pytest.raises(StorageError):
        reopened(store)


def test_a_new_recovery_code_replaces_the_old_one(store: Store) -> None:
    first = accounts.renew_recovery_code(store)
    second = accounts.renew_recovery_code(store)
    store.close()
    with pytest.raises(StorageError):
        open_store(store.path, first, "张三")
    open_store(store.path, second, "张三").close()


def test_a_copied_store_asks_before_it_writes_and_loses_nothing(store: Store) -> None:
    make_member(store)
    store.close()
    copy = store.path.parent / "另一处" / store.path.name
    copy.parent.mkdir()
    for name in (store.path.name, store.path.name + ".keys"):
        shutil.copy(store.path.parent / name, copy.parent / name)
    opened = open_store(copy, PASSWORD, "张三")
    with pytest.raises(AppError, match="从别处复制来的") as asked:
        make_member(opened)
    assert asked.value.code == "E-208"
    before = opened.site.incarnation
    assert confirm_site(opened, moved=True) != before
    make_member(opened)
    assert count(opened, "member") == 2
    opened.close()


def test_a_store_that_was_only_renamed_is_no_question(store: Store) -> None:
    store.close()
    moved = store.path.with_name("改名.xueji")
    store.path.rename(moved)
    store.path.with_name(store.path.name + ".keys").rename(moved.with_name("改名.xueji.keys"))
    opened = open_store(moved, PASSWORD, "张三")
    make_member(opened)
    opened.close()


def test_an_old_file_put_back_behind_our_back_is_noticed(store: Store, tmp_path: Path) -> None:
    store.close()
    shutil.copy(store.path, tmp_path / "old")
    later = open_store(store.path, PASSWORD, "张三")
    make_member(later)
    later.close()
    shutil.copy(tmp_path / "old", store.path)
    back = open_store(store.path, PASSWORD, "张三")
    with pytest.raises(AppError, match="比本机记录的旧"):
        make_member(back)
    back.close()


def test_a_backup_restores_to_equal_content_under_a_new_incarnation(
    store: Store, tmp_path: Path
) -> None:
    person = make_member(store, name="备份前")
    made = backups.create_backup(store, tmp_path / "副本.xjbak")
    content = digest.whole(store.database.read())
    incarnation = store.site.incarnation
    make_member(store, name="备份后")
    store.close()
    back = restoring.restore_backup(store.path, made.path, PASSWORD, "张三")
    assert digest.whole(back.store.database.read()) == content
    assert back.store.site.incarnation != incarnation
    assert value_of(back.store, "member", person, "name") == "备份前"
    assert back.set_aside is not None
    aside = open_store(back.set_aside, PASSWORD, "张三")
    assert count(aside, "member") == 2
    aside.close()
    back.store.close()


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "foreign"])
def test_damaged_backups_are_refused_and_the_store_stays(
    store: Store, tmp_path: Path, damage: str
) -> None:
    make_member(store)
    path = backups.create_backup(store, tmp_path / "副本.xjbak").path
    data = bytearray(path.read_bytes())
    if damage == "cut":
        data = data[: len(data) - 5000]
    elif damage == "flip":
        data[len(data) // 2] ^= 1
    elif damage == "empty":
        data = bytearray()
    else:
        data = bytearray(b"PK\x03\x04 something else")
    path.write_bytes(data)
    store.close()
    with pytest.raises(StorageError):
        restoring.restore_backup(store.path, path, PASSWORD, "张三")
    kept = open_store(store.path, PASSWORD, "张三")
    assert count(kept, "member") == 1
    kept.close()


def test_one_automatic_backup_per_sitting(store: Store) -> None:
    first = backups.automatic(store, "导入前")
    assert backups.automatic(store, "接收前").path == first.path
    make_member(store)
    assert backups.automatic(store, "接收前").path != first.path
    assert len(backups.list_backups(store.path)) == 2


def test_backups_are_thinned_by_day_week_and_month() -> None:
    days = [f"store-2026{m:02}{d:02}-080000-000000" for m in range(1, 12) for d in range(1, 29)]
    files = [Path(f"{day}.xjbak") for day in reversed(days)]
    kept = backups.kept(files)
    assert kept[:10] == files[:10]
    assert len(set(kept)) < 45
    assert {path.name[10:12] for path in kept} >= {"11", "10", "09", "06", "02"}


def test_leftovers_of_a_failed_backup_are_swept(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(backup, "_pack", refuse)
    with pytest.raises(StorageError, match="备份没有写成"):
        backups.create_backup(store, tmp_path / "stick.xjbak")
    assert not list(tmp_path.glob("stick*"))


def test_key_slots_keep_their_own_costs(store: Store) -> None:
    slots = keyslots.read(store.path)
    assert {slot.memory_kib for slot in slots} == {keyslots.MEMORY_KIB}
    assert location.machine() == location.machine()


@pytest.mark.parametrize("name", ["副本.bak", "副本", "副本.xjbak"])
def test_a_backup_has_exactly_the_name_it_was_given_and_is_never_overwritten(
    store: Store, tmp_path: Path, name: str
) -> None:
    assert backups.create_backup(store, tmp_path / name).path == tmp_path / name
    before = (tmp_path / name).read_bytes()
    with pytest.raises(StorageError, match="已经存在"):
        backups.create_backup(store, tmp_path / name)
    assert (tmp_path / name).read_bytes() == before
    assert backups.verify_backup(tmp_path / name, PASSWORD).name == "青山镇"
