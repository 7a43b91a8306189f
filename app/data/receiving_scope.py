"""What a sender may say anything about: a township only about its own people and organizations."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.data import scope
from app.data.database import Connection
from app.data.records import FactsRecord, RowRecord
from app.domain.entity import Entity, Scope


@dataclass
class SenderScope:
    """`roots` None means the county: its rows are accepted as they are."""

    peer: int
    roots: tuple[bytes, ...] | None
    organizations: set[bytes] = field(default_factory=set)
    members: dict[bytes, bool] = field(default_factory=dict)

    def prepare(self, connection: Connection, arriving: Iterable[RowRecord]) -> None:
        """Note the sender's organizations, new ones below them included."""
        if self.roots is None:
            return
        scope.prepare(connection, self.roots)
        known = connection.execute("SELECT uid FROM temp.scope_organization")
        self.organizations = {row[0] for row in known} | set(self.roots)
        parents = {r.uid: str(r.shown("parent") or "") for r in arriving}
        while True:
            grown = {
                uid
                for uid, parent in parents.items()
                if uid not in self.organizations and bytes.fromhex(parent) in self.organizations
            }
            if not grown:
                return
            self.organizations |= grown

    def allows(self, connection: Connection, entity: Entity, record: RowRecord) -> bool:
        """Whether the sender may write this row; what it may not is held and counted."""
        if self.roots is None:
            return True
        if entity.scope is Scope.BROADCAST:
            return False
        if entity.name == "organization":
            return record.uid in self.organizations
        if entity.name == "member":
            return self._member(connection, record.uid, record.shown("organization"))
        if entity.has("member"):
            return self._member_row(connection, record)
        return True

    def allowed_facts(
        self, connection: Connection, record: FactsRecord
    ) -> tuple[FactsRecord, int]:
        """The facts about the sender's own people, and how many were about others."""
        if self.roots is None or "member" not in record.fields:
            return record, 0
        at = record.fields.index("member") + 6
        kept = [
            row
            for row in record.rows
            if self._member(connection, bytes.fromhex(str(row[at])), None)
        ]
        return FactsRecord(record.entity, record.fields, kept), len(record.rows) - len(kept)

    def _member_row(self, connection: Connection, record: RowRecord) -> bool:
        member = record.shown("member")
        if not isinstance(member, str):
            return True  # the row is known here already and its person does not change
        return self._member(connection, bytes.fromhex(member), None)

    def _member(self, connection: Connection, uid: bytes, arriving: object) -> bool:
        answer = self.members.get(uid)
        if answer is None:
            answer = self._known(connection, uid, arriving)
            self.members[uid] = answer
        return answer

    def _known(self, connection: Connection, uid: bytes, arriving: object) -> bool:
        if isinstance(arriving, str) and bytes.fromhex(arriving) in self.organizations:
            return True
        row = connection.execute("SELECT organization FROM member WHERE uid = ?", (uid,)).fetchone()
        if row is not None and row[0] in self.organizations:
            return True
        held = connection.execute(
            "SELECT 1 FROM held_by WHERE uid = ? AND peer = ?", (uid, self.peer)
        ).fetchone()
        return held is not None
