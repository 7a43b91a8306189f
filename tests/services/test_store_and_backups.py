"""First run, passwords, copies and backups: nothing opens by accident, nothing is lost."""

import itertools
import json
import os
import shutil
from pathlib import Path

import pytest

from app.data import backup, backup_list, digest, keyslots
from app.data.backup_list import ListedBackup
from app.data.database import driver
from app.data.location import backup_folder
from app.domain.accounts.roles import Role
from app.domain.errors import AppError, InvalidInput, StorageError
from app.services import accounts, backups, restoring
from app.services.alone import hold_store
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
    with pytest.raises(StorageError, match="密码不正确"):
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
    with pytest.raises(AppError, match="至少要保留一位"):
        accounts.remove_operator(store, "张三")
    accounts.change_role(store, "王五", Role.HEAD)
    store.close()
    later = open_store(store.path, "another-password", "王五")
    accounts.remove_operator(later, "张三")
    with pytest.raises(AppError, match="至少要保留一位"):
        accounts.remove_operator(later, "王五")
    later.close()
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
    days = [f"2026-{m:02}-{d:02}T08:00:00+08:00" for m in range(1, 12) for d in range(1, 29)]
    made = [ListedBackup(number, f"{number}.xjbak", day) for number, day in enumerate(days)][::-1]
    kept = backup_list.kept(made)
    assert kept[:10] == made[:10]
    assert len(kept) < 45
    assert {one.made_at[5:7] for one in kept} == {f"{month:02}" for month in range(1, 12)}


@pytest.mark.parametrize("year", ["2009", "2099"])
def test_a_wrong_clock_costs_no_backup(year: str) -> None:
    days = [f"2026-{m:02}-15T08:00:00" for m in range(1, 12)]
    made = [ListedBackup(number, f"{number}.xjbak", day) for number, day in enumerate(days, 1)]
    wrong = ListedBackup(99, "wrong.xjbak", f"{year}-01-01T08:00:00")
    kept = backup_list.kept([wrong, *made[::-1]])
    assert wrong in kept, "the one just made"
    assert set(made) <= set(kept)


def test_only_what_we_listed_ourselves_is_thinned(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_list, "KEPT_LATEST", 1)
    place = backup_folder(store.path)
    backups.automatic(store, "第一份")
    stem = store.path.stem
    kept_by_hand = [
        f"{stem}-年底留存.xjbak",
        f"{stem}-20260101-080000-000000 - 副本.xjbak",
        f"{stem}-2025-20260101-080000-000000.xjbak",
        f"{stem}-20250101-080000-000000.xjbak",
    ]
    for name in kept_by_hand:
        (place / name).write_bytes(b"somebody's")
    for _ in range(3):
        make_member(store)
        backups.automatic(store, "再一份")
    names = {path.name for path in place.glob("*.xjbak")}
    assert set(kept_by_hand) <= names
    assert len(names) == len(kept_by_hand) + 1


def test_a_damaged_list_of_backups_deletes_nothing(store: Store) -> None:
    first = backups.automatic(store, "第一份").path
    (first.parent / backup_list.FILE).write_text('{"x": [{"name": "../store"}]}', "utf-8")
    make_member(store)
    second = backups.automatic(store, "第二份").path
    assert first.is_file()
    assert second.is_file()


@pytest.mark.parametrize(
    "full", [OSError(28, os.strerror(28)), driver.OperationalError("database or disk is full")]
)
def test_leftovers_of_a_failed_backup_are_swept(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: Exception
) -> None:
    """Whoever notices first, the system or the engine: what was not written is the backup."""

    def refuse(*_: object) -> None:
        raise full

    monkeypatch.setattr(backup, "_pack", refuse)
    with pytest.raises(StorageError, match="备份没有写成"):
        backups.create_backup(store, tmp_path / "stick.xjbak")
    assert not list(tmp_path.glob("stick*"))


@pytest.mark.parametrize("place", ["salt", "wrapped", "name", "sha256"])
def test_a_changed_letter_in_any_slot_is_noticed_at_once(store: Store, place: str) -> None:
    path = keyslots.slots_path(store.path)
    text = path.read_text("utf-8")
    start = text.rindex(f'"{place}"') + len(place) + 5
    path.write_text(
        text[:start] + ("B" if text[start] == "A" else "A") + text[start + 1 :], "utf-8"
    )
    with pytest.raises(StorageError, match="密码文件"):
        keyslots.read(store.path)


@pytest.mark.parametrize(
    "change",
    [
        {"passes": 1_000_000},
        {"passes": 0},
        {"memory_kib": 1 << 30},
        {"lanes": "4"},
        {"salt": "***"},
    ],
)
def test_a_slot_that_could_only_hang_the_program_is_damaged(
    store: Store, change: dict[str, object]
) -> None:
    slots = keyslots.plain(keyslots.read(store.path))
    path = keyslots.slots_path(store.path)
    path.write_text(json.dumps([{**slot, **change} for slot in slots]), "utf-8")
    with pytest.raises(StorageError, match="密码文件"):
        keyslots.read(store.path)


def test_slots_of_programs_before_the_checksum_are_read(store: Store) -> None:
    slots = keyslots.read(store.path)
    keyslots.slots_path(store.path).write_text(json.dumps(keyslots.plain(slots)), "utf-8")
    assert keyslots.read(store.path) == slots


def _create(path: Path) -> Store:
    return create_store(path, NewSite("township", "青山镇", "云岭县", "张三"), PASSWORD).store


def test_key_slots_of_a_store_that_is_away_are_never_overwritten(
    store: Store, tmp_path: Path
) -> None:
    store.close()
    slots = keyslots.slots_path(store.path).read_bytes()
    store.path.rename(tmp_path / "拿走了.xueji")
    with pytest.raises(StorageError, match="还在"):
        _create(store.path)
    assert keyslots.slots_path(store.path).read_bytes() == slots


def test_an_empty_file_is_not_taken_for_a_store(store: Store) -> None:
    store.close()
    store.path.write_bytes(b"")
    with pytest.raises(StorageError, match="是空的"):
        open_store(store.path, PASSWORD, "张三")


class Killed(BaseException):
    """The process ends here, without tidying up."""


@pytest.mark.parametrize("point", range(1, 9))
def test_a_creation_killed_at_any_rename_can_be_opened_or_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: int
) -> None:
    path, calls, true = tmp_path / "青山镇.xueji", itertools.count(1), Path.replace

    def killed(self: Path, target: Path) -> Path:
        if next(calls) == point:
            raise Killed
        return true(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        try:
            _create(path).close()
        except Killed:
            pass
        else:
            assert next(calls) <= point
    try:
        made = open_store(path, PASSWORD, "张三")
    except StorageError as error:
        assert error.code == "no-store"  # noqa: PT017
        made = _create(path)
    make_member(made)
    made.close()


@pytest.mark.parametrize("renamed", [0, 1])
def test_a_power_cut_between_the_renames_is_finished_by_whoever_opens(
    store: Store, renamed: int
) -> None:
    store.close()
    path, keys = store.path, keyslots.slots_path(store.path)
    incoming = path.with_name(path.name + ".incoming")
    steps = [(keyslots.slots_path(incoming), keys), (incoming, path)]
    for old, new in steps[renamed:]:
        new.rename(old)
    journal = path.with_name(path.name + ".swap")
    journal.write_text(json.dumps([[old.name, new.name] for old, new in steps]), "utf-8")
    open_store(path, PASSWORD, "张三").close()
    assert keys.is_file()
    assert not journal.exists()


@pytest.mark.parametrize("point", range(1, 9))
def test_a_restore_denied_at_any_rename_leaves_what_was_there(
    store: Store, monkeypatch: pytest.MonkeyPatch, point: int
) -> None:
    source = backups.automatic(store, "恢复前").path
    make_member(store)
    store.close()
    calls, true = itertools.count(1), Path.replace

    def denied(self: Path, target: Path) -> Path:
        if next(calls) == point:
            raise PermissionError(13, "denied")
        return true(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", denied)
        try:
            restoring.restore_backup(store.path, source, PASSWORD, "张三").store.close()
            people = 0
        except StorageError as error:
            assert "没有动" in f"{error.message}{error.hint}"  # noqa: PT017
            people = 1
    back = open_store(store.path, PASSWORD, "张三")
    assert count(back, "member") == people
    back.close()


def test_a_store_that_a_window_holds_is_not_restored_underneath_it(store: Store) -> None:
    with hold_store(store.path), pytest.raises(StorageError, match="窗口正开着"):
        hold_store(store.path)
    hold_store(store.path).let_go()


def test_key_slots_keep_their_own_costs(store: Store) -> None:
    slots = keyslots.read(store.path)
    assert {slot.memory_kib for slot in slots} == {keyslots.MEMORY_KIB}


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
