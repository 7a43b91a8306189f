"""How a township and a county come to know each other's keys: a request, a reply, spoken digits."""

import secrets
from dataclasses import dataclass
from typing import Annotated

from app.domain.exchange.document_kind import DocumentKind
from app.exchange.certificate import Certificate, Revocations
from app.exchange.codec import (
    Keys,
    Moment,
    Name,
    Record,
    Token,
    record_of,
)
from app.exchange.keys import SiteKeys, fingerprint, pair_fingerprint
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
from app.exchange.signed import read_announced, read_document, sign_document


@dataclass(frozen=True, slots=True)
class Request(Record):
    """A site asks to be enrolled. `number` is random; the reply names it."""

    number: Token
    site: Token
    name: Name
    level: Token
    county: Name
    keys: Keys
    created_at: Moment

    @property
    def fingerprint(self) -> str:
        """The digits both sides compare."""
        return fingerprint(self.keys)


@dataclass(frozen=True, slots=True)
class Reply(Record):
    """The county's answer: who it is, what it grants, which keys are void."""

    request: Token
    county: Annotated[Peer, record_of(Peer)]
    certificate: Annotated[Certificate, record_of(Certificate)]
    revocations: Annotated[Revocations, record_of(Revocations)]
    created_at: Moment

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
    return sign_document(DocumentKind.REQUEST, request.to_record(), keys)


def read_request(data: bytes, me: OwnSite) -> Request:
    """Read a request file at the county. The keys are those of the named site only when the
    fingerprint has been compared with its clerk.

    Raises:
        PackageError: another sort of file, damaged, not signed with its own keys, or our own.
    """
    request = read_announced(data, DocumentKind.REQUEST, Request)
    if request.site == me.site:
        raise OWN_REQUEST.error()
    return request


def sign_reply(reply: Reply, keys: SiteKeys) -> bytes:
    """The reply file, signed by the county."""
    return sign_document(DocumentKind.REPLY, reply.to_record(), keys)


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
    reply = Reply.from_record(document.body)
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
