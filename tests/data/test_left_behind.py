"""What a killed program leaves behind is swept; what cannot be tidied undoes nothing."""

import errno
from pathlib import Path
from typing import Any

import pytest

from app.data import backup, backup_list, database, location
from app.data.location import backup_folder
from app.domain.errors import StorageError
from app.files.holding import hold
from app.services import backups
from app.services.opening import open_store
from app.services.store import Store, open_question
from tests.builders import PASSWORD, count, make_member


def test_remains_of_a_killed_backup_are_swept_by_the_next(store: Store) -> None:
    folder = backup_folder(store.path)
    folder.mkdir()
    name = f"{store.path.stem}-20261120-080000-000000{backups.SUFFIX}"
    mine = [f"{name}.0123abcd.part{end}" for end in ("", "-journal", "-wal", ".lock")]
    mine += [f"{name}.0123abcd.part.4567cdef.part", f"{name}.0123abcd.part.4567cdef.part-shm"]
    others = [f"{name}.copy", "随手放的.part", f"{name}.99x.part"]
    living = folder / f"{name}.89abcdef.part"
    held = hold(living.with_name(living.name + ".lock"))
    assert held is not None
    for left in (*mine, *others, living.name):
        (folder / left).write_bytes(b"x")
    made = backups.automatic(store, "测试")
    kept = [*others, living.name, f"{living.name}.lock", backup_list.FILE, made.path.name]
    assert sorted(p.name for p in folder.iterdir()) == sorted(kept)
    held.let_go()


def test_remains_of_a_killed_marker_are_swept(store: Store) -> None:
    left = location.user_folder() / "markers.json.0123abcd.part"
    left.write_text("{", "utf-8")
    make_member(store)
    assert not left.exists()
    assert (location.user_folder() / "markers.json").is_file()


def test_a_marker_that_cannot_be_written_undoes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_member(store)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        make_member(store)
    assert count(store, "member") == 2
    assert not list(location.user_folder().glob("*.part"))
    assert not open_question(store)


class _Failing:
    """A connection whose statements of one sort fail."""

    def __init__(self, real: Any, start: str, message: str) -> None:
        self._real, self._start, self._message = real, start, message

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def execute(self, sql: str, *rest: Any) -> Any:
        if sql.startswith(self._start):
            raise database.driver.OperationalError(self._message)
        return self._real.execute(sql, *rest)


def _fail(store: Store, start: str, message: str = "disk I/O error") -> None:
    connections = store.database._connections
    for thread, real in connections.items():
        connections[thread] = _Failing(real, start, message)


def test_what_was_saved_is_saved_though_it_cannot_be_folded_in_at_the_end(store: Store) -> None:
    make_member(store)
    path = store.path
    _fail(store, "PRAGMA wal_checkpoint")
    store.close()
    again = open_store(path, PASSWORD, "张三")
    assert count(again, "member") == 1
    again.close()


@pytest.mark.parametrize(
    ("message", "code"), [("disk I/O error", "E-106"), ("database or disk is full", "E-102")]
)
def test_a_backup_that_the_engine_cannot_write_is_told_in_words(
    store: Store, message: str, code: str
) -> None:
    _fail(store, "VACUUM", message)
    with pytest.raises(StorageError) as refused:
        backup.create(store.database, store.path.with_name("x.xjbak"), "", "")
    assert refused.value.code == code


def test_a_window_that_comes_up_sweeps_them_too(store: Store) -> None:
    """Whoever merely looks writes no marker, and would keep them for ever."""
    left = [location.user_folder() / f"{name}.0123abcd.part" for name in ("markers.json", "x.json")]
    for path in left:
        path.write_bytes(b"half")
    store.sweep()
    assert not any(path.exists() for path in left)
