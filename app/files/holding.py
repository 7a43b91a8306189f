"""Hold a file while this process needs it: the hold ends with the process, whatever ends that.

A number written into a file says nothing once the computer was started anew or the file came from
another one; what the system itself holds is let go by the system itself.
"""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


class Held:
    """A file held by this process. Use it as a context, or call `let_go`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def let_go(self) -> None:
        """Others may hold it now. The file stays: removing it would let two hold "the same"."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.let_go()


def hold(path: Path) -> Held | None:
    """Hold this file, made if it is not there; None when another process (or window) holds it, or
    took it away just now: what is held must be what the next one finds under this name.

    Raises:
        OSError: the folder cannot be written to.
    """
    file = path.open("ab+")
    try:
        _lock(file)
        if os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return Held(file)
    except OSError:
        pass
    file.close()
    return None


@contextmanager
def hold_patiently(path: Path, seconds: float = 10.0) -> Iterator[None]:
    """Hold this file, waiting for whoever has it now.

    Raises:
        OSError: the folder cannot be written to, or it stays held for so long.
    """
    until = time.monotonic() + seconds
    while (held := hold(path)) is None:
        if time.monotonic() > until:
            raise BlockingIOError(errno.EAGAIN, "held by another process")
        time.sleep(0.02)
    with held:
        yield


def is_held(path: Path) -> bool:
    """Whether a living process holds this file."""
    if not path.exists():
        return False
    try:
        held = hold(path)
    except OSError:
        return True
    if held is None:
        return True
    held.let_go()
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
