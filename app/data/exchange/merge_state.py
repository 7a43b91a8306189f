"""What all steps of joining a package share: where it comes from, what it did, row by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.data import facts
from app.data.changes import Change
from app.data.database import Connection
from app.data.exchange.authority import Authority
from app.data.exchange.listed_changes import (
    NEW,
    REMOVED,
    RESTORED,
    ArrivingFacts,
    Changes,
    ListedChanges,
)
from app.data.exchange.records import STAMP_WIDTH, FactsRecord
from app.data.rows import Row, which_exist
from app.data.schema import to_column
from app.domain.entity import Entity, Value
from app.domain.exchange.versions import GONE, Versions, undecided_fields


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a package comes from: `via` is the local number of the incarnation that sent it,
    None for what had waited here: who brings its turn need not have it."""

    peer: int
    via: int | None
    sequence: int
    at: str


@dataclass
class MergeState:
    """A package being joined inside one transaction; the counts say what that did so far."""

    change: Change
    origin: Origin
    sender: Authority
    new: int = 0
    changed: int = 0
    removed: int = 0
    taken_back: int = 0
    unchanged: int = 0
    opened: int = 0
    held: int = 0
    erased: int = 0
    gone: set[bytes] | None = None
    dropped: set[str] = field(default_factory=set)
    """Rows of this package that are not joined, for they are about somebody erased."""
    returned: int = 0
    listed: ListedChanges = field(default_factory=ListedChanges)
    newest: dict[str, int] = field(default_factory=dict)

    @property
    def connection(self) -> Connection:
        """Where the package is being joined."""
        return self.change.connection

    def note_newest(self, writes: Iterable[tuple[str, object]]) -> None:
        """These writes come past us: whoever we send to later will have been told of them."""
        for key, n in writes:
            if isinstance(n, int) and n > self.newest.get(key, 0):
                self.newest[key] = n


def tell_change(
    merge: MergeState, row: Row, columns: Mapping[str, Value], fresh: Mapping[str, Versions]
) -> None:
    """Count and list what joining a row that was here did to it."""
    before = undecided_fields(row.versions)
    opened = undecided_fields({**row.versions, **fresh}) - before
    differing = {
        f.name: (row.values[f.name], columns[f.name])
        for f in row.entity.fields
        if f.name in columns and columns[f.name] != row.values[f.name]
    }
    removal = row.versions.get(GONE)
    was_gone = removal is not None and bool(removal.shown.value)
    is_gone = bool(columns.get("gone", was_gone))
    merge.opened += len(opened)
    if is_gone and not was_gone:
        merge.removed += 1
        merge.listed.add(REMOVED, row.entity.name, row.uid, differing)
    elif was_gone and not is_gone and not opened:
        merge.changed += 1
        merge.listed.add(RESTORED, row.entity.name, row.uid, differing)
    elif differing or opened or is_gone != was_gone:
        merge.changed += 1
        merge.listed.edited(row, differing, fresh, opened)
    else:
        merge.unchanged += 1  # only who knew what; nothing a person could see


def arriving_facts(merge: MergeState, entity: Entity, record: FactsRecord) -> ArrivingFacts:
    """The facts that are not here yet, as far as they are listed; every correction is found,
    because it counts as a change."""
    connection, shown = merge.connection, merge.listed
    at = _place(record, "supersedes")
    correcting = [row for row in record.rows if at is not None and row[at] is not None]
    room = max(0, shown.room(NEW, entity.name))
    plain = [row for row in record.rows if at is None or row[at] is None] if room else []
    uids = [bytes.fromhex(str(row[0])) for row in (*plain, *correcting)]
    known = which_exist(connection, entity, uids) if uids else set()
    new: dict[bytes, dict[str, Value]] = {}
    corrections: dict[bytes, Changes] = {}
    for row in plain:
        uid = bytes.fromhex(str(row[0]))
        if uid not in known and len(new) < room:
            new[uid] = {k: v for k, v in _values(entity, record, row).items() if v is not None}
    for row in correcting:
        uid = bytes.fromhex(str(row[0]))
        if uid not in known:
            corrections[uid] = _corrected(connection, entity, _values(entity, record, row))
    return ArrivingFacts(list(new.items()), corrections)


def _place(record: FactsRecord, name: str) -> int | None:
    return record.fields.index(name) + STAMP_WIDTH if name in record.fields else None


def _values(entity: Entity, record: FactsRecord, row: Sequence[Value]) -> dict[str, Value]:
    return {
        name: to_column(entity.field(name), row[at])
        for at, name in enumerate(record.fields, STAMP_WIDTH)
        if entity.has(name)
    }


def _corrected(connection: Connection, entity: Entity, after: dict[str, Value]) -> Changes:
    before: dict[str, Value] = {}
    for uid in facts.superseded_by(after.get("supersedes")):
        found = connection.execute(
            f"SELECT {', '.join(after)} FROM {entity.name} WHERE uid = ?",  # noqa: S608
            (uid,),
        ).fetchone()
        if found:
            before = dict(zip(after, found, strict=True))
    same = ("session", "member")
    return {
        name: (before.get(name), value)
        for name, value in after.items()
        if name in same or (name != "supersedes" and before.get(name) != value)
    }
