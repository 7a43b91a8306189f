"""Every write of synced data: stamps, versions, and what the audit entry will tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.data import (
    facts,
    membership_changes,
    organization_tree,
    returned_rows,
    row_columns,
    rows,
    scope,
    site,
)
from app.data.database import Connection
from app.data.kept_stale import Touched
from app.data.membership_changes import Since
from app.data.own_bounds import OwnBounds
from app.data.rows import Row, Stamp
from app.domain.declarations import entity_named
from app.domain.entity import Entity, Value
from app.domain.errors import NotFound
from app.domain.exchange.versions import GONE, Versions, plain, written
from app.domain.uid import Uid, new_uids

NOBODY_SAID: Mapping[str, Since] = {}
"""Since when is not known; it is never today's date by default."""


@dataclass
class Change:
    """One business action being written; begun and finished in `changing`."""

    connection: Connection
    operator: str
    reason: str
    site: site.Site
    stamp: Stamp
    site_number: int
    lseq: int
    details: list[object] = field(default_factory=list)
    touched_members: set[bytes] = field(default_factory=set)
    touched_classes: set[bytes] = field(default_factory=set)
    touched: Touched = field(default_factory=Touched)
    answered_returns: set[bytes] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)
    told: list[Uid] = field(default_factory=list)
    tree_touched: bool = False
    enrolments_count: bool | None = None
    bounds: OwnBounds | None = None
    """What this site may write; None where it may everything, or repeats what the county said."""

    @property
    def tables(self) -> set[str]:
        """The tables that this action has written."""
        return {str(item[1]) for item in self.details if isinstance(item, list) and len(item) > 1}

    def create(self, entity: Entity, values: Mapping[str, Value], uid: Uid | None = None) -> Uid:
        """Add one row; absent fields take their declared default."""
        return self.create_many(entity, [values], None if uid is None else [uid])[0]

    def create_many(
        self,
        entity: Entity,
        many: Sequence[Mapping[str, Value]],
        uids: Sequence[Uid] | None = None,
    ) -> list[Uid]:
        """Add rows in bulk, for imports and classes; one stamp for all of them."""
        made = list(uids) if uids is not None else new_uids(len(many))
        complete = self._complete(entity, many)
        if self.bounds is not None:
            self.bounds.refuse_new(entity, made, complete)
        self._insert(entity, made, complete)
        self._note_many(entity, made, complete)
        self.details.append(["新增", entity.name, [uid.hex() for uid in made[:1000]], len(made)])
        scope.added(self.connection, entity, complete, self.lseq)
        return made

    def update(
        self,
        entity: Entity,
        uid: bytes,
        values: Mapping[str, Value],
        *,
        again: bool = False,
        since: Mapping[str, Since] = NOBODY_SAID,
    ) -> list[str]:
        """Change fields of one row; returns the fields that really changed. `again` writes what
        stands there once more, because a person says that it is right; `since` is when what a
        person now is began, by field.

        Raises:
            NotFound: the row is not in this store.
            AppError: it is not this site's to say, or an organization would come to stand below
                itself.
        """
        row = self.row(entity, uid)
        fresh = {
            name: value
            for name, value in values.items()
            if again or plain(value) != plain(row.values.get(name)) or _open(row, name)
        }
        if not fresh:
            return []
        organization_tree.refuse_cycle(self.connection, entity, uid, fresh)
        fresh |= membership_changes.dated_status(row, fresh, since)
        self._refuse_beyond(row, fresh)
        self._tell_changes(row, fresh, since)
        self._write_versions(row, fresh)
        changed = {k: [plain(row.values.get(k)), plain(v)] for k, v in fresh.items()}
        self.details.append(["修改", entity.name, uid.hex(), changed])
        self.note(entity, uid, row.values)
        self.note(entity, uid, {**row.values, **fresh})
        scope.moved(self.connection, row, fresh, self.lseq)
        if entity.name == "member" and "organization" in fresh:
            self._take_along(entity, uid, fresh["organization"])
        self.answered_returns |= returned_rows.open_for_row(self.connection, entity, uid)
        return list(fresh)

    def _take_along(self, entity: Entity, person: bytes, there: Value) -> None:
        """Rows that stand for the same person go where the person goes, with all that hangs on
        them: entered twice, somebody would else leave half of the archive behind."""
        gone, waiting = {person}, [person]
        while waiting:
            into = waiting.pop()
            for uid in rows.referring(self.connection, entity, "merged_into", into):
                if uid in gone:
                    continue  # a ring is decided by people
                gone.add(uid)
                waiting.append(uid)
                self._follow(entity, uid, there)

    def _follow(self, entity: Entity, uid: bytes, there: Value) -> None:
        row = self.row(entity, uid)
        if row.values["merged_into"] is None or row.values["organization"] == there:
            return
        fresh = {"organization": there}
        self._write_versions(row, fresh)
        changed = [plain(row.values["organization"]), plain(there)]
        self.details.append(["修改", entity.name, uid.hex(), {"organization": changed}])
        self.note(entity, uid, row.values)
        self.note(entity, uid, {**row.values, **fresh})
        scope.moved(self.connection, row, fresh, self.lseq)

    def about_who_left(self, entity: Entity, uid: bytes) -> bool:
        """Whether a row is about somebody who has left this site, and so no longer its to write."""
        bounds = self.bounds
        return bounds is not None and bounds.about_who_left(entity, self.row(entity, uid).values)

    def _refuse_beyond(self, row: Row, said: Mapping[str, Value]) -> None:
        if self.bounds is not None:
            self.bounds.refuse_row(row.entity, row.uid, row.values, said)

    def _tell_changes(
        self, row: Row, fresh: Mapping[str, Value], since: Mapping[str, Since]
    ) -> None:
        entity = entity_named("membership_change")
        rows_told = membership_changes.rows_to_tell(row, fresh, since)
        kept = membership_changes.dates_to_keep(self.connection, row, fresh, since)
        if kept is not None and kept[0] is not None:
            self.update(entity, kept[0], kept[1])
        elif kept is not None:
            rows_told.insert(0, kept[1])
        if rows_told:
            self.told += self.create_many(entity, rows_told)

    def remove(self, entity: Entity, uid: bytes) -> None:
        """Take a row out of daily use. The value is what the remover had seen of it, so that an
        edit he did not know of turns up in the review list instead of vanishing."""
        row = self.row(entity, uid)
        seen: dict[str, int] = {row.stamp.site: row.stamp.n}
        for versions in row.versions.values():
            for incarnation, n in versions.context.items():
                seen[incarnation] = max(n, seen.get(incarnation, 0))
        text = ",".join(f"{key}:{n}" for key, n in sorted(seen.items()))
        self._refuse_beyond(row, {GONE: text})
        self._write_versions(row, {GONE: text})
        self.details.append(["删除", entity.name, uid.hex()])
        self.note(entity, uid, row.values)
        self.answered_returns |= returned_rows.open_for_row(self.connection, entity, uid)

    def restore(self, entity: Entity, uid: bytes) -> None:
        """Bring a removed row back."""
        row = self.row(entity, uid)
        self._refuse_beyond(row, {GONE: ""})
        self._write_versions(row, {GONE: ""})
        self.details.append(["恢复", entity.name, uid.hex()])
        self.note(entity, uid, row.values)

    def add_facts(self, entity: Entity, many: Sequence[Mapping[str, Value]]) -> list[Uid]:
        """Append facts; a correction names what it supersedes."""
        made = new_uids(len(many))
        complete = self._complete(entity, many)
        if self.bounds is not None:
            self.bounds.refuse_facts(entity, complete)
        self._insert(entity, made, complete)
        before = facts.supersede(self.connection, entity, list(zip(made, complete, strict=True)))
        self.note_superseded(before)
        for uid, values in zip(made, complete, strict=True):
            self.note(entity, uid, values)
        self.details.append(["登记", entity.name, [uid.hex() for uid in made[:1000]], len(made)])
        self.answered_returns |= returned_rows.open_for_facts(self.connection, entity, complete)
        return made

    def row(self, entity: Entity, uid: bytes) -> Row:
        """The row with its versions.

        Raises:
            NotFound: the row is not in this store.
        """
        found = rows.load(self.connection, entity, uid)
        if found is None:
            raise NotFound(f"找不到要修改的{entity.label}。", "请回到上一页重新打开后再试。")
        return found

    @property
    def stored_stamp(self) -> tuple[Value, ...]:
        """The stamp columns of a row written by this action."""
        s = self.stamp
        return (self.site_number, s.n, s.clock, s.rank, s.operator, self.lseq, None)

    def note(self, entity: Entity, uid: bytes, values: Mapping[str, Value]) -> None:
        """Remember whose hours this touches, and what kept figures rest on."""
        name = entity.name
        self.touched.note(name, uid, values)
        person, held = values.get("member"), values.get("training_class")
        self.tree_touched = self.tree_touched or name == "organization"
        if name == "member" and isinstance(into := values.get("merged_into"), bytes):
            self.touched_members |= {uid, into}
        elif isinstance(person, bytes) and (
            name in ("attendance", "record", "row_return")
            or (name == "enrolment" and self._enrolments_count())
        ):
            self.touched_members.add(person)
        elif name == "training_class":
            self.touched_classes.add(uid)
        elif name in ("session", "row_return") and isinstance(held, bytes):
            self.touched_classes.add(held)

    def _note_many(
        self, entity: Entity, uids: Sequence[bytes], many: Sequence[Mapping[str, Value]]
    ) -> None:
        """The same of new rows; what nearly all new people are is noted at once."""
        noted: Iterable[tuple[bytes, Mapping[str, Value]]] = zip(uids, many, strict=True)
        if entity.name == "member":
            self.touched.new_people(uids, many)
            noted = ((uid, row) for uid, row in noted if row.get("merged_into") is not None)
        for uid, values in noted:
            self.note(entity, uid, values)

    def note_superseded(self, before: Iterable[tuple[bytes, bytes]]) -> None:
        """Whose marks in which half-days stand no more."""
        for member, session in before:
            self.touched_members.add(member)
            self.touched.sessions.add(session)

    def _enrolments_count(self) -> bool:
        # Taking part alone brings no hours; one that was sent back takes them away.
        if self.enrolments_count is None:
            self.enrolments_count = returned_rows.any_enrolment(self.connection)
        return self.enrolments_count

    def incarnation_number(self, key: str) -> int:
        """The local number of an incarnation, remembered while this action lasts."""
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = rows.incarnation_number(self.connection, key)
        return number

    def _insert(
        self, entity: Entity, uids: Sequence[bytes], complete: Sequence[Mapping[str, Value]]
    ) -> None:
        stamp = self.stored_stamp
        many = ((uid, v, stamp) for uid, v in zip(uids, complete, strict=True))
        rows.insert(self.connection, entity, many)

    def _complete(
        self, entity: Entity, many: Sequence[Mapping[str, Value]]
    ) -> list[dict[str, Value]]:
        defaults: dict[str, Value] = {field.name: field.default for field in entity.fields}
        declared = defaults.keys()
        return [
            {**defaults, **values}
            if values.keys() <= declared
            else {name: values.get(name, default) for name, default in defaults.items()}
            for values in many
        ]

    def _write_versions(self, row: Row, fresh: Mapping[str, Value]) -> None:
        changed: dict[str, Versions] = {
            name: written(row.versions.get(name), self.stamp.sibling(value))
            for name, value in fresh.items()
        }
        columns = rows.store_versions(self.connection, row, changed, row.stamp)
        columns.update(rows.derived(row.entity, {**row.values, **columns}))
        row_columns.update_row(self.connection, row.entity, row.uid, columns, self.lseq)


def _open(row: Row, name: str) -> bool:
    versions = row.versions.get(name)
    return versions is not None and versions.open
