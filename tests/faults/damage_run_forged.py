"""What a stranger, a wrong or hostile sender can seal: with public keys only, or with his own."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Any

import zstandard

from app.domain.errors import PackageError
from app.exchange.header import Kind
from app.exchange.lines import expand
from tests.exchange.cases_content import BEGIN, LINES, ended, packed, sealed
from tests.exchange.cases_cover import MISSHAPEN, TAMPERED
from tests.exchange.forge import Bytes, parts, recovered
from tests.exchange.sites import (
    COUNTY,
    OTHER,
    RETIRED,
    ROWS,
    STRANGER,
    TOWNSHIP,
    known_keys,
    label,
    package,
    site,
)
from tests.faults.damage_run_spoiled import CHANGES, SEED, Damaged, changed

PATHS = (
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "..\\..\\x",
    "CON",
    "NUL.xjb",
    "a/b",
    "~/x",
    "$(x)",
    "%2e%2e%2f",
    "file:///x",
    "\\\\server\\share",
    "x\0y",
    ".\u2215..",
)
ENTRIES = ("sender", "receiver", "incarnation", "previous", "kind", "sender_key", "created_at")
_MEGA = 1 << 20


def forged(share: int = 1) -> Iterator[Damaged]:
    """Every kind of forgery and of hostile content; or so small a share of each."""
    chance, whole = Random(SEED), package()
    yield from islice(_by_strangers(whole), 0, None, share)
    yield from _with_public_keys(chance, share)
    yield from _for_others(chance, share)
    yield from _versions(whole)
    yield from _paths(whole)
    yield from _oversized(whole)
    yield from _signed_but_changed(whole, chance, share)
    yield from _bombs(share)


def _by_strangers(whole: bytes) -> Iterator[Damaged]:
    values: dict[str, list[Any]] = {name: [value] for name, value in TAMPERED.items()}
    for name, wrong in MISSHAPEN.items():
        values.setdefault(name, []).append(wrong)
        values[name] += [None, "", 0, -1, [], {}, "x" * 90, 2**53, True]
    signers = (STRANGER, OTHER, RETIRED, COUNTY)
    for name, several in values.items():
        for value in several:
            for signer in signers:
                data = recovered(whole, signer.keys, **{name: value})
                yield "cover edited, signed by a stranger", data
    for number in range(60):
        data = package(STRANGER, label=label(sequence=number))
        yield "from a stranger", data


def _with_public_keys(chance: Random, share: int) -> Iterator[Damaged]:
    """Whoever finds a package knows every public key: enough to seal, not to sign."""
    for number in range(0, 300, share):
        keys = known_keys(f"forger {number % 7}")
        body = Bytes(packed(ended(BEGIN + chance.choice(LINES), 1)), {"member": 1})
        made = package(replace(TOWNSHIP, keys=keys), body=body, label=label(sequence=number))
        yield "forged with public keys", recovered(made, keys, sender_key=_key_id())
        if number % 3 == 0:
            yield "keys that are not enrolled", made


def _key_id() -> str:
    return TOWNSHIP.keys.public.key_id


def _for_others(chance: Random, share: int) -> Iterator[Damaged]:
    far_county, far_town = site("远山县"), site("远山镇")
    for number in range(0, 40, share):
        some = label(chance.choice((Kind.REPORT, Kind.ISSUE, Kind.RECEIPT)), number)
        yield "another county's", package(far_town, far_county, label=some)
        yield "another county's", package(far_county, COUNTY, label=some)
        yield "for another receiver", package(TOWNSHIP, OTHER, label=some)
        yield "for another receiver", package(OTHER, far_county, label=some)
        yield "our own", package(COUNTY, TOWNSHIP, label=some)
        yield "by a revoked key", package(RETIRED, COUNTY, label=some)
        former = site(COUNTY.name, f"former {number % 3}")
        yield "for keys we do not have", package(TOWNSHIP, former, label=some)


def _versions(whole: bytes) -> Iterator[Damaged]:
    for number in range(30):
        yield "from a newer version", package(label=label(min_reader=f"{500 + number}.1"))
    for byte in range(2, 32):
        pieces = parts(whole)
        yield "of another format", replace(pieces, form=byte).joined(TOWNSHIP.keys)
        yield "of another cipher", replace(pieces, suite=byte).joined(TOWNSHIP.keys)


def _paths(whole: bytes) -> Iterator[Damaged]:
    keys = TOWNSHIP.keys
    for path in PATHS:
        for entry in ENTRIES:
            yield "paths in the cover", recovered(whole, keys, **{entry: path})
        yield "paths in the cover", recovered(whole, keys, counts={path: 1})


def _oversized(whole: bytes) -> Iterator[Damaged]:
    keys = TOWNSHIP.keys
    for length in (61, 100, 400):
        for name in ("sender_name", "receiver_name"):
            yield "oversized entries", recovered(whole, keys, **{name: "长" * length})
        for name in ("incarnation", "sender", "previous", "created_at", "min_reader", "key"):
            yield "oversized entries", recovered(whole, keys, **{name: "1" * length * 4})
    for many in (61, 200, 400):
        counts = {f"t{number}": 1 for number in range(many)}
        yield "oversized entries", recovered(whole, keys, counts=counts)
    for number in (2**53, 2**63 - 1, 2**64 - 1):
        for name in ("sequence", "size", "plain_size"):
            yield "oversized entries", recovered(whole, keys, **{name: number})
    line = b'{"note":"' + b"x" * (_MEGA + 10) + b'"}\n'
    for before in range(0, 12, 3):
        content = packed(ended(BEGIN + b"".join(LINES[:before]) + line, before + 1))
        yield "oversized entries", sealed(content)
    pieces = parts(whole)
    for length in (16385, 70_000, 3_000_000):
        yield "oversized entries", replace(pieces, cover=b" " * length).joined(keys)


def _signed_but_changed(whole: bytes, chance: Random, share: int) -> Iterator[Damaged]:
    """A good signature over bad content: encryption, packing and the last line still tell."""
    pieces = parts(whole)
    changes = [change for change, _ in CHANGES.values()]
    for _ in range(0, 600, share):
        cipher = changed(pieces.cipher, chance.choice(changes), chance)
        entries = {"cipher": hashlib.sha256(cipher).hexdigest(), "size": len(cipher)}
        made = replace(pieces, cipher=cipher).joined()
        yield "sealed content changed, signed", recovered(made, TOWNSHIP.keys, **entries)
    good = ended(BEGIN + b"".join(LINES))
    for _ in range(0, 400, share):
        yield (
            "content changed before packing",
            sealed(packed(changed(good, chance.choice(changes), chance))),
        )
    frame = packed(good)
    for _ in range(0, 400, share):
        made = changed(frame, chance.choice(changes), chance)
        if not _means(made, good):
            yield "content changed after packing", sealed(made)
    for name, value in TAMPERED.items():
        # Names are for display, further entries for newer versions: both bind nothing.
        if name not in ("sender_name", "receiver_name", "min_reader", "receiver", "extra"):
            data = recovered(whole, TOWNSHIP.keys, **{name: value})
            yield "a cover that lies, signed", data
    for number in range(len(ROWS)):
        lines = [*LINES[:number], *LINES[number + 1 :], LINES[number]]
        content = BEGIN + b"".join(lines if number < len(ROWS) - 1 else lines[::-1])
        end = good[len(BEGIN + b"".join(LINES)) :]
        yield "content changed before packing", sealed(packed(content + end))


def _means(frame: bytes, content: bytes) -> bool:
    """Whether a changed frame still unpacks to the same: some bits of it mean nothing."""
    try:
        return b"".join(expand([frame])) == content
    except PackageError:
        return False


def _bombs(share: int) -> Iterator[Damaged]:
    for unit, mega in (
        (b"x" * _MEGA, 600),
        (b"\n" * _MEGA, 300),
        (b'{"table":""}\n' * (_MEGA // 13), 300),
        (b'{"table":"member","note":"' + b"x" * 4000 + b'"}\n', 120_000),
        (b"[" * _MEGA, 100),
    ):
        for level in (1, 12)[: 2 if share == 1 else 1]:
            yield "compression bombs", sealed(_blown_up(unit, mega // share, level))
    small = packed(b'{"table":""}\n' * 40_000)
    for times in (100, 3000, 30_000):
        yield "compression bombs", sealed(packed(BEGIN) + small * (times // share))


def _blown_up(unit: bytes, times: int, level: int) -> bytes:
    stream = zstandard.ZstdCompressor(level=level).compressobj()
    made = [stream.compress(BEGIN)]
    made += [stream.compress(unit) for _ in range(times)]
    return b"".join(made) + stream.flush()
