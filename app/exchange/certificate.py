"""What the county grants to a site, and which keys it has declared void."""

from dataclasses import dataclass
from typing import Annotated

from app.domain.exchange.revocation import RevocationReason
from app.exchange.codec import (
    Count,
    Day,
    Entry,
    KeyId,
    Keys,
    Name,
    Record,
    Token,
    list_of,
    or_empty,
    record_of,
)
from app.exchange.shapes import is_name, is_token


@dataclass(frozen=True, slots=True)
class ScopeOrganization(Record):
    """One organization (with all below it) that a site keeps, and where the county hangs it.
    Replies of the first program version name neither parent nor kind."""

    id: Token
    name: Name
    parent: Annotated[str, or_empty(is_token)] = ""
    kind: Annotated[str, or_empty(is_name)] = ""


Scope = Annotated[tuple[ScopeOrganization, ...], list_of(record_of(ScopeOrganization))]


@dataclass(frozen=True, slots=True)
class Certificate(Record):
    """What the county has granted: which keys speak for which organizations, and the block from
    which the site takes its certificate numbers. A higher serial replaces a lower one."""

    serial: Count
    site: Token
    name: Name
    keys: Keys
    scope: Scope
    number_block: Count
    valid_from: Day


_REASON = Entry(lambda value: value in set(RevocationReason), RevocationReason)


@dataclass(frozen=True, slots=True)
class Revocation(Record):
    """One key pair of one site that is void from a day on."""

    site: Token
    key_id: KeyId
    revoked_on: Day
    reason: Annotated[RevocationReason, _REASON]


@dataclass(frozen=True, slots=True)
class Revocations(Record):
    """The whole list; each new list of a county has a higher number."""

    number: Count
    entries: Annotated[tuple[Revocation, ...], list_of(record_of(Revocation))] = ()
