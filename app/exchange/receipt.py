"""The answer to packages: which ones were received, how many rows, and which rows came back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.exchange.body import SORT, Content, Record
from app.exchange.header import Kind
from app.exchange.package import Package, save_package
from app.exchange.parties import OwnSite, Peer
from app.exchange.refusals import RECEIPT_DAMAGED, WRONG_KIND
from app.exchange.sealing import Label, Sealed
from app.exchange.shapes import is_count, is_counts, is_digest, is_token

_RETURNED = "returned"
_REASON_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Received:
    """One package that was received; `counts` are rows by what became of them (applied …)."""

    incarnation: str
    sequence: int
    digest: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row that was sent back for correction."""

    table: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receiver confirms. `digests` (per table) and `audit_head` may be left empty."""

    received: tuple[Received, ...]
    returned: tuple[ReturnedRow, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    audit_head: str = ""


def save_receipt(
    path: Path, label: Label, sender: OwnSite, receiver: Peer, receipt: Receipt
) -> Sealed:
    """Write a receipt, sealed like any package; `label.kind` must be RECEIPT.

    Raises:
        PackageError: the stick is full, read-only, gone or faulty.
    """
    if label.kind is not Kind.RECEIPT:
        raise ValueError(f"a receipt labelled {label.kind}")
    return save_package(path, label, sender, receiver, receipt_content(receipt))


def receipt_content(receipt: Receipt) -> Content:
    """A receipt as the content of a package."""
    manifest = {
        "received": [
            {
                "incarnation": package.incarnation,
                "sequence": package.sequence,
                "digest": package.digest,
                "counts": dict(package.counts),
            }
            for package in receipt.received
        ],
        "digests": dict(receipt.digests),
        "audit_head": receipt.audit_head,
    }
    return Content(manifest, _rows(receipt))


def read_receipt(package: Package) -> Receipt:
    """Read the receipt in a package opened with `open_package(…, Kind.RECEIPT)`, to its end.

    Raises:
        PackageError: not a receipt, or not as the sender sealed it.
    """
    kind = package.header.kind
    if kind is not Kind.RECEIPT:
        raise WRONG_KIND.error(found=kind.label, wanted=Kind.RECEIPT.label)
    manifest = package.manifest
    returned = tuple(_returned(record) for record in package)
    received = manifest.get("received")
    digests, head = manifest.get("digests"), manifest.get("audit_head")
    if not isinstance(received, list) or not _is_digests(digests) or not isinstance(head, str):
        raise RECEIPT_DAMAGED.error()
    return Receipt(tuple(_received(entry) for entry in received), returned, digests or {}, head)


def _rows(receipt: Receipt) -> Iterator[Record]:
    for row in receipt.returned:
        yield {SORT: _RETURNED, "row": row.table, "id": row.id, "reason": row.reason}


def _returned(record: Mapping[str, Any]) -> ReturnedRow:
    row, uid, reason = record.get("row"), record.get("id"), record.get("reason")
    right = record.get(SORT) == _RETURNED and is_token(row) and is_token(uid)
    if not right or not isinstance(reason, str) or len(reason) > _REASON_LENGTH:
        raise RECEIPT_DAMAGED.error()
    return ReturnedRow(str(row), str(uid), reason)


def _received(entry: object) -> Received:
    if not isinstance(entry, dict):
        raise RECEIPT_DAMAGED.error()
    shapes = {
        "incarnation": is_token,
        "sequence": is_count,
        "digest": is_digest,
        "counts": is_counts,
    }
    if not all(check(entry.get(name)) for name, check in shapes.items()):
        raise RECEIPT_DAMAGED.error()
    return Received(entry["incarnation"], entry["sequence"], entry["digest"], entry["counts"])


def _is_digests(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
