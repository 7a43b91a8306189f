"""How a township and a county come to know each other's keys: a request, a reply, spoken digits."""

import secrets
from dataclasses import dataclass
from typing import Any

from app.domain.exchange.document_kind import DocumentKind
from app.exchange.certificate import Certificate, Revocations, read_keys
from app.exchange.keys import PublicKeys, SiteKeys, fingerprint, pair_fingerprint
from app.exchange.parties import OwnSite, Peer
from app.exchange.refusals import (
    OTHER_COUNTY,
    OWN_REQUEST,
    REPLY_COUNTY,
    REPLY_ELSEWHERE,
    REPLY_KEYS,
    REPLY_STALE,
    SERIAL_OLD,
)
from app.exchange.shapes import is_name, is_object, is_time, is_token
from app.exchange.signed import Document, checked, read_document, sign_document


@dataclass(frozen=True, slots=True)
class Request:
    """A site asks to be enrolled. `number` is random; the reply names it."""

    number: str
    site: str
    name: str
    level: str
    county: str
    keys: PublicKeys
    created_at: str

    @property
    def fingerprint(self) -> str:
        """The digits both sides compare."""
        return fingerprint(self.keys)


@dataclass(frozen=True, slots=True)
class Reply:
    """The county's answer: who it is, what it grants, which keys are void."""

    request: str
    county: Peer
    certificate: Certificate
    revocations: Revocations
    created_at: str

    @property
    def fingerprint(self) -> str:
        """The county's digits."""
        return fingerprint(self.county.keys)

    @property
    def pair_fingerprint(self) -> str:
        """One figure on both screens that stands for both sites' keys."""
        return pair_fingerprint(self.county.keys, self.certificate.keys)


def new_request(me: OwnSite, level: str, county: str, created_at: str) -> Request:
    """A request of this site; keep it until the reply comes."""
    number = secrets.token_hex(16)
    return Request(number, me.site, me.name, level, county, me.keys.public, created_at)


def sign_request(request: Request, keys: SiteKeys) -> bytes:
    """The request file, signed with the keys that it announces."""
    body = {
        "number": request.number,
        "site": request.site,
        "name": request.name,
        "level": request.level,
        "county": request.county,
        "keys": request.keys.to_bytes().hex(),
        "created_at": request.created_at,
    }
    return sign_document(DocumentKind.REQUEST, body, keys)


def read_request(data: bytes, me: OwnSite) -> Request:
    """Read a request file at the county. The keys are those of the named site only when the
    fingerprint has been compared with its clerk.

    Raises:
        PackageError: another sort of file, damaged, not signed with its own keys, or our own.
    """
    document = read_document(data, DocumentKind.REQUEST)
    keys = read_keys(document.body, "keys")
    document.require_signature(keys)
    request = Request(
        document.value("number", is_token),
        document.value("site", is_token),
        document.value("name", is_name),
        document.value("level", is_token),
        document.value("county", is_name),
        keys,
        document.value("created_at", is_time),
    )
    if request.site == me.site:
        raise OWN_REQUEST.error()
    return request


def sign_reply(reply: Reply, keys: SiteKeys) -> bytes:
    """The reply file, signed by the county."""
    county = reply.county
    body = {
        "request": reply.request,
        "county": {"site": county.site, "name": county.name, "keys": county.keys.to_bytes().hex()},
        "certificate": reply.certificate.to_record(),
        "revocations": reply.revocations.to_record(),
        "created_at": reply.created_at,
    }
    return sign_document(DocumentKind.REPLY, body, keys)


def read_reply(
    data: bytes,
    me: OwnSite,
    request: Request | None,
    county: Peer | None = None,
    known_serial: int = 0,
) -> Reply:
    """Read a reply file at the site that asked. `request` is the last one made here; `county` is
    the one already joined, if any: then only its keys may sign.

    Raises:
        PackageError: damaged or forged, for another site, not the answer to the last request,
            for other keys, from another county, or older than the certificate in force.
    """
    document = read_document(data, DocumentKind.REPLY)
    reply = _reply(document)
    document.require_signature(reply.county.keys)
    _check_addressee(reply, me, request)
    if county is not None and county.keys != reply.county.keys:
        raise OTHER_COUNTY.error(name=county.name)
    if reply.certificate.serial <= known_serial:
        raise SERIAL_OLD.error(found=reply.certificate.serial, known=known_serial)
    return reply


def _check_addressee(reply: Reply, me: OwnSite, request: Request | None) -> None:
    granted = reply.certificate
    if granted.site != me.site:
        raise REPLY_ELSEWHERE.error(name=granted.name)
    if request is None or reply.request != request.number:
        raise REPLY_STALE.error()
    if granted.keys != me.keys.public:
        raise REPLY_KEYS.error()
    if request.county and request.county != reply.county.name:
        raise REPLY_COUNTY.error(found=reply.county.name, wanted=request.county)


def _reply(document: Document) -> Reply:
    county: dict[str, Any] = document.value("county", is_object)
    return Reply(
        document.value("request", is_token),
        Peer(
            checked(county, "site", is_token),
            checked(county, "name", is_name),
            read_keys(county, "keys"),
        ),
        Certificate.from_record(document.value("certificate", is_object)),
        Revocations.from_record(document.value("revocations", is_object)),
        document.value("created_at", is_time),
    )
