"""What the county grants to a site, and which keys it has declared void."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from app.domain.exchange.revocation import RevocationReason
from app.exchange.keys import PublicKeys
from app.exchange.refusals import DOCUMENT_DAMAGED, REVOCATIONS_OLD
from app.exchange.shapes import is_count, is_date, is_hex, is_key_id, is_name, is_token
from app.exchange.signed import checked


@dataclass(frozen=True, slots=True)
class ScopeOrganization:
    """One organization (with all below it) that a site keeps, and where the county hangs it."""

    id: str
    name: str
    parent: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the county has granted: which keys speak for which organizations, and the block from
    which the site takes its certificate numbers. A higher serial replaces a lower one."""

    serial: int
    site: str
    name: str
    keys: PublicKeys
    scope: tuple[ScopeOrganization, ...]
    number_block: int
    valid_from: str

    def to_record(self) -> dict[str, Any]:
        """As a JSON object, for a reply or a county package."""
        return {
            "serial": self.serial,
            "site": self.site,
            "name": self.name,
            "keys": self.keys.to_bytes().hex(),
            "scope": scope_record(self.scope),
            "number_block": self.number_block,
            "valid_from": self.valid_from,
        }

    @classmethod
    def from_record(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_record` wrote.

        Raises:
            PackageError: something is missing or of the wrong shape.
        """
        return cls(
            checked(values, "serial", is_count),
            checked(values, "site", is_token),
            checked(values, "name", is_name),
            read_keys(values, "keys"),
            read_scope(values),
            checked(values, "number_block", is_count),
            checked(values, "valid_from", is_date),
        )


@dataclass(frozen=True, slots=True)
class Revocation:
    """One key pair of one site that is void from a day on."""

    site: str
    key_id: str
    revoked_on: str
    reason: RevocationReason


@dataclass(frozen=True, slots=True)
class Revocations:
    """The whole list; each new list of a county has a higher number."""

    number: int
    entries: tuple[Revocation, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """As a JSON object, for a reply or a county package."""
        return {
            "number": self.number,
            "entries": [
                {
                    "site": entry.site,
                    "key_id": entry.key_id,
                    "revoked_on": entry.revoked_on,
                    "reason": entry.reason,
                }
                for entry in self.entries
            ],
        }

    @classmethod
    def from_record(cls, values: Mapping[str, Any], known_number: int = 0) -> Self:
        """Read what `to_record` wrote; an older list than the known one is refused, or a void key
        could be brought back to life by an old package.

        Raises:
            PackageError: wrong shape, or older than `known_number`.
        """
        number = checked(values, "number", is_count)
        if number < known_number:
            raise REVOCATIONS_OLD.error(found=number, known=known_number)
        return cls(number, tuple(_revocation(entry) for entry in _entries(values, "entries")))


def scope_record(scope: Iterable[ScopeOrganization]) -> list[dict[str, str]]:
    """A scope as a JSON list."""
    return [asdict(place) for place in scope]


def read_scope(values: Mapping[str, Any]) -> tuple[ScopeOrganization, ...]:
    """The scope out of a JSON object that has one.

    Raises:
        PackageError: missing or of the wrong shape.
    """
    return tuple(_scope(entry) for entry in _entries(values, "scope"))


def read_keys(values: Mapping[str, Any], name: str) -> PublicKeys:
    """Public keys out of a JSON object.

    Raises:
        PackageError: missing or unusable.
    """
    return PublicKeys.from_bytes(bytes.fromhex(checked(values, name, is_hex)))


def _entries(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entries = checked(values, name, lambda value: isinstance(value, list))
    if not all(isinstance(entry, dict) for entry in entries):
        raise DOCUMENT_DAMAGED.error()
    return list(entries)


def _scope(entry: Mapping[str, Any]) -> ScopeOrganization:
    # Replies of the first program version name neither parent nor kind.
    parent, kind = entry.get("parent", ""), entry.get("kind", "")
    if (parent and not is_token(parent)) or (kind and not is_name(kind)):
        raise DOCUMENT_DAMAGED.error()
    return ScopeOrganization(
        checked(entry, "id", is_token), checked(entry, "name", is_name), parent, kind
    )


def _revocation(entry: Mapping[str, Any]) -> Revocation:
    return Revocation(
        checked(entry, "site", is_token),
        checked(entry, "key_id", is_key_id),
        checked(entry, "revoked_on", is_date),
        RevocationReason(checked(entry, "reason", lambda value: value in set(RevocationReason))),
    )
