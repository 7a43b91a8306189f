"""Join received rows into this store: nothing concurrent is dropped, nothing is overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.data import attachments, ownership, row_columns, rows, scope
from app.data.exchange import held_back, peer_knowledge, unknown_parts
from app.data.exchange.fact_merge import join_facts, without_known
from app.data.exchange.merge_erased import living_facts, living_rows
from app.data.exchange.merge_many import insert_new, still_to_join
from app.data.exchange.merge_state import MergeState, arriving_facts, tell_change
from app.data.exchange.records import FACTS, FactsRecord, Line, RowRecord, damaged
from app.data.exchange.structure import check_facts, check_new, check_row, check_travels, is_notice
from app.data.rows import Row, Stamp
from app.domain.entity import REGISTRY, Entity
from app.domain.exchange.own_past import own_past
from app.domain.exchange.versions import Versions, joined, torn

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
        attachments.take_in(self.connection)
        peer_knowledge.note_newest(self.connection, self.newest)
        if self.held or self.sender.roots is not None:
            held_back.refuse_too_much(self.connection, self.sender.peer)

    def _refuse_own_future(self, site: object, n: object) -> None:
        here = self.change.stamp
        if site == here.site and isinstance(n, int) and n > here.n:
            raise own_past()

    def _facts(self, record: FactsRecord) -> None:
        record = living_facts(self, record)
        entity = REGISTRY.get(record.entity)
        if entity is None:
            self._carry_facts(record)
            return
        check_travels(entity)
        if not entity.facts:
            raise ValueError(f"{entity.name} holds no facts")
        check_facts(entity, record)
        here = self.change.stamp.site
        self._refuse_own_future(here, record.newest_of(here))
        unknown = without_known(self.connection, entity, record)
        allowed, refused = self.sender.split(entity, unknown)
        for reason, unwritten in refused.items():
            self._hold_facts(unwritten, reason)
        self.unchanged += len(record.rows) - len(allowed.rows)
        self.unchanged -= sum(len(unwritten.rows) for unwritten in refused.values())
        if allowed.rows:
            self._join_facts(entity, allowed)

    def _join_facts(self, entity: Entity, allowed: FactsRecord) -> None:
        authors = {str(row[1]) for row in allowed.rows}
        self.note_newest((author, allowed.newest_of(author)) for author in authors)
        arriving = arriving_facts(self, entity, allowed)
        added = join_facts(self.change, self.origin.via, entity, allowed)
        self.listed.facts(entity, arriving, added)
        if added and "member" in allowed.fields:
            members = set(allowed.column("member"))
            self.change.touched_members |= {bytes.fromhex(str(text)) for text in members}
        if added and "session" in allowed.fields:
            sessions = set(allowed.column("session"))
            self.change.touched.sessions |= {bytes.fromhex(str(text)) for text in sessions}
        self.changed += len(arriving.corrections)
        self.new += added - len(arriving.corrections)
        self.unchanged += len(allowed.rows) - added

    def _hold_facts(self, record: FactsRecord, reason: str) -> None:
        self.held += len(record.rows)
        arrival = (self.origin.at, self.origin.sequence)
        held_back.keep_facts(self.connection, self.sender.peer, record, reason, arrival)

    def _flush(self) -> None:
        batch, self._batch = living_rows(self, self._batch), []
        if not batch:
            return
        entity = REGISTRY.get(batch[0].entity)
        if entity is None:
            self._carry_rows(batch)
            return
        check_travels(entity)
        if entity.facts:
            raise ValueError(f"{entity.name} holds facts only")
        self._rows(entity, batch)

    def _carry_facts(self, record: FactsRecord) -> None:
        free, taken = self.sender.free_to_carry(record)
        unknown_parts.keep_unknown_facts(self.connection, free, self.change.lseq, self.origin.peer)
        self.unchanged += len(free.rows)
        if taken.rows:
            self._hold_facts(taken, held_back.IDENTITY_TAKEN)

    def _carry_rows(self, batch: list[RowRecord]) -> None:
        for record in batch:
            if self.sender.may_carry(record.entity, record.uid):
                unknown_parts.keep_unknown_row(
                    self.connection, record, self.change.lseq, self.origin.peer
                )
                self.unchanged += 1
            else:
                self._hold(record, held_back.IDENTITY_TAKEN)

    def _rows(self, entity: Entity, batch: list[RowRecord]) -> None:
        uids = [record.uid for record in batch]
        known = rows.which_exist(self.connection, entity, uids)
        if entity.name == "organization":
            # A new branch may stand before its new parent: all are seen before any is judged.
            self.sender.new_organizations(batch, known)
        taken = self.sender.taken_identities(entity, [uid for uid in uids if uid not in known])
        fresh: dict[bytes, RowRecord] = {}
        left = still_to_join(self, entity, batch, known)
        self.sender.expect(entity, left)
        for record in left:
            check_row(entity, record)
            if record.uid in known:
                self._known(entity, record)
            elif is_notice(entity, record):
                continue  # of a row that left; it was never here
            elif record.uid in taken:
                self._hold(record, held_back.IDENTITY_TAKEN)
            else:
                check_new(entity, record)
                if self._may(entity, record, None):
                    before = fresh.get(record.uid)
                    fresh[record.uid] = before.join(record) if before else record
        if fresh:
            insert_new(self, entity, list(fresh.values()))

    def _known(self, entity: Entity, record: RowRecord) -> None:
        row = rows.load(self.connection, entity, record.uid)
        assert row is not None  # which_exist found it
        if self._may(entity, record, row):
            self._join(entity, record, row)

    def _may(self, entity: Entity, record: RowRecord, row: Row | None) -> bool:
        reason = self.sender.refusal(entity, record, row)
        if reason is None:
            self.note_newest(record.dots())
            return True
        if row is not None and _says_nothing_new(record, row):
            self.unchanged += 1
            self._note_stranger(record, row)
            return False
        self._hold(record, reason)
        return False

    def _note_stranger(self, record: RowRecord, row: Row) -> None:
        """Whoever tells us a whole row of ours that is not its own was given it before a restore:
        it must hear where the row belongs, and may say nothing of it."""
        whole = len(record.versions()) > 1 and _knows_a_word(record, row)
        if whole and ownership.is_anchor(row.entity) and not self.sender.is_above(row.uid):
            noted = self.connection.execute(
                "INSERT OR IGNORE INTO held_by(uid, peer, told) VALUES (?, ?, 1)",
                (row.uid, self.sender.peer),
            )
            if noted.rowcount > 0:
                row_columns.update_row(
                    self.connection, row.entity, row.uid, {}, self.change.lseq, None
                )

    def _hold(self, record: RowRecord, reason: str) -> None:
        self.held += 1
        arrival = (self.origin.at, self.origin.sequence)
        held_back.keep_row(self.connection, self.sender.peer, record, reason, arrival)

    def _join(self, entity: Entity, record: RowRecord, row: Row) -> None:
        for name, write in self.sender.believed(record.before).items():
            rows.keep_superseded(self.connection, record.uid, name, [write])
        if record.before:
            self.change.note(entity, record.uid, row.values)
        stamp = max(row.stamp, record.stamp, key=lambda s: s.order)
        received = record.versions()
        merged = {
            name: _must(joined(row.versions.get(name), received.get(name)))
            for name in sorted({*row.versions, *received})
        }
        rebased = stamp != row.stamp  # versions implied by the old stamp become explicit
        fresh = {n: r for n, r in merged.items() if rebased or r != row.versions.get(n)}
        echo = stamp == record.stamp and all(received.get(n) == r for n, r in merged.items())
        via = self.origin.via if echo else None
        newly_held = self._note_holder(row)
        if fresh:
            self._store(row, stamp, fresh, via)
            return
        self.unchanged += 1
        if newly_held or (not echo and torn(row.versions, received)):
            row_columns.update_row(self.connection, entity, row.uid, {}, self.change.lseq, via)
        elif echo:
            row_columns.set_via(self.connection, entity, row.uid, via)

    def _note_holder(self, row: Row) -> bool:
        """Whether we learn only now that the sender holds this row: it must hear where it went."""
        if not self.sender.below or not ownership.is_anchor(row.entity):
            return False
        noted = self.connection.execute(
            "INSERT OR IGNORE INTO held_by(uid, peer) VALUES (?, ?)", (row.uid, self.sender.peer)
        )
        return noted.rowcount > 0

    def _store(
        self, row: Row, stamp: Stamp, fresh: Mapping[str, Versions], via: int | None
    ) -> None:
        connection = self.connection
        columns = rows.store_versions(connection, row, fresh, stamp)
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


def _says_nothing_new(record: RowRecord, row: Row) -> bool:
    return all(
        joined(row.versions.get(name), versions) == row.versions.get(name)
        for name, versions in record.versions().items()
    )


def _knows_a_word(record: RowRecord, row: Row) -> bool:
    """Whether the sender shows something that stands here, word for word: an identity alone, with
    words that were superseded long ago, anybody may have made up to be told where the row is."""
    return any(
        write in known.siblings
        for name, versions in record.versions().items()
        if (known := row.versions.get(name)) is not None
        for write in versions.siblings
    )


def _must(versions: Versions | None) -> Versions:
    assert versions is not None  # one of the two sides had it
    return versions
