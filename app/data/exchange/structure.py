"""Whether a line has the shape its declaration asks for: checked before anything is joined.

A business rule that fails is joined and shown; a reference that is none, a number that is text, a
date that is none or a row that does not say whose it is would poison whatever reads it later.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, partial

from app.data.exchange.records import STAMP_WIDTH, FactsRecord, Line, RowRecord
from app.data.ownership import leading
from app.data.schema import SQL_TYPES
from app.domain.entity import REGISTRY, Entity, Field, Kind, Scope, Value
from app.domain.errors import PackageError
from app.domain.exchange.versions import GONE, LATEST
from app.domain.partial_date import is_date

UID_DIGITS = 32
LONGEST_TEXT = 20_000
"""Characters of one value; the longest field that is declared holds a fifth of it."""
LONGEST_OPERATOR = 1_000
"""Characters of the name of whoever wrote it: it stands in every list of who changed what."""
HIGHEST = LATEST
"""Counters and numbers beyond this are read differently by other programs."""

Check = Callable[[Value], bool]
_HEXADECIMAL = frozenset("0123456789abcdef")


def check_line(line: Line) -> None:
    """One line of a table that is known here.

    Raises:
        ValueError: it is not what such a line holds.
    """
    entity = REGISTRY.get(str(line.get("table")))
    if entity is None:
        return
    check_travels(entity)
    try:
        if entity.facts:
            check_facts(entity, FactsRecord.parse(line))
            return
        record = RowRecord.parse(line)
    except (PackageError, TypeError) as error:
        raise ValueError(str(error)) from error
    check_row(entity, record)
    if len({*record.values, *record.explicit}) > 1:
        check_new(entity, record)


def check_travels(entity: Entity) -> None:
    """Raises:
    ValueError: rows of this kind never leave a store; no program of ours sends them.
    """
    if entity.scope is Scope.LOCAL:
        raise ValueError(f"{entity.name} stays where it was written")


def check_row(entity: Entity, record: RowRecord) -> None:
    """Every value that the record brings, whoever wrote it and whether it stands or is shown.

    Raises:
        ValueError: a value of another kind, or a counter beyond all counting.
    """
    checks, needed = _checks(entity), _needed(entity)
    _check_values(checks, record.values)  # a hundred thousand rows pass here
    for name, versions in record.explicit.items():
        for write in versions.siblings:
            if write.value is not None:
                _check_values(checks, {name: write.value})
            elif name in needed:
                raise ValueError(f"{entity.name} without {name}")
        _check_counters(versions.context.values())
        _check_counters(n for write in versions.siblings for n in (write.clock, write.rank))
        _check_operators(write.operator for write in versions.siblings)
    before = {name: write.value for name, write in record.before.items()}
    _check_values(checks, {name: value for name, value in before.items() if value is not None})
    _check_counters((record.stamp.n, record.stamp.clock, record.stamp.rank))
    _check_operators((record.stamp.operator, *(write.operator for write in record.before.values())))


def is_notice(entity: Entity, record: RowRecord) -> bool:
    """Whether it only tells where a row went, which may never have been here."""
    said = {*record.values, *record.explicit}
    return len(said) == 1 and said <= set(leading(entity))


def check_new(entity: Entity, record: RowRecord) -> None:
    """A row that is not here yet.

    Raises:
        ValueError: it leaves out a reference without which nobody could say whose it is.
    """
    for name in _needed(entity):
        if record.shown(name) is None:
            raise ValueError(f"{entity.name} without {name}")


def check_facts(entity: Entity, record: FactsRecord) -> None:
    """Raises:
    ValueError: see `check_row` and `check_new`.
    """
    checks = _checks(entity)
    columns: dict[str, tuple[Value, ...]] = dict.fromkeys(record.fields, ())
    if record.rows:
        values = list(zip(*record.rows, strict=True))[STAMP_WIDTH:]
        columns = dict(zip(record.fields, values, strict=True))
    for name, column in columns.items():
        _check_column(checks, name, set(column) - {None})
    for name in _needed(entity):
        if None in columns.get(name, (None,)):
            raise ValueError(f"{entity.name} without {name}")
    for counters in list(zip(*record.rows, strict=True))[2:5]:
        _check_counters(counters)
    _check_operators({str(row[5]) for row in record.rows})


@cache
def _needed(entity: Entity) -> tuple[str, ...]:
    return tuple(f.name for f in entity.fields if f.required and f.kind is Kind.REFERENCE)


@cache
def _checks(entity: Entity) -> Mapping[str, Check]:
    return {field.name: _check_of(field) for field in entity.fields}


def _check_of(field: Field) -> Check:
    if field.kind is Kind.REFERENCE:
        return _is_identities if field.name == "supersedes" else _is_identity
    if field.kind in _LENGTHS:
        return partial(_is_date, _LENGTHS[field.kind])
    return {str: _is_text, int: _is_whole, float: _is_number}[SQL_TYPES[field.kind]]


def _check_values(checks: Mapping[str, Check], values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        # A field of a newer program holds whatever that program puts there, if not without end.
        if name != GONE and not checks.get(name, _is_short)(value):
            raise ValueError(f"{name}: {type(value).__name__}")


def _check_column(checks: Mapping[str, Check], name: str, values: set[Value]) -> None:
    check = checks.get(name, _is_short)
    if check is _is_identity:
        sound = _are_identities(values)
    else:
        sound = name == GONE or all(map(check, values))
    if not sound:
        raise ValueError(f"{name}: a value of another kind")


def _is_text(value: Value) -> bool:
    return type(value) is str and len(value) <= LONGEST_TEXT


_LENGTHS = {Kind.DATE: (4, 7, 10), Kind.MONTH: (7,), Kind.DAY: (10,)}
"""How much of a date is known: a year, a month, a day."""


def _is_date(lengths: Collection[int], value: Value) -> bool:
    return type(value) is str and len(value) in lengths and is_date(value)


def _is_short(value: Value) -> bool:
    return not isinstance(value, str) or len(value) <= LONGEST_TEXT


def _is_number(value: Value) -> bool:
    # Neither infinite nor no number at all.
    return isinstance(value, int | float) and abs(value) <= HIGHEST


def _is_whole(value: Value) -> bool:
    return isinstance(value, int) and abs(value) <= HIGHEST


def _is_identity(value: Value) -> bool:
    return type(value) is str and len(value) == UID_DIGITS and _HEXADECIMAL.issuperset(value)


def _are_identities(values: set[Value]) -> bool:
    """The same of many at once: half a million pass here."""
    texts = [value for value in values if type(value) is str]
    widths = set(map(len, texts))
    whole = len(texts) == len(values) and widths <= {UID_DIGITS}
    return whole and _HEXADECIMAL.issuperset("".join(texts))


def _is_identities(value: Value) -> bool:
    whole = type(value) is str and bool(value) and len(value) % UID_DIGITS == 0
    return whole and _HEXADECIMAL.issuperset(str(value))


def _check_operators(names: Iterable[str]) -> None:
    if any(len(name) > LONGEST_OPERATOR for name in names):
        raise ValueError("a name without an end")


def _check_counters(numbers: Iterable[int]) -> None:
    known = tuple(numbers)
    if set(map(type, known)) - {int, bool}:
        raise ValueError("a counter that is no number")
    if known and not -HIGHEST <= min(known) <= max(known) <= HIGHEST:
        raise ValueError("a counter beyond all counting")
