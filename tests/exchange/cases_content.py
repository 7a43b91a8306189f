"""Well sealed packages whose content is not what it must be."""

import hashlib
from collections.abc import Iterator

import orjson
import zstandard

from app.exchange.body import Content
from app.exchange.header import Kind
from app.exchange.receipt import Receipt, Received, receipt_content
from tests.exchange.cases import Case
from tests.exchange.forge import Bytes
from tests.exchange.sites import COUNTY, ROWS, TOWNSHIP, label, package

BEGIN = orjson.dumps(["begin", {"salt": "0"}]) + b"\n"
LINES = tuple(orjson.dumps(row) + b"\n" for row in ROWS)
COUNTS = {"member": 8, "record": 4}


def packed(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def ended(lines: bytes, count: int = len(ROWS)) -> bytes:
    return lines + orjson.dumps(["end", count, hashlib.sha256(lines).hexdigest()]) + b"\n"


def sealed(content: bytes) -> bytes:
    return package(body=Bytes(content, COUNTS))


GOOD = ended(BEGIN + b"".join(LINES))


def one_block() -> bytes:
    """Good content that fills exactly one block of the reader (256 KiB)."""
    body = BEGIN + b"".join(LINES)
    padding = (1 << 18) - len(ended(body)) - len('{"table":"pad","x":""}\n')
    return ended(body + b'{"table":"pad","x":"' + b"x" * padding + b'"}\n', 13)


def cases() -> Iterator[Case]:
    for code, name, content in (*_packing(), *_lines(), *_ends(), *_bombs()):
        yield Case("package", code, name, sealed(content))
    yield from _receipts()


def _packing() -> Iterator[tuple[str, str, bytes]]:
    frame = packed(GOOD)
    yield "E-202-21", "not-packed", GOOD
    yield "E-202-21", "packed-zeros", bytes(200)
    yield "E-202-21", "packed-checksum-changed", frame[:-1] + bytes([frame[-1] ^ 1])
    yield "E-202-21", "packed-then-rubbish", frame + b"rubbish behind"
    yield "E-202-29", "packed-then-more", frame + packed(b"{}\n")
    wide = zstandard.ZstdCompressionParameters(window_log=27, write_checksum=True)
    stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    yield "E-202-21", "packed-window-too-wide", stream.compress(GOOD) + stream.flush()
    yield "E-202-24", "packed-nothing", packed(b"")
    yield "E-202-24", "nothing-at-all", b""
    cut = zstandard.ZstdCompressor(write_checksum=True).compressobj()
    flushed = cut.compress(BEGIN + LINES[0] + LINES[1]) + cut.flush(
        zstandard.COMPRESSOBJ_FLUSH_BLOCK
    )
    yield "E-202-26", "packed-and-cut", flushed


def _lines() -> Iterator[tuple[str, str, bytes]]:
    rows = list(LINES)
    for name, line in (
        ("blank", b"\n"),
        ("text", b"hello\n"),
        ("number", b"5\n"),
        ("null", b"null\n"),
        ("list", b"[1]\n"),
        ("two-on-one-line", rows[0].strip() + rows[1]),
        ("cut", rows[0][:-5] + b"\n"),
        ("not-a-number", b'{"hours":NaN}\n'),
        ("half-character", b'{"name":"\\ud83d"}\n'),
        ("bad-utf8", b'{"name":"\xff"}\n'),
        ("deep", b'{"a":' + b"[" * 3000 + b"]" * 3000 + b"}\n"),
        ("line-ends-doubled", b"\r\n"),
        ("zero-byte", b"\0\n"),
    ):
        yield "E-202-24", f"line-{name}", packed(ended(BEGIN + line + b"".join(rows[1:])))
    yield "E-202-24", "line-second-beginning", packed(ended(BEGIN + BEGIN + b"".join(rows)))


def _ends() -> Iterator[tuple[str, str, bytes]]:
    rows, body = list(LINES), b"".join(LINES)
    end = GOOD[len(BEGIN + body) :]
    for name, begin in (
        ("none", b""),
        ("wrong-word", b'["start",{}]\n'),
        ("no-object", b'["begin",5]\n'),
        ("three", b'["begin",{},{}]\n'),
        ("object", b'{"begin":{}}\n'),
    ):
        yield "E-202-25", f"begin-{name}", packed(ended(begin + body))
    yield "E-202-25", "begin-only-half", packed(BEGIN.strip())
    yield "E-202-26", "end-none", packed(BEGIN + body)
    yield "E-202-26", "end-none-no-rows", packed(BEGIN)
    yield "E-202-26", "end-half-a-line", packed(BEGIN + body[:-4])
    yield "E-202-26", "end-wrong-word", packed(BEGIN + body + b'["fin",12,""]\n')
    yield "E-202-26", "end-short", packed(BEGIN + body + b'["end",12]\n')
    yield "E-202-26", "end-count-as-text", packed(BEGIN + body + end.replace(b"12", b'"12"'))
    yield "E-202-27", "row-dropped", packed(BEGIN + b"".join(rows[1:]) + end)
    yield "E-202-27", "row-twice", packed(BEGIN + rows[0] + body + end)
    yield "E-202-27", "last-row-dropped", packed(BEGIN + b"".join(rows[:-1]) + end)
    yield "E-202-27", "all-rows-dropped", packed(BEGIN + end)
    yield "E-202-27", "count-wrong", packed(ended(BEGIN + body, 11))
    turned = [rows[1], rows[0], *rows[2:]]
    yield "E-202-28", "rows-turned", packed(BEGIN + b"".join(turned) + end)
    yield "E-202-28", "row-for-another-twice", packed(BEGIN + rows[1] + b"".join(rows[1:]) + end)
    changed = body.replace(b'"record"', b'"member"', 1)
    yield "E-202-28", "row-changed", packed(BEGIN + changed + end)
    manifest = BEGIN.replace(b'"0"', b'"1"')
    yield "E-202-28", "begin-changed", packed(manifest + body + end)
    yield "E-202-29", "row-after-end", packed(GOOD + rows[0])
    yield "E-202-29", "end-twice", packed(GOOD + end)
    yield "E-202-29", "row-in-the-block-after-end", packed(one_block() + rows[0])


def _bombs() -> Iterator[tuple[str, str, bytes]]:
    row = b'{"note":"' + b"x" * 4000 + b'"}\n'
    yield "E-202-22", "bomb-of-rows", packed(BEGIN + row * 1600)
    yield "E-202-23", "bomb-in-one-line", packed(BEGIN + b'{"note":"' + b"x" * (1 << 21))
    yield "E-202-23", "bomb-in-first-line", packed(b'["begin",{"a":"' + b"x" * (1 << 21))
    yield "E-202-24", "bomb-of-blank-lines", packed(BEGIN + b"\n" * (1 << 24))


def _receipts() -> Iterator[Case]:
    good = Receipt((Received("1" * 32, 7, "2" * 64, {"applied": 3}),))
    manifest = {
        "received": [{"incarnation": "1", "sequence": 1, "digest": "0" * 64, "counts": {}}],
        "digests": {},
        "audit_head": "",
    }
    row = {"table": "returned", "row": "member", "id": "3" * 32, "reason": "x"}
    for name, content in (
        ("nothing-in-it", Content({}, ())),
        ("received-no-list", Content({**manifest, "received": {}}, ())),
        ("received-of-text", Content({**manifest, "received": ["x"]}, ())),
        ("received-misshapen", Content({**manifest, "received": [{"sequence": "1"}]}, ())),
        ("digests-misshapen", Content({**manifest, "digests": {"member": 5}}, ())),
        ("head-misshapen", Content({**manifest, "audit_head": None}, ())),
        ("row-of-other-sort", Content(manifest, [{**row, "table": "member"}])),
        ("row-without-reason", Content(manifest, [{**row, "reason": None}])),
        ("row-with-path", Content(manifest, [{**row, "id": "../x"}])),
        ("reason-endless", Content(manifest, [{**row, "reason": "x" * 2001}])),
    ):
        data = package(COUNTY, TOWNSHIP, label=label(Kind.RECEIPT), body=content)
        yield Case("receipt", "E-202-13", f"receipt-{name}", data)
    issue = package(COUNTY, TOWNSHIP, label=label(Kind.ISSUE), body=receipt_content(good))
    yield Case("receipt", "E-202-12", "issue-as-receipt", issue)
    back = {"table": "row_return", "uid": "3" * 32, "is": {"reason": "身份证号有误"}}
    returned = Receipt(good.received, lines=(back,))
    whole = package(COUNTY, TOWNSHIP, label=label(Kind.RECEIPT), body=receipt_content(returned))
    yield Case("receipt", "E-202-06", "receipt-cut", whole[:-30])
    yield Case("package", "E-204-01", "receipt-back-at-its-sender", whole)
