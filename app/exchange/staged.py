"""The folder that packages are brought into: in it, a folder of its own for every run."""

import contextlib
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from app.files.holding import is_held
from app.files.own_folder import OwnFolder, sweep_own
from app.files.private import OURS_FOLDER

_WHAT = "包"
_FORMER = re.compile(r"[0-9a-f]{16}")
"""What earlier versions called theirs; their lock was a file `lock` inside."""
_TRIES = 20


@contextlib.contextmanager
def own_folder(parent: Path) -> Iterator[Path]:
    """A new folder that `sweep` leaves alone for as long as this lasts, and that is gone then.

    Raises:
        OSError: this computer's disk is full or not writable.
    """
    try:
        with _made(parent) as folder:
            yield folder.path
    finally:
        with contextlib.suppress(OSError):
            parent.rmdir()  # another run may still have its folder there


def _made(parent: Path) -> OwnFolder:
    for tries_left in reversed(range(_TRIES)):
        try:
            parent.mkdir(OURS_FOLDER, parents=True, exist_ok=True)
            return OwnFolder(parent, "", _WHAT)
        except (FileNotFoundError, FileExistsError):
            if not tries_left:
                raise
            # A run that just ended took `parent` away: before it was entered, or while it was
            # found to be there already.
            time.sleep(0.001 * (_TRIES - tries_left))
    raise AssertionError


def sweep(parent: Path) -> None:
    """Remove the folders of runs that were killed."""
    with contextlib.suppress(FileNotFoundError):  # the last run may take it away meanwhile
        sweep_own(parent, "")
        for path in parent.iterdir():
            if _FORMER.fullmatch(path.name) and not is_held(path / "lock"):
                # Windows keeps what a virus scanner has open; the next run takes it.
                shutil.rmtree(path, ignore_errors=True)
