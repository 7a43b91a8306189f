"""Undo of a decision: what stood side by side stands side by side again, as ordinary writes."""

from collections.abc import Sequence
from dataclasses import replace

from app.data import rows, scope, site
from app.data.changes import Change
from app.data.row_columns import update_row
from app.data.rows import Stamp
from app.domain.entity import Entity, Value
from app.domain.exchange.versions import Dot, Versions, written

Earlier = tuple[Value, tuple[Dot, ...]]
"""A value as it stood and what its first writer had seen, so that 上次共同值 stays what it was."""


def reopen_conflict(
    change: Change, entity: Entity, uid: bytes, name: str, earlier: Sequence[Earlier]
) -> None:
    """Let `earlier` values stand side by side in one field; what a site shows first comes last.

    Each is a write of its own with a number of its own that saw everything but the others, so
    every site joins them like the concurrent writes they stand for.
    """
    row = change.row(entity, uid)
    before = row.versions.get(name)
    seen = dict(before.context) if before is not None else {}
    siblings = []
    for place, (value, over) in enumerate(earlier):
        stamp = change.stamp if place == 0 else _next(change)
        made = written(before, stamp.sibling(value)).siblings[0]
        siblings.append(replace(made, over=over))
    latest = max(sibling.n for sibling in siblings)
    versions = Versions({**seen, change.stamp.site: latest}, tuple(siblings))
    columns = rows.store_versions(change.connection, row, {name: versions}, row.stamp)
    columns.update(rows.derived(entity, {**row.values, **columns}))
    update_row(change.connection, entity, uid, columns, change.lseq)
    change.note(entity, uid, row.values)
    change.note(entity, uid, {**row.values, **columns})
    scope.moved(change.connection, row, columns, change.lseq)


def _next(change: Change) -> Stamp:
    old = change.stamp
    n = site.next_number(change.connection, "n")
    return Stamp(old.site, n, old.clock, old.rank, old.operator)
