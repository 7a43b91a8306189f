"""Where a store may lie, whatever way its place is written."""

import os
import re
import sys
from pathlib import Path

import pytest

from app.data import location, machine
from app.domain.errors import StorageError
from app.services.store import Store

on_windows = pytest.mark.skipif(sys.platform != "win32", reason="only Windows has these spellings")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\\?\C:\学籍\青山镇.xueji", r"C:\学籍\青山镇.xueji"),
        (r"\\.\D:\青山镇.xueji", r"D:\青山镇.xueji"),
        (r"\\?\UNC\server\共享\青山镇.xueji", r"\\server\共享\青山镇.xueji"),
        (r"\\?\unc\server\a", r"\\server\a"),
        (r"\\server\共享\青山镇.xueji", r"\\server\共享\青山镇.xueji"),
        (r"\\?\Volume{4c6a}\青山镇.xueji", r"\\?\Volume{4c6a}\青山镇.xueji"),
        ("/home/林晓/青山镇.xueji", "/home/林晓/青山镇.xueji"),
    ],
)
def test_one_spelling_for_a_place(written: str, meant: str) -> None:
    assert location.without_prefix(written) == meant


@pytest.mark.parametrize(
    ("place", "shared"),
    [
        (r"\\server\共享\青山镇.xueji", True),
        ("//server/共享/青山镇.xueji", True),
        (r"\\?\Volume{4c6a}\青山镇.xueji", False),
        (r"C:\学籍\青山镇.xueji", False),
        ("/home/林晓/青山镇.xueji", False),
    ],
)
def test_a_disk_of_this_computer_is_no_share(place: str, shared: bool) -> None:
    assert location.is_share(place) is shared


@on_windows
def test_a_store_may_lie_at_a_long_spelling(tmp_path: Path) -> None:
    location.refuse_unsafe(Path(rf"\\?\{tmp_path}\青山镇.xueji"))
    with pytest.raises(StorageError, match="共享目录"):
        location.refuse_unsafe(Path(r"\\?\UNC\server\共享\青山镇.xueji"))
    with pytest.raises(StorageError, match="同步文件夹"):
        location.refuse_unsafe(Path(rf"\\?\{tmp_path}\坚果云\青山镇.xueji"))


@on_windows
@pytest.mark.parametrize("name", ["青山镇:东.xueji", "NUL", "青山镇.xueji."])
def test_a_store_has_a_name_that_is_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageError, match=f"“{re.escape(name)}”"):
        location.refuse_unsafe(Path(f"{tmp_path}\\{name}"))


@on_windows
def test_another_spelling_of_the_same_store_is_no_question(store: Store) -> None:
    with store.database.write() as connection:
        location.remember(connection, store.path)
    connection = store.database.read()
    long, other_case = Path(rf"\\?\{store.path}"), Path(str(store.path).upper())
    assert location.question(connection, long) is None
    assert location.question(connection, other_case) is None


@on_windows
def test_a_drive_letter_for_a_folder_is_no_question(store: Store) -> None:
    import ctypes

    define, remove = getattr(ctypes, "windll").kernel32.DefineDosDeviceW, 2  # noqa: B009
    assert define(0, "Q:", str(store.path.parent))  # what subst does
    try:
        place = Path("Q:/") / store.path.name
        if not place.exists():
            pytest.skip("Wine shows no such drive")
        assert location.question(store.database.read(), place) is None
    finally:
        define(remove, "Q:", None)


def test_a_hard_link_to_the_same_store_is_no_question(store: Store, tmp_path: Path) -> None:
    """The other spellings of Windows, as far as every system has them."""
    other = tmp_path / "另一个名字.xueji"
    os.link(store.path, other)
    assert location.question(store.database.read(), other) is None


def test_a_store_noted_under_an_earlier_name_of_the_computer_is_at_home(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = machine.name()
    monkeypatch.setattr(machine, "name", lambda: "what it is called now")
    monkeypatch.setattr(machine, "_earlier_identity", lambda: "before")
    monkeypatch.setattr(machine, "_short", lambda raw: noted if raw == "before" else raw)
    assert location.question(store.database.read(), store.path) is None
    monkeypatch.setattr(machine, "_earlier_identity", lambda: "another computer")
    assert location.question(store.database.read(), store.path) == location.MOVED
