"""Insert received rows that are not here yet, many at a time."""

from collections.abc import Sequence

from app.data import ownership, rows, scope
from app.data.exchange.merge_erased import erase_arrived
from app.data.exchange.merge_state import MergeState
from app.data.exchange.records import RowRecord
from app.data.schema import to_column
from app.data.tombstones import TOMBSTONE
from app.domain.entity import Entity, Value
from app.domain.exchange.return_rules import UNSETTLED
from app.domain.exchange.versions import GONE, Versions, encode, single


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
    merge.listed.added(entity, [(uid, values) for uid, values, _ in made])
    merge.new += len(made)
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
    return {f.name: to_column(f, record.shown(f.name)) for f in entity.fields}


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
    gone = explicit.get(GONE)
    if gone is not None and gone.shown.value:
        connection.execute(
            f"UPDATE {entity.name} SET gone = 1 WHERE uid = ?",  # noqa: S608  (declared name)
            (record.uid,),
        )
