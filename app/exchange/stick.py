"""Writing to a stick so that a file there is whole or not there, whatever happens meanwhile."""

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from app.domain.errors import PackageError
from app.exchange.refusals import (
    STICK_BUSY,
    STICK_FAKE,
    STICK_FILE_LIMIT,
    STICK_FULL,
    STICK_GONE,
    STICK_MISSING,
    STICK_READ_ONLY,
    STICK_TROUBLE,
    STICK_UNREADABLE,
    Refusal,
)
from app.files.placing import TRIES, flush_folder, flush_open, rename
from app.files.private import keep_unless_handed_over

PART = ".xjpart"
"""Ends the name of an unfinished file; whatever bears it may be swept away."""

_Result = TypeVar("_Result")

_REASONS: dict[int, Refusal] = {
    errno.ENOSPC: STICK_FULL,
    errno.EDQUOT: STICK_FULL,
    errno.EROFS: STICK_READ_ONLY,
    errno.EACCES: STICK_READ_ONLY,
    errno.EPERM: STICK_READ_ONLY,
    errno.EFBIG: STICK_FILE_LIMIT,
    errno.EIO: STICK_GONE,
    errno.ENODEV: STICK_GONE,
    errno.ENXIO: STICK_GONE,
    errno.ENOENT: STICK_GONE,
    errno.ENOTCONN: STICK_GONE,
}


def open_part(path: Path) -> BinaryIO:
    """Open the unfinished file; tests put a failing one in its place."""
    return path.open("xb+")


def save_file(
    path: Path,
    write: Callable[[BinaryIO], _Result],
    verify: Callable[[BinaryIO, _Result], None],
    opener: Callable[[Path], BinaryIO] = open_part,
) -> _Result:
    """Write beside, flush to the medium, read back and verify, only then take the real name.

    `verify` gets the re-opened file and what `write` returned; it raises PackageError when they
    do not agree. Until the last step a file of that name stays untouched.

    Raises:
        PackageError: full, read-only, gone or faulty medium, in the clerk's words.
    """
    folder = path.parent
    if not folder.is_dir():
        raise STICK_MISSING.error()
    part = folder / f"{path.name}.{secrets.token_hex(4)}{PART}"
    try:
        sweep(folder, path.name)
        result = _written(part, write, opener)
        _verified(part, result, verify)
        keep_unless_handed_over(part)
        rename(part, path)
        flush_folder(folder)
    except OSError as error:
        raise _refusal(error).error(times=TRIES) from error
    finally:
        # What cannot be removed now (the stick is gone) is swept before the next export.
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return result


@contextlib.contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """Open a file on a stick; whatever fails while it is open is told in the clerk's words.

    Raises:
        PackageError: the file is not there, or the stick failed.
    """
    try:
        with path.open("rb") as source:
            yield source
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise STICK_MISSING.error() from error
    except OSError as error:
        raise STICK_UNREADABLE.error() from error


def sweep(folder: Path, name: str = "") -> int:
    """Remove what interrupted exports left in a folder; returns how many files. Given the name of
    one package, only its own remains: in a shared folder others may be writing theirs just now."""
    left = [p for p in folder.iterdir() if p.name.endswith(PART) and p.name.startswith(name)]
    for path in left:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
    return len(left)


def _refusal(error: OSError) -> Refusal:
    if getattr(error, "winerror", None) in _BUSY:
        return STICK_BUSY
    return _REASONS.get(error.errno or 0, STICK_TROUBLE)


_BUSY = (32, 33)


def _written(
    part: Path, write: Callable[[BinaryIO], _Result], opener: Callable[[Path], BinaryIO]
) -> _Result:
    with opener(part) as target:
        result = write(target)
        target.flush()
        flush_open(target)
    return result


def _verified(part: Path, result: _Result, verify: Callable[[BinaryIO, _Result], None]) -> None:
    with part.open("rb") as source:
        # Otherwise the system shows its own memory of the file, not what the medium kept.
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        try:
            verify(source, result)
        except PackageError as error:
            raise STICK_FAKE.error() from error
