"""A folder that is one process's own: swept only when that process is surely gone."""

import re
import secrets
import weakref
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Self

from app.files.holding import Held, hold, is_held
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
        self.path = parent / f"{owner}{what}-{secrets.token_hex(8)}"
        lock = _lock_of(self.path)
        held = hold(lock)  # before the folder is there: nobody may ever find it without
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
        if _MARK.fullmatch(mark) and not is_held(_lock_of(folder)):
            _wipe(folder, None)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".lock")


def _wipe(folder: Path, held: Held | None) -> None:
    rmtree(folder, ignore_errors=True)  # what a viewer still holds open goes the next time
    if held is not None:
        held.let_go()
    if not folder.exists():
        with suppress(OSError):
            _lock_of(folder).unlink(missing_ok=True)
