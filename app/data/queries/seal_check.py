"""What does not fit the seals: rows changed, added or taken away past the program."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import cast

from app.data import seals
from app.data.database import Connection
from app.data.seal_parts import ALONE, Part, bits_of
from app.data.seals import Key, Lines, Sealing, Stored

CHANGED, ADDED, REMOVED, SOME, EARLIER = "changed", "added", "removed", "some", "earlier"
"""What became of a row. SOME: one of those rows, it is not known which or what; EARLIER: that was
so once, and the program has written there since."""

NO_KEY, NO_SUM = "no-key", "no-sum"
"""The seals themselves: their key is gone, or lines were taken from them or put among them."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """One place where a table is not what the program wrote; `keys` are numbers of rows, or the
    first column of the key."""

    table: str
    what: str
    bucket: Key
    keys: tuple[Key, ...] = ()


def unfit(connection: Connection, data_key: bytes) -> Iterator[Unfit]:
    """Everything that does not fit; nothing where the store is too old to have seals."""
    if not seals.has_seals(connection):
        return
    found = seals.of_store(connection, data_key)
    if found is None:
        yield Unfit(seals.ROOT, NO_KEY, "")
        return
    sealing = found[1]
    total, known = 0, set[str]()
    for part in sealing.parts.values():
        known.add(part.table)
        kept = _kept(connection, part.table)
        total += sum(
            sealing.share(part.table, bucket, (line[0], line[1])) for bucket, line in kept.items()
        )
        yield from _of_part(connection, sealing, part, kept)
    share, lost = _lost(connection, sealing, known)
    total += share
    yield from (Unfit(table, REMOVED, "") for table in lost)
    if not _sums_up(connection, sealing, total):
        yield Unfit(seals.ROOT, NO_SUM, "")


def broken_places(connection: Connection, data_key: bytes) -> list[tuple[str, Key]]:
    """Tables and buckets that do not fit, as the newest step of the store divides them."""
    found: list[tuple[str, Key]] = []
    for one in unfit(connection, data_key):
        if one.table in ALONE and isinstance(one.bucket, int):
            first = one.bucket << bits_of(connection, one.table)
            found += [(one.table, key) for key in one.keys or (first,)]
        else:
            found.append((one.table, one.bucket))
    return found


_Line = tuple[bytes, int, bytes | None]


def _kept(connection: Connection, table: str) -> dict[Key, _Line]:
    rows = connection.execute(
        "SELECT bucket, mac, broken, marks FROM seal WHERE part = ?", (table,)
    )
    return {bucket: (bytes(mac), int(broken), marks) for bucket, mac, broken, marks in rows}


def _of_part(
    connection: Connection, sealing: Sealing, part: Part, kept: dict[Key, _Line]
) -> Iterator[Unfit]:
    left = dict(kept)
    rows = connection.execute(part.select_from, seals.whole(part))
    for bucket, some in groupby(rows, itemgetter(0)):
        now: Lines = {key: line for _, key, line in some}
        line = left.pop(bucket, None)
        if line is None or line[0] != sealing.mac(part.table, bucket, now.values()):
            yield from _what(part, bucket, now, line)
        elif line[1]:
            yield Unfit(part.table, EARLIER, bucket, tuple(now))
    for bucket, line in left.items():
        gone = not line[1] or line[0] != sealing.mac(part.table, bucket, ())
        yield from _what(part, bucket, {}, line) if gone else (Unfit(part.table, EARLIER, bucket),)


def _what(part: Part, bucket: Key, now: Lines, line: _Line | None) -> Iterator[Unfit]:
    if line is None:
        yield Unfit(part.table, ADDED, bucket, tuple(now))
        return
    marks = line[2]
    if marks is None:
        yield Unfit(part.table, SOME if now else REMOVED, bucket, tuple(now))
        return
    first = cast(int, bucket) << part.bits
    was = {first + place: seals.mark_at(part, marks, place) for place in range(part.rows)}
    here = seals.marks_of(part, now)
    told: dict[str, list[Key]] = {}
    for key, then in was.items():
        at = seals.mark_at(part, here, key)
        if then != at:
            what = CHANGED if then and at else ADDED if at else REMOVED
            told.setdefault(what, []).append(key)
    yield from (Unfit(part.table, what, bucket, tuple(keys)) for what, keys in told.items())
    if not told:
        yield Unfit(part.table, SOME, bucket, tuple(now))


def _lost(connection: Connection, sealing: Sealing, known: set[str]) -> tuple[int, list[str]]:
    """Tables that are not there any more, and what their lines add to the sum."""
    total = 0
    rows = connection.execute("SELECT part, bucket, mac, broken FROM seal").fetchall()
    lost = set[str]()
    for part, bucket, mac, broken in rows:
        if part not in known and part != seals.ROOT:
            stored: Stored = (bytes(mac), int(broken))
            total += sealing.share(part, bucket, stored)
            lost.add(part)
    return total, sorted(lost)


def _sums_up(connection: Connection, sealing: Sealing, total: int) -> bool:
    found = connection.execute(
        "SELECT mac, marks FROM seal WHERE part = ? AND bucket = ? AND broken = 0",
        (seals.ROOT, seals.ROOT),
    ).fetchone()
    return found is not None and sealing.root(total) == (bytes(found[0]), bytes(found[1]))
