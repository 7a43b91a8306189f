"""A new data key when somebody leaves: the .keys file that left opens nothing new, everybody else
keeps their password, and an interruption leaves before or after."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from app.data import digest, keyslots, rekeying
from app.data.database import Database, connect, driver
from app.domain.accounts.roles import Role
from app.domain.errors import AppError, StorageError
from app.domain.progress import Progress
from app.services import accounts, backups, restoring, rotating
from app.services.opening import open_store
from app.services.store import Store
from tests.builders import PASSWORD, Pair, make_member

CLERKS, LEFT = "clerk-practice-2026", "leaver-practice-2026"


@pytest.fixture
def staffed(store: Store) -> Store:
    accounts.add_account(store, "王五", CLERKS, Role.CLERK)
    accounts.add_account(store, "赵六", LEFT, Role.CLERK)
    make_member(store)
    return store


def leave(store: Store) -> rotating.Rotated:
    accounts.remove_operator(store, "赵六")
    return rotating.change_data_key(store, "赵六调离")


def test_what_left_opens_nothing_and_who_stays_notices_nothing(
    staffed: Store, tmp_path: Path
) -> None:
    taken = tmp_path / "taken.keys"
    shutil.copy(keyslots.slots_path(staffed.path), taken)
    old_key, before = staffed.database.key, digest.whole(staffed.database.read())
    kept_key = keyslots.unlock(keyslots.parse(taken.read_bytes()), LEFT)
    assert kept_key == old_key
    done = leave(staffed)
    assert digest.whole(done.store.database.read()) == before
    done.store.close()
    with pytest.raises(StorageError):
        Database(staffed.path, kept_key)
    shutil.copy(taken, keyslots.slots_path(staffed.path).with_name("other.keys"))
    for who, secret, role in (("张三", PASSWORD, Role.HEAD), ("王五", CLERKS, Role.CLERK)):
        opened = open_store(staffed.path, secret, who)
        assert opened.role is role
        opened.close()
    with pytest.raises(StorageError):
        open_store(staffed.path, LEFT)


def test_the_exchanged_keys_file_opens_nothing(staffed: Store, tmp_path: Path) -> None:
    keys = keyslots.slots_path(staffed.path)
    taken = keys.read_bytes()
    leave(staffed).store.close()
    keys.write_bytes(taken)
    for secret in (LEFT, PASSWORD):
        with pytest.raises(StorageError):
            open_store(staffed.path, secret)


def test_the_recovery_code_is_a_new_one(staffed: Store) -> None:
    former = accounts.renew_recovery_code(staffed)
    done = leave(staffed)
    done.store.close()
    with pytest.raises(StorageError):
        open_store(staffed.path, former)
    open_store(staffed.path, done.recovery_code).close()


def test_nothing_under_the_former_key_is_left_beside_it(staffed: Store) -> None:
    folder = staffed.path.parent
    leave(staffed).store.close()
    left = {path.name for path in folder.iterdir() if not path.name.endswith(".lock")}
    name = staffed.path.name
    assert left == {name, f"{name}.keys", f"{name}.keys.copy"}
    assert (folder / f"{name}.keys.copy").read_bytes() == (folder / f"{name}.keys").read_bytes()


def test_the_county_still_opens_it(pair: Pair) -> None:
    from app.services.exchange.county_slot import county_recovery_key

    pair.settle()
    done = rotating.change_data_key(pair.township, "换人")
    pair.township = done.store
    parts = keyslots.county_parts(keyslots.read(done.store.path))
    assert parts is not None
    private = county_recovery_key(pair.county)
    assert keyslots.unwrap_for_county(private, parts[1], parts[2]) == done.store.database.key
    make_member(pair.township)
    pair.settle()


def test_old_backups_come_back_under_the_key_of_today(staffed: Store, tmp_path: Path) -> None:
    old = backups.create_backup(staffed, tmp_path / "old.xjbak").path
    done = leave(staffed)
    make_member(done.store)
    new = backups.create_backup(done.store, tmp_path / "new.xjbak").path
    key, path = done.store.database.key, done.store.path
    done.store.close()
    with pytest.raises(StorageError):
        backups.verify_backup(new, LEFT)
    backups.verify_backup(old, LEFT)  # what is out is out: the manual says so
    back = restoring.restore_backup(path, old, PASSWORD).store
    assert back.database.key == key
    assert accounts.operators(back) == ["张三", "王五"]
    back.close()
    with pytest.raises(StorageError):
        open_store(path, LEFT)


def test_who_has_not_been_here_since_the_old_program_is_named(staffed: Store) -> None:
    slots = [slot for slot in keyslots.read(staffed.path) if slot.name != "王五"]
    former = keyslots.wrap("王五", CLERKS, staffed.database.key)
    keyslots.save(staffed.path, [*slots, former])
    done = rotating.change_data_key(staffed, "换人")
    assert done.left_out == ("王五",)
    accounts.set_password(done.store, "王五", "a-fresh-one-2031")
    done.store.close()
    opened = open_store(staffed.path, "a-fresh-one-2031")
    assert opened.role is Role.CLERK
    opened.close()


def test_only_a_head_may(staffed: Store) -> None:
    clerk = open_store(staffed.path, CLERKS)
    with pytest.raises(AppError, match="不能管理使用人"):
        rotating.change_data_key(clerk, "换人")
    clerk.close()


def test_somebody_else_at_work_is_not_cut_off(staffed: Store) -> None:
    other = open_store(staffed.path, CLERKS)
    other.database.read().execute("SELECT count(*) FROM member").fetchone()
    with pytest.raises(StorageError, match="占用"):
        rotating.change_data_key(staffed, "换人")
    make_member(other)
    other.close()
    back = open_store(staffed.path, PASSWORD)
    assert back.database.read().execute("SELECT count(*) FROM member").fetchone()[0] == 2
    back.close()


def test_a_copy_that_was_not_encrypted_anew_is_no_damage_of_the_store(
    staffed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flush that fails may undo the new key in silence: to restore a backup would be wrong."""
    monkeypatch.setattr("app.data.rekeying.rekey", lambda *_: None)
    with pytest.raises(StorageError, match="没有换上") as refused:
        rotating.change_data_key(staffed, "李四调离")
    assert "原来的数据没有动" in refused.value.hint
    open_store(staffed.path, PASSWORD).close()


def test_a_copy_that_cannot_be_read_back_is_no_damage_of_the_store(
    staffed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rekeying.Sole.copy_to

    def spoiled(sole: rekeying.Sole, target: Path, progress: Progress) -> None:
        real(sole, target, progress)
        target.write_bytes(b"\0" * target.stat().st_size)

    monkeypatch.setattr(rekeying.Sole, "copy_to", spoiled)
    with pytest.raises(StorageError, match="副本读不回来") as refused:
        rotating.change_data_key(staffed, "李四调离")
    assert "原来的数据没有动" in refused.value.hint
    open_store(staffed.path, PASSWORD).close()


@pytest.mark.parametrize(
    ("said", "told"), [("disk I/O error", "读写硬盘时出错"), ("database is locked", "占用")]
)
def test_a_disk_that_fails_is_not_another_window(
    staffed: Store, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    def fail(*_: object) -> None:
        raise driver.OperationalError(said)

    real = connect

    class Failing:
        """What the engine says when it leaves the write-ahead log."""

        def __init__(self, *given: object) -> None:
            self._real = real(*given)  # type: ignore[arg-type]

        def execute(self, statement: str) -> object:
            if "journal_mode" in statement:
                fail()
            return self._real.execute(statement)

        def close(self) -> None:
            self._real.close()

    monkeypatch.setattr("app.data.rekeying.connect", Failing)
    with pytest.raises(StorageError, match=told):
        rotating.change_data_key(staffed, "李四调离")


def test_a_window_that_kept_the_former_file_saves_nothing_into_it(staffed: Store) -> None:
    """It had no connection while the key was changed, and none can be made under the old key."""
    other = open_store(staffed.path, CLERKS)
    other.database.close()
    leave(staffed).store.close()
    with pytest.raises(StorageError):
        make_member(other)


@pytest.mark.skipif(os.name == "nt", reason="Windows replaces no store that is open")
def test_a_restored_store_underneath_refuses_what_would_be_lost(
    staffed: Store, tmp_path: Path
) -> None:
    kept = backups.create_backup(staffed, tmp_path / "x.xjbak").path
    restoring.restore_backup(staffed.path, kept, PASSWORD).store.close()
    with pytest.raises(StorageError, match="没有保存") as refused:
        make_member(staffed)
    assert refused.value.code == "E-108"


class Watched:
    def __init__(self, stop_at: int = 10**9) -> None:
        self.said: list[str] = []
        self.stop_at = stop_at

    def step(self, done: int, total: int, text: str = "") -> None:
        assert 0 <= done <= total
        self.said.append(text)
        if len(self.said) >= self.stop_at:
            raise KeyboardInterrupt


def test_it_tells_where_it_is_and_can_be_stopped(staffed: Store) -> None:
    watched = Watched()
    done = rotating.change_data_key(staffed, "换人", watched)
    assert watched.said[-1] == "正在换上"
    for number in range(1, len(watched.said)):
        key = done.store.database.key
        with pytest.raises(KeyboardInterrupt):
            rotating.change_data_key(done.store, "换人", Watched(number))
        again = open_store(done.store.path, PASSWORD)
        assert again.database.key == key
        done = rotating.Rotated(again, "", ())
    done.store.close()


KILLED = 9


TOUCHES = ("fsync", "replace", "rename", "unlink", "open")
A_MINUTE = 60


def killed_at(number: int, act: Callable[[], object]) -> bool:
    """Run in a child that dies at its n-th touch of the disk; whether it died. Paths touch it by
    these functions too, and what is not there is not touched by removing it."""
    child = os.fork()
    if child == 0:
        signal.alarm(A_MINUTE)
        left = [number]

        def dying(real: Callable[..., object]) -> Callable[..., object]:
            def touched(*given: object, **more: object) -> object:
                left[0] -= real is not unlink or os.path.lexists(str(given[0]))
                if left[0] <= 0:
                    os._exit(KILLED)
                return real(*given, **more)

            return touched

        unlink = os.unlink
        for name in TOUCHES:
            setattr(os, name, dying(getattr(os, name)))
        try:
            act()
        except BaseException:  # noqa: BLE001  (the child ends here)
            os._exit(3)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED), f"touch {number}: {code}"
    return code == KILLED


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")
def test_killed_anywhere_it_is_before_or_after(staffed: Store, tmp_path: Path) -> None:
    path, before = staffed.path, digest.whole(staffed.database.read())
    old = staffed.database.key
    staffed.close()
    saved = tmp_path / "saved"
    shutil.copytree(path.parent, saved)
    states = {"before": 0, "after": 0}
    for number in range(1, 200):
        shutil.rmtree(path.parent)
        shutil.copytree(saved, path.parent)

        def act() -> None:
            rotating.change_data_key(open_store(path, PASSWORD), "换人")

        died = killed_at(number, act)
        opened = open_store(path, PASSWORD)
        states["before" if opened.database.key == old else "after"] += 1
        assert digest.whole(opened.database.read()) == before
        opened.close()
        open_store(path, CLERKS).close()
        left = [p.name for p in path.parent.iterdir() if p.name.startswith("换密钥前-")]
        assert not left
        if not died:
            break
    else:
        raise AssertionError("it never came to an end")
    assert states["before"] > 5
    assert states["after"] > 2


def test_the_engine_lets_the_new_key_alone_in(staffed: Store) -> None:
    old = staffed.database.key
    done = leave(staffed)
    done.store.close()
    connect(done.store.path, done.store.database.key).close()
    with pytest.raises(StorageError):
        connect(done.store.path, old)
