"""The identity of a row across all stores: 16 bytes, ordered by time of creation, shown as hex."""

import hashlib
import secrets
import threading
import time
from typing import NewType

Uid = NewType("Uid", bytes)


class _Clock:
    """Milliseconds with a 12-bit count within each: identities stay in order of creation."""

    def __init__(self) -> None:
        self._last = 0
        self._guard = threading.Lock()

    def next(self) -> int:
        now = (time.time_ns() // 1_000_000) << 12
        with self._guard:
            self._last = max(now, self._last + 1)
            return self._last


_clock = _Clock()


def new_uid() -> Uid:
    """A fresh identity (UUID version 7 layout: 48 bits of milliseconds, count, randomness)."""
    count = _clock.next()
    tail = bytearray(secrets.token_bytes(8))
    tail[0] = 0x80 | (tail[0] & 0x3F)
    head = (count >> 12).to_bytes(6, "big") + (0x7000 | (count & 0xFFF)).to_bytes(2, "big")
    return Uid(head + bytes(tail))


def derived_uid(*parts: bytes) -> Uid:
    """The same identity for the same parts at every site, so that two sites cannot enrol one
    person twice in one class."""
    return Uid(hashlib.sha256(b"xueji\0" + b"\0".join(parts)).digest()[:16])


def uid_text(uid: bytes) -> str:
    """The identity as 32 hexadecimal digits, for the command line and for packages."""
    return uid.hex()


def uid_from_text(text: str) -> Uid | None:
    """The identity written as 32 hexadecimal digits; None when the text is something else."""
    if len(text) != 32:
        return None
    try:
        return Uid(bytes.fromhex(text))
    except ValueError:
        return None
