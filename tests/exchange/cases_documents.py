"""Enrolment files that must not be believed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson

from app.domain.exchange.document_kind import DocumentKind
from app.exchange.certificate import Certificate, Revocations, ScopeOrganization
from app.exchange.enrolment import Reply, sign_reply, sign_request
from app.exchange.keys import PublicKeys, SiteKeys
from app.exchange.signed import sign_document
from tests.exchange.cases import Case, request_of
from tests.exchange.cases_file import FOREIGN
from tests.exchange.forge import flipped
from tests.exchange.sites import COUNTY, OTHER, STRANGER, TIME, TOWNSHIP, package, peer

GRANTED = Certificate(
    5,
    TOWNSHIP.site,
    TOWNSHIP.name,
    TOWNSHIP.keys.public,
    (ScopeOrganization("6" * 32, "青山镇党委"),),
    3,
    "2026-11-20",
)
REPLY = Reply("5" * 32, peer(COUNTY), GRANTED, Revocations(0), TIME)


def cases() -> Iterator[Case]:
    request = sign_request(request_of(TOWNSHIP), TOWNSHIP.keys)
    reply = sign_reply(REPLY, COUNTY.keys)
    for reader, other, data, keys in (
        ("request", reply, request, TOWNSHIP.keys),
        ("reply", request, reply, COUNTY.keys),
    ):
        yield Case(reader, "E-221-05", f"{reader}-of-other-kind", other)
        yield from _files(reader, data)
        yield from _misshapen(reader, data, keys)
    yield from _requests(request)
    yield from _replies(reply)


def _files(reader: str, data: bytes) -> Iterator[Case]:
    yield Case(reader, "E-221-06", f"{reader}-is-a-package", package())
    yield Case(reader, "E-221-01", f"{reader}-empty", b"")
    for name in ("zip", "text", "other-json"):
        yield Case(reader, "E-221-01", f"{reader}-foreign-{name}", FOREIGN[name])
    yield Case(reader, "E-221-01", f"{reader}-in-utf16", data.decode().encode("utf-16"))
    for at in (9, 40, len(data) // 2, len(data) - 3):
        yield Case(reader, "E-221-02", f"{reader}-cut-at-{at:04d}", data[:at])
    for name, changed in (
        ("line-end-missing", data[:-1]),
        ("line-end-windows", data[:-1] + b"\r\n"),
        ("followed-by-more", data + b"{}"),
        ("pretty", data.replace(b",", b", ")),
        ("entry-twice", data.replace(b'"format":1', b'"format":1,"format":1')),
        ("bad-utf8", data.replace("青".encode(), b"\xff\xfe")),
        ("signature-no-hex", _edited(data, signature="zz")),
        ("signature-no-text", _edited(data, signature=5)),
        ("body-a-list", _edited(data, body=[])),
    ):
        yield Case(reader, "E-221-02", f"{reader}-{name}", changed)
    yield Case(reader, "E-221-04", f"{reader}-format-2", _edited(data, format=2))
    yield Case(reader, "E-221-04", f"{reader}-suite-2", _edited(data, suite=2))
    yield Case(reader, "E-221-05", f"{reader}-unknown-kind", _edited(data, kind="order"))
    yield Case(reader, "E-221-03", f"{reader}-signature-empty", _edited(data, signature=""))
    name_flipped = flipped(data, data.rindex("镇".encode()) + 2)
    yield Case(reader, "E-221-03", f"{reader}-name-flipped", name_flipped)


def _misshapen(reader: str, data: bytes, keys: SiteKeys) -> Iterator[Case]:
    kind, body = DocumentKind(reader), dict(orjson.loads(data)["body"])
    for name, value in body.items():
        wrong: object = [] if isinstance(value, dict) else {}
        changed = sign_document(kind, {**body, name: wrong}, keys)
        yield Case(reader, "E-221-02", f"{reader}-misshapen-{name}", changed)
    if kind is DocumentKind.REPLY:
        for name in body["certificate"]:
            granted = {**body["certificate"], name: None}
            changed = sign_document(kind, {**body, "certificate": granted}, keys)
            yield Case(reader, "E-221-02", f"{reader}-certificate-{name}", changed)
        entry = {"site": "1", "key_id": "0" * 16, "revoked_on": TIME[:10], "reason": "lost"}
        for name in entry:
            void = {"number": 1, "entries": [{**entry, name: "?"}]}
            changed = sign_document(kind, {**body, "revocations": void}, keys)
            yield Case(reader, "E-221-02", f"{reader}-revocation-{name}", changed)


def _requests(request: bytes) -> Iterator[Case]:
    own = sign_request(request_of(COUNTY), COUNTY.keys)
    yield Case("request", "E-222-06", "request-own", own)
    stolen = sign_request(request_of(TOWNSHIP), STRANGER.keys)
    yield Case("request", "E-221-03", "request-with-keys-of-another", stolen)
    body = dict(orjson.loads(request)["body"])
    for name, keys in (
        ("box-zero", PublicKeys(TOWNSHIP.keys.public.sign, bytes(32)).to_bytes()),
        ("box-one", PublicKeys(TOWNSHIP.keys.public.sign, b"\1" + bytes(31)).to_bytes()),
        ("short", TOWNSHIP.keys.public.to_bytes()[:-1]),
        ("suite-2", b"\2" + TOWNSHIP.keys.public.to_bytes()[1:]),
    ):
        changed = {**body, "keys": keys.hex()}
        data = sign_document(DocumentKind.REQUEST, changed, TOWNSHIP.keys)
        yield Case("request", "E-221-07", f"request-keys-{name}", data)


def _replies(reply: bytes) -> Iterator[Case]:
    others = replace(GRANTED, site=OTHER.site, name=OTHER.name, keys=OTHER.keys.public)
    yield _reply("E-222-01", "for-another-township", certificate=others)
    yield _reply("E-222-02", "to-an-older-request", request="4" * 32)
    stolen = replace(GRANTED, keys=STRANGER.keys.public)
    yield _reply("E-222-03", "for-other-keys", certificate=stolen)
    yield _reply("E-222-04", "from-another-county", county=replace(peer(COUNTY), name="平川县"))
    forged = sign_reply(REPLY, STRANGER.keys)
    yield Case("reply", "E-221-03", "reply-signed-by-stranger", forged)
    other = replace(REPLY, county=replace(peer(COUNTY), keys=STRANGER.keys.public))
    pretended = sign_reply(other, STRANGER.keys)
    yield Case("renewal", "E-222-07", "renewal-by-a-pretender", pretended)
    for serial in (0, 3, 4):
        old = replace(REPLY, certificate=replace(GRANTED, serial=serial))
        data = sign_reply(old, COUNTY.keys)
        yield Case("renewal", "E-222-05", f"renewal-older-{serial}", data)
    wider = reply.replace("青山镇党委".encode(), "云岭县县委".encode())
    yield Case("reply", "E-221-03", "reply-scope-widened", wider)


def _reply(code: str, name: str, **changes: Any) -> Case:
    return Case("reply", code, f"reply-{name}", sign_reply(replace(REPLY, **changes), COUNTY.keys))


def _edited(data: bytes, **changes: Any) -> bytes:
    values = {**orjson.loads(data), **changes}
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
