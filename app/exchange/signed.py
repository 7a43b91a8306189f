"""Small signed files (`.xjs`): one line of JSON in its one canonical spelling."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import orjson

from app.domain.errors import PackageError
from app.domain.exchange.document_kind import DocumentKind
from app.exchange.codec import PUBLIC_KEYS, Record
from app.exchange.frame import DOCUMENT_MARK, MAGIC
from app.exchange.keys import PublicKeys, SiteKeys
from app.exchange.refusals import (
    DOCUMENT_DAMAGED,
    DOCUMENT_FORGED,
    DOCUMENT_KIND,
    DOCUMENT_NEWER,
    IS_A_PACKAGE,
    NOT_A_DOCUMENT,
)
from app.exchange.shapes import is_hex
from app.exchange.stick import reading, save_file
from app.exchange.suites import SUITE

Announced = TypeVar("Announced", bound=Record)

SUFFIX = ".xjs"
FORMAT = 1
LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Document:
    """A signed file as read; believe `body` only after `require_signature`."""

    kind: DocumentKind
    body: Mapping[str, Any]
    signature: bytes

    def require_signature(self, keys: PublicKeys) -> None:
        """Check who signed.

        Raises:
            PackageError: not signed by the holder of these keys, or changed since.
        """
        if not keys.verifies(self.signature, _signed(self.kind, self.body)):
            raise DOCUMENT_FORGED.error()

    def value(self, name: str, check: Callable[[object], bool]) -> Any:
        """An entry of the body that must have the right shape.

        Raises:
            PackageError: it is missing or has another shape.
        """
        value = self.body.get(name)
        if not check(value):
            raise DOCUMENT_DAMAGED.error()
        return value


def sign_document(kind: DocumentKind, body: Mapping[str, Any], keys: SiteKeys) -> bytes:
    """The bytes of a signed file."""
    return _spelled(
        {
            "body": dict(body),
            "format": FORMAT,
            "kind": kind,
            "signature": keys.sign.sign(_signed(kind, body)).hex(),
            "suite": SUITE,
            "xueji": "document",
        }
    )


def read_document(data: bytes, wanted: DocumentKind) -> Document:
    """Read a signed file up to, but not including, its signature.

    Raises:
        PackageError: another sort of file, damaged, from a newer version, or of another kind.
    """
    values = _loaded(data)
    if values.get("format") != FORMAT or values.get("suite") != SUITE:
        raise DOCUMENT_NEWER.error(format=_shown(values.get("format")))
    if _spelled(values) != data:
        raise DOCUMENT_DAMAGED.error()
    body, signature = values.get("body"), values.get("signature", "")
    if not isinstance(body, dict) or not is_hex(signature):
        raise DOCUMENT_DAMAGED.error()
    if values.get("kind") != wanted:
        known = [kind.label for kind in DocumentKind if kind == values.get("kind")]
        raise DOCUMENT_KIND.error(found=known[0] if known else "别的文件", wanted=wanted.label)
    return Document(wanted, body, bytes.fromhex(signature))


def read_announced(data: bytes, kind: DocumentKind, record: type[Announced]) -> Announced:
    """Read a signed file that is signed with the `keys` it announces.

    Raises:
        PackageError: another sort of file, damaged, or not signed with its own keys.
    """
    document = read_document(data, kind)
    document.require_signature(PUBLIC_KEYS.value_in(document.body, "keys", DOCUMENT_DAMAGED))
    return record.from_record(document.body)


def kind_of(data: bytes) -> DocumentKind | None:
    """What a signed file says it is, before anything in it is believed; None when it is none."""
    try:
        kind = _loaded(data).get("kind")
    except PackageError:
        return None
    return next((known for known in DocumentKind if known == kind), None)


def save_document(path: Path, data: bytes) -> None:
    """Write a signed file to a stick or folder so that it is there whole, or not at all.

    Raises:
        PackageError: the stick is full, read-only, gone or faulty.
    """
    save_file(path, lambda target: target.write(data), lambda source, _: _require(source, data))


def load_document(path: Path) -> bytes:
    """The bytes of what may be a signed file.

    Raises:
        PackageError: it is not there, or cannot be read.
    """
    with reading(path) as source:
        # One byte more than allowed is enough for `read_document` to refuse it.
        return source.read(LARGEST + 1)


def _require(source: BinaryIO, data: bytes) -> None:
    if source.read() != data:
        raise DOCUMENT_DAMAGED.error()


def _loaded(data: bytes) -> dict[str, Any]:
    if data.startswith(MAGIC):
        raise IS_A_PACKAGE.error()
    if not data.startswith(DOCUMENT_MARK) or len(data) > LARGEST:
        raise NOT_A_DOCUMENT.error()
    try:
        values = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise DOCUMENT_DAMAGED.error() from error
    if not isinstance(values, dict) or values.get("xueji") != "document":
        raise NOT_A_DOCUMENT.error()
    return values


def _shown(value: object) -> str:
    return str(value) if type(value) is int else "未知"


def _spelled(values: Mapping[str, Any]) -> bytes:
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def _signed(kind: DocumentKind, body: Mapping[str, Any]) -> bytes:
    return b"xueji document\0" + kind.encode() + b"\0" + _spelled(body)
