"""The preview line by line: up to a limit of each kind, the rest only counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.data import facts
from app.data.database import Connection
from app.data.exchange.records import STAMP_WIDTH, FactsRecord
from app.data.rows import Row, which_exist
from app.data.schema import to_column
from app.domain.entity import Entity, Value
from app.domain.exchange.register import GONE, Register, undecided_fields

if TYPE_CHECKING:
    from app.data.exchange.merge import Merge

LISTED = 2000
"""Lines shown per entity and kind: a first full package holds a million marks, and nobody reads
more than some thousands of anything."""

NEW, CHANGED, REMOVED, DISPUTED, RESTORED = "新增", "修改", "删除", "冲突", "恢复"

Changes = dict[str, tuple[Value, Value]]
Shown = tuple[str, str, bytes, Changes]
"""One line of the preview: what happens, entity, row, and per field before and after (of what is
disputed: the value here, the value in the package)."""


@dataclass
class ShownLines:
    """The lines of one package; `unlisted` counts per entity what was left out."""

    lines: list[Shown] = field(default_factory=list)
    unlisted: Counter[str] = field(default_factory=Counter)
    _listed: Counter[tuple[str, str]] = field(default_factory=Counter)

    def room(self, what: str, entity: str) -> int:
        """How many more lines of this kind will be listed."""
        return LISTED - self._listed[what, entity]

    def add(self, what: str, entity: str, uid: bytes, changes: Changes) -> None:
        """List one line, or count it."""
        if self.room(what, entity) <= 0:
            self.unlisted[entity] += 1
            return
        self._listed[what, entity] += 1
        self.lines.append((what, entity, uid, changes))

    def added(self, entity: Entity, made: Sequence[tuple[bytes, Mapping[str, Value]]]) -> None:
        """New rows, with all that they say."""
        listed = made[: max(0, self.room(NEW, entity.name))]
        for uid, values in listed:
            told: Changes = {k: (None, v) for k, v in values.items() if v is not None}
            self.add(NEW, entity.name, uid, told)
        self.unlisted[entity.name] += len(made) - len(listed)

    def facts(self, entity: Entity, arriving: "ArrivingFacts", added: int) -> None:
        """Facts that were joined: `added` of them were new here."""
        for uid, values in arriving.new:
            self.add(NEW, entity.name, uid, {k: (None, v) for k, v in values.items()})
        for uid, changes in arriving.corrections.items():
            self.add(CHANGED, entity.name, uid, changes)
        self.unlisted[entity.name] += added - len(arriving.new) - len(arriving.corrections)

    def edited(
        self, row: Row, differing: Changes, fresh: Mapping[str, Register], opened: set[str]
    ) -> None:
        """A row that is here and changes: what changes, and apart from it what is disputed."""
        plain = {name: pair for name, pair in differing.items() if name not in opened}
        if plain or not opened:
            self.add(CHANGED, row.entity.name, row.uid, plain)
        if opened:
            disputed = {
                name: _both(row, name, fresh[name])
                for name in sorted(opened)
                if row.entity.has(name)
            }
            self.add(DISPUTED, row.entity.name, row.uid, disputed)


def _both(row: Row, name: str, after: Register) -> tuple[Value, Value]:
    before = row.registers.get(name)
    known = {s.dot for s in before.siblings} if before else set()
    arrived = [s for s in after.siblings if s.dot not in known]
    theirs = max(arrived, key=lambda s: (s.rank, s.clock, s.site, s.n), default=after.shown)
    return row.values.get(name), to_column(row.entity.field(name), theirs.value)


def tell_change(
    merge: "Merge", row: Row, columns: Mapping[str, Value], fresh: Mapping[str, Register]
) -> None:
    """Count and list what joining a row that was here did to it."""
    before = undecided_fields(row.registers)
    opened = undecided_fields({**row.registers, **fresh}) - before
    differing = {
        f.name: (row.values[f.name], columns[f.name])
        for f in row.entity.fields
        if f.name in columns and columns[f.name] != row.values[f.name]
    }
    removal = row.registers.get(GONE)
    was_gone = removal is not None and bool(removal.shown.value)
    is_gone = bool(columns.get("gone", was_gone))
    merge.opened += len(opened)
    if is_gone and not was_gone:
        merge.removed += 1
        merge.shown.add(REMOVED, row.entity.name, row.uid, differing)
    elif was_gone and not is_gone and not opened:
        merge.changed += 1
        merge.shown.add(RESTORED, row.entity.name, row.uid, differing)
    elif differing or opened or is_gone != was_gone:
        merge.changed += 1
        merge.shown.edited(row, differing, fresh, opened)
    else:
        merge.unchanged += 1  # only who knew what; nothing a person could see


@dataclass(frozen=True, slots=True)
class ArrivingFacts:
    """What a batch of facts brings, looked at before it is joined."""

    new: list[tuple[bytes, dict[str, Value]]]
    corrections: dict[bytes, Changes]


def arriving_facts(merge: "Merge", entity: Entity, record: FactsRecord) -> ArrivingFacts:
    """The facts that are not here yet, as far as they are listed; every correction is found,
    because it counts as a change."""
    connection, shown = merge.connection, merge.shown
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
