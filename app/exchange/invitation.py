"""开户文件 and 开户回执: the county grants first, the township answers with keys and a proof."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated

from app.domain.exchange.document_kind import DocumentKind
from app.exchange.certificate import (
    Revocations,
    ScopeOrganization,
)
from app.exchange.codec import (
    Count,
    Digest,
    Keys,
    Moment,
    Name,
    Record,
    Secret,
    SiteId,
    Token,
    is_site,
    list_of,
    record_of,
)
from app.exchange.key_refusals import (
    INVITATION_AT_COUNTY,
    INVITATION_ELSEWHERE,
    INVITATION_OTHER_COUNTY,
    INVITATION_OWN,
    NOT_PROVED,
)
from app.exchange.keys import SiteKeys, fingerprint, invitation_digits
from app.exchange.parties import OwnSite, Peer
from app.exchange.shapes import is_hex
from app.exchange.signed import Document, read_announced, read_document, sign_document

_ENDORSEMENTS = 20


def _is_county(value: object) -> bool:
    return isinstance(value, dict) and is_site(value.get("site"))


@dataclass(frozen=True, slots=True)
class Invitation(Record):
    """What the county hands over: who it is, what it grants, and a secret that proves later that
    who answers has opened this very file. `recovery` is the county's public recovery key."""

    number: Token
    secret: Secret
    county: Annotated[Peer, replace(record_of(Peer), is_right=_is_county)]
    name: Name
    scope: Annotated[tuple[ScopeOrganization, ...], list_of(record_of(ScopeOrganization), 1)]
    number_block: Count
    revocations: Annotated[Revocations, record_of(Revocations)]
    recovery: Secret
    created_at: Moment

    @property
    def digits(self) -> str:
        """What both screens show."""
        return invitation_digits(self.county.keys, self.number)


@dataclass(frozen=True, slots=True)
class Answer(Record):
    """What the township hands back: who it is, and the proof; never the secret itself."""

    number: Token
    site: SiteId
    name: Name
    level: Token
    keys: Keys
    proof: Digest
    created_at: Moment

    @property
    def fingerprint(self) -> str:
        """The township's digits."""
        return fingerprint(self.keys)

    def proved_by(self, secret: bytes) -> bool:
        """Whether it was written by somebody who held the file with this secret."""
        return hmac.compare_digest(self.proof, _proof(secret, self))


def new_number() -> str:
    """A number no other invitation bears."""
    return secrets.token_hex(16)


def new_secret() -> bytes:
    """A secret for one invitation."""
    return secrets.token_bytes(32)


def sign_invitation(invitation: Invitation, keys: SiteKeys, former: Iterable[SiteKeys]) -> bytes:
    """The 开户文件, signed by the county; its former keys vouch for today's, so that a township
    that has not heard of a change of keys believes it all the same."""
    endorsed = [old.sign.sign(_endorsed(invitation)).hex() for old in former]
    body = {**invitation.to_record(), "endorsed": endorsed}
    return sign_document(DocumentKind.INVITATION, body, keys)


def read_invitation(
    data: bytes, me: OwnSite, *, at_county: bool = False, joined: Iterable[Peer] = ()
) -> Invitation:
    """Read a 开户文件 at the township. `joined` is the county joined already, once per key of it
    that is known and not void: then nobody else may invite.

    Raises:
        PackageError: damaged or forged, our own, for another township, or from another county.
    """
    document = read_document(data, DocumentKind.INVITATION)
    document.value("endorsed", _is_signatures)
    invitation = Invitation.from_record(document.body)
    document.require_signature(invitation.county.keys)
    if invitation.county.site == me.site:
        raise INVITATION_OWN.error()
    if at_county:
        raise INVITATION_AT_COUNTY.error()
    _check_county(document, invitation, list(joined))
    if not _same_place(invitation.name, me.name):
        raise INVITATION_ELSEWHERE.error(wanted=invitation.name, name=me.name)
    return invitation


def answer_to(invitation: Invitation, me: OwnSite, level: str, created_at: str) -> Answer:
    """The township's answer with its proof."""
    keys = me.keys.public
    bare = Answer(invitation.number, me.site, me.name, level, keys, "", created_at)
    proof = _proof(invitation.secret, bare)
    return Answer(bare.number, bare.site, bare.name, level, keys, proof, created_at)


def sign_answer(answer: Answer, keys: SiteKeys) -> bytes:
    """The 开户回执, signed with the keys that it announces."""
    return sign_document(DocumentKind.ANSWER, answer.to_record(), keys)


def read_answer(data: bytes, me: OwnSite) -> Answer:
    """Read a 开户回执 at the county; believe it only after `require_proof`.

    Raises:
        PackageError: another sort of file, damaged, or not signed with its own keys.
    """
    answer = read_announced(data, DocumentKind.ANSWER, Answer)
    if answer.site == me.site:
        raise NOT_PROVED.error()
    return answer


def require_proof(answer: Answer, secret: bytes) -> None:
    """Believe an answer.

    Raises:
        PackageError: it was not written by somebody who held the file with this secret.
    """
    if not answer.proved_by(secret):
        raise NOT_PROVED.error()


def _check_county(document: Document, invitation: Invitation, joined: list[Peer]) -> None:
    if not joined:
        return
    signatures = document.value("endorsed", _is_signatures)
    for county in joined:
        if county.site != invitation.county.site or county.revoked_on:
            continue
        if county.keys == invitation.county.keys:
            return
        vouched = _endorsed(invitation)
        if any(county.keys.verifies(bytes.fromhex(text), vouched) for text in signatures):
            return
    raise INVITATION_OTHER_COUNTY.error(name=joined[0].name)


def _is_signatures(value: object) -> bool:
    return isinstance(value, list) and len(value) <= _ENDORSEMENTS and all(map(is_hex, value))


def _same_place(wanted: str, name: str) -> bool:
    # 青山镇 and 青山镇党委 are the same place to a clerk; 白水镇 is not.
    return wanted in name or name in wanted


def _endorsed(invitation: Invitation) -> bytes:
    keys = invitation.county.keys.to_bytes()
    return b"xueji endorsed\0" + invitation.number.encode() + b"\0" + keys


def _proof(secret: bytes, answer: Answer) -> str:
    said = "\0".join((answer.number, answer.site, answer.name, answer.level, answer.created_at))
    message = b"xueji answer\0" + answer.keys.to_bytes() + said.encode()
    return hmac.new(secret, message, "sha256").hexdigest()
