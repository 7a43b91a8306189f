"""Rows of any register: ids in order, rows with what their references are called, what is due."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.data import rows as stored
from app.data import site
from app.data.database import Connection
from app.data.queries.organizations import subtree_sql
from app.data.queries.register_views import of_view
from app.data.queries.row_conditions import Asked, in_year, says
from app.data.queries.titles import Titles
from app.domain.columns_beside import owned_by_person
from app.domain.entity import REGISTRY, Entity, Field, Kind, Value
from app.domain.known_days import latest
from app.domain.people.names import search_key, sort_key
from app.domain.registers import Due, Register, date_of
from app.domain.wording import words_of

_SOUNDED = (Kind.TEXT, Kind.PERSON_NAME)
_LONGEST_SOUNDED = 40
"""Characters of a text that are found by pinyin; nobody types the sounds of a paragraph."""
_AT_ONCE = 500
_PEOPLE_BELOW = f"SELECT uid FROM member WHERE organization IN ({subtree_sql()})"  # noqa: S608  (our own names)


@dataclass(frozen=True, slots=True)
class RowFilter:
    """What a list shows; `words` are fields and what they must say."""

    text: str = ""
    organization: bytes | None = None
    words: Mapping[str, Value] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    year: str = ""
    view: str = ""
    today: datetime.date = datetime.date.min
    """What the dates of a named view are compared with."""


ORGANIZATION, YEAR, VIEW = "organization", "by year", "by view"
"""Filters that are no field; no field is called so."""


def row_filter(
    text: str,
    filters: Mapping[str, Any],
    today: datetime.date,
    sort: str = "",
    descending: bool = False,
) -> RowFilter:
    """What a list asks for by the keys of its filters."""
    words = dict(filters)
    return RowFilter(
        text,
        organization=words.pop(ORGANIZATION, None),
        year=words.pop(YEAR, ""),
        view=words.pop(VIEW, ""),
        words=words,
        sort=sort,
        descending=descending,
        today=today,
    )


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line; `named` is what its references lead to."""

    id: int
    uid: bytes
    values: Mapping[str, Value]
    named: Mapping[str, str]

    def words(self, about: Field, *, full: bool = False) -> str:
        """A field as people read it."""
        value, named = self.values.get(about.name), self.named.get(about.name, "")
        return words_of(about, value, full=full, named=named)


@dataclass(frozen=True, slots=True)
class DueRow:
    """A date that comes, or has gone by: `days` is negative then."""

    register: str
    uid: bytes
    title: str
    text: str
    on: str
    days: int


class RegisterIndex:
    """The texts of one register in memory, so that every key of a search is answered at once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._texts: dict[int, str] = {}
        self._seen = -1
        self._others: object = None
        self._asked: object = None
        self._ordered: list[int] = []

    def ids(self, connection: Connection, wanted: RowFilter) -> list[int]:
        """Ids that fit, in order; empty fields come last in either direction."""
        found = self._in_order(connection, replace(wanted, text=""))
        if not wanted.text:
            return list(found)
        self._catch_up(connection)
        text_of = self._texts.get
        for part in wanted.text.lower().split():
            found = [number for number in found if part in text_of(number, "")]
        return found

    def _in_order(self, connection: Connection, wanted: RowFilter) -> list[int]:
        """The same without a text: kept from key to key, until any action has written."""
        asked = (wanted, site.get(connection, "lseq"))
        if asked != self._asked:
            rows = _asked(connection, self._register, wanted)
            self._ordered = _ordered(connection, self._register, wanted, rows)
            self._asked = asked
        return self._ordered

    def _catch_up(self, connection: Connection) -> None:
        """Take over what was written since; everything where a row that is referred to changed."""
        entity = self._register.entity
        searched = self._register.fields(self._register.searched)
        others = [_newest(connection, f.refers_to) for f in searched if f.refers_to]
        newest = _newest(connection, entity.name)
        if others != self._others:
            self._texts, self._seen, self._others = {}, -1, others
        if newest == self._seen:
            return
        titles = Titles(connection)
        columns = ", ".join(f.name for f in searched)
        for number, *values in connection.execute(
            f"SELECT id, {columns} FROM {entity.name} WHERE lseq > ?",  # noqa: S608
            (self._seen,),
        ):
            told = zip(searched, values, strict=True)
            self._texts[number] = " ".join(_searched(titles, f, v) for f, v in told if v)
        self._seen = newest


def _newest(connection: Connection, table: str) -> int:
    return int(connection.execute(f"SELECT max(lseq) FROM {table}").fetchone()[0] or 0)  # noqa: S608


def _searched(titles: Titles, about: Field, value: Value) -> str:
    text = titles.title(about.refers_to, value) if about.refers_to else str(value)
    if about.kind is Kind.PHONE:
        return text.replace("-", "")
    if about.kind is Kind.NOTE or len(text) > _LONGEST_SOUNDED:
        return text.lower()
    return search_key(text, None, None).lower()


def _asked(connection: Connection, register: Register, wanted: RowFilter) -> list[Any]:
    entity = register.entity
    asked: list[Asked] = [("t.gone = 0", [])]
    for name, value in wanted.words.items():
        if entity.field(name).kind in (Kind.CHOICE, Kind.MANY):
            asked.append(says(entity, (name, (str(value),))))
        else:
            asked.append((f"t.{name} = ?", [value]))
    if wanted.view:
        asked += of_view(register, register.view(wanted.view), wanted.today)
    if wanted.year and register.dated:
        asked.append(in_year(register.dated, wanted.year))
    if wanted.organization is not None and entity.belongs_to == "organization":
        asked.append(_below(wanted.organization, f"t.{entity.owner} IN ({subtree_sql()})"))
    elif wanted.organization is not None and owned_by_person(entity):
        asked.append(_below(wanted.organization, f"t.{entity.owner} IN ({_PEOPLE_BELOW})"))
    order = entity.field(wanted.sort or register.sort).name
    return connection.execute(
        f"SELECT t.id, t.{order} FROM {entity.name} t "  # noqa: S608  (declared names)
        f"WHERE {' AND '.join(sql for sql, _ in asked)} ORDER BY t.id",
        [value for _, values in asked for value in values],
    ).fetchall()


def _below(organization: bytes, sql: str) -> Asked:
    """A condition about an organization with everything below it."""
    bound: list[Value] = [organization] * sql.count(":root")
    return sql.replace(":root", "?"), bound


def _ordered(
    connection: Connection, register: Register, wanted: RowFilter, found: Sequence[Any]
) -> list[int]:
    key = _key(connection, register.entity.field(wanted.sort or register.sort))
    known = [row for row in found if row[1] is not None]
    ordered = sorted(known, key=lambda row: key(row[1]), reverse=wanted.descending)
    return [row[0] for row in (*ordered, *(row for row in found if row[1] is None))]


def _key(connection: Connection, about: Field) -> Callable[[Any], Any]:
    if about.kind is Kind.REFERENCE:
        titles = Titles(connection)
        return lambda uid: sort_key(titles.title(about.refers_to, uid))
    if about.kind in _SOUNDED:
        return sort_key
    if about.kind is Kind.CHOICE:
        places = {word: place for place, word in enumerate(about.choices)}
        return lambda word: (places.get(word, len(places)), word)
    return lambda value: value


def register_rows(
    connection: Connection, entity: Entity, ids: Sequence[int]
) -> Iterator[RegisterRow]:
    """Rows of these ids in their order; ids that are gone are left out."""
    titles = Titles(connection)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        where = f"id IN ({', '.join('?' * len(some))})"
        made = {row.id: row for row in rows_where(connection, titles, entity, where, some)}
        yield from (made[number] for number in some if number in made)


def hanging_rows(connection: Connection, entity: Entity, owner: bytes) -> list[RegisterRow]:
    """What hangs on one row, in the order of its dates where it has any."""
    dated = date_of(entity) or "id"
    where = f"{entity.owner} = ? AND gone = 0 ORDER BY {dated}, id"
    return list(rows_where(connection, Titles(connection), entity, where, (owner,)))


def rows_naming(connection: Connection, entity: Entity, name: str, uid: bytes) -> list[bytes]:
    """Rows in use that name this one by a reference."""
    found = connection.execute(
        f"SELECT uid FROM {entity.name} WHERE gone = 0 AND {name} = ? ORDER BY id",  # noqa: S608
        (uid,),
    )
    return [bytes(row[0]) for row in found]


def every_row(connection: Connection, entity: Entity) -> Iterator[RegisterRow]:
    """Every row in use, in order of entry."""
    yield from rows_where(connection, Titles(connection), entity, "gone = 0 ORDER BY id", ())


def every_value(connection: Connection, entity: Entity) -> Iterator[tuple[bytes, dict[str, Value]]]:
    """Identity and fields of every row in use; nothing is looked up for them."""
    names = [f.name for f in entity.fields]
    for uid, *rest in connection.execute(
        f"SELECT uid, {', '.join(names)} FROM {entity.name} WHERE gone = 0 ORDER BY id"  # noqa: S608
    ):
        yield uid, dict(zip(names, rest, strict=True))


def rows_where(
    connection: Connection,
    titles: Titles,
    entity: Entity,
    where: str,
    bound: Sequence[Value],
) -> Iterator[RegisterRow]:
    """Rows that fulfil a condition of our own."""
    names = [f.name for f in entity.fields]
    led = [f for f in entity.fields if f.kind is Kind.REFERENCE]
    found = connection.execute(
        f"SELECT id, uid, {', '.join(names)} FROM {entity.name} WHERE {where}",  # noqa: S608
        bound,
    ).fetchall()
    for number, uid, *rest in found:
        values: dict[str, Value] = dict(zip(names, rest, strict=True))
        named = {f.name: titles.told(f.refers_to, values[f.name]) for f in led if values[f.name]}
        yield RegisterRow(number, uid, values, named)


def totals_of(connection: Connection, register: Register, ids: Sequence[int]) -> dict[str, Value]:
    """The sums of what is declared to be added up, over these rows."""
    if not register.totals:
        return {}
    asked = ", ".join(f"total({name})" for name in register.totals)
    sums = [0.0] * len(register.totals)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        found = connection.execute(
            f"SELECT {asked} FROM {register.key} WHERE id IN ({marks})",  # noqa: S608
            some,
        ).fetchone()
        sums = [one + more for one, more in zip(sums, found, strict=True)]
    whole = (Kind.MONEY, Kind.NUMBER)
    fields = register.fields(register.totals)
    return {
        f.name: int(total) if f.kind in whole else total
        for f, total in zip(fields, sums, strict=True)
    }


def due_rows(connection: Connection, register: Register, today: datetime.date) -> Iterator[DueRow]:
    """What falls due within the days that are declared, or has already."""
    if register.due is not None:
        yield from _due(connection, register, register.entity, register.due, today)
    for table, due in register.below_due:
        yield from _due(connection, register, REGISTRY[table], due, today)


def _due(
    connection: Connection, register: Register, entity: Entity, due: Due, today: datetime.date
) -> Iterator[DueRow]:
    """Of one table; what hangs on a row leads to that row."""
    row = "uid" if entity is register.entity else entity.owner
    still = f"AND {due.while_field} IN ({', '.join('?' * len(due.words))})" if due.words else ""
    last = today + datetime.timedelta(days=due.days)
    found = connection.execute(
        f"SELECT {row}, {entity.title}, {due.field} FROM {entity.name} "  # noqa: S608
        f"WHERE gone = 0 AND {due.field} IS NOT NULL AND substr({due.field}, 1, 4) <= ? {still}",
        (f"{last.year:04}", *due.words),
    )
    for uid, title, on in found:
        day = latest(on)
        if day <= last:
            yield DueRow(register.key, uid, str(title), due.text, on, (day - today).days)


def same_rows(
    connection: Connection, register: Register, values: Mapping[str, Value], but: bytes
) -> int:
    """How many other rows say the same by what tells rows of this register apart."""
    asked = " AND ".join(f"{name} IS ?" for name in register.same)
    found = connection.execute(
        f"SELECT count(*) FROM {register.key} WHERE gone = 0 AND uid <> ? AND {asked}",  # noqa: S608
        (but, *(values.get(name) for name in register.same)),
    )
    return int(found.fetchone()[0])


def row_values(connection: Connection, entity: Entity, uid: bytes) -> dict[str, Value] | None:
    """Every declared field of one row, for its form; None when it is not in use."""
    found = connection.execute(
        f"SELECT gone FROM {entity.name} WHERE uid = ?",  # noqa: S608  (declared name)
        (uid,),
    ).fetchone()
    return None if found is None or found[0] else stored.values_of(connection, entity, uid)
