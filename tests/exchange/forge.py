"""What a hostile or broken sender can make: packages taken apart and put together otherwise."""

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from app.exchange.frame import MAGIC, SIGNATURE
from app.exchange.keys import SiteKeys

_PREFIX = struct.Struct(">BBII")
BEFORE_COVER = len(MAGIC) + _PREFIX.size


@dataclass
class Parts:
    """A package taken apart. `joined` makes it consistent again, but signs only with `keys`."""

    cover: bytes
    signature: bytes
    cipher: bytes
    suite: int = 1
    form: int = 1

    @property
    def values(self) -> dict[str, Any]:
        return dict(orjson.loads(self.cover))

    def joined(self, keys: SiteKeys | None = None) -> bytes:
        signed = b"xueji package\0" + bytes([self.suite, self.form]) + self.cover
        signature = keys.sign.sign(signed) if keys else self.signature
        crc = zlib.crc32(signed + signature)
        prefix = _PREFIX.pack(self.suite, self.form, len(self.cover), crc)
        return MAGIC + prefix + self.cover + signature + self.cipher


def parts(data: bytes) -> Parts:
    length = _PREFIX.unpack(data[len(MAGIC) : BEFORE_COVER])[2]
    end = BEFORE_COVER + length
    return Parts(data[BEFORE_COVER:end], data[end : end + SIGNATURE], data[end + SIGNATURE :])


def spelled(values: Any) -> bytes:
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)


def recovered(data: bytes, keys: SiteKeys | None = None, **changes: Any) -> bytes:
    """The package with entries of its cover changed (None removes one)."""
    pieces = parts(data)
    values = {**pieces.values, **changes}
    for name, value in changes.items():
        if value is None:
            del values[name]
    pieces.cover = spelled(values).ljust(len(pieces.cover))
    return pieces.joined(keys)


class Bytes:
    """Any bytes at all as the content of a package."""

    def __init__(self, data: bytes, counts: Mapping[str, int] | None = None) -> None:
        self.counts: Mapping[str, int] = counts or {}
        self._data = data

    def pieces(self) -> Iterator[bytes]:
        yield self._data


Change = Callable[[bytes], bytes]


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)
