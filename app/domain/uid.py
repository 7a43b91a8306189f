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
_RANDOM, _VARIANT = (1 << 62) - 1, 1 << 63


def new_uid() -> Uid:
    """A fresh identity (UUID version 7 layout: 48 bits of milliseconds, count, randomness)."""
    return _uid(secrets.token_bytes(8))


def new_uids(count: int) -> list[Uid]:
    """As many fresh identities: the system is asked for randomness once, not for every row."""
    random = secrets.token_bytes(8 * count)
    return [_uid(random[place : place + 8]) for place in range(0, 8 * count, 8)]


def _uid(random: bytes) -> Uid:
    count = _clock.next()
    low = int.from_bytes(random, "big") & _RANDOM | _VARIANT
    return Uid(((count >> 12) << 80 | (0x7000 | (count & 0xFFF)) << 64 | low).to_bytes(16, "big"))


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
