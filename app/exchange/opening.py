"""Checking a package in the order in which things may be believed, then opening it."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from app.exchange.frame import Cover, read_frame
from app.exchange.header import Header
from app.exchange.key_refusals import LOST
from app.exchange.keys import SiteKeys
from app.exchange.parties import OwnSite, Peer, enrolled
from app.exchange.refusals import (
    CUT,
    DAMAGED,
    FORGED,
    FORMER_KEY,
    NEWER,
    NOT_AS_SEALED,
    NOT_ENROLLED,
    NOT_OPENED,
    OTHER_KEY,
    OTHER_RECEIVER,
    OWN_PACKAGE,
    REVOKED,
    TOO_LARGE,
    TRAILING,
)
from app.exchange.sealing import Sealed
from app.exchange.shapes import is_newer
from app.exchange.suites import SUITES, CipherStream

LARGEST = 2 << 30
"""Bytes a package may have; FAT32 ends at 4 GB, a township's month is under 1 MB."""

_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Checked(Sealed):
    """A package from an enrolled sender to this site, complete and unchanged."""

    source: BinaryIO
    start: int
    keys: SiteKeys

    def pieces(self) -> Iterator[bytes]:
        """The content, piece by piece. It is complete only when the iteration ends by itself.

        Raises:
            PackageError: the key does not fit, or the content is not what the sender declared.
        """
        yield from _opened(self)


def check(source: BinaryIO, me: OwnSite, peers: Iterable[Peer]) -> Checked:
    """Check a package completely, in the order in which things may be believed, opening nothing.

    Raises:
        PackageError: any reason for which this package must not be applied.
        OSError: the file cannot be read.
    """
    length = _length(source)
    if length > LARGEST:
        raise TOO_LARGE.error(size=length >> 20, limit=LARGEST >> 20)
    cover = read_frame(source)
    header = cover.header
    _check_sender(cover, me, peers)
    if header.receiver != me.site:
        raise OTHER_RECEIVER.error(receiver=header.receiver_name)
    if is_newer(header.min_reader, me.program):
        raise NEWER.error(version=header.min_reader)
    _check_content(source, header, length - cover.start)
    keys = next((k for k in me.all_keys if k.public.key_id == header.receiver_key), None)
    if keys is None:
        raise FORMER_KEY.error()
    digest = hashlib.sha256(cover.signed).hexdigest()
    return Checked(header, digest, source, cover.start, keys)


def check_own(source: BinaryIO, me: OwnSite, sealed: Sealed) -> None:
    """Check a package that this site has just written, as far as anybody but its receiver can.

    Raises:
        PackageError: what stands in the file is not what was written.
        OSError: the file cannot be read.
    """
    length = _length(source)
    cover = read_frame(source)
    if cover.header != sealed.header or not cover.signed_by(me.keys.public):
        raise DAMAGED.error()
    _check_content(source, cover.header, length - cover.start)


def _length(source: BinaryIO) -> int:
    length = source.seek(0, os.SEEK_END)
    source.seek(0)
    return length


def _check_sender(cover: Cover, me: OwnSite, peers: Iterable[Peer]) -> None:
    header = cover.header
    if header.sender == me.site:
        if not any(cover.signed_by(keys.public) for keys in me.all_keys):
            raise FORGED.error(sender=header.sender_name)
        raise OWN_PACKAGE.error(receiver=header.receiver_name)
    known = enrolled(peers, header.sender)
    if not known:
        raise NOT_ENROLLED.error(sender=header.sender_name, receiver=header.receiver_name)
    peer = known.get(header.sender_key)
    if peer is None:
        raise OTHER_KEY.error(sender=header.sender_name)
    if not cover.signed_by(peer.keys):
        raise FORGED.error(sender=peer.name)
    if peer.revoked_on:
        raise (LOST if peer.lost else REVOKED).error(sender=peer.name, when=peer.revoked_on)


def _check_content(source: BinaryIO, header: Header, actual: int) -> None:
    if actual < header.size:
        raise CUT.error(missing=header.size - actual)
    if actual > header.size:
        raise TRAILING.error(extra=actual - header.size)
    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
    if digest.hexdigest() != header.cipher:
        raise DAMAGED.error()


def _opened(package: Checked) -> Iterator[bytes]:
    header, suite = package.header, SUITES[package.header.suite]
    plain, size = hashlib.sha256(), 0
    package.source.seek(package.start)
    try:
        key = suite.unwrap(bytes.fromhex(header.key), package.keys.box, header.binding())
        decryptor = suite.decryptor(key, header.binding())
        for piece in _decrypted(package.source, decryptor):
            plain.update(piece)
            size += len(piece)
            yield piece
    except (InvalidTag, ValueError) as error:
        raise NOT_OPENED.error() from error
    if (size, plain.hexdigest()) != (header.plain_size, header.content):
        raise NOT_AS_SEALED.error()


def _decrypted(source: BinaryIO, stream: CipherStream) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield stream.update(piece)
    yield stream.finalize()
