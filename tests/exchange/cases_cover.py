"""Covers that were changed, forged, or badly made by a sender who holds a good key."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson

from app.exchange.header import Kind
from app.exchange.opening import check
from app.exchange.suites import SUITES
from tests.exchange.cases import Case
from tests.exchange.forge import Bytes, parts, recovered, spelled
from tests.exchange.sites import (
    COUNTY,
    OTHER,
    PEERS,
    RETIRED,
    STRANGER,
    TIME,
    TOWNSHIP,
    known_keys,
    label,
    package,
    site,
)

TAMPERED: dict[str, Any] = {
    "min_reader": "0.2",
    "kind": "issue",
    "sender_name": "黑水镇",
    "incarnation": "f" * 32,
    "receiver": OTHER.site,
    "receiver_name": OTHER.name,
    "receiver_key": OTHER.keys.public.key_id,
    "sequence": 8,
    "previous": "0" * 64,
    "created_at": "2020-01-01T00:00:00+08:00",
    "counts": {"member": 9},
    "plain_size": 1,
    "content": "0" * 64,
    "size": 1,
    "cipher": "0" * 64,
    "key": "00" * 80,
    "extra": "x",
}

MISSHAPEN: dict[str, Any] = {
    "min_reader": "newest",
    "suite": "1",
    "kind": "order",
    "sender": "../../etc",
    "sender_name": "",
    "sender_key": "ABC",
    "incarnation": "a b",
    "receiver": 5,
    "receiver_name": "云岭\u202e县",
    "receiver_key": [],
    "sequence": -1,
    "previous": "none",
    "created_at": "昨天",
    "counts": {"member": "9"},
    "plain_size": 1.5,
    "content": "zz",
    "size": True,
    "cipher": "",
    "key": "0g",
}


def cases() -> Iterator[Case]:
    whole = package()
    for name, value in TAMPERED.items():
        changed = recovered(whole, **{name: value})
        yield Case("package", "E-207-04", f"tampered-{name}", changed)
    yield from _misshapen(whole)
    yield from _misspelled(whole)
    yield from _people(whole)
    yield from _versions(whole)
    yield from _lies(whole)


def _misshapen(whole: bytes) -> Iterator[Case]:
    for name, value in MISSHAPEN.items():
        for what, changed in (("missing", None), ("misshapen", value)):
            data = recovered(whole, TOWNSHIP.keys, **{name: changed})
            yield Case("package", "E-202-04", f"{what}-{name}", data)
    for name, value in (
        ("name-too-long", {"sender_name": "长" * 61}),
        ("name-with-line-end", {"sender_name": "青山\n镇"}),
        ("counts-too-many", {"counts": {f"t{number}": 1 for number in range(201)}}),
        ("counts-of-paths", {"counts": {"../member": 1}}),
        ("sequence-beyond", {"sequence": 2**53}),
        ("sequence-null", {"sequence": [None]}),
        ("format-of-cover-differs", {"format": 3}),
        ("suite-of-cover-differs", {"suite": 2}),
    ):
        data = recovered(whole, TOWNSHIP.keys, **value)
        yield Case("package", "E-202-04", name, data)


def _misspelled(whole: bytes) -> Iterator[Case]:
    pieces = parts(whole)
    text = pieces.cover.rstrip()
    for name, cover in (
        ("spaces-inside", text.replace(b",", b", ", 1)),
        ("spaces-before", b" " + text),
        ("line-end-behind", text + b"\n"),
        ("entry-twice", b'{"sequence":1,' + text[1:]),
        ("other-order", orjson.dumps(dict(reversed(pieces.values.items())))),
        ("escaped", text.replace("青".encode(), rb"\u9752")),
        ("half-character", text.replace("青".encode(), rb"\ud83d")),
        ("bad-utf8", text.replace("青".encode(), b"\xff\xfe")),
        ("list", b"[" + text + b"]"),
        ("empty", b""),
        ("deep", b"[" * 2000 + b"]" * 2000),
        ("huge-number", text.replace(b'"sequence":7', b'"sequence":' + b"9" * 400)),
        ("not-a-number", text.replace(b'"sequence":7', b'"sequence":NaN')),
    ):
        changed = replace(pieces, cover=cover, cipher=b"").joined(TOWNSHIP.keys)
        yield Case("package", "E-202-04", f"cover-{name}", changed)
    long = replace(pieces, cover=b" " * 16385).joined(TOWNSHIP.keys)[:3000]
    yield Case("package", "E-202-04", "cover-too-long", long)


def _people(whole: bytes) -> Iterator[Case]:
    yield Case("package", "E-207-01", "stranger", package(STRANGER))
    yield Case("package", "E-207-01", "stranger-to-another", package(STRANGER, OTHER))
    renamed = recovered(whole, sender=STRANGER.site)
    yield Case("package", "E-207-01", "sender-changed-to-stranger", renamed)
    yield Case("package", "E-207-04", "sender-changed-to-us", recovered(whole, sender=COUNTY.site))
    yield Case("package", "E-207-02", "other-keys", package(site(TOWNSHIP.name, "新的一套")))
    yield Case("package", "E-207-03", "revoked", package(RETIRED))
    yield Case("package", "E-207-04", "forged-by-stranger", recovered(whole, STRANGER.keys))
    yield Case("package", "E-207-04", "forged-by-another-township", recovered(whole, OTHER.keys))
    # Whoever holds only public keys can seal to the county, but not sign for the township.
    pretender = replace(TOWNSHIP, keys=STRANGER.keys)
    forged = recovered(package(pretender), sender_key=TOWNSHIP.keys.public.key_id)
    yield Case("package", "E-207-04", "forged-with-public-keys", forged)
    forged = recovered(forged, COUNTY.keys)
    yield Case("package", "E-207-04", "forged-by-receiver", forged)
    yield Case("package", "E-206-01", "for-another-township", package(TOWNSHIP, OTHER))
    yield Case("package", "E-206-01", "for-a-stranger", package(TOWNSHIP, STRANGER))
    former = package(TOWNSHIP, site(COUNTY.name, "换掉的一套"))
    yield Case("package", "E-206-02", "for-former-keys", former)
    yield Case("package", "E-204-01", "own", package(COUNTY, TOWNSHIP))
    yield Case("package", "E-204-01", "own-to-myself", package(COUNTY, COUNTY))
    yield Case("package", "E-207-04", "re-encrypted-to-us", _re_encrypted())


def _re_encrypted() -> bytes:
    """The other township opens what it got from the first and seals it anew for the county."""
    data = package(TOWNSHIP, OTHER)
    checked = check(io.BytesIO(data), OTHER, PEERS)
    body = Bytes(b"".join(checked.pieces()), checked.header.counts)
    anew = parts(package(replace(TOWNSHIP, keys=OTHER.keys), COUNTY, body=body))
    anew.signature = parts(data).signature
    return recovered(anew.joined(), sender_key=TOWNSHIP.keys.public.key_id)


def _versions(whole: bytes) -> Iterator[Case]:
    newer = package(label=label(min_reader="999.2"))
    yield Case("package", "E-203-01", "needs-newer", newer)
    pieces = parts(whole)
    for form in (2, 255):
        data = replace(pieces, form=form).joined(TOWNSHIP.keys)
        yield Case("package", "E-203-01", f"format-{form}", data)
    cover = spelled({"min_reader": "999.0", "quite": "different"})
    data = replace(pieces, form=9, cover=cover).joined(TOWNSHIP.keys)
    yield Case("package", "E-203-01", "format-9-other-cover", data)
    future = recovered(newer, TOWNSHIP.keys, kind="合并")
    yield Case("package", "E-203-01", "kind-of-the-future", future)
    for suite in (2, 200):
        data = replace(pieces, suite=suite).joined(TOWNSHIP.keys)
        yield Case("package", "E-203-02", f"suite-{suite}", data)
    for suite, form in ((0, 1), (1, 0)):
        if suite in SUITES and form:
            continue
        data = replace(pieces, suite=suite, form=form).joined(TOWNSHIP.keys)
        code = "E-202-04" if suite in SUITES else "E-203-02"
        yield Case("package", code, f"suite-{suite}-format-{form}", data)


def _lies(whole: bytes) -> Iterator[Case]:
    """An enrolled sender signs what is not so."""
    values, keys = parts(whole).values, TOWNSHIP.keys
    for code, name, changes in (
        ("E-202-06", "size-larger", {"size": values["size"] + 1}),
        ("E-202-06", "size-huge", {"size": 2**53 - 1}),
        ("E-202-07", "size-smaller", {"size": values["size"] - 1}),
        ("E-202-07", "size-zero", {"size": 0}),
        ("E-202-08", "cipher-digest", {"cipher": "0" * 64}),
        ("E-202-11", "content-digest", {"content": "0" * 64}),
        ("E-202-11", "plain-size", {"plain_size": 3}),
        ("E-202-30", "counts", {"counts": {"member": 1}}),
        ("E-202-30", "counts-empty", {"counts": {}}),
        ("E-202-10", "key-of-zeros", {"key": "00" * 80}),
        ("E-202-10", "key-cut", {"key": values["key"][:-2]}),
        ("E-202-10", "key-longer", {"key": values["key"] + "00"}),
        ("E-202-10", "sequence-changed-later", {"sequence": 9}),
        ("E-202-10", "kind-changed-later", {"kind": Kind.ISSUE}),
        ("E-202-10", "incarnation-changed-later", {"incarnation": "e" * 32}),
        ("E-202-10", "previous-changed-later", {"previous": "1" * 64}),
        ("E-202-10", "time-changed-later", {"created_at": TIME.replace("2026", "2025")}),
    ):
        yield Case("package", code, f"lie-{name}", recovered(whole, keys, **changes))
    wrapped = SUITES[1].wrap(bytes(32), known_keys("x").public.box, b"")
    data = recovered(whole, keys, key=wrapped.hex())
    yield Case("package", "E-202-10", "lie-key-for-somebody-else", data)
