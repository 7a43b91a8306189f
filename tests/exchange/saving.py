"""Saving a package to the folder that stands for a stick in these tests."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from app.exchange.body import Content
from app.exchange.opening import check_own
from app.exchange.sealing import Sealed, seal
from app.exchange.stick import open_part, save_file
from tests.exchange.sites import COUNTY, ROWS, TOWNSHIP, label, peer

OLD = b"the package of last month"


def save(path: Path, opener: Callable[[Path], BinaryIO] = open_part) -> Sealed:
    content = Content({}, ROWS)
    return save_file(
        path,
        lambda target: seal(target, label(), TOWNSHIP, peer(COUNTY), content),
        lambda source, sealed: check_own(source, TOWNSHIP, sealed),
        opener,
    )


def only(path: Path) -> bytes:
    """The one file in the folder: nothing else may be left."""
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    return path.read_bytes()
