"""The outer layout of a package file; frozen for ever, so that any version can read the cover.

MAGIC (8) | suite (1) | format (1) | cover length (4) | CRC-32 (4) | cover | signature (64) | sealed
"""

import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from app.exchange.header import Header, parse_header, read_values
from app.exchange.keys import PublicKeys, SiteKeys
from app.exchange.refusals import (
    EMPTY,
    HEAD_CUT,
    HEAD_DAMAGED,
    IS_A_DOCUMENT,
    NEWER,
    NOT_A_PACKAGE,
    SUITE_UNKNOWN,
)
from app.exchange.shapes import is_version
from app.exchange.suites import SUITE, SUITES

# As in PNG: a byte above 127 and both line ends, so that a copy made as text shows at once.
MAGIC = b"\x89XJB\r\n\x1a\n"
FORMAT = 1
SIGNATURE = 64
DOCUMENT_MARK = b'{"body":'
"""How a signed file (`signed.py`) begins; as long as MAGIC."""

COVER_ROOM = 2560
"""Room kept for the cover while the content, whose size it tells, is still being written."""
FEW_KINDS, _ROOM_OF_A_KIND = 40, 64
"""Sorts of records for which that is enough, and what each further one may need."""

_COVER_LIMIT = 16384
_PREFIX = struct.Struct(">BBII")


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover as read from a file, not yet believed."""

    header: Header
    signed: bytes
    signature: bytes
    start: int

    def signed_by(self, keys: PublicKeys) -> bool:
        """Whether the holder of these keys signed this cover."""
        return keys.verifies(self.signature, self.signed)


def cover_room(kinds: int) -> int:
    """Bytes of a cover that tells the numbers of so many sorts of records."""
    return COVER_ROOM + max(0, kinds - FEW_KINDS) * _ROOM_OF_A_KIND


def frame_size(room: int) -> int:
    """Bytes before the sealed content in files written by this version."""
    return len(MAGIC) + _PREFIX.size + room + SIGNATURE


def write_frame(target: BinaryIO, header: Header, keys: SiteKeys, room: int) -> bytes:
    """Sign the cover, write everything that stands before the sealed content; returns what was
    signed."""
    text = header.to_bytes()
    if len(text) > room:
        raise ValueError(f"cover of {len(text)} bytes, room for {room}")
    cover = text.ljust(room, b" ")
    signed = _signed(header.suite, header.format, cover)
    signature = keys.sign.sign(signed)
    target.write(
        MAGIC
        + _PREFIX.pack(header.suite, header.format, len(cover), zlib.crc32(signed + signature))
        + cover
        + signature
    )
    return signed


def read_frame(source: BinaryIO) -> Cover:
    """Read the cover from the start of a file. Nothing in it is to be believed yet.

    Raises:
        PackageError: not a package, cut, damaged, or of a version that is read otherwise.
    """
    head = source.read(len(MAGIC) + _PREFIX.size)
    _refuse_foreign(head)
    suite, form, length, crc = _PREFIX.unpack(head[len(MAGIC) :])
    if length > _COVER_LIMIT:
        raise HEAD_DAMAGED.error()
    rest = source.read(length + SIGNATURE)
    if len(rest) < length + SIGNATURE:
        raise HEAD_CUT.error(missing=length + SIGNATURE - len(rest))
    cover, signature = rest[:length], rest[length:]
    signed = _signed(suite, form, cover)
    # The checksum stops nobody; it tells an accident (ask again) from a forgery (telephone).
    if zlib.crc32(signed + signature) != crc:
        raise HEAD_DAMAGED.error()
    _refuse_future(suite, form, cover)
    header = parse_header(cover)
    if (header.suite, header.format) != (suite, form):
        raise HEAD_DAMAGED.error()
    return Cover(header, signed, signature, len(head) + len(rest))


def _signed(suite: int, form: int, cover: bytes) -> bytes:
    return b"xueji package\0" + bytes([suite, form]) + cover


def _refuse_foreign(head: bytes) -> None:
    if not head:
        raise EMPTY.error()
    if head.startswith(DOCUMENT_MARK):
        raise IS_A_DOCUMENT.error()
    if not head.startswith(MAGIC) and not MAGIC.startswith(head):
        raise NOT_A_PACKAGE.error()
    if len(head) < len(MAGIC) + _PREFIX.size:
        raise HEAD_CUT.error(missing=len(MAGIC) + _PREFIX.size - len(head))


def _refuse_future(suite: int, form: int, cover: bytes) -> None:
    if suite == SUITE and form == FORMAT:
        return
    if form > FORMAT:
        version = read_values(cover).get("min_reader")
        raise NEWER.error(version=version if is_version(version) else "更新的")
    if suite not in SUITES:
        raise SUITE_UNKNOWN.error(suite=suite)
    raise HEAD_DAMAGED.error()
