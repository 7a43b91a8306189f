"""A second process that cannot be had is a sentence."""

import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.spawning import spawned


def answer(pipe: Connection, number: int) -> None:
    pipe.send(number + 1)


def test_it_works_and_answers() -> None:
    process, pipe = spawned(answer, 1, both_ways=False)
    assert pipe.recv() == 2
    process.join()


@pytest.mark.parametrize("where", ["pipe", "start"])
def test_what_the_system_refuses_is_a_sentence_and_leaves_nothing_open(
    monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(11, "resource temporarily unavailable")

    if where == "pipe":
        monkeypatch.setattr(SpawnContext, "Pipe", refused)
    else:
        monkeypatch.setattr(SpawnProcess, "start", refused)
    before = _open_files()
    with pytest.raises(AppError, match="没有启动起来") as told:
        spawned(answer, 1, both_ways=True)
    assert told.value.hint
    assert _open_files() == before
    assert not multiprocessing.active_children()


def _open_files() -> int:
    handles = Path("/proc/self/fd")
    return len(list(handles.iterdir())) if handles.is_dir() else 0
