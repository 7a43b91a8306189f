"""kill -9 and a full disk during export and receive: before or after, never between."""

import errno
import io
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.data import digest, keyslots, location
from app.data.exchange.package_notes import RestorePoint
from app.domain.errors import AppError, PackageError
from app.exchange import stick
from app.services import backups
from app.services.exchange import receiving, sending
from app.services.opening import open_store
from app.services.store import Store
from tests.builders import PASSWORD, Pair, make_class, make_member, mark, package_file

ROOT = Path(__file__).parents[2]
POINTS = 8


def _whole(store: Store) -> str:
    return digest.whole(store.database.read())


@contextmanager
def _deaths(act: str, store: Path, file: Path) -> Iterator[Callable[[int], str]]:
    """`dies(place)`: the action in a process of its own that is killed at this statement."""
    mother = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.killed", act, str(store), str(file)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert mother.stdin is not None
    assert mother.stdout is not None
    assert mother.stderr is not None
    told, answers, errors = mother.stdin, mother.stdout, mother.stderr

    def dies(place: int) -> str:
        print(place, file=told, flush=True)
        return answers.readline().strip() or errors.read()[-300:]

    with mother:
        yield dies
        told.close()


def _statements(dies: Callable[[int], str]) -> int:
    """How many statements the action runs when nobody kills it."""
    left = 10**9
    counted = dies(left)
    assert counted.startswith("done"), counted
    return left - int(counted.split()[1])


@pytest.fixture
def loaded(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """A package with something of everything waits at the township."""
    monkeypatch.setattr(keyslots, "MEMORY_KIB", 32)
    members = [make_member(pair.township) for _ in range(12)]
    made = make_class(pair.township, members)
    for member in members:
        mark(pair.township, made.sessions[0], member)
    return pair


def _saved(store: Store, folder: Path) -> Callable[[], None]:
    """Close the store; the answer puts its files back as they are now."""
    path = store.path
    store.close()
    files = [p for p in path.parent.iterdir() if p.is_file() and p.name.startswith(path.name)]
    files.append(location.user_folder() / "markers.json")
    for file in files:
        shutil.copy(file, folder / f"{file.name}.saved")

    def back() -> None:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        for file in files:
            shutil.copy(folder / f"{file.name}.saved", file)

    return back


@pytest.mark.fault
@pytest.mark.slow
def test_killed_while_receiving(loaded: Pair, tmp_path: Path) -> None:
    pair = loaded
    file = package_file(pair.township, pair.county, pair.folder)
    path, before = pair.county.path, _whole(pair.county)
    back = _saved(pair.county, tmp_path)
    seen = set()
    with _deaths("receive", path, file) as dies:
        total = _statements(dies)
        pair.county = open_store(path, PASSWORD, "李四")
        after = _whole(pair.county)
        assert after != before
        for point in range(POINTS):
            pair.county.close()
            back()
            place = 1 + point * (total - 1) // (POINTS - 1)
            result = dies(place)
            assert result == "killed -9" or place > total, result
            pair.county = open_store(path, PASSWORD, "李四")
            seen.add(_whole(pair.county))
            receiving.receive_package(pair.county, file)
            assert _whole(pair.county) == after
    assert seen == {before, after}


@pytest.mark.fault
@pytest.mark.slow
def test_killed_while_exporting(loaded: Pair, tmp_path: Path) -> None:
    pair = loaded
    path, before = pair.township.path, _whole(pair.township)
    old = package_file(pair.township, pair.county, pair.folder)
    content = old.read_bytes()
    back = _saved(pair.township, tmp_path)
    replaced = 0
    with _deaths("export", path, old) as dies:
        total = _statements(dies)
        for point in range(POINTS):
            back()
            old.write_bytes(content)
            result = dies(1 + point * (total - 1) // (POINTS - 1))
            assert result == "killed -9", result
            pair.township = open_store(path, PASSWORD, "张三")
            assert _whole(pair.township) == before
            # The file on the stick is the old one or the new one, and either can be received.
            replaced += old.read_bytes() != content
            receiving.inspect_package(pair.county, old)
            # The next package does not bear the number of one that may lie somewhere.
            fresh = package_file(pair.township, pair.county, pair.folder)
            assert receiving.inspect_package(pair.county, fresh).sequence > 1
            pair.township.close()
    assert 0 < replaced < POINTS
    pair.township = open_store(path, PASSWORD, "张三")


class _Full(io.RawIOBase):
    """A medium with room for so many bytes."""

    def __init__(self, real: Any, room: int) -> None:
        self._real, self._room = real, room

    def write(self, data: Any) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise OSError(errno.ENOSPC, "full")
        written: int = self._real.write(data)
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def seek(self, *where: Any) -> int:
        place: int = self._real.seek(*where)
        return place

    def tell(self) -> int:
        place: int = self._real.tell()
        return place

    def flush(self) -> None:
        self._real.flush()

    def fileno(self) -> int:
        number: int = self._real.fileno()
        return number

    def close(self) -> None:
        self._real.close()


@pytest.mark.fault
@pytest.mark.parametrize("room", [0, 1, 200, 1500])
def test_a_full_stick_keeps_the_old_package(
    loaded: Pair, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    pair = loaded
    old = package_file(pair.township, pair.county, pair.folder)
    content, before = old.read_bytes(), _whole(pair.township)
    defaults = stick.save_file.__defaults__
    monkeypatch.setattr(
        stick.save_file, "__defaults__", (lambda path: _Full(path.open("xb+"), room),)
    )
    with pytest.raises(PackageError) as refused:
        sending.export_package(pair.township, sending.find_peer(pair.township, "云岭县"), old)
    assert refused.value.code.startswith("E-201")
    assert old.read_bytes() == content
    assert _whole(pair.township) == before
    assert not list(pair.folder.glob(f"*{stick.PART}"))
    monkeypatch.setattr(stick.save_file, "__defaults__", defaults)
    make_member(pair.township)
    assert receiving.receive_package(
        pair.county, package_file(pair.township, pair.county, pair.folder)
    ).new


def test_a_full_disk_while_receiving_changes_nothing(
    loaded: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = loaded
    file = package_file(pair.township, pair.county, pair.folder)
    connection = pair.county.database.read()
    before = _whole(pair.county)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    point = RestorePoint("不用的.xjbak", 0)
    monkeypatch.setattr(backups, "before_receive", lambda *_: point)
    connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    make = [make_member(pair.township) for _ in range(300)]
    file = package_file(pair.township, pair.county, pair.folder)
    with pytest.raises(AppError) as refused:
        receiving.receive_package(pair.county, file)
    assert refused.value.code == "E-102"
    assert _whole(pair.county) == before
    connection.execute("PRAGMA max_page_count = 1000000")
    assert receiving.receive_package(pair.county, file).new >= len(make)
