"""A folder that is one process's own: swept only when that process is surely gone."""

import re
import secrets
import weakref
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Self

from app.files.holding import Held, hold
from app.files.private import OURS_FOLDER

_MARK = re.compile(r"[^-]+-[0-9a-f]{16}")
"""What for, and which one."""


class OwnFolder:
    """A new folder; `cleanup`, or the end of the process, wipes it."""

    def __init__(self, parent: Path, owner: str, what: str) -> None:
        """Beside others in `parent`; the name says whose it is and what for.

        Raises:
            OSError: there is no room, or `parent` cannot be written to.
        """
        self.path, held = _held_name(parent, f"{owner}{what}")
        try:
            self.path.mkdir(OURS_FOLDER)
        except OSError:
            _wipe(self.path, held)
            raise
        self._wiping = weakref.finalize(self, _wipe, self.path, held)

    @property
    def name(self) -> str:
        """Where it is."""
        return str(self.path)

    def cleanup(self) -> None:
        """Wipe it, once."""
        self._wiping()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.cleanup()


def sweep_own(parent: Path, owner: str) -> None:
    """Wipe what processes that are gone left of this owner's folders."""
    for path in parent.glob(f"{owner}*"):
        mark = path.name.removeprefix(owner).removesuffix(".lock")
        folder = path.with_name(owner + mark)
        if _MARK.fullmatch(mark):
            with suppress(OSError):  # a folder that may only be read keeps what lies there
                if held := hold(_lock_of(folder)):
                    _wipe(folder, held)


def _held_name(parent: Path, mark: str) -> tuple[Path, Held]:
    """A name that is held before its folder is there: nobody may ever find that without."""
    while True:
        path = parent / f"{mark}-{secrets.token_hex(8)}"
        held = hold(_lock_of(path))
        if held is not None:
            return path, held
        # Somebody sweeping found the file before it was held, and takes it away.


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".lock")


def _wipe(folder: Path, held: Held) -> None:
    rmtree(folder, ignore_errors=True)  # what a viewer still holds open goes the next time
    lock = _lock_of(folder)
    with suppress(OSError):  # Windows removes only what nobody has open
        if not folder.exists():
            lock.unlink(missing_ok=True)  # while it is held: whoever comes next sees it is gone
    held.let_go()
    with suppress(OSError):
        if not folder.exists():
            lock.unlink(missing_ok=True)
