"""Conditions of declarations in SQL: what a row says, and how a date of it lies to today."""

import datetime
from collections.abc import Iterable, Iterator

from app.data.database import Connection
from app.domain.entity import MANY_MARK, Entity, Kind, Value, When
from app.domain.registers import NOT_SAID, PAST, THIS_YEAR

_AT_ONCE = 500
Asked = tuple[str, list[Value]]
"""A condition about a table called `t`, and the values of its marks."""


def says(entity: Entity, when: When) -> Asked:
    """Whether a field says one of the words; "" is a field that says nothing."""
    name, words = when
    field, column = entity.field(name), f"t.{name}"
    if field.kind is Kind.FLAG:
        return f"{column} IN (?, ?)", [int("是" in words), int("否" not in words)]
    if field.kind is Kind.MANY:
        inside = f"instr('{MANY_MARK}' || {column} || '{MANY_MARK}', ?) > 0"
        any_of = [inside for word in words if word]
        bound_words: list[Value] = [f"{MANY_MARK}{word}{MANY_MARK}" for word in words if word]
        return _or_nothing(column, " OR ".join(any_of) or "0", words), bound_words
    said: list[Value] = [word for word in words if word]
    marks = ", ".join("?" * len(said))
    return _or_nothing(column, f"{column} IN ({marks})", words), said


def _or_nothing(column: str, condition: str, words: tuple[str, ...]) -> str:
    return f"({condition} OR {column} IS NULL)" if "" in words else f"({condition})"


def lies(name: str, how: str, today: datetime.date) -> Asked:
    """A date of which only the month or the year is known has gone by when all of it has."""
    column, day = f"t.{name}", today.isoformat()
    by_day = f"substr(?, 1, length({column}))"
    if how == THIS_YEAR:
        return in_year(name, day[:4])
    if how == NOT_SAID:
        return f"{column} IS NULL", []
    return f"{column} {'<' if how == PAST else '>='} {by_day}", [day]


def in_year(name: str, year: str) -> Asked:
    """Whether a date lies in a year."""
    return f"substr(t.{name}, 1, 4) = ?", [year]


def meeting(
    connection: Connection, entity: Entity, when: When, uids: Iterable[bytes]
) -> Iterator[bytes]:
    """Those of these rows that meet a condition."""
    condition, bound = says(entity, when)
    wanted = list(uids)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT uid FROM {entity.name} t WHERE {condition} AND uid IN ({marks})"  # noqa: S608
        yield from (row[0] for row in connection.execute(sql, (*bound, *some)))
