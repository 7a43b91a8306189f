"""Holding a file: one process at a time, and only what others find under its name."""

from pathlib import Path
from typing import BinaryIO

import pytest

from app.files import holding
from app.files.holding import hold


def test_what_was_taken_away_before_it_was_held_is_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else two would hold "the same": the file that is gone, and a new one of its name."""
    lock, really = tmp_path / "a.lock", holding._lock

    def too_late(file: BinaryIO) -> None:
        lock.unlink()
        lock.touch()
        really(file)

    monkeypatch.setattr(holding, "_lock", too_late)
    assert hold(lock) is None
    monkeypatch.undo()
    with hold(lock) or pytest.fail("it is free"):
        pass
