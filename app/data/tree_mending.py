"""Organizations that packages put below themselves are mended, by one site, in one way."""

import dataclasses

from app.data import rows, site
from app.data.changes import Change
from app.data.organization_tree import MENDER, chain_above, cycles, former_places, parents
from app.domain.declarations import entity_named


def mend(change: Change) -> None:
    """At the county: where packages made a cycle, the latest move is taken back.

    One store writes the repair, so that all sites end equal; townships read safely meanwhile.
    """
    if change.site.level != site.COUNTY:
        return
    entity = entity_named("organization")
    stamp = change.stamp
    change.stamp = dataclasses.replace(stamp, operator=MENDER)
    for ring in cycles(change.connection):
        root = change.site.organization
        moved = root if root in ring else max(ring, key=lambda uid: _moved_at(change, uid))
        change.update(entity, moved, {"parent": _place(change, moved)})
    change.stamp = stamp


def _moved_at(change: Change, uid: bytes) -> tuple[int, str, int, bytes]:
    row = rows.load(change.connection, entity_named("organization"), uid)
    assert row is not None  # read in the same transaction
    last = row.versions["parent"].shown
    return last.clock, last.site, last.n, uid


def _place(change: Change, uid: bytes) -> bytes | None:
    """Where it stood before the move, else directly below the county."""
    root = change.site.organization
    if uid == root:
        return None
    known = parents(change.connection)
    for place in former_places(change.connection, uid):
        if place != uid and place in known and uid not in chain_above(known, place):
            return place
    return root
