"""Rows of a package many at a time: inserted when new, recognised when they stand here already."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from app.data import ownership, rows, scope
from app.data.exchange.merge_erased import erase_arrived
from app.data.exchange.merge_state import MergeState
from app.data.exchange.records import RowRecord, as_sent
from app.data.schema import to_column
from app.data.tombstones import TOMBSTONE
from app.domain.entity import Entity, Value
from app.domain.exchange.return_rules import UNSETTLED
from app.domain.exchange.versions import GONE, Versions, encode, single

AT_ONCE = 500
_HELD = "EXISTS (SELECT 1 FROM held_by h WHERE h.uid = t.uid AND h.peer = ?)"


def still_to_join(
    merge: MergeState, entity: Entity, batch: Sequence[RowRecord], known: Collection[bytes]
) -> list[RowRecord]:
    """The records that must be joined. What equals our row in its stamp and every field, while
    neither side has stored versions, says nothing new: it is counted, and not sent back."""
    times = Counter(record.uid for record in batch)
    plain = [
        r for r in batch if r.uid in known and times[r.uid] == 1 and not r.explicit and not r.before
    ]
    stored = {uid: row for uid, *row in _stored(merge, entity, [r.uid for r in plain])}
    if not stored:
        return list(batch)
    names = [field.name for field in entity.fields]
    same = {id(r): r for r in plain if r.uid in stored and _equal(r, names, stored[r.uid])}
    echoed = [r.uid for r in same.values() if stored[r.uid][-1] != merge.origin.via]
    merge.connection.executemany(
        f"UPDATE {entity.name} SET via = ? WHERE uid = ?",  # noqa: S608  (declared name)
        [(merge.origin.via, uid) for uid in echoed],
    )
    merge.unchanged += len(same)
    return [record for record in batch if id(record) not in same]


def _equal(record: RowRecord, names: Sequence[str], row: Sequence[Value]) -> bool:
    s = record.stamp
    count = len(names)
    if row[count:-1] != [s.site, s.n, s.clock, s.rank, s.operator]:
        return False
    said = {k: v for k, v in zip(names, row, strict=False) if v is not None}
    return said == record.values


def _stored(
    merge: MergeState, entity: Entity, uids: Sequence[bytes]
) -> Iterator[tuple[bytes, *tuple[Value, ...]]]:
    """Rows without stored versions, as a package says them: fields, stamp, and who brought them."""
    columns = ", ".join(as_sent(field) for field in entity.fields)
    # Whoever is not noted as holding it must hear where it goes: that is for the join.
    noted = merge.sender.below and ownership.is_anchor(entity)
    held = _HELD if noted else "? IS NOT NULL"
    for start in range(0, len(uids), AT_ONCE):
        some = uids[start : start + AT_ONCE]
        yield from merge.connection.execute(
            f"SELECT t.uid, {columns}, i.key, t.n, t.clock, t.rank, t.operator, t.via "  # noqa: S608
            f"FROM {entity.name} t JOIN incarnation i ON i.id = t.site "
            f"WHERE t.uid IN ({', '.join('?' * len(some))}) AND {held} "
            "AND NOT EXISTS (SELECT 1 FROM register r WHERE r.uid = t.uid)",
            (*some, merge.sender.peer),
        )


def insert_new(merge: MergeState, entity: Entity, records: Sequence[RowRecord]) -> None:
    """Insert the rows with their versions, and offer again what they bring into a scope."""
    connection, change = merge.connection, merge.change
    made = [(record.uid, _values(entity, record), _stamp(merge, record)) for record in records]
    rows.insert(connection, entity, made)
    for record in records:
        _store_versions(merge, entity, record)
    for uid, values, _ in made:
        change.note(entity, uid, values)
    if entity.name == "row_return":
        merge.returned += sum(values["state"] in UNSETTLED for _, values, _ in made)
    # What was made and taken back before anybody here heard of it is joined, and no news to tell.
    taken_back = {record.uid for record in records if _is_gone(record)}
    merge.listed.added(entity, [(uid, told) for uid, told, _ in made if uid not in taken_back])
    merge.new += len(made)
    merge.taken_back += len(taken_back)
    scope.added(connection, entity, [values for _, values, _ in made], change.lseq)
    if entity.name == "organization":
        scope.founded(connection, [uid for uid, _, _ in made], change.lseq)
    if entity.name == TOMBSTONE:
        erase_arrived(merge, records)
    if merge.sender.below and ownership.is_anchor(entity):
        connection.executemany(
            "INSERT OR IGNORE INTO held_by(uid, peer) VALUES (?, ?)",
            [(record.uid, merge.sender.peer) for record in records],
        )


def _values(entity: Entity, record: RowRecord) -> dict[str, Value]:
    values: dict[str, Value] = dict.fromkeys(_names(entity))
    shown = record.values
    if record.explicit:
        shown = shown | {name: versions.shown.value for name, versions in record.explicit.items()}
    for name, value in shown.items():
        if name in values:
            values[name] = to_column(entity.field(name), value)
    return values


@cache
def _names(entity: Entity) -> tuple[str, ...]:
    return tuple(field.name for field in entity.fields)


def _is_gone(record: RowRecord) -> bool:
    removal = record.explicit.get(GONE)
    return removal is not None and bool(removal.shown.value)


def _stamp(merge: MergeState, record: RowRecord) -> tuple[Value, ...]:
    s = record.stamp
    number = merge.change.incarnation_number(s.site)
    return (number, s.n, s.clock, s.rank, s.operator, merge.change.lseq, merge.origin.via)


def _store_versions(merge: MergeState, entity: Entity, record: RowRecord) -> None:
    connection = merge.connection
    explicit: dict[str, Versions] = dict(record.explicit)
    # A field of a newer version has no column that could imply it.
    for name in record.values.keys() - {f.name for f in entity.fields}:
        explicit[name] = single(record.stamp.sibling(record.values[name]))
    for name, versions in explicit.items():
        undecided = versions.undecided(name)
        connection.execute(
            "INSERT OR REPLACE INTO register(uid, field, entity, state, open) "
            "VALUES (?, ?, ?, ?, ?)",
            (record.uid, name, entity.name, encode(versions), int(undecided)),
        )
        merge.opened += undecided
    for name, write in merge.sender.believed(record.before).items():
        rows.keep_superseded(connection, record.uid, name, [write])
    if _is_gone(record):
        connection.execute(
            f"UPDATE {entity.name} SET gone = 1 WHERE uid = ?",  # noqa: S608  (declared name)
            (record.uid,),
        )
