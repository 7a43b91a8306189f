"""What lies on a stick: packages and enrolment files found by their content, whatever the name."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import PackageError
from app.exchange.frame import DOCUMENT_MARK, MAGIC, read_frame
from app.exchange.header import Header
from app.exchange.opening import LARGEST
from app.exchange.refusals import DISK_FULL, STICK_MISSING, STICK_UNREADABLE, TOO_LARGE
from app.exchange.stick import PART, reading
from app.exchange.this_disk import not_taken

_DEPTH = 3
_FILES = 5000
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of ours. `header` says what a package claims to be (nothing is verified yet);
    `problem` says why even that cannot be read. Neither: an enrolment file."""

    path: Path
    size: int
    header: Header | None = None
    problem: PackageError | None = None


def list_files(folder: Path) -> list[FoundFile]:
    """Our files in a folder and up to two levels below it, newest first, also hidden or renamed
    ones; unfinished files and folders of the system are passed over.

    Raises:
        PackageError: the folder is not there or the stick failed.
    """
    if not folder.is_dir():
        raise STICK_MISSING.error()
    try:
        found = [(path, path.stat()) for path in islice(_files(folder, _DEPTH), _FILES)]
    except OSError as error:
        raise STICK_UNREADABLE.error() from error
    found.sort(key=lambda entry: (-entry[1].st_mtime_ns, entry[0].name))
    looked = (_look(path, stat.st_size) for path, stat in found)
    return [file for file in looked if file is not None]


def bring_in(path: Path, staging: Path) -> Path:
    """Copy a package from a stick to this computer before anything else is done with it, so that
    a stick pulled out later disturbs nothing. The copy is the caller's to remove.

    Raises:
        PackageError: not there, too large, the stick failed, or this computer's disk.
    """
    copy = staging / f"{secrets.token_hex(8)}.xjb"
    try:
        with reading(path) as source:
            size = os.fstat(source.fileno()).st_size
            if size > LARGEST:
                raise TOO_LARGE.error(size=size >> 20, limit=LARGEST >> 20)
            _copy(source, copy)
    except PackageError:
        with contextlib.suppress(OSError):  # swept with its folder at the next receive
            copy.unlink(missing_ok=True)
        raise
    return copy


def _copy(source: BinaryIO, copy: Path) -> None:
    # Unbuffered, so that a full disk shows at its own write and is not taken for a broken stick.
    with _on_this_disk():
        target = copy.open("xb", buffering=0)
    with target:
        while piece := source.read(_PIECE):
            with _on_this_disk():
                written = target.write(piece)
            if written != len(piece):
                raise DISK_FULL.error()


@contextlib.contextmanager
def _on_this_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise not_taken(error) from error


def _files(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = list(os.scandir(folder))
    except PermissionError:
        # "System Volume Information" on every stick that Windows has seen.
        return
    for entry in entries:
        # A link may lead anywhere; a stick that was made by us has none.
        if entry.is_symlink() or entry.name.endswith(PART):
            continue
        if entry.is_file():
            yield Path(entry.path)
        elif depth > 1 and entry.is_dir():
            yield from _files(Path(entry.path), depth - 1)


def _look(path: Path, size: int) -> FoundFile | None:
    try:
        with reading(path) as source:
            start = source.read(len(MAGIC))
            if start == DOCUMENT_MARK:
                return FoundFile(path, size)
            if start != MAGIC:
                return None
            source.seek(0)
            return FoundFile(path, size, read_frame(source).header)
    except PackageError as error:
        return FoundFile(path, size, problem=error)
