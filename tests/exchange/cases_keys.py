"""开户文件, 开户回执 and files for unlocking that must not be believed."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson

from app.domain.exchange.document_kind import DocumentKind
from app.exchange.certificate import Revocations, ScopeOrganization
from app.exchange.invitation import (
    Answer,
    Invitation,
    answer_to,
    read_answer,
    read_invitation,
    require_proof,
    sign_answer,
    sign_invitation,
)
from app.exchange.keys import PublicKeys
from app.exchange.signed import sign_document
from app.exchange.unlocking import (
    UnlockRequest,
    open_unlock_answer,
    read_unlock_answer,
    read_unlock_request,
    sign_unlock_answer,
    sign_unlock_request,
)
from tests.exchange.cases import Case
from tests.exchange.cases_documents import _edited, _files, _misshapen
from tests.exchange.sites import COUNTY, OTHER, STRANGER, TIME, TOWNSHIP, known_keys, peer, site

SECRET = hashlib.sha256(b"xueji test secret").digest()
ONCE = known_keys("一次性")
INVITATION = Invitation(
    "7" * 32,
    SECRET,
    peer(COUNTY),
    TOWNSHIP.name,
    (ScopeOrganization("6" * 32, "青山镇党委", "5" * 32, "党委"),),
    3,
    Revocations(0),
    hashlib.sha256(b"xueji test recovery").digest(),
    TIME,
)
ANSWER = answer_to(INVITATION, TOWNSHIP, "township", TIME)
REQUEST = UnlockRequest("8" * 32, TOWNSHIP.site, b"\5" * 32, b"\6" * 80, ONCE.public, TIME)
DATA_KEY = b"\7" * 32


def invitation_file(**changes: Any) -> bytes:
    return sign_invitation(replace(INVITATION, **changes), COUNTY.keys, COUNTY.former_keys)


def believed_answer(data: bytes) -> Answer:
    answer = read_answer(data, COUNTY)
    require_proof(answer, SECRET)
    return answer


def unlocked(data: bytes) -> bytes:
    return open_unlock_answer(read_unlock_answer(data, REQUEST.number), ONCE)


def unlock_answer_file() -> bytes:
    return sign_unlock_answer(REQUEST, DATA_KEY, peer(COUNTY), COUNTY.keys)


READERS = {
    "invitation": lambda data: read_invitation(data, TOWNSHIP),
    "reinvitation": lambda data: read_invitation(data, TOWNSHIP, joined=[peer(COUNTY)]),
    "answer": believed_answer,
    "unlock_request": read_unlock_request,
    "unlock_answer": unlocked,
}


def cases() -> Iterator[Case]:
    invitation, answer = invitation_file(), sign_answer(ANSWER, TOWNSHIP.keys)
    for reader, other, data, keys in (
        ("invitation", answer, invitation, COUNTY.keys),
        ("answer", invitation, answer, TOWNSHIP.keys),
    ):
        yield Case(reader, "E-221-05", f"{reader}-of-other-kind", other)
        yield from _files(reader, data)
        yield from _misshapen(reader, data, keys)
    yield from _invitations(invitation)
    yield from _answers()
    yield from _unlocking()


def _invitations(invitation: bytes) -> Iterator[Case]:
    body = dict(orjson.loads(invitation)["body"])
    for name, changes in (
        ("scope-empty", {"scope": []}),
        ("endorsed-by-many", {"endorsed": ["00"] * 21}),
        ("endorsed-no-hex", {"endorsed": ["?"]}),
        ("secret-short", {"secret": "00"}),
    ):
        data = sign_document(DocumentKind.INVITATION, {**body, **changes}, COUNTY.keys)
        yield Case("invitation", "E-221-02", f"invitation-{name}", data)
    for entry in ("site", "name", "keys"):
        county = {**body["county"], entry: "?" * 61}
        data = sign_document(DocumentKind.INVITATION, {**body, "county": county}, COUNTY.keys)
        yield Case("invitation", "E-221-02", f"invitation-county-{entry}", data)
    wider = invitation.replace("青山镇党委".encode(), "云岭县县委".encode())
    yield Case("invitation", "E-221-03", "invitation-scope-widened", wider)
    forged = sign_invitation(INVITATION, STRANGER.keys, ())
    yield Case("invitation", "E-221-03", "invitation-by-stranger", forged)
    weak = PublicKeys(COUNTY.keys.public.sign, bytes(32))
    yield _case("E-221-07", "keys-without-secret", county=replace(peer(COUNTY), keys=weak))
    yield _case("E-223-03", "own", county=replace(peer(COUNTY), site=TOWNSHIP.site))
    yield _case("E-223-04", "elsewhere", name=OTHER.name)
    pretended = replace(INVITATION, county=replace(peer(COUNTY), keys=STRANGER.keys.public))
    for name, former in (("pretender", ()), ("vouched-by-a-stranger", (OTHER.keys,))):
        data = sign_invitation(pretended, STRANGER.keys, former)
        yield Case("reinvitation", "E-223-05", f"reinvitation-{name}", data)
    other = sign_invitation(replace(INVITATION, county=peer(STRANGER)), STRANGER.keys, ())
    yield Case("reinvitation", "E-223-05", "reinvitation-other-county", other)
    # What a former key once vouched for does not vouch for another invitation.
    renewed = site(COUNTY.name, "云岭县新", COUNTY.name)
    told = replace(INVITATION, county=peer(renewed))
    vouched = orjson.loads(sign_invitation(told, renewed.keys, renewed.former_keys))["body"]
    again = {**vouched, "number": "4" * 32}
    data = sign_document(DocumentKind.INVITATION, again, renewed.keys)
    yield Case("reinvitation", "E-223-05", "reinvitation-vouched-for-another", data)


def _case(code: str, what: str, **changes: Any) -> Case:
    return Case("invitation", code, f"invitation-{what}", invitation_file(**changes))


def _answers() -> Iterator[Case]:
    changed: tuple[tuple[str, dict[str, Any]], ...] = (
        ("of-another-site", {"site": OTHER.site}),
        ("under-another-name", {"name": OTHER.name}),
        ("proof-wrong", {"proof": "0" * 64}),
        ("to-another-invitation", {"number": "4" * 32}),
    )
    for name, changes in changed:
        data = sign_answer(replace(ANSWER, **changes), TOWNSHIP.keys)
        yield Case("answer", "E-207-08", f"answer-{name}", data)
    stolen = sign_answer(replace(ANSWER, keys=STRANGER.keys.public), STRANGER.keys)
    yield Case("answer", "E-207-08", "answer-with-other-keys", stolen)
    own = sign_answer(replace(ANSWER, site=COUNTY.site), TOWNSHIP.keys)
    yield Case("answer", "E-207-08", "answer-of-the-county", own)
    forged = sign_answer(ANSWER, STRANGER.keys)
    yield Case("answer", "E-221-03", "answer-by-stranger", forged)


def _unlocking() -> Iterator[Case]:
    asked, answered = sign_unlock_request(REQUEST, ONCE), unlock_answer_file()
    for reader, data, other, keys in (
        ("unlock_request", asked, answered, ONCE),
        ("unlock_answer", answered, asked, COUNTY.keys),
    ):
        yield Case(reader, "E-221-05", f"{reader}-of-other-kind", other)
        yield Case(reader, "E-221-02", f"{reader}-cut", data[:-9])
        yield Case(reader, "E-221-03", f"{reader}-unsigned", _edited(data, signature=""))
        yield from _misshapen(reader, data, keys)
    forged = sign_unlock_request(REQUEST, STRANGER.keys)
    yield Case("unlock_request", "E-221-03", "unlock_request-by-stranger", forged)
    stale = sign_unlock_answer(
        replace(REQUEST, number="4" * 32), DATA_KEY, peer(COUNTY), COUNTY.keys
    )
    yield Case("unlock_answer", "E-224-02", "unlock_answer-stale", stale)
    foreign = replace(REQUEST, keys=STRANGER.keys.public)
    data = sign_unlock_answer(foreign, DATA_KEY, peer(COUNTY), COUNTY.keys)
    yield Case("unlock_answer", "E-224-03", "unlock_answer-sealed-elsewhere", data)
    body = dict(orjson.loads(answered)["body"])
    for name, sealed in (("short", "00" * 9), ("flipped", "ff" + body["sealed"][2:])):
        data = sign_document(DocumentKind.UNLOCK_ANSWER, {**body, "sealed": sealed}, COUNTY.keys)
        yield Case("unlock_answer", "E-224-03", f"unlock_answer-{name}", data)
