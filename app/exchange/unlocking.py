"""解锁申请 and 解锁答复: the county opens a township's data key and seals it to a one-time key."""

import secrets
from dataclasses import dataclass
from typing import Annotated

from cryptography.exceptions import InvalidTag

from app.domain.exchange.document_kind import DocumentKind
from app.exchange.codec import (
    Keys,
    Moment,
    Record,
    Secret,
    SiteId,
    Token,
    in_hex,
)
from app.exchange.key_refusals import UNLOCK_FOREIGN, UNLOCK_STALE
from app.exchange.keys import PublicKeys, SiteKeys, fingerprint
from app.exchange.parties import Peer
from app.exchange.shapes import is_hex
from app.exchange.signed import read_announced, sign_document
from app.exchange.suites import SUITE, SUITES

_WRAPPED = 400


def _is_wrapped(value: object) -> bool:
    return is_hex(value) and isinstance(value, str) and 0 < len(value) <= _WRAPPED


Wrapped = Annotated[bytes, in_hex(_is_wrapped)]


@dataclass(frozen=True, slots=True)
class UnlockRequest(Record):
    """A store whose password and recovery code are lost. `wrapped` is its data key for the county
    whose recovery key is `recovery`; `keys` live only until the answer comes."""

    number: Token
    site: SiteId
    recovery: Secret
    wrapped: Wrapped
    keys: Keys
    created_at: Moment

    @property
    def fingerprint(self) -> str:
        """The digits both sides compare: whoever found the laptop cannot read the answer."""
        return fingerprint(self.keys)


@dataclass(frozen=True, slots=True)
class UnlockAnswer(Record):
    """The data key, sealed to the one-time key of the request; `county` may be asked who signed,
    with which of its `keys`."""

    number: Token
    county: Token
    keys: Keys
    sealed: Wrapped


def new_unlock_request(
    site: str, recovery: bytes, wrapped: bytes, keys: PublicKeys, created_at: str
) -> UnlockRequest:
    """A request under a fresh number."""
    return UnlockRequest(secrets.token_hex(16), site, recovery, wrapped, keys, created_at)


def sign_unlock_request(request: UnlockRequest, keys: SiteKeys) -> bytes:
    """The 解锁申请, signed with its one-time keys."""
    return sign_document(DocumentKind.UNLOCK_REQUEST, request.to_record(), keys)


def read_unlock_request(data: bytes) -> UnlockRequest:
    """Read a 解锁申请 at the county.

    Raises:
        PackageError: another sort of file, damaged, or not signed with its own keys.
    """
    return read_announced(data, DocumentKind.UNLOCK_REQUEST, UnlockRequest)


def sign_unlock_answer(
    request: UnlockRequest, data_key: bytes, county: Peer, by: SiteKeys
) -> bytes:
    """The 解锁答复: only who made the request can open it."""
    sealed = SUITES[SUITE].wrap(data_key, request.keys.box, _info(request.number))
    answer = UnlockAnswer(request.number, county.site, by.public, sealed)
    return sign_document(DocumentKind.UNLOCK_ANSWER, answer.to_record(), by)


def read_unlock_answer(data: bytes, number: str) -> UnlockAnswer:
    """Read a 解锁答复 to the request of this number.

    Raises:
        PackageError: another sort of file, damaged, or the answer to another request.
    """
    answer = read_announced(data, DocumentKind.UNLOCK_ANSWER, UnlockAnswer)
    if answer.number != number:
        raise UNLOCK_STALE.error()
    return answer


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
