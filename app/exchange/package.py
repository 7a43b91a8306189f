"""A package as the rest of the program sees it: saved with its records, opened to its records."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from app.exchange.body import Content, ContentReader
from app.exchange.header import Kind
from app.exchange.opening import check, check_own
from app.exchange.parties import OwnSite, Peer
from app.exchange.refusals import COUNTS_DIFFER, WRONG_KIND
from app.exchange.sealing import Label, Sealed, seal
from app.exchange.stick import save_file

SUFFIX = ".xjb"


class Package:
    """A checked package with its manifest read; iterating gives the records, once."""

    def __init__(self, sealed: Sealed, content: ContentReader) -> None:
        self.header = sealed.header
        self.digest = sealed.digest
        self.manifest = content.manifest
        self._content = content

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The records. Only when the iteration ends by itself are they complete and unchanged:
        commit after that, never before.

        Raises:
            PackageError: the content is not what the sender sealed.
        """
        yield from self._content
        if dict(self._content.counts) != dict(self.header.counts):
            raise COUNTS_DIFFER.error()


def save_package(
    path: Path, label: Label, sender: OwnSite, receiver: Peer, content: Content
) -> Sealed:
    """Write a package to a stick or folder so that afterwards it is there whole, or not at all.

    Raises:
        PackageError: the stick is full, read-only, gone or faulty; an older file is still there.
    """
    return save_file(
        path,
        lambda target: seal(target, label, sender, receiver, content),
        lambda source, sealed: check_own(source, sender, sealed),
    )


def open_package(source: BinaryIO, me: OwnSite, peers: Iterable[Peer], *wanted: Kind) -> Package:
    """Check a package completely and open it up to its manifest; `source` stays open until the
    records are read. With `wanted`, other kinds are refused.

    Raises:
        PackageError: any reason for which this package must not be applied.
        OSError: the file cannot be read.
    """
    checked = check(source, me, peers)
    kind = checked.header.kind
    if wanted and kind not in wanted:
        raise WRONG_KIND.error(found=kind.label, wanted="或".join(k.label for k in wanted))
    return Package(checked, ContentReader(checked.pieces()))
