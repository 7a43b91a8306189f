"""What arrives about erased people is dropped and counted; arriving tombstones erase."""

from collections.abc import Sequence

from app.data import erasure, ownership, rows, tombstones
from app.data.exchange.merge_state import MergeState
from app.data.exchange.records import FactsRecord, RowRecord
from app.data.row_columns import update_row
from app.domain.entity import REGISTRY


def living_rows(merge: MergeState, records: list[RowRecord]) -> list[RowRecord]:
    """The rows that may be joined."""
    gone = _gone(merge)
    if not gone:
        return records
    kept: list[RowRecord] = []
    for record in records:
        left = None if _hangs_on_gone(merge, record) else tombstones.living(record, gone)
        if left is None:
            merge.erased += 1
            _drop(merge, record)
        else:
            kept.append(left)
    return kept


def living_facts(merge: MergeState, record: FactsRecord) -> FactsRecord:
    """The facts that may be joined."""
    gone = _gone(merge)
    if not gone:
        return record
    left = tombstones.living_facts(record, gone)
    merge.erased += len(record.rows) - len(left.rows)
    return left


def erase_arrived(merge: MergeState, records: Sequence[RowRecord]) -> None:
    """Tombstones arrived: do here what was done where they were written."""
    texts = [str(record.shown("person")) for record in records]
    persons = {bytes.fromhex(text) for text in texts}
    merge.gone = _gone(merge) | persons
    counts = erasure.carry_out(merge.change, persons)
    merge.removed += counts.get("member", 0)


def _gone(merge: MergeState) -> set[bytes]:
    if merge.gone is None:
        merge.gone = tombstones.erased(merge.connection)
    return merge.gone


def _hangs_on_gone(merge: MergeState, record: RowRecord) -> bool:
    if record.entity == tombstones.CERTIFICATE:
        return False  # a number that was given out stays, whoever arrives beside it
    entity = REGISTRY.get(record.entity)
    above = (record.shown(name) for name in ownership.leading(entity)) if entity else ()
    return any(uid in merge.dropped for uid in above)


def _drop(merge: MergeState, record: RowRecord) -> None:
    entity = REGISTRY.get(record.entity)
    if entity is None:
        return
    if rows.which_exist(merge.connection, entity, [record.uid]):
        # Here it stands for somebody else by now; its sender will erase what it has of it.
        update_row(merge.connection, entity, record.uid, {}, merge.change.lseq)
    else:
        merge.dropped.add(record.uid.hex())  # what hangs on it comes later in the package
