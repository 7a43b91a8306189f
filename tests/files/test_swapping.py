"""Renames that belong together: interrupted anywhere, all of them hold in the end, or none."""

import errno
import json
from pathlib import Path

import pytest

from app.files import placing, swapping
from app.files.holding import hold
from app.files.swapping import HalfSwapped, Step, finish, swap


class Killed(BaseException):
    """The process ends here."""


OLD = {"s": b"old store", "s.keys": b"old keys", "s-wal": b"old log"}
NEW = {"s.part": b"new store", "s.part.keys": b"new keys"}
AFTER = {
    "aside": b"old store",
    "aside.keys": b"old keys",
    "aside-wal": b"old log",
    "s": b"new store",
    "s.keys": b"new keys",
}


def lay_out(folder: Path) -> tuple[Path, list[Step]]:
    for name, content in {**OLD, **NEW}.items():
        (folder / name).write_bytes(content)
    names = [
        ("s-wal", "aside-wal"),
        ("s.keys", "aside.keys"),
        ("s", "aside"),
        ("s.part.keys", "s.keys"),
        ("s.part", "s"),
    ]
    return folder / "s.swap", [(folder / old, folder / new) for old, new in names]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_of_them(tmp_path: Path) -> None:
    journal, steps = lay_out(tmp_path)
    swap(journal, steps)
    assert contents(tmp_path) == AFTER
    assert not finish(journal)


@pytest.mark.parametrize("point", range(1, 20))
@pytest.mark.parametrize("before", [True, False])
def test_killed_anywhere_it_is_all_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: int, before: bool
) -> None:
    journal, steps = lay_out(tmp_path)
    calls = 0

    def counting(true: object) -> object:
        def act(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == point and before:
                raise Killed
            done = true(*arguments, **named)  # type: ignore[operator]
            if calls == point:
                raise Killed
            return done

        return act

    with monkeypatch.context() as patch:
        for place, name in ((Path, "replace"), (Path, "unlink"), (placing, "flush")):
            patch.setattr(place, name, counting(getattr(place, name)))
        try:
            swap(journal, steps)
        except Killed:
            pass
        else:
            assert calls < point
    finish(journal)
    placing.sweep(tmp_path, "s")
    (tmp_path / "s.swap.lock").unlink(missing_ok=True)
    assert contents(tmp_path) in (AFTER, {**OLD, **NEW})
    assert not finish(journal)


@pytest.mark.parametrize("denied", range(1, 6))
def test_denied_anywhere_nothing_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, denied: int
) -> None:
    journal, steps = lay_out(tmp_path)
    refused = steps[denied - 1][0].name

    def rename(old: Path, new: Path) -> None:
        if old.name == refused:
            raise PermissionError(13, "denied")
        old.replace(new)

    monkeypatch.setattr(swapping, "rename", rename)
    with pytest.raises(PermissionError):
        swap(journal, steps)
    assert contents(tmp_path) == {**OLD, **NEW}


def test_when_even_undoing_is_denied_the_next_start_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, steps = lay_out(tmp_path)
    made: list[str] = []

    def rename(old: Path, new: Path) -> None:
        if len(made) >= 2:
            raise PermissionError(13, "denied")
        made.append(old.name)
        old.replace(new)

    with monkeypatch.context() as patch:
        patch.setattr(swapping, "rename", rename)
        with pytest.raises(HalfSwapped):
            swap(journal, steps)
    assert finish(journal)
    assert contents(tmp_path) == AFTER


def test_nobody_finishes_what_another_is_just_doing(tmp_path: Path) -> None:
    journal, _steps = lay_out(tmp_path)
    journal.write_text('[["s", "aside"]]', "utf-8")
    held = hold(tmp_path / "s.swap.lock")
    assert held is not None
    with pytest.raises(BlockingIOError):
        finish(journal)
    held.let_go()
    assert (tmp_path / "s").is_file()


def test_a_journal_names_files_of_its_own_folder_only(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "outside").write_bytes(b"x")
    (inner / "s.swap").write_text('[["../outside", "inside"]]', "utf-8")
    finish(inner / "s.swap")
    assert (tmp_path / "outside").is_file()


def test_a_journal_whose_flush_fails_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It bears its name already, and the next start would make room for what is not there."""
    old, part = tmp_path / "a", tmp_path / "a.part"
    old.write_text("old")
    part.write_text("new")
    steps = [(part, tmp_path / "a.in"), (old, tmp_path / "aside"), (tmp_path / "a.in", old)]

    def failing(_folder: Path) -> None:
        raise OSError(errno.EIO, "…")

    with monkeypatch.context() as patched:
        patched.setattr(placing, "flush_folder", failing)
        patched.setattr(swapping, "flush_folder", failing)
        with pytest.raises(OSError, match="…"):
            swap(tmp_path / "j", steps)
    part.unlink()
    assert not finish(tmp_path / "j")
    assert old.read_text() == "old"


def test_room_is_not_made_for_what_is_gone(tmp_path: Path) -> None:
    """As after a power cut that kept the journal, and not that it was taken away again."""
    (tmp_path / "a").write_text("old")
    steps = [["a.part", "a.in"], ["a", "aside"], ["a.in", "a"]]
    (tmp_path / "j").write_text(json.dumps(steps))
    assert finish(tmp_path / "j")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
