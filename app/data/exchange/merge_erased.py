"""What arrives about erased people is dropped and counted; arriving tombstones erase."""

from collections.abc import Sequence

from app.data import erasure, tombstones
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
        left = tombstones.living(record, gone)
        if left is None:
            merge.erased += 1
            _offer_again(merge, record)
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


def _offer_again(merge: MergeState, record: RowRecord) -> None:
    # Here the row stands for somebody else by now; its sender will erase what it has of it.
    entity = REGISTRY.get(record.entity)
    if entity is not None:
        update_row(merge.connection, entity, record.uid, {}, merge.change.lseq)
