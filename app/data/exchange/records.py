"""What one line of a package says: a row with its versions, or a batch of facts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.data.rows import Row, Stamp
from app.domain.entity import Field, Kind, Value
from app.domain.errors import PackageError
from app.domain.exchange.versions import Sibling, Versions, decode, encode, joined, plain, single

FACTS = "facts"
STAMP_WIDTH = 6
"""A fact begins with its identity and the five parts of its stamp."""
_PLAIN = {str, int, float, bool}
_FACT_BEGINS = (str, str, int, int, int, str)
UID_BYTES = 16

PER_LINE = 500
Line = dict[str, Any]
"""One line of a package: a JSON object whose `table` says what it is about."""


@dataclass(frozen=True, slots=True)
class RowRecord:
    """One row: implied versions as plain values, edited ones in full, and for what is undecided
    the last common value."""

    entity: str
    uid: bytes
    stamp: Stamp
    values: dict[str, Value]
    explicit: dict[str, Versions]
    before: dict[str, Sibling] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the record says anything about a field."""
        return name in self.values or name in self.explicit

    def shown(self, name: str) -> Value:
        """The value a reader of the record would see."""
        if name in self.explicit:
            return self.explicit[name].shown.value
        return self.values.get(name)

    def versions(self) -> dict[str, Versions]:
        """The versions of every field, the implied ones made from the stamp."""
        made = {name: single(self.stamp.sibling(v)) for name, v in self.values.items()}
        return made | self.explicit

    def dots(self) -> Iterator[tuple[str, int]]:
        """Every write that the record knows of: per incarnation a counter."""
        yield self.stamp.site, self.stamp.n
        for versions in self.explicit.values():
            yield from versions.context.items()

    def join(self, other: "RowRecord") -> "RowRecord":
        """Both records as one."""
        mine, theirs = self.versions(), other.versions()
        stamp = max(self.stamp, other.stamp, key=lambda s: s.order)
        values: dict[str, Value] = {}
        explicit: dict[str, Versions] = {}
        for name in sorted({*mine, *theirs}):
            versions = joined(mine.get(name), theirs.get(name))
            assert versions is not None  # one of the two has it
            _tell(versions, name, stamp, values, explicit)
        before = {**self.before, **other.before}
        return RowRecord(self.entity, self.uid, stamp, values, explicit, before)

    def text(self) -> str:
        """The record as one line."""
        return json.dumps(self.line(), ensure_ascii=False)

    def line(self) -> Line:
        """The record as JSON carries it."""
        s = self.stamp
        made: Line = {
            "table": self.entity,
            "uid": self.uid.hex(),
            "by": [s.site, s.n, s.clock, s.rank, s.operator],
            "is": self.values,
        }
        if self.explicit:
            made["edited"] = {name: json.loads(encode(r)) for name, r in self.explicit.items()}
        if self.before:
            made["before"] = {
                name: [w.site, w.n, w.clock, w.operator, plain(w.value)]
                for name, w in self.before.items()
            }
        return made

    @classmethod
    def parse(cls, line: str | Line) -> "RowRecord":
        """Read a record.

        Raises:
            PackageError: the line has another shape.
        """
        try:
            parts: Line = json.loads(line) if isinstance(line, str) else line
            edited = parts.get("edited", {})
            explicit = {str(name): decode(state) for name, state in edited.items()}
            return cls(
                str(parts["table"]),
                _uid(parts["uid"]),
                _stamp(parts["by"]),
                _plain_values(parts["is"]),
                explicit,
                {str(name): _before(was) for name, was in parts.get("before", {}).items()},
            )
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise damaged() from error


@dataclass(frozen=True)
class FactsRecord:
    """Facts of one table: [uid, incarnation, n, clock, rank, operator, *fields]."""

    entity: str
    fields: tuple[str, ...]
    rows: list[list[Value]]

    @cached_property
    def uids(self) -> list[bytes]:
        """The identities of the facts, in their order: asked for at every step of a join."""
        whole = bytes.fromhex("".join(str(row[0]) for row in self.rows))
        return [whole[at : at + UID_BYTES] for at in range(0, len(whole), UID_BYTES)]

    def column(self, name: str) -> list[Value]:
        """What all the facts say in one field; nothing where the line does not have it."""
        if name not in self.fields:
            return [None] * len(self.rows)
        at = STAMP_WIDTH + self.fields.index(name)
        return [row[at] for row in self.rows]

    def line(self) -> Line:
        """The record as JSON carries it."""
        return {"table": self.entity, "fields": list(self.fields), FACTS: self.rows}

    def newest_of(self, incarnation: str) -> int:
        """The counter of the last fact that this incarnation wrote; 0 when there is none."""
        numbers = (row[2] for row in self.rows if row[1] == incarnation)
        return max((n for n in numbers if isinstance(n, int)), default=0)

    @classmethod
    def parse(cls, line: Line) -> "FactsRecord":
        """Read a record.

        Raises:
            PackageError: the line has another shape.
        """
        try:
            many = line[FACTS]
            names = tuple(str(name) for name in line["fields"])
            if not isinstance(many, list):
                raise TypeError("not facts")
            _check_facts(many, len(names) + STAMP_WIDTH)
            return cls(str(line["table"]), names, many)
        except (ValueError, TypeError, KeyError) as error:
            raise damaged() from error


def as_sent(field: Field) -> str:
    """A column of table `t` in the form in which the line of a package says it."""
    if field.kind is Kind.REFERENCE:
        return f"nullif(lower(hex(t.{field.name})), '')"
    return f"t.{field.name}"


def row_record(
    row: Row, only: Sequence[str] | None = None, before: Mapping[str, Sibling] | None = None
) -> RowRecord:
    """The record of a stored row; `only` cuts it down to a departure notice."""
    names = set(row.versions) if only is None else set(only) & set(row.versions)
    values: dict[str, Value] = {}
    explicit: dict[str, Versions] = {}
    for name in sorted(names):
        _tell(row.versions[name], name, row.stamp, values, explicit)
    return RowRecord(row.entity.name, row.uid, row.stamp, values, explicit, dict(before or {}))


def _tell(
    versions: Versions,
    name: str,
    stamp: Stamp,
    values: dict[str, Value],
    explicit: dict[str, Versions],
) -> None:
    value = versions.siblings[0].value
    if value is not None and versions == single(stamp.sibling(value)):
        values[name] = plain(value)
    else:
        explicit[name] = versions


def _uid(text: object) -> bytes:
    uid = bytes.fromhex(str(text))
    # One spelling: whoever compares the texts and whoever compares the bytes agree.
    if len(uid) != UID_BYTES or uid.hex() != text:
        raise ValueError("not an identity")
    return uid


def _check_facts(many: Sequence[Sequence[Any]], width: int) -> None:
    if set(map(len, many)) - {width}:
        raise ValueError("facts of another width")
    # Column by column: a million facts pass here.
    for column, kind in zip(zip(*many, strict=True), _FACT_BEGINS, strict=False):
        if set(map(type, column)) != {kind}:
            raise ValueError("not a stamp")
    texts = [row[0] for row in many]
    together = "".join(texts)
    if set(map(len, texts)) - {2 * UID_BYTES} or bytes.fromhex(together).hex() != together:
        raise ValueError("not an identity")


def _stamp(parts: Any) -> Stamp:
    site, n, clock, rank, operator = parts
    numbers = type(n) is int and type(clock) is int and type(rank) is int
    if not numbers or not isinstance(site, str) or not isinstance(operator, str):
        raise ValueError("not a stamp")
    return Stamp(site, n, clock, rank, operator)


def _before(parts: Any) -> Sibling:
    site, n, clock, operator, value = parts
    _plain_values({"value": value} if value is not None else {})
    stamp = _stamp([site, n, clock, 0, operator])
    return stamp.sibling(value)


def _plain_values(values: object) -> dict[str, Value]:
    if not isinstance(values, dict):
        raise TypeError("not values")
    if set(map(type, values.values())) - _PLAIN:
        raise ValueError("a value of another kind")
    return {str(name): value for name, value in values.items()}


def damaged() -> PackageError:
    """The refusal of content that is not what a package holds."""
    return PackageError(
        "数据包里有一条记录的内容不合格式，没有接收任何内容。",
        "请让对方重新导出数据包。",
        code="E-202-32",
    )
