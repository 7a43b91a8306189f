"""Writing a sealed package: encrypted to the receiver, signed by the sender, in bounded memory."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from app.exchange.frame import FEW_KINDS, FORMAT, cover_room, frame_size, write_frame
from app.exchange.header import Header, Kind
from app.exchange.parties import PROGRAM, OwnSite, Peer
from app.exchange.shapes import NAME_LENGTH
from app.exchange.suites import SUITE, SUITES, CipherStream


@dataclass(frozen=True, slots=True)
class Label:
    """What the sender states about a package before its content is written."""

    kind: Kind
    sequence: int
    previous: str
    created_at: str
    min_reader: str = PROGRAM
    kinds: int = FEW_KINDS
    """So many sorts of records the content may have, for the room on the cover."""


class Body(Protocol):
    """Content to be sealed. `counts` is read after the last piece."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many records of each sort were written."""

    def pieces(self) -> Iterator[bytes]:
        """The content, piece by piece."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package just written, or one that passed every check that needs no opening."""

    header: Header
    digest: str
    """Names this package; the next one from the same sender carries it as `previous`."""


def seal(target: BinaryIO, label: Label, sender: OwnSite, receiver: Peer, body: Body) -> Sealed:
    """Write a package to a seekable file that stands at its beginning.

    Raises:
        OSError: the file cannot be written.
    """
    suite, room = SUITES[SUITE], cover_room(label.kinds)
    draft = _draft(label, sender, receiver)
    key, binding = suite.new_key(), draft.binding()
    # The cover tells sizes and digests of what follows, so its room is filled in at the end.
    target.write(bytes(frame_size(room)))
    plain, cipher = _Measured(), _Measured()
    _encrypt(body, suite.encryptor(key, binding), plain, cipher, target)
    header = replace(
        draft,
        counts=dict(body.counts),
        plain_size=plain.size,
        content=plain.digest.hexdigest(),
        size=cipher.size,
        cipher=cipher.digest.hexdigest(),
        key=suite.wrap(key, receiver.keys.box, binding).hex(),
    )
    target.seek(0)
    signed = write_frame(target, header, sender.keys, room)
    target.seek(0, os.SEEK_END)
    return Sealed(header, hashlib.sha256(signed).hexdigest())


class _Measured:
    """Size and digest of what went by."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self.size = 0

    def take(self, data: bytes) -> bytes:
        self.digest.update(data)
        self.size += len(data)
        return data


def _encrypt(
    body: Body, stream: CipherStream, plain: _Measured, cipher: _Measured, target: BinaryIO
) -> None:
    for piece in body.pieces():
        target.write(cipher.take(stream.update(plain.take(piece))))
    target.write(cipher.take(stream.finalize()))


def _draft(label: Label, sender: OwnSite, receiver: Peer) -> Header:
    return Header(
        format=FORMAT,
        min_reader=label.min_reader,
        suite=SUITE,
        kind=label.kind,
        sender=sender.site,
        sender_name=sender.name[:NAME_LENGTH],
        sender_key=sender.keys.public.key_id,
        incarnation=sender.incarnation,
        receiver=receiver.site,
        receiver_name=receiver.name[:NAME_LENGTH],
        receiver_key=receiver.keys.key_id,
        sequence=label.sequence,
        previous=label.previous,
        created_at=label.created_at,
        counts={},
        plain_size=0,
        content="",
        size=0,
        cipher="",
        key="",
    )


def _put(target: BinaryIO, data: bytes, digest: "hashlib._Hash") -> int:
    digest.update(data)
    target.write(data)
    return len(data)
