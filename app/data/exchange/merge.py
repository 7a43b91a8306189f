"""Join received rows into this store: nothing concurrent is dropped, nothing is overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.data import row_columns, rows, scope
from app.data.exchange import carried, held
from app.data.exchange.fact_merge import join_facts, without_known
from app.data.exchange.merge_erased import living_facts, living_rows
from app.data.exchange.merge_known import still_to_join
from app.data.exchange.merge_new import insert_new
from app.data.exchange.merge_preview import arriving_facts, tell_change
from app.data.exchange.merge_state import MergeState
from app.data.exchange.records import FACTS, STAMP_WIDTH, FactsRecord, Line, RowRecord, damaged
from app.data.rows import Row, Stamp
from app.domain.entity import REGISTRY, Entity
from app.domain.exchange.own_past import own_past
from app.domain.exchange.register import Register, joined, torn

BATCH = 500


@dataclass
class Merge(MergeState):
    """One package being joined inside one transaction; counts say what it did."""

    _batch: list[RowRecord] = field(default_factory=list)

    def lines_in(self, many: Iterable[Line]) -> None:
        """Join the lines of a package as they come.

        Raises:
            PackageError: content of the wrong shape, or from a future of our own; roll back.
        """
        try:
            self._lines(many)
        except (ValueError, TypeError, OverflowError) as error:
            raise damaged() from error

    def _lines(self, many: Iterable[Line]) -> None:
        for line in many:
            if FACTS in line:
                self._flush()
                self._facts(FactsRecord.parse(line))
                continue
            record = RowRecord.parse(line)
            self._refuse_own_future(record.stamp.site, record.stamp.n)
            if self._batch and (
                record.entity != self._batch[0].entity
                or (len(self._batch) >= BATCH and record.entity != "organization")
            ):
                self._flush()
            self._batch.append(record)
        self._flush()

    def _refuse_own_future(self, site: object, n: object) -> None:
        here = self.change.stamp
        if site == here.site and isinstance(n, int) and n > here.n:
            raise own_past()

    def _facts(self, record: FactsRecord) -> None:
        record = living_facts(self, record)
        entity = REGISTRY.get(record.entity)
        if entity is None or not entity.facts:
            carried.carry_facts(self.connection, record, self.change.lseq, self.origin.peer)
            self.unchanged += len(record.rows)
            return
        here = self.change.stamp.site
        self._refuse_own_future(here, record.newest_of(here))
        unknown = without_known(self.connection, entity, record)
        self.unchanged += len(record.rows) - len(unknown.rows)
        allowed, outside = self.sender.split(self.connection, unknown)
        if outside.rows:
            self.held += len(outside.rows)
            arrival = (self.origin.at, self.origin.sequence)
            held.keep_facts(
                self.connection, self.sender.peer, outside, held.UNKNOWN_PERSON, arrival
            )
        if not allowed.rows:
            return
        at = STAMP_WIDTH + record.fields.index("member") if "member" in record.fields else None
        arriving = arriving_facts(self, entity, allowed)
        added = join_facts(self.change, self.origin.via, entity, allowed)
        self.shown.facts(entity, arriving, added)
        if added and at is not None:
            members = {bytes.fromhex(str(row[at])) for row in allowed.rows}
            self.change.touched_members |= members
        if added and "session" in record.fields:
            at = STAMP_WIDTH + record.fields.index("session")
            sessions = {bytes.fromhex(str(row[at])) for row in allowed.rows}
            self.change.touched.sessions |= sessions
        self.changed += len(arriving.corrections)
        self.new += added - len(arriving.corrections)
        self.unchanged += len(allowed.rows) - added

    def _flush(self) -> None:
        batch, self._batch = living_rows(self, self._batch), []
        if not batch:
            return
        entity = REGISTRY.get(batch[0].entity)
        if entity is None or entity.facts:
            for record in batch:
                carried.carry_row(self.connection, record, self.change.lseq, self.origin.peer)
            self.unchanged += len(batch)
            return
        self._rows(entity, batch)

    def _rows(self, entity: Entity, batch: list[RowRecord]) -> None:
        if entity.name == "organization":
            # A new branch may stand before its new parent: all are seen before any is judged.
            self.sender.prepare(self.connection, batch)
        known = rows.which_exist(self.connection, entity, [record.uid for record in batch])
        fresh: dict[bytes, RowRecord] = {}
        for record in still_to_join(self, entity, batch, known):
            if not self._may(entity, record):
                continue
            if record.uid in fresh:
                fresh[record.uid] = fresh[record.uid].join(record)
            elif record.uid not in known:
                # One field alone is a notice that a row left; it was never here.
                if len({*record.values, *record.explicit}) > 1:
                    fresh[record.uid] = record
            else:
                self._join(entity, record)
        if fresh:
            insert_new(self, entity, list(fresh.values()))

    def _may(self, entity: Entity, record: RowRecord) -> bool:
        reason = self.sender.refusal(self.connection, entity, record)
        if reason is None:
            return True
        if self._says_nothing_new(entity, record):
            self.unchanged += 1
            return False
        self.held += 1
        arrival = (self.origin.at, self.origin.sequence)
        held.keep_row(self.connection, self.sender.peer, record, reason, arrival)
        return False

    def _says_nothing_new(self, entity: Entity, record: RowRecord) -> bool:
        row = rows.load(self.connection, entity, record.uid)
        return row is not None and all(
            joined(row.registers.get(name), register) == row.registers.get(name)
            for name, register in record.registers().items()
        )

    def _join(self, entity: Entity, record: RowRecord) -> None:
        row = rows.load(self.connection, entity, record.uid)
        assert row is not None  # which_exist found it
        for name, write in record.before.items():
            rows.keep_superseded(self.connection, record.uid, name, [write])
        if record.before:
            self.change.note(entity, record.uid, row.values)
        stamp = max(row.stamp, record.stamp, key=lambda s: s.order)
        received = record.registers()
        merged = {
            name: _must(joined(row.registers.get(name), received.get(name)))
            for name in sorted({*row.registers, *received})
        }
        rebased = stamp != row.stamp  # registers implied by the old stamp become explicit
        fresh = {n: r for n, r in merged.items() if rebased or r != row.registers.get(n)}
        echo = stamp == record.stamp and all(received.get(n) == r for n, r in merged.items())
        via = self.origin.via if echo else None
        newly_held = self._note_holder(row)
        if fresh:
            self._store(row, stamp, fresh, via)
            return
        self.unchanged += 1
        if newly_held or (not echo and torn(row.registers, received)):
            row_columns.update_row(self.connection, entity, row.uid, {}, self.change.lseq, via)
        elif echo:
            row_columns.set_via(self.connection, entity, row.uid, via)

    def _note_holder(self, row: Row) -> bool:
        """Whether we learn only now that the sender holds this row: it must hear where it went."""
        if self.sender.roots is None or row.entity.name not in scope.OWNER:
            return False
        noted = self.connection.execute(
            "INSERT OR IGNORE INTO held_by(uid, peer) VALUES (?, ?)", (row.uid, self.sender.peer)
        )
        return noted.rowcount > 0

    def _store(
        self, row: Row, stamp: Stamp, fresh: Mapping[str, Register], via: int | None
    ) -> None:
        connection = self.connection
        columns = rows.store_registers(connection, row, fresh, stamp)
        columns.update(rows.derived(row.entity, {**row.values, **columns}))
        number = rows.incarnation_number(connection, stamp.site)
        columns |= {"site": number, "n": stamp.n, "clock": stamp.clock}
        columns |= {"rank": stamp.rank, "operator": stamp.operator}
        row_columns.update_row(connection, row.entity, row.uid, columns, self.change.lseq, via)
        tell_change(self, row, columns, fresh)
        self.change.note(row.entity, row.uid, row.values)
        self.change.note(row.entity, row.uid, {**row.values, **columns})
        moved = {n: columns[n] for n in fresh if n in columns and columns[n] != row.values.get(n)}
        scope.moved(connection, row, moved, self.change.lseq)


def _must(register: Register | None) -> Register:
    assert register is not None  # one of the two sides had it
    return register
