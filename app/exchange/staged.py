"""A folder that is one run's own while it lasts: its lock ends with its process."""

import contextlib
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from app.files.private import OURS_FOLDER

_LOCK = "lock"


@contextlib.contextmanager
def own_folder(parent: Path) -> Iterator[Path]:
    """A new folder that `sweep` leaves alone for as long as this lasts, and that is gone then.

    Raises:
        OSError: this computer's disk is full or not writable.
    """
    folder = parent / secrets.token_hex(8)
    folder.mkdir(OURS_FOLDER, parents=True)
    try:
        with (folder / _LOCK).open("xb") as lock:
            _lock(lock)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            parent.rmdir()  # another run may still have its folder there


def sweep(parent: Path) -> int:
    """Remove the folders of runs that were killed; returns how many."""
    if not parent.is_dir():
        return 0
    left = [path for path in parent.iterdir() if path.is_dir() and not _in_use(path / _LOCK)]
    for path in left:
        # Windows keeps what a virus scanner has open; the next run takes it.
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


if sys.platform == "win32":

    def _lock(file: BinaryIO) -> None:
        """A file that is open cannot be deleted there: being open is the lock."""

    def _in_use(path: Path) -> bool:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return True
        return False

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _in_use(path: Path) -> bool:
        try:
            with path.open("rb") as file:
                _lock(file)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False
