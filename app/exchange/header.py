"""The signed cover of a package: what it says, and the one way to write it as bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import orjson

from app.exchange.parties import PROGRAM
from app.exchange.refusals import HEAD_DAMAGED, NEWER
from app.exchange.shapes import (
    is_count,
    is_counts,
    is_digest,
    is_key_id,
    is_name,
    is_newer,
    is_previous,
    is_time,
    is_token,
    is_version,
    is_wrapped_key,
)


class Kind(StrEnum):
    """What a package is."""

    REPORT = "report"
    ISSUE = "issue"
    RECEIPT = "receipt"

    @property
    def label(self) -> str:
        """The name the clerk knows."""
        return {"report": "上报数据包", "issue": "下发数据包", "receipt": "回执"}[self.value]


@dataclass(frozen=True, slots=True)
class Header:
    """Everything on the cover. Nothing personal stands here: it is readable by any finder."""

    format: int
    min_reader: str
    suite: int
    kind: Kind
    sender: str
    sender_name: str
    sender_key: str
    incarnation: str
    receiver: str
    receiver_name: str
    receiver_key: str
    sequence: int
    previous: str
    created_at: str
    counts: Mapping[str, int]
    plain_size: int
    content: str
    size: int
    cipher: str
    key: str

    @property
    def rows(self) -> int:
        """All records together."""
        return sum(self.counts.values())

    def to_bytes(self) -> bytes:
        """The canonical form, which is what gets signed."""
        return _canonical({field.name: getattr(self, field.name) for field in fields(self)})

    def binding(self) -> bytes:
        """What is settled before the content is written; ties the file key to this cover."""
        return _canonical({name: getattr(self, name) for name in _SETTLED})


def _canonical(values: Mapping[str, Any]) -> bytes:
    return orjson.dumps(dict(values), option=orjson.OPT_SORT_KEYS)


_SETTLED = (
    *("format", "min_reader", "suite", "kind", "sequence", "previous", "created_at"),
    *("sender", "sender_key", "incarnation", "receiver", "receiver_key"),
)


def parse_header(data: bytes) -> Header:
    """Read a cover; it may end in spaces and may carry entries of newer versions.

    Raises:
        PackageError: not canonical, something missing, or a value of the wrong shape.
    """
    values = read_values(data)
    known: dict[str, Any] = {name: values.get(name) for name in _CHECKS}
    if not all(check(known[name]) for name, check in _CHECKS.items()):
        refuse_newer(values)
        raise HEAD_DAMAGED.error()
    return Header(**{**known, "kind": Kind(str(known["kind"]))})


def read_values(data: bytes) -> dict[str, Any]:
    """The entries of a cover, unchecked but for their one canonical spelling.

    Raises:
        PackageError: not canonical JSON.
    """
    text = data.rstrip(b" ")
    try:
        values = orjson.loads(text)
        # One spelling only: no repeated keys, no other order, nothing a second parser reads
        # differently from this one.
        if not isinstance(values, dict) or _canonical(values) != text:
            raise HEAD_DAMAGED.error()
    except (orjson.JSONDecodeError, orjson.JSONEncodeError) as error:
        raise HEAD_DAMAGED.error() from error
    return values


def refuse_newer(values: Mapping[str, Any]) -> None:
    """Name the version, when a cover that cannot be read asks for a newer program.

    Raises:
        PackageError: it does.
    """
    version = values.get("min_reader")
    if is_version(version) and is_newer(str(version), PROGRAM):
        raise NEWER.error(version=version)


_CHECKS: dict[str, Callable[[object], bool]] = {
    "format": is_count,
    "min_reader": is_version,
    "suite": is_count,
    "kind": lambda value: isinstance(value, str) and value in set(Kind),
    "sender": is_token,
    "sender_name": is_name,
    "sender_key": is_key_id,
    "incarnation": is_token,
    "receiver": is_token,
    "receiver_name": is_name,
    "receiver_key": is_key_id,
    "sequence": is_count,
    "previous": is_previous,
    "created_at": is_time,
    "counts": is_counts,
    "plain_size": is_count,
    "content": is_digest,
    "size": is_count,
    "cipher": is_digest,
    "key": is_wrapped_key,
}
