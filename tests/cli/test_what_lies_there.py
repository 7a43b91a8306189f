"""Each state of a store has its own sentence and way out, before anybody types a password."""

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.data import keyslot_copies, keyslots
from app.domain.errors import AppError, StorageError
from app.services import backups
from app.services.opening import NewSite, create_store, open_store
from app.services.store import Store
from tests.builders import PASSWORD, make_member, make_store
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
_DROP_RIGHT, _READ_ANYTHING = 24, (1, 2)
"""PR_CAPBSET_DROP; CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by which root passes every lock."""
ON_LINUX = pytest.mark.skipif(os.name == "nt", reason="rights and limits of Linux")
NEW = NewSite("township", "青山镇", "云岭县", "张三")


def gone(path: Path) -> None:
    path.unlink()


def gone_but_for_its_log(path: Path) -> None:
    for left in (path, keyslots.slots_path(path), keyslot_copies.copy_path(path)):
        left.unlink()
    path.with_name(path.name + "-wal").write_bytes(b"x" * 5000)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("不在"))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def of_another_township(path: Path) -> None:
    other = make_store(path.parent / "别处", "白水镇")
    other.close()
    shutil.copy(other.path, path)


def zeros(path: Path) -> None:
    path.write_bytes(bytes(8192))


@ON_LINUX
@pytest.mark.parametrize(
    ("harm", "said", "way_out"),
    [
        (gone, "不在了，旁边的", "恢复备份"),
        (gone_but_for_its_log, "不在了，旁边的", "请不要删除它"),
        (a_folder, "是一个文件夹", "改名"),
        (a_loop, "绕回自己的快捷链接", "--store"),
        (a_link_to_nothing, "失效的快捷链接", "找回"),
        (empty, "是空的", "恢复备份"),
        (of_another_township, "密码是对的", "同一套"),
        (zeros, "密码是对的", "恢复"),
    ],
)
def test_each_state_is_named_and_nothing_is_made_over_it(
    store: Store, run: Run, harm: Callable[[Path], None], said: str, way_out: str
) -> None:
    store.close()
    path = store.path
    harm(path)
    ran = run("list", "members", "--store", path)
    assert ran.code == 1
    assert said in ran.err
    assert way_out in ran.err
    before = sorted(left.name for left in path.parent.iterdir())
    with pytest.raises(AppError) as refused:
        create_store(path, NEW, PASSWORD)
    assert refused.value.code != "crash"
    assert sorted(left.name for left in path.parent.iterdir()) == before


def test_nothing_at_all_is_a_first_run(run: Run, tmp_path: Path) -> None:
    ran = run("list", "members", "--store", tmp_path / "x.xueji")
    assert "第一次使用请先建立数据" in ran.err


@pytest.mark.parametrize("length", [70, 120])
def test_a_name_that_is_too_long_is_said(tmp_path: Path, run: Run, length: int) -> None:
    path = tmp_path / f"{'长' * length}.xueji"
    with pytest.raises(StorageError, match="文件名太长"):
        create_store(path, NEW, PASSWORD)
    ran = run("list", "members", "--store", path)
    assert ran.code == 1
    assert "文件名太长" in ran.err or "找不到数据文件" in ran.err


def test_a_file_where_backups_go_is_said(store: Store) -> None:
    backups.folder(store).write_bytes(b"x")
    with pytest.raises(StorageError, match="是一个文件，不是文件夹"):
        backups.automatic(store, "导入前")


def test_a_lost_key_file_is_mended_by_its_command(store: Store, run: Run) -> None:
    store.close()
    keyslots.slots_path(store.path).write_bytes(b"damaged")
    refused = run("list", "members", "--store", store.path, "--json")
    assert refused.error["code"] == "E-109"
    assert "account mend-keys" in refused.error["hint"]
    assert run("account", "mend-keys", "--store", store.path, "--json").keys["mended"]
    assert run("list", "members", "--store", store.path).code == 0
    assert not run("account", "mend-keys", "--store", store.path, "--json").keys["mended"]


def test_a_lock_of_another_computer_locks_nothing(store: Store, run: Run) -> None:
    store.close()
    lock = store.path.with_name(store.path.name + ".lock")
    lock.write_text("4711\nxueji\n别的电脑\n", "utf-8")
    made = run("backup", "create", store.path.parent / "x.xjbak", "--store", store.path)
    assert made.code == 0
    back = run("backup", "restore", store.path.parent / "x.xjbak", "--store", store.path)
    assert back.code == 0


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A store in a folder of its own, unlocked again afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        (place / "home").mkdir()
        store = make_store(place / "data")
        make_member(store)
        store.close()
        yield place / "data" / store.path.name
        (place / "data").chmod(0o700)


def as_somebody(path: Path, *words: str, limit: bool = False) -> subprocess.CompletedProcess[str]:
    """The command line in a process that no lock lets pass; with `limit` no byte can be
    written to any file, as on a full disk."""

    def begin() -> None:
        for right in _READ_ANYTHING:
            ctypes.CDLL(None).prctl(_DROP_RIGHT, right, 0, 0, 0)
        if limit:
            import resource  # Windows has none, and collects this module too

            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    return subprocess.run(
        [sys.executable, "-m", "app", *words, "--store", str(path)],
        cwd=ROOT,
        env={
            **os.environ,
            "XUEJI_HOME": str(path.parents[1] / "home"),
            "XUEJI_PASSWORD": PASSWORD,
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        preexec_fn=begin,
        capture_output=True,
        text=True,
    )


@ON_LINUX
@pytest.mark.parametrize(
    ("locked", "mode", "said"),
    [
        ("", 0o000, "没有权限读取数据文件"),
        (".keys", 0o000, "没有权限读取密码文件"),
        ("folder", 0o555, "是只读的"),
        ("folder", 0o000, "没有权限进入文件夹"),
    ],
)
def test_what_is_locked_away_is_not_called_damaged(
    elsewhere: Path, locked: str, mode: int, said: str
) -> None:
    name = elsewhere.name + locked
    what = elsewhere.parent if locked == "folder" else elsewhere.with_name(name)
    what.chmod(mode)
    ran = as_somebody(elsewhere, "list", "members")
    assert ran.returncode == 1
    assert said in ran.stderr
    assert "从最近一次" not in ran.stderr
    assert "密码" not in ran.stderr or locked == ".keys"


@ON_LINUX
@pytest.mark.parametrize("log", [False, True])
def test_a_full_disk_can_be_read_from(elsewhere: Path, log: bool) -> None:
    if log:  # what was saved last lies in the log alone, as after a crash
        store = open_store(elsewhere, PASSWORD)
        make_member(store, name="在日志里")
        saved = {p.name: p.read_bytes() for p in elsewhere.parent.iterdir() if p.is_file()}
        store.close()
        for name, data in saved.items():
            if not name.endswith("-shm"):
                (elsewhere.parent / name).write_bytes(data)
        with contextlib.suppress(FileNotFoundError):
            elsewhere.with_name(elsewhere.name + "-shm").unlink()
        for path in elsewhere.parent.iterdir():
            path.chmod(0o777)
    listed = as_somebody(elsewhere, "list", "members", "--json", limit=True)
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.count('"name": ') == 1 + log
    assert as_somebody(elsewhere, "self-check", limit=True).returncode == 0
    written = as_somebody(elsewhere, "site", "confirm", "--moved", limit=True)
    assert written.returncode == 1
    assert "Traceback" not in written.stderr
    assert "程序出错了" not in written.stderr
    after = as_somebody(elsewhere, "list", "members", "--json")
    assert after.stdout.count('"name": ') == 1 + log
