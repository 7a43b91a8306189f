"""Several renames as one: after any interruption all of them hold, or none.

The list of renames lies on the disk before the first is made; whoever comes next finishes it.
"""

import contextlib
import errno
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.files.holding import hold
from app.files.placing import flush, flush_folder, put_bytes, rename

Step = tuple[Path, Path]
"""From, to: both in one folder; when its turn comes, nothing bears the new name."""


class HalfSwapped(OSError):
    """Some renames were made and could not be undone; the next start makes the rest."""


def swap(journal: Path, steps: Sequence[Step], last_look: Callable[[], None] | None = None) -> None:
    """Make all renames. Where one is denied those before it are undone. `last_look` may still
    refuse, when everybody who comes waits for the swap already.

    Raises:
        HalfSwapped: even undoing was denied; `finish` completes it.
        OSError: nothing has changed.
    """
    for old, _ in steps:
        if old.exists():
            flush(old)
    with _alone(journal):
        names = [[old.name, new.name] for old, new in steps]
        try:
            put_bytes(journal, json.dumps(names, ensure_ascii=False).encode())
            if last_look is not None:
                last_look()
        except BaseException:
            _forget(journal)  # it may bear its name already, though its flush failed
            raise
        _rename_all(journal, steps)


def _rename_all(journal: Path, steps: Sequence[Step]) -> None:
    begun: list[Step] = []
    try:
        for old, new in steps:
            if old.exists():
                begun.append((old, new))
                rename(old, new)
    except BaseException:  # also when the user interrupts: the caller tidies up what it made
        _undo(begun)
        _forget(journal)
        raise
    # All of it is done. A journal that cannot be put away now is put away by the next start.
    with contextlib.suppress(OSError):
        _close(journal)


def _undo(begun: Sequence[Step]) -> None:
    try:
        for old, new in reversed(begun):
            if not old.exists():
                rename(new, old)
    except OSError as error:
        raise HalfSwapped(error.errno, error.strerror) from error


def finish(journal: Path) -> bool:
    """Complete what was interrupted; whether there was anything to complete.

    Raises:
        OSError: a rename is denied; it is tried again next time.
    """
    if not journal.is_file():
        return False
    folder = journal.parent
    with _alone(journal):
        steps = _steps(journal)
        for old, new in steps if _is_there(folder, steps) else ():
            if (folder / old).exists() and not (folder / new).exists():
                rename(folder / old, folder / new)
        _close(journal)
    return True


@contextlib.contextmanager
def _alone(journal: Path) -> Iterator[None]:
    """Two that rename the same files at once would each undo what the other did."""
    lock = journal.with_name(journal.name + ".lock")
    held = hold(lock)
    if held is None:
        raise BlockingIOError(errno.EAGAIN, "another process is renaming these files")
    try:
        yield
    finally:
        held.let_go()
        with contextlib.suppress(OSError):
            lock.unlink(missing_ok=True)


def _steps(journal: Path) -> list[tuple[str, str]]:
    # Put in place whole before the first rename: damaged means that nobody began.
    with contextlib.suppress(ValueError, TypeError):
        return [
            (Path(str(old)).name, Path(str(new)).name)
            for old, new in json.loads(journal.read_bytes())
        ]
    return []


def _is_there(folder: Path, steps: Sequence[tuple[str, str]]) -> bool:
    """Whether what takes its place last still lies under one of the names on its way. It does not
    when all was done, nor when nothing was begun and its writer tidied up: to make room then would
    leave nothing at all."""
    came_from = {new: old for old, new in steps}
    name = steps[-1][0] if steps else None
    while name is not None:
        if (folder / name).exists():
            return True
        name = came_from.get(name)
    return False


def _forget(journal: Path) -> None:
    """Nothing was swapped. Gone first, flushed then: a flush that fails leaves no journal."""
    journal.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        flush_folder(journal.parent)


def _close(journal: Path) -> None:
    flush_folder(journal.parent)
    journal.unlink(missing_ok=True)
    flush_folder(journal.parent)
