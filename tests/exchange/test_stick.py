"""A file on a stick is whole or not there, whatever fails and whenever the power goes."""

import errno
import io
import os
import stat
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from app.domain.errors import PackageError
from app.exchange.stick import PART, save_file, sweep
from app.files.placing import TRIES
from tests.exchange.saving import OLD, only, save
from tests.exchange.sites import ROWS, received


class Failing(io.FileIO):
    """A file on a stick that fails at one of its operations."""

    def __init__(self, path: Path, operation: str, number: int, error: int) -> None:
        super().__init__(path, "x+")
        self._operation, self._left, self._error = operation, number, error

    def _use(self, operation: str) -> None:
        if operation == self._operation:
            self._left -= 1
            if self._left == 0:
                raise OSError(self._error, os.strerror(self._error))

    def write(self, data: Any, /) -> int:
        self._use("write")
        return super().write(data) or 0

    def flush(self) -> None:
        if not self.closed:
            self._use("flush")
        super().flush()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._use("seek")
        return super().seek(offset, whence)

    def fileno(self) -> int:
        self._use("fsync")
        return super().fileno()


class Forgetful(io.FileIO):
    """A stick of false capacity: says that it has written, and keeps only the beginning."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "x+")

    def write(self, data: Any, /) -> int:
        if self.tell() >= 2000:
            super().write(bytes(len(data)))
        else:
            super().write(data)
        return len(data)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "青山镇.xjb"
    path.write_bytes(OLD)
    return path


def test_takes_the_place_of_the_old_one(path: Path) -> None:
    save(path)
    assert received(only(path)) == [dict(row) for row in ROWS]


@pytest.mark.fault
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errno.ENOSPC, "E-201-03"),
        (errno.EIO, "E-201-01"),
        (errno.ENODEV, "E-201-01"),
        (errno.EROFS, "E-201-02"),
        (errno.EFBIG, "E-201-05"),
        (errno.EINVAL, "E-201-07"),
    ],
)
@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("write", 1),
        ("write", 2),
        ("write", 3),
        ("seek", 1),
        ("seek", 2),
        ("flush", 1),
        ("fsync", 1),
    ],
)
def test_failing_stick(path: Path, operation: str, number: int, error: int, code: str) -> None:
    def opener(part: Path) -> BinaryIO:
        return Failing(part, operation, number, error)

    with pytest.raises(PackageError) as caught:
        save(path, opener)
    assert caught.value.code == code
    assert isinstance(caught.value.__cause__, OSError)
    assert only(path) == OLD


@pytest.mark.fault
def test_false_capacity_is_noticed(path: Path) -> None:
    with pytest.raises(PackageError, match="假容量"):
        save(path, Forgetful)
    assert only(path) == OLD


def test_our_own_fault_leaves_nothing_behind(path: Path) -> None:
    def broken(_: BinaryIO) -> None:
        raise KeyError("ours")

    with pytest.raises(KeyError):
        save_file(path, broken, lambda _source, _result: None)
    assert only(path) == OLD


def test_vanished_folder(tmp_path: Path) -> None:
    with pytest.raises(PackageError) as caught:
        save(tmp_path / "gone" / "x.xjb")
    assert caught.value.code == "E-201-09"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
def test_really_full_device(tmp_path: Path) -> None:
    with pytest.raises(PackageError) as caught:
        save(tmp_path / "x.xjb", lambda _: io.FileIO("/dev/full", "r+"))
    assert caught.value.code == "E-201-03"


@pytest.mark.fault
@pytest.mark.parametrize("failures", [1, TRIES - 1, TRIES])
def test_windows_lets_go_after_a_while(
    path: Path, failures: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [failures]
    real, waited = Path.replace, list[float]()

    def busy(part: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] >= 0:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error
        return real(part, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(time, "sleep", waited.append)
    if failures < TRIES:
        save(path)
        assert received(only(path))
    else:
        with pytest.raises(PackageError, match=f"已重试 {TRIES} 次"):
            save(path)
        assert only(path) == OLD
    assert len(waited) == min(failures, TRIES - 1)


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be flushed there")
def test_flushed_before_and_after_the_rename(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed, real = list[tuple[bool, bool]](), os.fsync

    def fsync(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        flushed.append((is_folder, path.read_bytes() == OLD))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    save(path)
    assert flushed == [(False, True), (True, False)]


def test_sweeping_takes_only_remains(tmp_path: Path) -> None:
    for name in ("a.xjb", f"a.xjb.0123{PART}", f"b.xjb.4567{PART}", "照片.jpg"):
        (tmp_path / name).write_bytes(b"x")
    assert sweep(tmp_path, "a.xjb") == 1
    assert sweep(tmp_path) == 1
    assert {found.name for found in tmp_path.iterdir()} == {"a.xjb", "照片.jpg"}
