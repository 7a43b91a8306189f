"""The answer to packages: what was received, what is confirmed, and which rows come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from app.exchange.announcement import ENTRY
from app.exchange.body import SORT, Content
from app.exchange.codec import (
    Count,
    Digest,
    Entry,
    Record,
    Token,
    list_of,
    record_of,
)
from app.exchange.header import Kind
from app.exchange.package import Package
from app.exchange.refusals import RECEIPT_DAMAGED, WRONG_KIND
from app.exchange.shapes import is_counts

RETURNED = "row_return"
"""The only rows a receipt may carry: what was sent back, with its reason."""

MOST = 100_000
"""Rows one receipt may send back; a whole county sends back some thousand in a year."""


@dataclass(frozen=True, slots=True)
class Received(Record):
    """One package that was received; `counts` are rows by what became of them."""

    refusal = RECEIPT_DAMAGED
    incarnation: Token
    sequence: Count
    digest: Digest
    counts: Annotated[Mapping[str, int], Entry(is_counts, write=dict)]


_PACKAGES = list_of(record_of(Received))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receiver confirms and sends back.

    `confirmed` says per incarnation of the reader how far the writer holds it, `digests` per
    table what both should hold, `incarnations` whose writes the lines name, `keys` what an
    announcement says, `audit_kept` per incarnation the newest entry of the reader's audit trail
    that the writer has seen, with its link.
    """

    received: tuple[Received, ...]
    confirmed: Mapping[str, int] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    audit_head: str = ""
    incarnations: Sequence[object] = ()
    keys: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[dict[str, Any], ...] = ()
    audit_kept: Mapping[str, Any] = field(default_factory=dict)


def receipt_content(receipt: Receipt) -> Content:
    """A receipt as the content of a package."""
    manifest: dict[str, Any] = {
        "received": [package.to_record() for package in receipt.received],
        "confirmed": dict(receipt.confirmed),
        "digests": dict(receipt.digests),
        "audit_head": receipt.audit_head,
        "incarnations": list(receipt.incarnations),
        "audit_kept": dict(receipt.audit_kept),
    }
    if receipt.keys:
        manifest[ENTRY] = dict(receipt.keys)
    return Content(manifest, receipt.lines)


def read_receipt(package: Package) -> Receipt:
    """Read the receipt in an opened package, to its end.

    Raises:
        PackageError: not a receipt, not as the sender sealed it, or with other rows in it.
    """
    kind = package.header.kind
    if kind is not Kind.RECEIPT:
        raise WRONG_KIND.error(found=kind.label, wanted=Kind.RECEIPT.label)
    lines: list[dict[str, Any]] = []
    for line in package:
        if line.get(SORT) != RETURNED or "facts" in line or len(lines) == MOST:
            raise RECEIPT_DAMAGED.error()
        lines.append(line)
    said: Any = package.manifest
    received, head, digests = said.get("received"), said.get("audit_head"), said.get("digests")
    confirmed, names = said.setdefault("confirmed", {}), said.setdefault("incarnations", [])
    right = _PACKAGES.is_right(received) and isinstance(head, str) and isinstance(names, list)
    if not right or not isinstance(confirmed, dict) or not _is_digests(digests):
        raise RECEIPT_DAMAGED.error()
    packages = tuple(_PACKAGES.read(received))
    keys = said.get(ENTRY) or {}
    return Receipt(packages, confirmed, digests, head, names, keys, tuple(lines))


def _is_digests(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
