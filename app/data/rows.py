"""Rows with their versions: what is implied by a row's stamp, what is stored, what is shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.data.database import Connection
from app.data.schema import to_column
from app.domain.entity import Entity, Value
from app.domain.exchange.versions import (
    GONE,
    Sibling,
    Versions,
    ancestor,
    decode,
    dropped,
    encode,
    plain,
    single,
)
from app.domain.people.names import search_key, sort_key

STAMP = ("site", "n", "clock", "rank", "operator", "lseq", "via")
"""The columns that say who wrote a row and when this store last saw it change."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who created a row (or last re-based it): incarnation key, counter, clock, rank, operator."""

    site: str
    n: int
    clock: int
    rank: int
    operator: str

    def sibling(self, value: Value) -> Sibling:
        """The write of one field that this stamp implies."""
        return Sibling(self.site, self.n, self.clock, self.rank, self.operator, plain(value))

    @property
    def order(self) -> tuple[int, str]:
        """The greater of two stamps becomes the row's."""
        return self.n, self.site


@dataclass(slots=True)
class Row:
    """One stored row: its columns, its stamp, the versions of every field with the implied ones."""

    entity: Entity
    uid: bytes
    values: dict[str, Value]
    stamp: Stamp
    versions: dict[str, Versions]


def incarnation_number(connection: Connection, key: str) -> int:
    """The local number of an incarnation; a new one is noted."""
    found = connection.execute("SELECT id FROM incarnation WHERE key = ?", (key,)).fetchone()
    if found:
        return int(found[0])
    connection.execute("INSERT INTO incarnation(key) VALUES (?)", (key,))
    return int(connection.execute("SELECT last_insert_rowid()").fetchone()[0])


def _once(made: Callable[[Entity], str]) -> Callable[[Entity], str]:
    """Remember per declaration; hashing one means hashing all its fields, at every row."""
    known: dict[int, tuple[Entity, str]] = {}

    def sql(entity: Entity) -> str:
        found = known.get(id(entity))
        if found is None:
            found = known[id(entity)] = (entity, made(entity))
        return found[1]

    return sql


@_once
def _select(entity: Entity) -> str:
    names = ", ".join(f"t.{field.name}" for field in entity.fields)
    return (
        f"SELECT {names}, i.key, t.n, t.clock, t.rank, t.operator "  # noqa: S608
        f"FROM {entity.name} t JOIN incarnation i ON i.id = t.site WHERE t.uid = ?"
    )


def which_exist(connection: Connection, entity: Entity, uids: Sequence[bytes]) -> set[bytes]:
    """Those of these rows that are here."""
    found: set[bytes] = set()
    for start in range(0, len(uids), 500):
        some = uids[start : start + 500]
        marks = ", ".join("?" * len(some))
        here = connection.execute(
            f"SELECT uid FROM {entity.name} WHERE uid IN ({marks})",  # noqa: S608
            some,
        )
        found.update(row[0] for row in here)
    return found


def referring(connection: Connection, entity: Entity, field: str, uid: bytes) -> list[bytes]:
    """The rows whose `field` names `uid`."""
    column = entity.field(field).name
    found = connection.execute(
        f"SELECT uid FROM {entity.name} WHERE {column} = ?",  # noqa: S608  (declared names)
        (uid,),
    )
    return [row[0] for row in found]


@_once
def _insert(entity: Entity) -> str:
    extra = list(derived(entity, {})) + (["live"] if entity.facts else [])
    names = [field.name for field in entity.fields]
    columns = ["uid", *names, *extra, *STAMP]
    marks = ", ".join("?" * len(columns))
    ignore = "OR IGNORE " if entity.facts else ""
    return f"INSERT {ignore}INTO {entity.name}({', '.join(columns)}) VALUES ({marks})"  # noqa: S608


def insert(
    connection: Connection,
    entity: Entity,
    many: Iterable[tuple[bytes, Mapping[str, Value], Sequence[Value]]],
) -> None:
    """Raw bulk insert of identities, values and stamps: a hundred thousand rows move here."""
    names = [field.name for field in entity.fields]

    def parameters() -> Iterator[list[Value]]:
        for uid, values, stamp in many:
            row: list[Value] = [uid, *map(values.get, names)]
            if entity.facts:
                row.append(1)
            else:
                row += derived(entity, values).values()
            row += stamp
            yield row

    connection.executemany(_insert(entity), parameters())


def values_of(connection: Connection, entity: Entity, uid: bytes) -> dict[str, Value] | None:
    """The columns of one row by field name; None when it is not here."""
    found = connection.execute(_select(entity), (uid,)).fetchone()
    if found is None:
        return None
    return dict(zip((field.name for field in entity.fields), found, strict=False))


def load(connection: Connection, entity: Entity, uid: bytes) -> Row | None:
    """The row with its versions; None when it is not here."""
    found = connection.execute(_select(entity), (uid,)).fetchone()
    if found is None:
        return None
    count = len(entity.fields)
    values = dict(zip((field.name for field in entity.fields), found[:count], strict=True))
    stamp = Stamp(*found[count:])
    stored = connection.execute("SELECT field, state FROM register WHERE uid = ?", (uid,))
    by_field = {field: decode(state) for field, state in stored}
    for name, value in values.items():
        if name not in by_field and value is not None:
            by_field[name] = single(stamp.sibling(value))
    return Row(entity, uid, values, stamp, by_field)


def derived(entity: Entity, values: Mapping[str, Value]) -> dict[str, Value]:
    """The local columns that follow from the others."""
    if entity.name != "member":
        return {}
    name = str(values.get("name") or "")
    number, phone = (str(values.get(key) or "") for key in ("id_number", "phone"))
    return {"sort_key": sort_key(name), "search_key": search_key(name, number, phone)}


def keep_superseded(
    connection: Connection, uid: bytes, field: str, writes: Iterable[Sibling]
) -> None:
    """Put superseded writes aside, so that 上次共同值 can be shown later."""
    connection.executemany(
        "INSERT OR IGNORE INTO superseded(uid, field, site, n, clock, operator, value) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(uid, field, w.site, w.n, w.clock, w.operator, plain(w.value)) for w in writes],
    )


def store_versions(
    connection: Connection, row: Row, changed: Mapping[str, Versions], stamp: Stamp
) -> dict[str, Value]:
    """Write versions back and return the columns that follow; implied ones are not stored."""
    columns: dict[str, Value] = {}
    for name, versions in changed.items():
        before = row.versions.get(name)
        if before is not None:
            keep_superseded(connection, row.uid, name, dropped(before, versions))
        if name == GONE:
            columns["gone"] = int(bool(versions.shown.value))
        elif row.entity.has(name):
            columns[name] = to_column(row.entity.field(name), versions.shown.value)
        if name != GONE and row.entity.has(name) and _implied(versions, stamp):
            connection.execute("DELETE FROM register WHERE uid = ? AND field = ?", (row.uid, name))
            continue
        connection.execute(
            "INSERT OR REPLACE INTO register(uid, field, entity, state, open) "
            "VALUES (?, ?, ?, ?, ?)",
            (row.uid, name, row.entity.name, encode(versions), int(versions.undecided(name))),
        )
    return columns


def last_common(
    connection: Connection, uid: bytes, field: str, versions: Versions
) -> Sibling | None:
    """上次共同值: the newest kept write that everybody who wrote since had seen."""
    kept = connection.execute(
        "SELECT site, n, clock, operator, value FROM superseded WHERE uid = ? AND field = ?",
        (uid, field),
    )
    writes = [
        Sibling(site, n, clock, 0, operator, value) for site, n, clock, operator, value in kept
    ]
    return ancestor(versions, writes)


def _implied(versions: Versions, stamp: Stamp) -> bool:
    if len(versions.siblings) != 1:
        return False
    only = versions.siblings[0]
    if only.value is None:
        return False  # an empty column says nothing, an emptied field must be told
    same = (only.site, only.n, only.clock, only.rank) == (
        stamp.site,
        stamp.n,
        stamp.clock,
        stamp.rank,
    )
    return same and not only.over and dict(versions.context) == {stamp.site: stamp.n}
