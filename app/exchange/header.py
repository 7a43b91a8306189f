"""The signed cover of a package: what it says, and the one way to write it as bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import orjson

from app.domain.errors import PackageError
from app.exchange.codec import Count, Digest, Entry, KeyId, Moment, Name, Record, Token
from app.exchange.parties import PROGRAM
from app.exchange.refusals import HEAD_DAMAGED, NEWER
from app.exchange.shapes import (
    is_counts,
    is_newer,
    is_previous,
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


_KIND = Entry(lambda value: isinstance(value, str) and value in set(Kind), Kind)


@dataclass(frozen=True, slots=True)
class Header(Record):
    """Everything on the cover. Nothing personal stands here: it is readable by any finder."""

    format: Count
    min_reader: Annotated[str, Entry(is_version)]
    suite: Count
    kind: Annotated[Kind, _KIND]
    sender: Token
    sender_name: Name
    sender_key: KeyId
    incarnation: Token
    receiver: Token
    receiver_name: Name
    receiver_key: KeyId
    sequence: Count
    previous: Annotated[str, Entry(is_previous)]
    created_at: Moment
    counts: Annotated[Mapping[str, int], Entry(is_counts)]
    plain_size: Count
    content: Digest
    size: Count
    cipher: Digest
    key: Annotated[str, Entry(is_wrapped_key)]

    @property
    def rows(self) -> int:
        """All records together."""
        return sum(self.counts.values())

    def to_bytes(self) -> bytes:
        """The canonical form, which is what gets signed."""
        return _canonical(self.to_record())

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
    try:
        return Header.from_record(values)
    except PackageError:
        refuse_newer(values)
        raise HEAD_DAMAGED.error() from None


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
