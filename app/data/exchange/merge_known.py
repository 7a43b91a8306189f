"""Rows that arrive exactly as they stand here: recognised many at a time, without joining them."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from app.data import ownership
from app.data.exchange.merge_state import MergeState
from app.data.exchange.records import RowRecord, as_sent
from app.domain.entity import Entity, Value

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
