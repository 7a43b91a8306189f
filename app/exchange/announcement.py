"""What every package and receipt says about keys: ours, those of the receiver that we know, and
from a county what it grants and which keys are void."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import PackageError
from app.exchange.certificate import Certificate, Revocations
from app.exchange.keys import PublicKeys
from app.exchange.refusals import DOCUMENT_DAMAGED, KEYS_MISSHAPEN
from app.exchange.shapes import is_digest, is_hex, is_key_id, is_object

ENTRY = "keys"
"""The entry of the manifest. Packages of versions that did not announce keys have none."""

_MOST = 40


@dataclass(frozen=True, slots=True)
class Announcement:
    """`own` are the sender's keys, today's first; `known` names the receiver's keys it accepts.
    A township says nothing of the rest."""

    own: tuple[PublicKeys, ...]
    known: tuple[str, ...] = ()
    certificate: Certificate | None = None
    revocations: Revocations | None = None
    recovery: bytes = field(default=b"", repr=False)

    def to_record(self) -> dict[str, Any]:
        """As an entry of a manifest."""
        said: dict[str, Any] = {
            "own": [keys.to_bytes().hex() for keys in self.own[:_MOST]],
            "known": list(self.known[:_MOST]),
        }
        if self.certificate is not None:
            said["certificate"] = self.certificate.to_record()
        if self.revocations is not None:
            said["revocations"] = self.revocations.to_record()
        if self.recovery:
            said["recovery"] = self.recovery.hex()
        return said


def read_announcement(manifest: Mapping[str, Any]) -> Announcement | None:
    """What a manifest says about keys; None when it says nothing.

    Raises:
        PackageError: it has another shape than `to_record` gives.
    """
    said = manifest.get(ENTRY)
    if said is None:
        return None
    try:
        return _read(said)
    except PackageError as error:
        # The sentences of enrolment files would speak of a file that nobody has in hand.
        raise KEYS_MISSHAPEN.error() from error


def _read(said: Any) -> Announcement:
    own, known, recovery = _parts(said)
    certificate, revocations = said.get("certificate"), said.get("revocations")
    if not all(part is None or is_object(part) for part in (certificate, revocations)):
        raise DOCUMENT_DAMAGED.error()
    return Announcement(
        tuple(PublicKeys.from_bytes(bytes.fromhex(text)) for text in own),
        tuple(known),
        Certificate.from_record(certificate) if certificate else None,
        Revocations.from_record(revocations) if revocations else None,
        bytes.fromhex(recovery),
    )


def _parts(said: object) -> tuple[list[str], list[str], str]:
    if not isinstance(said, dict):
        raise DOCUMENT_DAMAGED.error()
    own, known, recovery = said.get("own"), said.get("known"), said.get("recovery", "")
    right = (
        isinstance(own, list)
        and isinstance(known, list)
        and 0 < len(own) <= _MOST
        and len(known) <= _MOST
        and all(map(is_hex, own))
        and all(map(is_key_id, known))
        and (recovery == "" or is_digest(recovery))
    )
    if not right or not isinstance(own, list) or not isinstance(known, list):
        raise DOCUMENT_DAMAGED.error()
    return own, known, str(recovery)
