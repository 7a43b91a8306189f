"""开户文件 and 开户回执: the county grants first, the township answers with keys and a proof."""

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.exchange.document_kind import DocumentKind
from app.exchange.certificate import (
    Revocations,
    ScopeOrganization,
    read_keys,
    read_scope,
    scope_record,
)
from app.exchange.key_refusals import (
    INVITATION_AT_COUNTY,
    INVITATION_ELSEWHERE,
    INVITATION_OTHER_COUNTY,
    INVITATION_OWN,
    NOT_PROVED,
)
from app.exchange.keys import PublicKeys, SiteKeys, fingerprint, invitation_digits
from app.exchange.parties import OwnSite, Peer
from app.exchange.refusals import DOCUMENT_DAMAGED
from app.exchange.shapes import is_count, is_digest, is_hex, is_name, is_object, is_time, is_token
from app.exchange.signed import Document, checked, read_document, sign_document

_ENDORSEMENTS = 20


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the county hands over: who it is, what it grants, and a secret that proves later that
    who answers has opened this very file. `recovery` is the county's public recovery key."""

    number: str
    secret: bytes
    county: Peer
    name: str
    scope: tuple[ScopeOrganization, ...]
    number_block: int
    revocations: Revocations
    recovery: bytes
    created_at: str

    @property
    def digits(self) -> str:
        """What both screens show."""
        return invitation_digits(self.county.keys, self.number)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the township hands back: who it is, and the proof; never the secret itself."""

    number: str
    site: str
    name: str
    level: str
    keys: PublicKeys
    proof: str
    created_at: str

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
    county = invitation.county
    body = {
        "number": invitation.number,
        "secret": invitation.secret.hex(),
        "county": {"site": county.site, "name": county.name, "keys": county.keys.to_bytes().hex()},
        "name": invitation.name,
        "scope": scope_record(invitation.scope),
        "number_block": invitation.number_block,
        "revocations": invitation.revocations.to_record(),
        "recovery": invitation.recovery.hex(),
        "created_at": invitation.created_at,
        "endorsed": [old.sign.sign(_endorsed(invitation)).hex() for old in former],
    }
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
    invitation = _invitation(document)
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
    body = {
        "number": answer.number,
        "site": answer.site,
        "name": answer.name,
        "level": answer.level,
        "keys": answer.keys.to_bytes().hex(),
        "proof": answer.proof,
        "created_at": answer.created_at,
    }
    return sign_document(DocumentKind.ANSWER, body, keys)


def read_answer(data: bytes, me: OwnSite) -> Answer:
    """Read a 开户回执 at the county; believe it only after `require_proof`.

    Raises:
        PackageError: another sort of file, damaged, or not signed with its own keys.
    """
    document = read_document(data, DocumentKind.ANSWER)
    keys = read_keys(document.body, "keys")
    document.require_signature(keys)
    answer = Answer(
        document.value("number", is_token),
        document.value("site", _is_site),
        document.value("name", is_name),
        document.value("level", is_token),
        keys,
        document.value("proof", is_digest),
        document.value("created_at", is_time),
    )
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


def _is_site(value: object) -> bool:
    return is_token(value) and is_hex(value)


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


def _invitation(document: Document) -> Invitation:
    county: Mapping[str, Any] = document.value("county", is_object)
    document.value("endorsed", _is_signatures)
    scope = read_scope(document.body)
    if not scope:
        raise DOCUMENT_DAMAGED.error()
    return Invitation(
        document.value("number", is_token),
        bytes.fromhex(document.value("secret", is_digest)),
        Peer(
            checked(county, "site", _is_site),
            checked(county, "name", is_name),
            read_keys(county, "keys"),
        ),
        document.value("name", is_name),
        scope,
        document.value("number_block", is_count),
        Revocations.from_record(document.value("revocations", is_object)),
        bytes.fromhex(document.value("recovery", is_digest)),
        document.value("created_at", is_time),
    )
