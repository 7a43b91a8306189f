"""What happens to a file without any key: cut, flipped, extended, mixed with another."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from random import Random

from app.exchange.frame import SIGNATURE
from tests.exchange.forge import BEFORE_COVER, flipped, parts
from tests.exchange.sites import OTHER, ROWS, package

Damaged = tuple[str, bytes]
SEED = 20261121

_Change = Callable[[bytes, Random], bytes]


def one_bit(data: bytes, chance: Random) -> bytes:
    return flipped(data, chance.randrange(len(data)), chance.randrange(8))


def some_bytes(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.randint(1, 40)) + data[at + chance.randint(0, 40) :]


def removed(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randint(1, 200) :]


def zeroed(data: bytes, chance: Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.randint(1, 512)
    return data[:at] + bytes(len(data[at : at + size])) + data[at + size :]


def moved(data: bytes, chance: Random) -> bytes:
    first, second = sorted(chance.sample(range(len(data)), 2))
    return data[second:] + data[first:second] + data[:first]


def doubled(data: bytes, chance: Random) -> bytes:
    first, second = sorted(chance.sample(range(len(data) + 1), 2))
    return data[:second] + data[first:]


def extended(data: bytes, chance: Random) -> bytes:
    return data + chance.randbytes(chance.randint(1, 600))


def preceded(data: bytes, chance: Random) -> bytes:
    return chance.randbytes(chance.randint(1, 64)) + data


def cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data))]


CHANGES: dict[str, tuple[_Change, int]] = {
    "one bit flipped": (one_bit, 3000),
    "some bytes replaced": (some_bytes, 800),
    "bytes removed": (removed, 500),
    "a stretch of zeros": (zeroed, 500),
    "parts moved": (moved, 500),
    "a part twice": (doubled, 400),
    "extended": (extended, 400),
    "something before it": (preceded, 100),
}


def changed(data: bytes, change: _Change, chance: Random) -> bytes:
    """The package changed; never by luck the same again."""
    while (made := change(data, chance)) == data:
        pass
    return made


def spoiled(share: int = 1) -> Iterator[Damaged]:
    """Every kind of accident, and mixing that needs no key; or so small a share of each."""
    chance, whole = Random(SEED), package()
    for at in range(0, len(whole), share):
        yield "cut at every length", whole[:at]
        yield "a bit flipped in every byte", flipped(whole, at, chance.randrange(8))
    for kind, (change, times) in CHANGES.items():
        for _ in range(0, times, share):
            yield kind, changed(whole, change, chance)
    yield from _concatenated(whole, 97 * share)
    yield from _swapped(whole)
    yield from _cover_edited(whole, chance, share)
    for _ in range(0, 400, share):
        rubbish = chance.randbytes(chance.randint(1, 4000))
        yield "random bytes", chance.choice((b"", whole[:BEFORE_COVER])) + rubbish


def _concatenated(whole: bytes, step: int) -> Iterator[Damaged]:
    second = package(OTHER)
    for first, after in product((whole, second), repeat=2):
        for at in range(1, len(after), step):
            yield "concatenated", first + after[:at]
            yield "concatenated", first[:at] + after


def _swapped(whole: bytes) -> Iterator[Damaged]:
    """Covers, signatures and contents of four good packages, in every other combination."""
    four = [whole, package(rows=ROWS[::-1]), package(rows=ROWS[:5]), package(OTHER)]
    pieces = [parts(data) for data in four]
    for a, b, c in product(range(4), repeat=3):
        if len({a, b, c}) > 1:
            made = replace(pieces[a], signature=pieces[b].signature, cipher=pieces[c].cipher)
            yield "parts swapped", made.joined()


def _cover_edited(whole: bytes, chance: Random, share: int) -> Iterator[Damaged]:
    """A change in cover or signature with the checksum put right, which needs no key."""
    pieces = parts(whole)
    for _ in range(0, 500, share):
        yield "cover edited", replace(pieces, cover=one_bit(pieces.cover, chance)).joined()
    for at in range(0, SIGNATURE, share):
        signature = flipped(pieces.signature, at, chance.randrange(8))
        yield "signature edited", replace(pieces, signature=signature).joined()
    wrong = bytearray(whole)
    wrong[14:18] = (zlib.crc32(whole) & 0xFFFFFFFF).to_bytes(4, "big")
    yield "cover edited", bytes(wrong)
