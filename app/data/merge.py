"""Join received rows into this store: nothing concurrent is dropped, nothing is overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.data import changes, rows, scope
from app.data.changes import Change
from app.data.database import Connection
from app.data.fact_merge import join_facts
from app.data.receiving_scope import SenderScope
from app.data.records import FACTS, FactsRecord, Line, RowRecord
from app.data.rows import Row, Stamp
from app.data.schema import to_column
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity, Value
from app.domain.exchange.register import GONE, Register, encode, joined

BATCH = 500
Shown = tuple[str, str, bytes, dict[str, tuple[Value, Value]]]
"""One line of the preview: what happens, entity, row, and per field before and after."""
NAMES = {entity.name for entity in ENTITIES}


@dataclass
class Merge:
    """One package being joined inside one transaction; counts say what it did."""

    change: Change
    peer: int
    sender: SenderScope
    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    opened: int = 0
    held: int = 0
    shown: list[Shown] = field(default_factory=list)
    _waiting: dict[str, dict[bytes, tuple[RowRecord, dict[str, Value]]]] = field(
        default_factory=dict
    )

    @property
    def connection(self) -> Connection:
        """Where the package is being joined."""
        return self.change.connection

    def lines_in(self, many: Iterable[Line]) -> None:
        """Join the lines of a package as they come."""
        waiting: list[RowRecord] = []
        for line in many:
            if FACTS in line:
                self._organizations_first(waiting)
                self.facts(FactsRecord.parse(line))
            elif line.get("table") == "organization":
                waiting.append(RowRecord.parse(line))
            else:
                self._organizations_first(waiting)
                self._row(RowRecord.parse(line))
        self._organizations_first(waiting)
        self.flush()

    def _organizations_first(self, waiting: list[RowRecord]) -> None:
        # A new branch may stand before its new parent: all of them are seen before any is judged.
        if waiting:
            self.sender.prepare(self.connection, waiting)
        for record in waiting:
            self._row(record)
        waiting.clear()

    def facts(self, record: FactsRecord) -> None:
        """Join a batch of append-only facts."""
        self.flush()
        if record.entity not in NAMES:
            return
        entity = entity_named(record.entity)
        allowed, outside = self.sender.allowed_facts(self.connection, record)
        self.held += outside
        added = join_facts(self.change, self.peer, entity, allowed)
        self.new += added
        self.unchanged += len(allowed.rows) - added

    def flush(self) -> None:
        """Insert the new rows that were waiting to go in together."""
        for name, waiting in self._waiting.items():
            entity = entity_named(name)
            _insert_new(self, entity, list(waiting.values()))
        self._waiting.clear()

    def _row(self, record: RowRecord) -> None:
        if record.entity not in NAMES:
            _carry(self, record)
            return
        entity = entity_named(record.entity)
        if not self.sender.allows(self.connection, entity, record):
            self.held += 1
            return
        if record.uid in self._waiting.get(entity.name, ()):
            self.flush()
        row = rows.load(self.connection, entity, record.uid)
        if row is None and entity.name == "member" and not record.has("name"):
            return  # a departure notice about somebody who was never here
        if row is None:
            self._note_new(entity, record)
            return
        self._join(row, record)

    def _note_new(self, entity: Entity, record: RowRecord) -> None:
        values = {
            f.name: to_column(f, record.shown(f.name)) if record.has(f.name) else None
            for f in entity.fields
        }
        waiting = self._waiting.setdefault(entity.name, {})
        waiting[record.uid] = (record, values)
        self.new += 1
        self.shown.append(("新增", entity.name, record.uid, {}))
        self.change.note(entity, record.uid, values)
        if len(waiting) >= BATCH:
            self.flush()

    def _join(self, row: Row, record: RowRecord) -> None:
        stamp = max(row.stamp, record.stamp, key=lambda s: s.order)
        received = record.registers()
        merged = {
            name: _must(joined(row.registers.get(name), received.get(name)))
            for name in sorted({*row.registers, *received})
        }
        rebased = stamp != row.stamp  # registers implied by the old stamp become explicit
        fresh = {n: r for n, r in merged.items() if rebased or r != row.registers.get(n)}
        echo = stamp == record.stamp and all(received.get(n) == r for n, r in merged.items())
        if not fresh:
            self.unchanged += 1
            self._confirm(row, echo)
            return
        self._store(row, stamp, fresh, via=self.peer if echo else None)

    def _store(
        self, row: Row, stamp: Stamp, fresh: Mapping[str, Register], via: int | None
    ) -> None:
        connection = self.connection
        was_open = sum(r.open for r in row.registers.values())
        columns = rows.store_registers(connection, row, fresh, stamp)
        if row.entity.name == "member":
            columns.update(rows.derived(row.entity, {**row.values, **columns}))
        number = rows.incarnation_number(connection, stamp.site)
        columns |= {"site": number, "n": stamp.n, "clock": stamp.clock}
        columns |= {"rank": stamp.rank, "operator": stamp.operator}
        changes.update_row(connection, row.entity, row.uid, columns, self.change.lseq)
        connection.execute(
            f"UPDATE {row.entity.name} SET via = ? WHERE uid = ?",  # noqa: S608
            (via, row.uid),
        )
        self._count(row, columns, fresh, was_open)
        self.change.note(row.entity, row.uid, {**row.values, **columns})
        moved = {n: columns[n] for n in fresh if n in columns and columns[n] != row.values.get(n)}
        scope.moved(connection, row, moved, self.change.lseq)

    def _count(
        self,
        row: Row,
        columns: Mapping[str, Value],
        fresh: Mapping[str, Register],
        was_open: int,
    ) -> None:
        after = {**row.registers, **fresh}
        self.opened += max(0, sum(r.open for r in after.values()) - was_open)
        differing = {
            f.name: (row.values[f.name], columns[f.name])
            for f in row.entity.fields
            if f.name in columns and columns[f.name] != row.values[f.name]
        }
        gone = bool(columns.get("gone"))
        if gone:
            self.removed += 1
        else:
            self.changed += 1
        self.shown.append(("删除" if gone else "修改", row.entity.name, row.uid, differing))

    def _confirm(self, row: Row, echo: bool) -> None:
        # The sender holds exactly our state: no need to send it back.
        if echo:
            self.connection.execute(
                f"UPDATE {row.entity.name} SET via = ? WHERE uid = ?",  # noqa: S608
                (self.peer, row.uid),
            )


def _must(register: Register | None) -> Register:
    assert register is not None  # one of the two sides had it
    return register


def _insert_new(
    merge: Merge, entity: Entity, waiting: list[tuple[RowRecord, dict[str, Value]]]
) -> None:
    connection, lseq = merge.connection, merge.change.lseq
    for record, values in waiting:
        s = record.stamp
        number = rows.incarnation_number(connection, s.site)
        stamp = (number, s.n, s.clock, s.rank, s.operator, lseq, merge.peer)
        changes.insert_rows(connection, entity, [(record.uid, values)], stamp)
        for name, register in record.explicit.items():
            connection.execute(
                "INSERT OR REPLACE INTO register(uid, field, entity, state, open) "
                "VALUES (?, ?, ?, ?, ?)",
                (record.uid, name, entity.name, encode(register), int(register.open)),
            )
            merge.opened += register.open
        gone = record.explicit.get(GONE)
        if gone is not None and gone.shown.value:
            connection.execute(
                f"UPDATE {entity.name} SET gone = 1 WHERE uid = ?",  # noqa: S608
                (record.uid,),
            )
    if entity.name == "member":
        connection.executemany(
            "INSERT OR IGNORE INTO held_by(uid, peer) VALUES (?, ?)",
            [(record.uid, merge.peer) for record, _ in waiting],
        )


def _carry(merge: Merge, record: RowRecord) -> None:
    """A table of a newer version: kept as it came, joined field by field, sent on."""
    found = merge.connection.execute(
        "SELECT record FROM carried WHERE uid = ?", (record.uid,)
    ).fetchone()
    known = RowRecord.parse(found[0]) if found else None
    whole = record if known is None else known.join(record)
    merge.connection.execute(
        "INSERT OR REPLACE INTO carried(uid, entity, record, lseq, via) VALUES (?, ?, ?, ?, ?)",
        (record.uid, record.entity, whole.text(), merge.change.lseq, None),
    )
    merge.unchanged += 1


