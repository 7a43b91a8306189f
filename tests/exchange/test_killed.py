"""Whenever the power goes while a package is saved, the old one or the new one is there."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from app.exchange.stick import PART
from tests.exchange.saving import OLD, only, save
from tests.exchange.sites import received

KILLED = 77


@pytest.mark.fault
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_killed_anywhere(tmp_path: Path) -> None:
    """At every step before it happens: the old package or the new one, and nothing half."""
    outcomes = []
    for number in range(1, 40):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "青山镇.xjb"
        path.write_bytes(OLD)
        child = os.fork()
        if child == 0:
            save(path, _die_at(number))
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        data = path.read_bytes()
        assert data == OLD or received(data)
        others = [found for found in folder.iterdir() if found != path]
        assert all(found.name.endswith(PART) for found in others)
        save(path)
        assert received(only(path))
        outcomes.append((status, data == OLD, bool(others)))
        if status == 0:
            break
    assert outcomes[-1] == (0, False, False)
    assert (KILLED, True, True) in outcomes
    assert (KILLED, False, False) in outcomes
    assert len(outcomes) >= 8


def _die_at(number: int) -> Callable[[Path], BinaryIO]:
    """In a child: end without any cleaning up just before the step of this number."""
    left = [number]

    def step() -> None:
        left[0] -= 1
        if left[0] == 0:
            os._exit(KILLED)

    def dying(call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*args: Any, **named: Any) -> Any:
            step()
            return call(*args, **named)

        return instead

    class Dying(io.FileIO):
        def write(self, data: Any, /) -> int:
            step()
            return super().write(data) or 0

    os.fsync = dying(os.fsync)
    Path.replace = dying(Path.replace)  # type: ignore[method-assign]
    Path.unlink = dying(Path.unlink)  # type: ignore[method-assign]
    opener: Callable[[Path], BinaryIO] = dying(lambda part: Dying(part, "x+"))
    return opener
