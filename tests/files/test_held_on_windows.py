"""On Windows a file that somebody has open is neither replaced nor removed: what we make of it."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.domain.errors import StorageError
from app.files.placing import put_bytes, sweep
from app.reports.target import put_in_place
from app.services import accounts, backups, restoring
from app.services.exchange.putting_aside import put_aside
from app.services.opening import open_store
from app.services.store import Store
from tests.builders import PASSWORD, Pair, count, make_member, package_file

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="only Windows denies it")

A_SCAN = 0.4
"""Seconds for which a virus scanner has a fresh file open."""


class Scanner(threading.Thread):
    """Opens every file that appears unfinished below a folder, as a virus scanner does."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder = folder
        self.scanned: set[Path] = set()
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            for path in self.folder.rglob("*.part"):
                self._scan(path)
            time.sleep(0.001)

    def _scan(self, path: Path) -> None:
        if path in self.scanned:
            return
        try:
            with path.open("rb"):
                self.scanned.add(path)
                time.sleep(A_SCAN)
        except OSError:  # it has its name already
            return


@contextmanager
def scanning(folder: Path) -> Iterator[Scanner]:
    scanner = Scanner(folder)
    scanner.start()
    yield scanner
    scanner.over.set()
    scanner.join()


def test_a_small_file_is_put_in_place_under_a_scanner(tmp_path: Path) -> None:
    with scanning(tmp_path) as scanner:
        for number in range(5):
            put_bytes(tmp_path / "一份.json", str(number).encode())
    assert scanner.scanned
    assert (tmp_path / "一份.json").read_bytes() == b"4"
    sweep(tmp_path, "一份")
    assert [path.name for path in tmp_path.iterdir()] == ["一份.json"]


def test_a_document_is_written_under_a_scanner(tmp_path: Path) -> None:
    with scanning(tmp_path) as scanner:
        for number in range(3):
            put_in_place(tmp_path / "名单.pdf", b"%PDF" + str(number).encode())
    assert scanner.scanned
    assert (tmp_path / "名单.pdf").read_bytes() == b"%PDF2"


def test_a_backup_is_made_under_a_scanner(store: Store, tmp_path: Path) -> None:
    make_member(store)
    with scanning(tmp_path) as scanner:
        made = backups.create_backup(store, tmp_path / "副本.xjbak")
    assert scanner.scanned
    assert made.path.is_file()


def test_a_password_is_changed_under_a_scanner(store: Store) -> None:
    with scanning(store.path.parent) as scanner:
        accounts.set_password(store, "张三", "另一个长密码二〇二六")
    assert scanner.scanned
    store.close()
    open_store(store.path, "另一个长密码二〇二六", "张三").close()


def test_a_package_is_put_aside_under_a_scanner(pair: Pair, tmp_path: Path) -> None:
    make_member(pair.township)
    file = package_file(pair.township, pair.county, tmp_path)
    with scanning(tmp_path) as scanner:
        kept = put_aside(pair.county, file, "等镇里电话")
    assert scanner.scanned
    assert kept.file_name == file.name


@pytest.mark.parametrize("end", ["", ".keys"])
def test_a_store_that_something_else_has_open_is_not_half_restored(
    store: Store, tmp_path: Path, end: str
) -> None:
    made = backups.create_backup(store, tmp_path / "副本.xjbak")
    make_member(store)
    store.close()
    with (
        store.path.with_name(store.path.name + end).open("rb"),
        pytest.raises(StorageError, match=r"占用"),
    ):
        restoring.restore_backup(store.path, made.path, PASSWORD, "张三")
    kept = open_store(store.path, PASSWORD, "张三")
    assert count(kept, "member") == 1
    kept.close()
    restoring.restore_backup(store.path, made.path, PASSWORD, "张三").store.close()


def test_a_document_that_is_open_in_another_program_is_a_sentence(tmp_path: Path) -> None:
    target = tmp_path / "名单.xlsx"
    target.write_bytes(b"before")
    with target.open("rb"), pytest.raises(StorageError, match="正被其他程序打开"):
        put_in_place(target, b"after")
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["名单.xlsx"]


def test_one_leftover_that_is_held_does_not_keep_the_others(tmp_path: Path) -> None:
    left = [tmp_path / f"副本.xjbak.{number:08x}.part" for number in range(3)]
    for path in left:
        path.write_bytes(b"half")
    with ExitStack() as stack:
        stack.enter_context(left[1].open("rb"))
        sweep(tmp_path, "副本.xjbak")
        assert [path for path in left if path.exists()] == [left[1]]
    sweep(tmp_path, "副本.xjbak")
    assert list(tmp_path.iterdir()) == []
