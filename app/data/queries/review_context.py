"""Whom a question is about, which package brought it, and what an officer wants to know of it."""

import json
from dataclasses import dataclass

from app.data import rows, site
from app.data.database import Connection
from app.data.exchange.peers import own_scope
from app.data.queries.peer_list import PeerRow, all_peers
from app.data.queries.review_item import ReviewItem
from app.data.queries.review_writers import Writer, Writers
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.exchange.versions import GONE, Sibling, Versions, decode

_MOST_LEVELS = 20
"""Deeper than any tree of organizations: a cycle, which arrives in packages, ends there."""


@dataclass(frozen=True, slots=True)
class LateEdit:
    """A field that was changed by somebody who did not know of the removal."""

    field: str
    value: Value
    writer: Writer


class Context:
    """Reads about questions; what is the same for all of them is read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._own = site.current(connection)
        self._peers = {peer.site: peer for peer in all_peers(connection)}
        self._places: dict[bytes, tuple[str, bytes | None]] = {}
        self._packages: dict[int, tuple[str, str]] | None = None
        self.writers = Writers(connection)

    def owner(self, entity: str, uid: bytes) -> bytes | None:
        """The organization that a row belongs to, through its person or class."""
        if entity == "organization":
            return uid
        values = rows.values_of(self._connection, entity_named(entity), uid) or {}
        for name, above in (("organization", ""), ("member", "member"), ("training_class",) * 2):
            value = values.get(name)
            if isinstance(value, bytes):
                return self.owner(above, value) if above else value
        return None

    def class_organization(self, session: bytes) -> bytes | None:
        """Who runs the class of a half-day, and so holds its signed sheet."""
        found = self._connection.execute(
            "SELECT c.organization FROM session s JOIN training_class c "
            "ON c.uid = s.training_class WHERE s.uid = ?",
            (session,),
        ).fetchone()
        return bytes(found[0]) if found and found[0] else None

    def place(self, organization: bytes | None) -> tuple[str, PeerRow | None]:
        """The name of an organization, and the township (a peer) in whose scope it lies."""
        name, peer = "", None
        here = organization
        for _ in range(_MOST_LEVELS):
            found = self._step(here)
            if found is None or here is None:
                break
            name = name or found[0]
            peer = peer or next((p for p in self._peers.values() if here in p.scope), None)
            here = found[1]
        return name, peer

    def is_own(self, organization: bytes | None) -> bool:
        """Whether an organization lies in the scope that this township was enrolled for."""
        roots = {*own_scope(self._connection), self._own.organization}
        here = organization
        for _ in range(_MOST_LEVELS):
            if here is None or here in roots:
                break
            found = self._step(here)
            here = found[1] if found else None
        return here in roots

    def _step(self, uid: bytes | None) -> tuple[str, bytes | None] | None:
        if uid is None:
            return None
        if uid not in self._places:
            found = self._connection.execute(
                "SELECT name, parent FROM organization WHERE uid = ?", (uid,)
            ).fetchone()
            if found is None:
                return None
            self._places[uid] = (str(found[0] or ""), found[1])
        return self._places[uid]

    # What else is known

    def package_of(self, item: ReviewItem) -> tuple[str, str] | None:
        """The package that brought the row as it is now: its words and when it was received."""
        named = [choice.id for choice in item.siblings if len(choice.id) == 2 * len(item.uid)]
        held = [bytes.fromhex(uid) for uid in named if ":" not in uid] or [item.uid]
        numbers = [self._brought(item.entity, uid) for uid in held]
        known = self._received()
        return next((known[number] for number in numbers if number in known), None)

    def _brought(self, entity: str, uid: bytes) -> int:
        found = self._connection.execute(
            f"SELECT lseq FROM {entity_named(entity).name} WHERE uid = ?",  # noqa: S608
            (uid,),
        ).fetchone()
        return int(found[0] or 0) if found else 0

    def _received(self) -> dict[int, tuple[str, str]]:
        if self._packages is None:
            self._packages = {}
            found = self._connection.execute(
                "SELECT summary, at, detail FROM audit WHERE action = '接收数据包'"
            )
            for summary, at, detail in found:
                for line in json.loads(detail or "[]"):
                    if line and line[0] == "接收":
                        self._packages[int(line[3])] = (str(summary), str(at))
        return self._packages

    def late_edits(self, item: ReviewItem) -> list[LateEdit]:
        """What was changed in a removed row by people who did not know of the removal."""
        row = rows.load(self._connection, entity_named(item.entity), item.uid)
        removal = row.versions.get(GONE) if row else None
        if row is None or removal is None:
            return []
        seen = _seen(removal)
        return [
            LateEdit(
                name, sibling.value, self.writers.by(sibling.site, sibling.operator, sibling.clock)
            )
            for name, versions in sorted(row.versions.items())
            for sibling in versions.siblings
            if name != GONE and seen.get(sibling.site, 0) < sibling.n
        ]


def _seen(removal: Versions) -> dict[str, int]:
    seen: dict[str, int] = {}
    for sibling in removal.siblings:
        for part in str(sibling.value or "").split(","):
            key, _, n = part.partition(":")
            if n:
                seen[key] = max(int(n), seen.get(key, 0))
    return seen


def standing(connection: Connection, uid: bytes, field: str) -> list[Sibling]:
    """What stands side by side in one field, what is shown first coming last."""
    found = connection.execute(
        "SELECT state FROM register WHERE uid = ? AND field = ?", (uid, field)
    ).fetchone()
    if found is None:
        return []
    versions = decode(found[0])
    return sorted(versions.siblings, key=lambda s: (s.rank, s.clock, s.site, s.n))
