"""Files that are no package, and packages cut, extended, flipped or mixed on their way."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.exchange.enrolment import sign_request
from app.exchange.frame import MAGIC, SIGNATURE
from tests.exchange.cases import Case, request_of
from tests.exchange.forge import BEFORE_COVER, Parts, flipped, parts
from tests.exchange.sites import OTHER, ROWS, TOWNSHIP, package

FOREIGN = {
    "zip": b"PK\x03\x04" + bytes(60),
    "old-workbook": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(60),
    "sqlite": b"SQLite format 3\0" + bytes(60),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(60),
    "pdf": b"%PDF-1.7\n" + bytes(60),
    "gzip": b"\x1f\x8b\x08" + bytes(60),
    "program": b"MZ" + bytes(60),
    "text": "姓名,身份证号\n".encode(),
    "text-gb18030": "姓名,身份证号\n".encode("gb18030"),
    "utf16": "学籍".encode("utf-16"),
    "html": b"<!DOCTYPE html><html></html>",
    "other-json": b'{"format":1,"kind":"report"}',
    "shortcut": bytes.fromhex("4c0000000114020000000000c000000000000046"),
    "autorun": b"[autorun]\r\nopen=x.exe\r\n",
    "zeros": bytes(4000),
    "ones": b"\xff" * 300,
    "one-byte": b"x",
}


def cases() -> Iterator[Case]:
    whole = package()
    yield Case("package", "E-202-01", "empty", b"")
    for name, data in FOREIGN.items():
        yield Case("package", "E-202-02", f"foreign-{name}", data)
    yield from _documents()
    yield from _cut(whole)
    yield from _extended(whole)
    yield from _flipped(whole)
    yield from _copied_as_text(whole)
    yield from _mixed(whole)


def _documents() -> Iterator[Case]:
    request = sign_request(request_of(TOWNSHIP), TOWNSHIP.keys)
    yield Case("package", "E-202-03", "request-as-package", request)


def _cut(whole: bytes) -> Iterator[Case]:
    start = len(whole) - len(parts(whole).cipher)
    early = (1, 4, len(MAGIC) - 1, len(MAGIC), len(MAGIC) + 1, BEFORE_COVER - 1, BEFORE_COVER)
    for at in (*early, BEFORE_COVER + 1, 700, 2000, start - SIGNATURE, start - 1):
        yield Case("package", "E-202-05", f"cut-at-{at:04d}", whole[:at])
    rest = len(whole) - start
    lengths = (0, 1, 24, 56, rest // 2, rest - 17, rest - 16, rest - 1)
    for number, left in enumerate(lengths, 1):
        yield Case("package", "E-202-06", f"cut-sealed-{number}", whole[: start + left])


def _extended(whole: bytes) -> Iterator[Case]:
    for name, more in (
        ("zero", b"\0"),
        ("newline", b"\n"),
        ("block", bytes(512)),
        ("again-sealed", parts(whole).cipher),
    ):
        yield Case("package", "E-202-07", f"followed-by-{name}", whole + more)


def _flipped(whole: bytes) -> Iterator[Case]:
    start = len(whole) - len(parts(whole).cipher)
    for at in range(len(MAGIC)):
        yield Case("package", "E-202-02", f"flip-magic-{at}", flipped(whole, at))
    used = len(parts(whole).cover.rstrip())
    places = {
        **{f"suite-bit-{bit}": (8, bit) for bit in (0, 1, 7)},
        **{f"format-bit-{bit}": (9, bit) for bit in (0, 1, 7)},
        "length-high": (10, 6),
        "length-shorter": (12, 1),
        "crc": (15, 3),
        **{f"cover-{part:02d}": (BEFORE_COVER + used * part // 15, 0) for part in range(15)},
        "cover-room": (BEFORE_COVER + used + 5, 0),
        "signature-first": (start - SIGNATURE, 0),
        "signature-last": (start - 1, 7),
    }
    for name, (at, bit) in places.items():
        yield Case("package", "E-202-04", f"flip-{name}", flipped(whole, at, bit))
    for number, at in enumerate((0, 23, 24, 55, 56, 80, len(whole) - start - 1), 1):
        yield Case("package", "E-202-08", f"flip-sealed-{number}", flipped(whole, start + at))


def _copied_as_text(whole: bytes) -> Iterator[Case]:
    unix = whole.replace(b"\r\n", b"\n")
    yield Case("package", "E-202-02", "copied-as-text-unix", unix)
    yield Case("package", "E-202-02", "copied-as-text-windows", whole.replace(b"\n", b"\r\n"))
    seven_bits = bytes(byte & 0x7F for byte in whole)
    yield Case("package", "E-202-02", "copied-in-seven-bits", seven_bits)


def _mixed(whole: bytes) -> Iterator[Case]:
    mine, second, others = (
        parts(whole),
        parts(package(rows=ROWS[::-1])),
        parts(package(OTHER, rows=ROWS)),
    )
    size = len(mine.cipher)
    swapped = second.cipher[:size].ljust(size, b"\0")
    yield Case("package", "E-202-08", "sealed-of-my-other-package", _with(mine, cipher=swapped))
    swapped = others.cipher[:size].ljust(size, b"\0")
    yield Case("package", "E-202-08", "sealed-of-another-sender", _with(mine, cipher=swapped))
    half = mine.cipher[: size // 2] + swapped[size // 2 :]
    yield Case("package", "E-202-08", "sealed-half-and-half", _with(mine, cipher=half))
    turned = mine.cipher[size // 2 :] + mine.cipher[: size // 2]
    yield Case("package", "E-202-08", "sealed-halves-turned", _with(mine, cipher=turned))
    for name, other in (("my-other-package", second), ("another-sender", others)):
        changed = _with(mine, signature=other.signature)
        yield Case("package", "E-207-04", f"signature-of-{name}", changed)


def _with(pieces: Parts, **changes: Any) -> bytes:
    return replace(pieces, **changes).joined()
