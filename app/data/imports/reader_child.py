"""Reading a file in a process of its own, bounded in memory and time: files come from anywhere.

A workbook of 20 kilobytes may unpack to gigabytes, and a reader that runs out of memory takes its
process along. Here that is a sentence, on the command line as in the window.
"""

import gc
import os
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.data.imports.reader_bounds import MEMORY, SECONDS, bound_myself
from app.data.imports.refusals import died, too_much, too_slow
from app.domain.errors import AppError
from app.domain.people.roster_file import RosterFile, RosterRow
from app.domain.progress import Progress, Silent
from app.domain.system_errors import process_ended, process_not_started, refused_by_system
from app.spawning import spawned

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

Result = TypeVar("Result")
_WAIT, _PATIENCE = 0.1, 5.0
_SPEECHLESS = 3
"""Exit code of a reader whose pipe failed: no fault of the file."""
_ROWS_AT_ONCE = 1_000
"""Taking in more at once would hold up a window that is scrolled meanwhile."""


def read_apart(
    read: Callable[..., Result],
    path: Path,
    *further: object,
    progress: Progress | None = None,
    seconds: float = SECONDS,
) -> Result:
    """`read(path, *further)` in a bounded process; function and arguments must be importable.

    Raises:
        AppError: the file cannot be read, or not within the bounds.
        Cancelled: the user stopped.
    """
    child, pipe = spawned(_work, read, (path, *further), both_ways=False)
    try:
        answer = _listen(child, pipe, path.name, progress or Silent(), seconds)
    finally:
        pipe.close()
        child.kill()
        child.join()
    return answer  # type: ignore[no-any-return]


def _listen(
    child: "SpawnProcess", pipe: "Connection", name: str, progress: Progress, seconds: float
) -> Any:
    deadline, begun = time.monotonic() + seconds, False
    rows: dict[int, list[RosterRow]] = {}
    while True:
        progress.step(0, 0, "正在读取")
        if time.monotonic() > deadline:
            raise too_slow(name, seconds)
        if not pipe.poll(_WAIT):
            continue
        try:
            kind, payload = pipe.recv()
        except EOFError as error:
            raise _end_of(child, name, begun=begun) from error
        except OSError as error:
            raise process_ended() from error
        if kind == "begun":
            begun = True
        elif kind == "rows":
            sheet, part = payload
            rows.setdefault(sheet, []).extend(map(RosterRow._make, part))
        elif kind == "read":
            return _whole(payload, rows)
        elif kind == "refused":
            message, hint, code = payload
            raise AppError(message, hint, code=code)
        else:
            raise RuntimeError(f"the reader failed: {payload}")


def _end_of(child: "SpawnProcess", name: str, *, begun: bool) -> AppError:
    child.join(_PATIENCE)
    if not begun:
        return process_not_started()
    return process_ended() if child.exitcode == _SPEECHLESS else died(name, MEMORY >> 20)


def _whole(answer: Any, rows: dict[int, list[RosterRow]]) -> Any:
    if not isinstance(answer, RosterFile):
        return answer
    sheets = [replace(sheet, rows=rows.get(index, [])) for index, sheet in enumerate(answer.sheets)]
    return replace(answer, sheets=sheets)


def _work(pipe: "Connection", read: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """In the child: the file is read, and where not even that can be said, it ends."""
    try:
        _answer(pipe, read, arguments)
    except OSError:
        os._exit(_SPEECHLESS)


def _answer(pipe: "Connection", read: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """Every outcome travels back as plain values."""
    pipe.send(("begun", None))
    bound_myself()
    gc.disable()  # nothing that is read here refers to itself
    try:
        try:
            _send(pipe, read(*arguments))
        except MemoryError:
            raise too_much() from None
    except AppError as error:
        pipe.send(("refused", (error.message, error.hint, error.code)))
    except Exception as error:  # noqa: BLE001  (a bug of ours must reach the parent)
        if refusal := refused_by_system(error):
            pipe.send(("refused", (refusal.message, refusal.hint, refusal.code)))
            return
        places = traceback.extract_tb(error.__traceback__)
        where = " < ".join(f"{Path(at.filename).name}:{at.lineno}" for at in reversed(places))
        pipe.send(("failed", f"{type(error).__name__} at {where}"))
    pipe.close()


def _send(pipe: "Connection", answer: Any) -> None:
    """A roster goes in parts, equal texts once: both spare the window."""
    if isinstance(answer, RosterFile):
        for index, sheet in enumerate(answer.sheets):
            for start in range(0, len(sheet.rows), _ROWS_AT_ONCE):
                part = sheet.rows[start : start + _ROWS_AT_ONCE]
                # A plain tuple is packed and unpacked without calling Python for each.
                pipe.send(("rows", (index, list(map(tuple, part)))))
        bare = [replace(sheet, rows=[]) for sheet in answer.sheets]
        answer = replace(answer, sheets=bare)
    pipe.send(("read", answer))
