"""Packages are copied beside the store before they are looked at, so that a stick may go."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.exchange import staged
from app.exchange.listing import bring_in
from app.exchange.this_disk import not_taken

FOLDER = "接收中"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A package on this computer, and the name it came by."""

    path: Path
    name: str


@contextlib.contextmanager
def brought_in(store_path: Path, path: Path) -> Iterator[Arrived]:
    """A copy of a package on this computer for as long as this lasts; what a killed run left
    there is swept away first.

    Raises:
        PackageError: the file is not there, too large, the stick failed, or this disk.
    """
    parent = store_path.parent / FOLDER
    staged.sweep(parent)
    with contextlib.ExitStack() as held:
        try:
            own = held.enter_context(staged.own_folder(parent))
        except OSError as error:
            raise not_taken(error) from error
        yield Arrived(bring_in(path, own), path.name)
