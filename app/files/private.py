"""Files that only their owner may read, and a process that leaves no picture of itself behind.

A core dump would hold the data key, the password just typed and the ID numbers on the screen.
Windows keeps files private by the user's profile folder; there only the dumps are ours to stop.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

STICK_ROOTS = ("/media/", "/run/media/", "/mnt/usb")
OURS, OURS_FOLDER = 0o600, 0o700
_EVERYBODY = 0o644
_OTHERS = 0o077
_NOT_DUMPABLE = 4
"""PR_SET_DUMPABLE: also no other program of this user looks into the memory."""
_NO_DIALOGS = 0x0001 | 0x0002
"""SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX: no crash report, so no picture for it."""


def begin() -> None:
    """At the start of the program: what it makes is its owner's, and no core is dumped."""
    os.umask(_OTHERS)
    _no_dumps()


if sys.platform == "win32":

    def _no_dumps() -> None:
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(_NO_DIALOGS)

else:

    def _no_dumps() -> None:
        import ctypes
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # The limit does not hold where dumps go to a program of the system; this does.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_NOT_DUMPABLE, 0, 0, 0, 0)


def keep(path: Path) -> None:
    """Only the owner reads it from now on; what is somebody else's stays as it is."""
    with suppress(OSError):
        found = path.stat()
        wanted = OURS_FOLDER if path.is_dir() else OURS
        if os.name != "nt" and found.st_mode & _OTHERS:
            path.chmod(wanted)


def keep_all(paths: Iterable[Path]) -> None:
    """The same for many."""
    for path in paths:
        keep(path)


def keep_unless_handed_over(path: Path) -> None:
    """A finished file is its owner's; on a stick whoever gets the stick must be able to read it,
    and what lies there is sealed or was written there on purpose."""
    if str(path.resolve()).startswith(STICK_ROOTS):
        with suppress(OSError):
            path.chmod(_EVERYBODY)
    else:
        keep(path)


def beside_store(store: Path) -> list[Path]:
    """Whatever may lie beside a store and belongs to it."""
    ends = ("", ".keys", ".keys.copy", "-wal", "-shm", "-journal", ".lock", ".keys.lock", ".unlock")
    return [found for end in ends if (found := store.with_name(store.name + end)).exists()]
