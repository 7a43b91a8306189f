"""解锁申请 and 解锁答复: the county opens a township's data key and seals it to a one-time key."""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from app.domain.exchange.document_kind import DocumentKind
from app.exchange.certificate import read_keys
from app.exchange.key_refusals import UNLOCK_FOREIGN, UNLOCK_STALE
from app.exchange.keys import PublicKeys, SiteKeys, fingerprint
from app.exchange.parties import Peer
from app.exchange.shapes import is_digest, is_hex, is_time, is_token
from app.exchange.signed import read_document, sign_document
from app.exchange.suites import SUITE, SUITES

_WRAPPED = 400


@dataclass(frozen=True, slots=True)
class UnlockRequest:
    """A store whose password and recovery code are lost. `wrapped` is its data key for the county
    whose recovery key is `recovery`; `keys` live only until the answer comes."""

    number: str
    site: str
    recovery: bytes
    wrapped: bytes
    keys: PublicKeys
    created_at: str

    @property
    def fingerprint(self) -> str:
        """The digits both sides compare: whoever found the laptop cannot read the answer."""
        return fingerprint(self.keys)


@dataclass(frozen=True, slots=True)
class UnlockAnswer:
    """The data key, sealed to the one-time key of the request; `county` may be asked who signed."""

    number: str
    county: str
    signer: PublicKeys
    sealed: bytes


def new_unlock_request(
    site: str, recovery: bytes, wrapped: bytes, keys: PublicKeys, created_at: str
) -> UnlockRequest:
    """A request under a fresh number."""
    return UnlockRequest(secrets.token_hex(16), site, recovery, wrapped, keys, created_at)


def sign_unlock_request(request: UnlockRequest, keys: SiteKeys) -> bytes:
    """The 解锁申请, signed with its one-time keys."""
    body = {
        "number": request.number,
        "site": request.site,
        "recovery": request.recovery.hex(),
        "wrapped": request.wrapped.hex(),
        "keys": request.keys.to_bytes().hex(),
        "created_at": request.created_at,
    }
    return sign_document(DocumentKind.UNLOCK_REQUEST, body, keys)


def read_unlock_request(data: bytes) -> UnlockRequest:
    """Read a 解锁申请 at the county.

    Raises:
        PackageError: another sort of file, damaged, or not signed with its own keys.
    """
    document = read_document(data, DocumentKind.UNLOCK_REQUEST)
    keys = read_keys(document.body, "keys")
    document.require_signature(keys)
    return UnlockRequest(
        document.value("number", is_token),
        document.value("site", lambda value: is_token(value) and is_hex(value)),
        bytes.fromhex(document.value("recovery", is_digest)),
        bytes.fromhex(document.value("wrapped", _is_wrapped)),
        keys,
        document.value("created_at", is_time),
    )


def sign_unlock_answer(
    request: UnlockRequest, data_key: bytes, county: Peer, by: SiteKeys
) -> bytes:
    """The 解锁答复: only who made the request can open it."""
    sealed = SUITES[SUITE].wrap(data_key, request.keys.box, _info(request.number))
    body = {
        "number": request.number,
        "county": county.site,
        "keys": by.public.to_bytes().hex(),
        "sealed": sealed.hex(),
    }
    return sign_document(DocumentKind.UNLOCK_ANSWER, body, by)


def read_unlock_answer(data: bytes, number: str) -> UnlockAnswer:
    """Read a 解锁答复 to the request of this number.

    Raises:
        PackageError: another sort of file, damaged, or the answer to another request.
    """
    document = read_document(data, DocumentKind.UNLOCK_ANSWER)
    keys = read_keys(document.body, "keys")
    document.require_signature(keys)
    if document.value("number", is_token) != number:
        raise UNLOCK_STALE.error()
    sealed = bytes.fromhex(document.value("sealed", _is_wrapped))
    return UnlockAnswer(number, document.value("county", is_token), keys, sealed)


def open_unlock_answer(answer: UnlockAnswer, keys: SiteKeys) -> bytes:
    """The data key.

    Raises:
        PackageError: sealed to other keys, or changed.
    """
    try:
        return SUITES[SUITE].unwrap(answer.sealed, keys.box, _info(answer.number))
    except (InvalidTag, ValueError) as error:
        raise UNLOCK_FOREIGN.error() from error


def _info(number: str) -> bytes:
    return b"xueji unlock\0" + number.encode()


def _is_wrapped(value: object) -> bool:
    return is_hex(value) and isinstance(value, str) and 0 < len(value) <= _WRAPPED
