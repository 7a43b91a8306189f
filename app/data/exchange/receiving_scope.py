"""What a sender may say anything about: a township only about its own people and organizations."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.data import scope, tombstones
from app.data.database import Connection
from app.data.exchange.held import COUNTY_ONLY, OUTSIDE, UNKNOWN_PERSON
from app.data.exchange.records import STAMP_WIDTH, FactsRecord, RowRecord
from app.domain.entity import Entity, Scope


@dataclass
class SenderScope:
    """`roots` None means the county: its rows are accepted as they are."""

    peer: int
    roots: tuple[bytes, ...] | None
    organizations: set[bytes] = field(default_factory=set)
    members: dict[bytes, bool] = field(default_factory=dict)
    classes: dict[bytes, bool] = field(default_factory=dict)

    def prepare(self, connection: Connection, arriving: Iterable[RowRecord]) -> None:
        """Note the sender's organizations, new ones below them included."""
        if self.roots is None:
            return
        scope.prepare(connection, self.roots)
        known = connection.execute("SELECT uid FROM temp.scope_organization")
        self.organizations |= {row[0] for row in known} | set(self.roots)
        classes = connection.execute("SELECT uid FROM temp.scope_class")
        self.classes.update((row[0], True) for row in classes)
        parents = {r.uid: bytes.fromhex(str(r.shown("parent") or "")) for r in arriving}
        while True:
            grown = {
                uid
                for uid, parent in parents.items()
                if uid not in self.organizations and self._belongs(connection, parent)
            }
            if not grown:
                return
            self.organizations |= grown

    def refusal(self, connection: Connection, entity: Entity, record: RowRecord) -> str | None:
        """Why the sender may not write this row, or None; what it may not is held and shown."""
        if self.roots is None or self._allows(connection, entity, record):
            return None
        if entity.scope is Scope.BROADCAST:
            return COUNTY_ONLY
        return UNKNOWN_PERSON if entity.has("member") else OUTSIDE

    def _allows(self, connection: Connection, entity: Entity, record: RowRecord) -> bool:
        if entity.name == tombstones.TOMBSTONE:
            return tombstones.is_ours(connection, record)
        if entity.scope is Scope.BROADCAST:
            return False
        if entity.name == "organization":
            return record.uid in self.organizations or self._held(connection, record.uid)
        if entity.name == "member":
            return self._member(connection, record.uid, record.shown("organization"))
        if entity.name == "training_class":
            return self._class(connection, record.uid, record.shown("organization"))
        if entity.scope is Scope.ROW:
            return self._of_owner(connection, entity, record)
        if entity.name == tombstones.REGISTER and self._of_erased(connection, entity, record):
            return self._of_class(connection, entity, record)
        if entity.has("member"):
            return self._of_member(connection, entity, record)
        return self._of_class(connection, entity, record)

    def split(self, connection: Connection, record: FactsRecord) -> tuple[FactsRecord, FactsRecord]:
        """The facts about the sender's own people, and those about others."""
        nothing = FactsRecord(record.entity, record.fields, [])
        if self.roots is None:
            return record, nothing
        if "member" not in record.fields:
            return nothing, record
        at = record.fields.index("member") + STAMP_WIDTH
        own = {
            text: self._member(connection, bytes.fromhex(text), None)
            for text in {str(row[at]) for row in record.rows}
        }
        kept = [row for row in record.rows if own[str(row[at])]]
        others = [row for row in record.rows if not own[str(row[at])]]
        return (
            FactsRecord(record.entity, record.fields, kept),
            FactsRecord(record.entity, record.fields, others),
        )

    def _of_member(self, connection: Connection, entity: Entity, record: RowRecord) -> bool:
        member = self._reference(connection, entity, record, "member")
        return member is not None and self._member(connection, member, None)

    def _of_erased(self, connection: Connection, entity: Entity, record: RowRecord) -> bool:
        member = self._reference(connection, entity, record, "member")
        return member is not None and tombstones.is_erased(connection, member)

    def _of_class(self, connection: Connection, entity: Entity, record: RowRecord) -> bool:
        owner = self._reference(connection, entity, record, "training_class")
        return owner is not None and self._class(connection, owner, None)

    def _of_owner(self, connection: Connection, entity: Entity, record: RowRecord) -> bool:
        organization = self._reference(connection, entity, record, "organization")
        return (
            self._of_member(connection, entity, record)
            or self._of_class(connection, entity, record)
            or (organization is not None and self._belongs(connection, organization))
        )

    def _reference(
        self, connection: Connection, entity: Entity, record: RowRecord, name: str
    ) -> bytes | None:
        if not entity.has(name):
            return None
        named = record.shown(name)
        if isinstance(named, str):
            return bytes.fromhex(named)
        here = connection.execute(
            f"SELECT {name} FROM {entity.name} WHERE uid = ?",  # noqa: S608  (declared names)
            (record.uid,),
        ).fetchone()
        return here[0] if here else None

    def _member(self, connection: Connection, uid: bytes, arriving: object) -> bool:
        if self.members.get(uid):
            return True
        if uid not in self.members or arriving is not None:
            self.members[uid] = self._known(connection, "member", uid, arriving)
        return self.members[uid]

    def _class(self, connection: Connection, uid: bytes, arriving: object) -> bool:
        if self.classes.get(uid):
            return True
        if uid not in self.classes or arriving is not None:
            self.classes[uid] = self._known(connection, "training_class", uid, arriving)
        return self.classes[uid]

    def _known(self, connection: Connection, table: str, uid: bytes, arriving: object) -> bool:
        # An identity is random: who names it has held the row, so a claim to it is a move.
        if isinstance(arriving, str) and self._belongs(connection, bytes.fromhex(arriving)):
            return True
        row = connection.execute(
            f"SELECT organization FROM {table} WHERE uid = ?",  # noqa: S608  (our own names)
            (uid,),
        ).fetchone()
        return (row is not None and row[0] in self.organizations) or self._held(connection, uid)

    def _belongs(self, connection: Connection, organization: bytes) -> bool:
        # People are still entered in a branch that moved away and whose move is not heard of yet.
        return organization in self.organizations or self._held(connection, organization)

    def _held(self, connection: Connection, uid: bytes) -> bool:
        found = connection.execute(
            "SELECT 1 FROM held_by WHERE uid = ? AND peer = ?", (uid, self.peer)
        ).fetchone()
        return found is not None
