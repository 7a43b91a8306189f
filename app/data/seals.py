"""Keyed checksums over the rows: what was written past the program does not fit them."""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from app.data import keyslots, seal_parts
from app.data.connection import Connection
from app.data.seal_parts import SEAL, TOUCHED, Part

KEY_FACT = "seal_key"
ROOT = ""
"""The line over all lines; no table is called so."""

LOWEST_ID = -(1 << 62)
_KEY_BYTES = 32
_MAC_BYTES = 16
_SUM_BYTES = 32
_MARK_BYTES = 4

Key = int | bytes | str
Lines = dict[Key, bytes]
_Was = tuple[Key, bytes | None]
Stored = tuple[bytes, int]
"""Of one line of the table: its checksum and whether it is broken."""


class Sealing:
    """The key of one store and what its connections need to seal what they write."""

    def __init__(self, secret: bytes, parts: Sequence[Part]) -> None:
        self.secret = secret
        self.parts = {part.number: part for part in parts}
        self._by_id = [part for part in parts if part.by_id]
        highest = (f"(SELECT max(id) FROM {part.table})" for part in self._by_id)  # noqa: S608
        self._tops = f"SELECT {', '.join(highest)}"

    def tops(self, connection: Connection) -> dict[int, int]:
        """Where each table of numbered rows ends."""
        found = connection.execute(self._tops).fetchone()
        return {part.number: top or 0 for part, top in zip(self._by_id, found, strict=True)}

    def mac(self, part: str, bucket: Key, lines: Iterable[bytes]) -> bytes:
        """The checksum of these rows in their order."""
        place = f"{part}\x1e{bucket!r}\x1e".encode()
        made = hashlib.blake2b(place, key=self.secret, digest_size=_MAC_BYTES)
        made.update(b"\x1e".join(lines))
        return made.digest()

    def share(self, part: str, bucket: Key, stored: Stored | None) -> int:
        """What one line adds to the sum over all of them."""
        if stored is None:
            return 0
        text = f"{part}\x1e{bucket!r}\x1e{stored[1]}\x1e".encode() + stored[0]
        return int.from_bytes(
            hashlib.blake2b(text, key=self.secret, digest_size=_SUM_BYTES).digest()
        )

    def root(self, total: int) -> tuple[bytes, bytes]:
        """The sum as it is kept, with its own checksum."""
        text = (total % (1 << 8 * _SUM_BYTES)).to_bytes(_SUM_BYTES)
        return self.mac(ROOT, ROOT, [text]), text


def rewrap(connection: Connection, old_key: bytes, new_key: bytes) -> None:
    """The store gets another data key: the seals stay as they are."""
    secret = _unwrapped(old_key, _kept_key(connection))
    if secret is not None:
        _keep_key(connection, keyslots.wrap_fact(KEY_FACT, new_key, secret))


def of_store(
    connection: Connection, data_key: bytes, known: tuple[object, Sealing] | None = None
) -> tuple[object, Sealing] | None:
    """What it takes to seal, beside the wrapped key it was made of (`known`: what was found
    before); None where the store has no seals, or somebody took their key."""
    kept = _kept_key(connection)
    if known is not None and known[0] == kept:
        return known
    secret = _unwrapped(data_key, kept)
    if secret is None:
        return None
    return kept, Sealing(secret, seal_parts.parts(connection))


def has_seals(connection: Connection) -> bool:
    """Whether the store is new enough to have them at all."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (SEAL,)).fetchone()
    return found is not None


def _unwrapped(data_key: bytes, kept: object) -> bytes | None:
    return keyslots.unwrap_fact(KEY_FACT, data_key, kept) if isinstance(kept, bytes) else None


def _kept_key(connection: Connection) -> object:
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (KEY_FACT,)).fetchone()
    return found[0] if found else None


def _keep_key(connection: Connection, value: bytes) -> None:
    connection.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (KEY_FACT, value))


def begin(connection: Connection, sealing: Sealing) -> dict[int, int]:
    """Before the first write of a transaction: nothing is touched, and where each table ends."""
    there = connection.execute(
        "SELECT 1 FROM sqlite_temp_master WHERE name = ?", (TOUCHED,)
    ).fetchone()
    if there is None:
        seal_parts.watch(connection, sealing.parts.values())
    else:
        connection.execute(f"DELETE FROM {TOUCHED}")  # noqa: S608
    return sealing.tops(connection)


@dataclass(slots=True)
class _Bucket:
    """Rows sealed together: as they are, and as they were before this action."""

    now: Lines
    before: Lines


def draw(connection: Connection, sealing: Sealing, tops: Mapping[int, int]) -> None:
    """Seal what the action has written. Rows that did not fit before it do not fit afterwards
    either: what somebody wrote past the program is never taken for ours."""
    touched = _touched(connection, tops)
    now, total = sealing.tops(connection), 0
    for number, part in sealing.parts.items():
        top = tops.get(number, 0)
        grown = now.get(number, 0) > top
        if not grown and number not in touched:
            continue
        for bucket, found in _buckets(connection, part, touched.get(number, {}), top, grown):
            total += _reseal(connection, sealing, part, bucket, found)
    if total:
        _add_to_root(connection, sealing, total)


def _touched(connection: Connection, tops: Mapping[int, int]) -> dict[int, dict[Key, list[_Was]]]:
    found: dict[int, dict[Key, list[_Was]]] = {}
    noted = connection.execute(f"SELECT part, bucket, key, old FROM {TOUCHED}")  # noqa: S608
    for number, bucket, key, old in noted:
        # What came and was changed within one action was not there before.
        fresh = number in tops and isinstance(key, int) and key > tops[number]
        found.setdefault(number, {}).setdefault(bucket, []).append((key, None if fresh else old))
    return found


def _buckets(
    connection: Connection,
    part: Part,
    changed: Mapping[Key, Sequence[_Was]],
    top: int,
    grown: bool,
) -> Iterator[tuple[Key, _Bucket]]:
    """Every bucket that this action concerns."""
    done: set[Key] = set()
    if grown:
        first = ((top + 1) >> part.bits) << part.bits
        rows = connection.execute(part.select_from, (first,))
        for bucket, some in groupby(rows, itemgetter(0)):
            now = {key: line for _, key, line in some}
            done.add(bucket)
            yield bucket, _bucket(now, changed.get(bucket, ()), top)
    for bucket, rows_touched in changed.items():
        if bucket not in done:
            found = connection.execute(part.select_bucket, (bucket,))
            now = {key: line for _, key, line in found}
            yield bucket, _bucket(now, rows_touched, top if part.by_id else None)


def _bucket(now: Lines, touched: Sequence[_Was], top: int | None) -> _Bucket:
    first = next(iter(now), None)
    if top is None:
        before = dict(now)
    elif not touched and isinstance(first, int) and first > top:
        return _Bucket(now, {})  # all of them are new
    else:
        before = {key: line for key, line in now.items() if isinstance(key, int) and key <= top}
    for key, old in touched:
        if old is None:
            before.pop(key, None)
        else:
            before[key] = old
    if touched:
        before = dict(sorted(before.items()))
    return _Bucket(now, before)


def _reseal(
    connection: Connection, sealing: Sealing, part: Part, bucket: Key, found: _Bucket
) -> int:
    """Seal one bucket; returns by how much the sum over all changes."""
    kept = stored(connection, part.table, bucket)
    fits = (
        not found.before
        if kept is None
        else kept[0] == sealing.mac(part.table, bucket, found.before.values())
    )
    broken = int(not fits or (kept is not None and kept[1] != 0))
    if not found.now and not broken:
        connection.execute("DELETE FROM seal WHERE part = ? AND bucket = ?", (part.table, bucket))
        return -sealing.share(part.table, bucket, kept)
    fresh = sealing.mac(part.table, bucket, found.now.values()), broken
    marks = None if part.bulk or not part.by_id else marks_of(part, found.now)
    connection.execute(
        "INSERT OR REPLACE INTO seal(part, bucket, mac, marks, broken) VALUES (?, ?, ?, ?, ?)",
        (part.table, bucket, fresh[0], marks, broken),
    )
    return sealing.share(part.table, bucket, fresh) - sealing.share(part.table, bucket, kept)


def stored(connection: Connection, part: str, bucket: Key) -> Stored | None:
    """The line of one bucket."""
    found = connection.execute(
        "SELECT mac, broken FROM seal WHERE part = ? AND bucket = ?", (part, bucket)
    ).fetchone()
    return (bytes(found[0]), int(found[1])) if found else None


def marks_of(part: Part, lines: Lines) -> bytes:
    """A short mark per row, so that the self-check can say which of them it is. What makes them
    worth anything is the checksum over the rows themselves."""
    made = [0] * part.rows
    for key, line in lines.items():
        assert isinstance(key, int)
        # Nought means that there is no such row.
        made[key & (part.rows - 1)] = zlib.crc32(line) or 1
    return struct.pack(f">{part.rows}I", *made)


def mark_at(part: Part, marks: bytes, key: int) -> int:
    """The mark of one row; nought when there was none."""
    place = (key & (part.rows - 1)) * _MARK_BYTES
    return int.from_bytes(marks[place : place + _MARK_BYTES])


def _add_to_root(connection: Connection, sealing: Sealing, total: int) -> None:
    found = connection.execute(
        "SELECT mac, marks, broken FROM seal WHERE part = ? AND bucket = ?", (ROOT, ROOT)
    ).fetchone()
    old = int.from_bytes(found[1]) if found else 0
    if found and sealing.root(old) != (found[0], found[1]):
        return  # somebody was at it: it goes on not fitting
    mac, text = sealing.root(old + total)
    connection.execute(
        "INSERT OR REPLACE INTO seal(part, bucket, mac, marks, broken) VALUES (?, ?, ?, ?, ?)",
        (ROOT, ROOT, mac, text, found[2] if found else 0),
    )


def renew(connection: Connection, data_key: bytes, broken: Iterable[tuple[str, Key]] = ()) -> None:
    """Seal everything as it is: a store that is made or upgraded. `broken` did not fit before."""
    import secrets

    secret = _unwrapped(data_key, _kept_key(connection)) or secrets.token_bytes(_KEY_BYTES)
    _keep_key(connection, keyslots.wrap_fact(KEY_FACT, data_key, secret))
    sealing = Sealing(secret, seal_parts.parts(connection))
    connection.execute("DELETE FROM seal")
    wrong = set(broken)
    total = 0
    for part in sealing.parts.values():
        for bucket, some in groupby(
            connection.execute(part.select_from, whole(part)), itemgetter(0)
        ):
            now = {key: line for _, key, line in some}
            fits = (part.table, bucket) not in wrong
            total += _reseal(connection, sealing, part, bucket, _Bucket(now, {} if fits else now))
            wrong.discard((part.table, bucket))
        for bucket in [bucket for table, bucket in wrong if table == part.table]:
            total += _reseal(connection, sealing, part, bucket, _Bucket({}, {0: b""}))
    _add_to_root(connection, sealing, total)
    if any(table == ROOT for table, _ in wrong):
        connection.execute("UPDATE seal SET broken = 1 WHERE part = ?", (ROOT,))


def whole(part: Part) -> tuple[int, ...]:
    """The parameter with which `select_from` gives every row."""
    return (LOWEST_ID,) if part.by_id else ()
