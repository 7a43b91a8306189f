"""The identity of a row across all stores: 16 bytes, ordered by time of creation, shown as hex."""

import hashlib
import secrets
import time
from typing import NewType

Uid = NewType("Uid", bytes)


def new_uid() -> Uid:
    """A fresh identity (UUID version 7 layout: 48 bits of milliseconds, then randomness)."""
    milliseconds = time.time_ns() // 1_000_000
    tail = bytearray(secrets.token_bytes(10))
    tail[0] = 0x70 | (tail[0] & 0x0F)
    tail[2] = 0x80 | (tail[2] & 0x3F)
    return Uid(milliseconds.to_bytes(6, "big") + bytes(tail))


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
