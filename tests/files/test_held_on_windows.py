"""On Windows a file that somebody has open is neither replaced nor removed: what we make of it."""

import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.domain.errors import StorageError
from app.files import placing
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


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every finished file is opened by a scanner just before it gets its name; which ones were."""
    names: list[str] = []
    real = placing.rename

    def rename(old: Path, new: Path) -> None:
        names.append(new.name)
        threading.Timer(A_SCAN, old.open("rb").close).start()
        real(old, new)

    monkeypatch.setattr(placing, "rename", rename)
    return names


def test_a_small_file_is_put_in_place_under_a_scanner(tmp_path: Path, scanned: list[str]) -> None:
    for number in range(3):
        put_bytes(tmp_path / "一份.json", str(number).encode())
    assert scanned == ["一份.json"] * 3
    assert (tmp_path / "一份.json").read_bytes() == b"2"
    sweep(tmp_path, "一份")
    assert [path.name for path in tmp_path.iterdir()] == ["一份.json"]


def test_a_document_is_written_under_a_scanner(tmp_path: Path, scanned: list[str]) -> None:
    for number in range(3):
        put_in_place(tmp_path / "名单.pdf", b"%PDF" + str(number).encode())
    assert "名单.pdf" in scanned
    assert (tmp_path / "名单.pdf").read_bytes() == b"%PDF2"


def test_a_backup_is_made_under_a_scanner(store: Store, tmp_path: Path, scanned: list[str]) -> None:
    make_member(store)
    made = backups.create_backup(store, tmp_path / "副本.xjbak")
    assert "副本.xjbak" in scanned
    assert made.path.is_file()


def test_a_password_is_changed_under_a_scanner(store: Store, scanned: list[str]) -> None:
    accounts.set_password(store, "张三", "另一个长密码二〇二六")
    assert store.path.name + ".keys" in scanned
    store.close()
    open_store(store.path, "另一个长密码二〇二六", "张三").close()


def test_a_package_is_put_aside_under_a_scanner(
    pair: Pair, tmp_path: Path, scanned: list[str]
) -> None:
    make_member(pair.township)
    file = package_file(pair.township, pair.county, tmp_path)
    kept = put_aside(pair.county, file, "等镇里电话")
    assert scanned
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
