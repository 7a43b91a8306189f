"""What every package and receipt says about keys: ours, those of the receiver that we know, and
from a county what it grants and which keys are void."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from app.domain.errors import PackageError
from app.exchange.certificate import Certificate, Revocations
from app.exchange.codec import (
    PUBLIC_KEYS,
    Entry,
    Record,
    in_hex,
    list_of,
    record_of,
    sparse,
)
from app.exchange.keys import PublicKeys
from app.exchange.refusals import DOCUMENT_DAMAGED, KEYS_MISSHAPEN
from app.exchange.shapes import is_digest, is_key_id, is_object

ENTRY = "keys"
"""The entry of the manifest. Packages of versions that did not announce keys have none."""

_MOST = 40
_RECOVERY = sparse(in_hex(lambda value: value == "" or is_digest(value)), b"")


@dataclass(frozen=True, slots=True)
class Announcement(Record):
    """`own` are the sender's keys, today's first; `known` names the receiver's keys it accepts.
    A township says nothing of the rest."""

    own: Annotated[tuple[PublicKeys, ...], list_of(PUBLIC_KEYS, 1, _MOST)]
    known: Annotated[tuple[str, ...], list_of(Entry(is_key_id), 0, _MOST)] = ()
    certificate: Annotated[Certificate | None, sparse(record_of(Certificate))] = None
    revocations: Annotated[Revocations | None, sparse(record_of(Revocations))] = None
    recovery: Annotated[bytes, _RECOVERY] = field(default=b"", repr=False)


def read_announcement(manifest: Mapping[str, Any]) -> Announcement | None:
    """What a manifest says about keys; None when it says nothing.

    Raises:
        PackageError: it has another shape than `to_record` gives.
    """
    said = manifest.get(ENTRY)
    if said is None:
        return None
    try:
        if not is_object(said):
            raise DOCUMENT_DAMAGED.error()
        return Announcement.from_record(said)
    except PackageError as error:
        # The sentences of enrolment files would speak of a file that nobody has in hand.
        raise KEYS_MISSHAPEN.error() from error
