"""The facts of one line of a package beside those that are here."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from app.data import facts
from app.data.database import Connection
from app.data.exchange.records import FactsRecord
from app.data.rows import which_exist
from app.domain.entity import Entity, Value


class FactOwners:
    """Whose the facts of a line are, and what they supersede."""

    def __init__(
        self,
        connection: Connection,
        entity: Entity,
        record: FactsRecord,
        place: Mapping[str, int],
    ) -> None:
        self._connection = connection
        self._entity = entity
        self._place = place
        self._record = record
        self.known = which_exist(connection, entity, record.uids)
        """The facts of the line that are here already."""

    @cached_property
    def _line(self) -> dict[bytes, list[Value]]:
        return dict(zip(self._record.uids, self._record.rows, strict=True))

    def author(self, row: Sequence[Value]) -> str | None:
        """Who wrote the fact that stands here under that identity; None when there is none."""
        uid = bytes.fromhex(str(row[0]))
        stored = self._stored(uid) if uid in self.known else None
        return None if stored is None else str(stored[0])

    def superseded(self, row: Sequence[Value]) -> list[bytes]:
        at = self._place.get("supersedes")
        return facts.superseded_by(uid_of(row[at])) if at is not None else []

    def place(self, row: Sequence[Value]) -> tuple[Value, ...]:
        return tuple(uid_of(row[self._place[name]]) for name in self._entity.writers)

    def written(self, uid: bytes) -> tuple[str, tuple[Value, ...]] | None:
        """By whom, and about whom and what; None when neither the line nor the store has it."""
        stored = self._stored(uid)
        if stored is not None:
            return str(stored[0]), tuple(stored[1:])
        row = self._line.get(uid)
        return None if row is None else (str(row[1]), self.place(row))

    def _stored(self, uid: bytes) -> Sequence[Value] | None:
        names = ", ".join(f"t.{name}" for name in self._entity.writers)
        found: Sequence[Value] | None = self._connection.execute(
            f"SELECT i.key, {names} FROM {self._entity.name} t "  # noqa: S608  (declared names)
            "JOIN incarnation i ON i.id = t.site WHERE t.uid = ?",
            (uid,),
        ).fetchone()
        return found


def uid_of(text: Value) -> bytes | None:
    """A reference as an identity, however it was written."""
    if isinstance(text, bytes):
        return text
    return bytes.fromhex(text) if isinstance(text, str) else None
