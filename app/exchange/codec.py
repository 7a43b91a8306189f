"""How what sites hand each other is spelled: entries declared once, each with its shape."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, ClassVar, Self, get_type_hints

from app.exchange.keys import PublicKeys
from app.exchange.refusals import DOCUMENT_DAMAGED, Refusal
from app.exchange.shapes import (
    is_count,
    is_date,
    is_digest,
    is_hex,
    is_key_id,
    is_name,
    is_object,
    is_time,
    is_token,
)

_NEEDED = object()


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry must look like, and how it becomes a value. `missing` is what it is taken for
    where it is not there; a `sparse` one is not written while it says no more than that."""

    is_right: Callable[[object], bool]
    read: Callable[[Any], Any] = _as_it_is
    write: Callable[[Any], Any] = _as_it_is
    missing: Any = _NEEDED
    sparse: bool = False

    def value_in(self, values: Mapping[str, Any], name: str, refusal: Refusal) -> Any:
        """The value out of a JSON object.

        Raises:
            PackageError: it is missing or has another shape.
        """
        said = values.get(name)
        if said is None and self.missing is not _NEEDED:
            return self.missing
        if not self.is_right(said):
            raise refusal.error()
        return self.read(said)


class Record:
    """A frozen dataclass whose fields are declared as `Annotated[type, Entry]`; others are not
    part of what is written."""

    __slots__ = ()
    refusal: ClassVar[Refusal] = DOCUMENT_DAMAGED

    def to_record(self) -> dict[str, Any]:
        """As a JSON object."""
        said = ((name, entry, getattr(self, name)) for name, entry in entries(type(self)).items())
        return {
            name: entry.write(value)
            for name, entry, value in said
            if not (entry.sparse and value == entry.missing)
        }

    @classmethod
    def from_record(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_record` wrote.

        Raises:
            PackageError: something is missing or of the wrong shape.
        """
        made: Any = cls
        declared = entries(cls).items()
        return made(**{name: e.value_in(values, name, cls.refusal) for name, e in declared})  # type: ignore[no-any-return]


def entries(record: type[Record]) -> dict[str, Entry]:
    """The declared entries of a record, in order."""
    declared: Any = record
    return _declared(declared)


@cache
def _declared(record: Any) -> dict[str, Entry]:
    hints = get_type_hints(record, include_extras=True)
    told = ((name, getattr(hint, "__metadata__", ())) for name, hint in hints.items())
    return {name: part for name, parts in told for part in parts if isinstance(part, Entry)}


def _read_keys(text: str) -> PublicKeys:
    return PublicKeys.from_bytes(bytes.fromhex(text))


def _write_keys(keys: PublicKeys) -> str:
    return keys.to_bytes().hex()


def is_site(value: object) -> bool:
    """Whether this is the identity of a site in hexadecimal digits."""
    return is_token(value) and is_hex(value)


def in_hex(is_right: Callable[[object], bool]) -> Entry:
    """Bytes."""
    return Entry(is_right, bytes.fromhex, bytes.hex)


def record_of(made: type[Record]) -> Entry:
    """A record within a record."""
    return Entry(is_object, made.from_record, made.to_record)


def sparse(entry: Entry, missing: Any = None) -> Entry:
    """One that is written only when there is something to say."""
    return replace(entry, missing=missing, sparse=True)


def list_of(part: Entry, least: int = 0, most: int | None = None) -> Entry:
    """Several of one sort; of more than `most` the first are written."""

    def is_right(value: object) -> bool:
        if not isinstance(value, list) or not least <= len(value) <= (most or len(value)):
            return False
        return all(map(part.is_right, value))

    def read(said: list[Any]) -> tuple[Any, ...]:
        return tuple(map(part.read, said))

    def write(values: tuple[Any, ...]) -> list[Any]:
        return [part.write(value) for value in values[:most]]

    return Entry(is_right, read, write)


def or_empty(is_right: Callable[[object], bool]) -> Entry:
    """A text that may be empty."""
    return Entry(lambda value: value == "" or is_right(value), missing="")


PUBLIC_KEYS = Entry(is_hex, _read_keys, _write_keys)

Count = Annotated[int, Entry(is_count)]
Token = Annotated[str, Entry(is_token)]
SiteId = Annotated[str, Entry(is_site)]
Name = Annotated[str, Entry(is_name)]
Day = Annotated[str, Entry(is_date)]
Moment = Annotated[str, Entry(is_time)]
KeyId = Annotated[str, Entry(is_key_id)]
Digest = Annotated[str, Entry(is_digest)]
Secret = Annotated[bytes, in_hex(is_digest)]
Keys = Annotated[PublicKeys, PUBLIC_KEYS]
