"""The one way to put a file in place: written beside, flushed, renamed, the folder flushed.

Whoever reads the name finds the old content or the new one, never a part, whenever the power fails.
"""

import contextlib
import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from app.files.holding import hold, is_held
from app.files.private import keep_unless_handed_over

UNFINISHED = re.compile(r"\.([0-9a-f]{8})\.part(?:$|[.-])")
"""In the name of what is not finished, with the mark of its writer."""

TRIES = 8
_ENDS = ("-journal", "-wal", "-shm", ".keys", ".keys.copy")
"""What SQLite and the key slots put beside a store of that name."""
_DENIED_FOR_A_MOMENT = (5, 32, 33)
"""Windows: access denied, in use, locked. A virus scanner holds a fresh file and soon lets go."""


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A free name beside `path`, this writer's own while the context lasts; whatever bears that
    name, or begins with it, is gone afterwards.

    Raises:
        OSError: the folder is missing or cannot be written to.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    lock = part.with_name(part.name + ".lock")
    held = hold(lock)
    try:
        yield part
    finally:
        if held is not None:
            held.let_go()
        for left in (part, *(part.with_name(part.name + end) for end in _ENDS), lock):
            # What stays denied is swept by the next writer.
            with contextlib.suppress(OSError):
                remove(left)


def put_in_place(part: Path, target: Path) -> None:
    """Flush a finished file, give it its name, and flush the folder where the system has that.

    Raises:
        OSError: the old file is untouched unless only the last flush failed.
    """
    keep_unless_handed_over(part)
    flush(part)
    rename(part, target)
    flush_folder(target.parent)


def put_bytes(target: Path, data: bytes) -> None:
    """A small file, whole or not at all; what a killed writer of it left behind goes.

    Raises:
        OSError: the old file is untouched.
    """
    sweep(target.parent, target.name)
    with beside(target) as part:
        part.write_bytes(data)
        put_in_place(part, target)


def put_copy(target: Path, source: Path) -> None:
    """A copy of a file, whole or not at all.

    Raises:
        OSError: the old file is untouched.
    """
    sweep(target.parent, target.name)
    with beside(target) as part:
        shutil.copyfile(source, part)
        put_in_place(part, target)


def flush(path: Path) -> None:
    """Let the content reach the disk. Opened for writing: Windows flushes nothing else."""
    with path.open("rb+") as file:
        flush_open(file)


def flush_open(file: BinaryIO) -> None:
    """The same, for a file that is open for writing."""
    os.fsync(file.fileno())


def rename(old: Path, new: Path) -> None:
    """Rename, with patience for whoever looks at the file just now.

    Raises:
        OSError: denied for longer than a scanner takes, or for another reason.
    """
    for attempt in range(1, TRIES + 1):
        try:
            old.replace(new)
        except OSError as error:
            if attempt == TRIES or not _denied_for_a_moment(error):
                raise
            time.sleep(0.05 * attempt)
        else:
            return


def remove(path: Path) -> None:
    """Remove, with patience for whoever looks at the file just now, and a second try for a disk
    that failed once: nobody may come here again for a day.

    Raises:
        OSError: denied for longer than a scanner takes, or twice.
    """
    for attempt in range(1, TRIES + 1):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            if attempt == TRIES or (attempt > 1 and not _denied_for_a_moment(error)):
                raise
            time.sleep(0.05 * (attempt - 1))
        else:
            return


def _denied_for_a_moment(error: OSError) -> bool:
    return getattr(error, "winerror", None) in _DENIED_FOR_A_MOMENT


def flush_folder(folder: Path) -> None:
    """Let a rename reach the disk. Windows cannot open a folder; its file table is journaled."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some drivers for sticks cannot flush a folder at all; that is no fault of the stick.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def sweep(folder: Path, stem: str) -> None:
    """Remove what killed writers left of names that begin with `stem`; a living one keeps its."""
    for path in _listed(folder):
        found = UNFINISHED.search(path.name)
        if not path.name.startswith(stem) or found is None:
            continue
        part = path.name[: found.start()] + f".{found[1]}.part"
        if is_held(folder / f"{part}.lock"):
            continue
        # One that cannot be removed now must not keep the others.
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
