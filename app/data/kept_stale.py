"""What an action touched that kept figures rest on, noted in its transaction.

Nothing is computed here: whoever shows the figures brings them up to date (`since`), and keeps
them only when nothing was written meanwhile.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.data.database import Connection
from app.domain.entity import Value

PERSON, BRANCH, ORGANIZATION, EVERYBODY = "person", "branch", "organization", "everybody"
SESSION, CLASS, EVERY_CLASS = "session", "class", "every class"
MANY = 3000
"""From so many on it is better to start over than to remember each."""
_NOBODY = b""

_STANDING = ("post", "exemption", "membership_change")


@dataclass
class Touched:
    """What one action touched, collected while it writes."""

    people: set[bytes] = field(default_factory=set)
    branches: set[bytes] = field(default_factory=set)
    organizations: set[bytes] = field(default_factory=set)
    sessions: set[bytes] = field(default_factory=set)
    classes: set[bytes] = field(default_factory=set)
    everybody: bool = False
    everything: bool = False

    def note(self, entity: str, uid: bytes, values: Mapping[str, Value]) -> None:
        """One row, as it was before or is now."""
        if entity == "attendance":
            self._add(self.sessions, values.get("session"))
        elif entity in ("session", "enrolment"):
            self._add(self.classes, values.get("training_class"))
        elif entity == "training_class":
            self.classes.add(uid)
        elif entity == "member":
            self.people.add(uid)
            self._add(self.branches, values.get("organization"))
            # Posts and exemptions of somebody merged are those of another, and so are their dates.
            self.everybody = self.everybody or values.get("merged_into") is not None
        elif entity in _STANDING:
            self._add(self.people, values.get("member"))
            if entity == "membership_change":
                self._add(self.branches, values.get("organization"))
                self._add(self.branches, values.get("organization_before"))
        elif entity == "organization":
            self.organizations.add(uid)
        elif entity == "setting":
            self.everybody = True

    def new_people(self, uids: Iterable[bytes], many: Iterable[Mapping[str, Value]]) -> None:
        """People who were not there before, nobody of them merged into another."""
        self.people.update(uids)
        for branch in {values.get("organization") for values in many}:
            self._add(self.branches, branch)

    def _add(self, found: set[bytes], value: Value) -> None:
        if isinstance(value, bytes):
            found.add(value)


def mark(connection: Connection, touched: Touched, lseq: int) -> None:
    """Remember what the action with this sequence touched."""
    if touched.everything:
        mark_everything(connection)
        return
    if touched.everybody or len(touched.people) > MANY:
        _put(connection, EVERYBODY, [_NOBODY], lseq)
    else:
        _put(connection, PERSON, touched.people, lseq)
        _put(connection, BRANCH, touched.branches, lseq)
        _put(connection, ORGANIZATION, touched.organizations, lseq)
    if len(touched.sessions) + len(touched.classes) > MANY:
        _put(connection, EVERY_CLASS, [_NOBODY], lseq)
    else:
        _put(connection, SESSION, touched.sessions, lseq)
        _put(connection, CLASS, touched.classes, lseq)


def mark_everything(connection: Connection) -> None:
    """Rules changed, or rows went without a trace: every kept figure is computed again."""
    for table in ("kept_figures", "kept_standing", "kept_waiting", "kept_people", "kept_stale"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  (our own names)


def _put(connection: Connection, kind: str, uids: Iterable[bytes], lseq: int) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO kept_stale(kind, uid, lseq) VALUES (?, ?, ?)",
        [(kind, uid, lseq) for uid in uids],
    )


def since(connection: Connection, kind: str, lseq: int) -> set[bytes]:
    """What was touched after a sequence."""
    found = connection.execute(
        "SELECT uid FROM kept_stale WHERE kind = ? AND lseq > ?", (kind, lseq)
    )
    return {row[0] for row in found}


def forget(connection: Connection) -> None:
    """Let go of what every kept figure has seen."""
    connection.execute("DELETE FROM kept_stale WHERE lseq <= (SELECT min(lseq) FROM kept_figures)")
