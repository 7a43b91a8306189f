"""A file is whole under its name or the old one stays, whoever holds it and whatever fails."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.files import placing
from app.files.holding import hold, is_held


def test_a_small_file_replaces_the_old_one_and_leaves_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "密码.keys"
    placing.put_bytes(target, b"old")
    placing.put_bytes(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["密码.keys"]


def test_what_is_flushed_was_opened_for_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to flush a file that is open for reading only."""
    fcntl = pytest.importorskip("fcntl")
    flushed = []

    def fsync(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            flushed.append(fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE)

    monkeypatch.setattr(os, "fsync", fsync)
    placing.put_bytes(tmp_path / "x", b"x")
    assert flushed == [os.O_RDWR]


def test_a_scanner_that_holds_the_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    true = Path.replace

    def denied_twice(self: Path, target: Path) -> Path:
        tries.append(1)
        if len(tries) < 3:
            error = PermissionError(13, "denied")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return true(self, target)

    monkeypatch.setattr(Path, "replace", denied_twice)
    monkeypatch.setattr("time.sleep", lambda _: None)
    placing.put_bytes(tmp_path / "x", b"x")
    assert (tmp_path / "x").read_bytes() == b"x"


def test_a_refusal_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x"
    placing.put_bytes(target, b"old")

    def denied(*_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "replace", denied)
    with pytest.raises(PermissionError):
        placing.put_bytes(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("end", [".part", ".part-journal", ".part.lock"])
def test_what_cannot_be_removed_once_is_gone_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """The next writer that would sweep it may be a day away."""
    true = Path.unlink
    denied: list[Path] = []

    def denied_once(self: Path, missing_ok: bool = False) -> None:
        if self.name.endswith(end) and not denied:
            denied.append(self)
            raise OSError(5, "input/output error")
        true(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", denied_once)
    with placing.beside(tmp_path / "x") as part:
        part.write_bytes(b"half")
        part.with_name(part.name + "-journal").write_bytes(b"half")
    assert denied
    assert not list(tmp_path.iterdir())


def test_what_a_scanner_holds_for_a_moment_is_removed_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = Path.unlink
    tries: list[Path] = []

    def denied_at_first(self: Path, missing_ok: bool = False) -> None:
        tries.append(self)
        if len(tries) < 5:
            error = PermissionError(13, "denied")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        true(self, missing_ok=missing_ok)

    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(Path, "unlink", denied_at_first)
    with placing.beside(tmp_path / "x") as part:
        part.write_bytes(b"half")
    assert not list(tmp_path.iterdir())


def test_what_stays_denied_is_given_up_and_hides_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(self: Path, missing_ok: bool = False) -> None:
        raise OSError(5, "input/output error")

    monkeypatch.setattr(Path, "unlink", denied)
    with pytest.raises(OSError, match="full"), placing.beside(tmp_path / "x"):
        raise OSError(28, "full")


_WRITER = """
import sys
from pathlib import Path
from app.files import placing
with placing.beside(Path(sys.argv[1])) as part:
    part.write_bytes(b"half")
    part.with_name(part.name + "-journal").write_bytes(b"half")
    print(part.name, flush=True)
    sys.stdin.read()
"""


def test_a_living_writer_keeps_its_part_and_a_killed_one_is_swept(tmp_path: Path) -> None:
    others = [tmp_path / name for name in ("x.part", "x-副本.part", "y.0123abcd.part")]
    for other in others:
        other.write_bytes(b"not ours")
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(tmp_path / "x")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        part = tmp_path / writer.stdout.readline().decode().strip()
        placing.sweep(tmp_path, "x")
        assert part.is_file()
        writer.kill()
        writer.wait()
    placing.sweep(tmp_path, "x")
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_a_copy_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "source", tmp_path / "x.pdf"
    source.write_bytes(b"new")
    target.write_bytes(b"old")

    def full(_from: object, to: Path) -> None:
        Path(to).write_bytes(b"n")
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfile", full)
        with pytest.raises(OSError, match="full"):
            placing.put_copy(target, source)
    assert target.read_bytes() == b"old"
    placing.put_copy(target, source)
    assert target.read_bytes() == b"new"
    assert sorted(tmp_path.iterdir()) == [source, target]


def test_a_hold_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "store.lock"
    code = (
        "import sys; from pathlib import Path; from app.files.holding import hold; "
        "held = hold(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert is_held(path)
        assert hold(path) is None
        other.kill()
        other.wait()
    held = hold(path)
    assert held is not None
    assert is_held(path)
    held.let_go()
    assert not is_held(path)


def test_a_lock_file_from_another_computer_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.lock"
    path.write_text("4711\nxueji\n别的电脑\n", "utf-8")
    assert not is_held(path)
