"""What a township may speak of: what lies within its organizations, and what it has been shown.

The same answers serve twice: a township asks them of itself before it writes, the county asks
them of a township whose package it joins (design §4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.data.database import Connection
from app.data.scope import SUBTREE, fill_roots
from app.domain.declarations import entity_named
from app.domain.entity import Entity

AT_ONCE = 500
DEEPEST = 12
"""Levels of organizations below a township's own: what lies deeper it can neither found nor move
there."""

_LEVELS_BELOW = """
WITH RECURSIVE below(uid, depth) AS (
    SELECT ?1, 1
    UNION SELECT o.uid, depth + 1 FROM organization o JOIN below ON o.parent = below.uid
    WHERE depth <= ?2 AND o.uid <> ?1)  -- a ring that it is part of is no depth
SELECT max(depth) FROM below
"""


@dataclass
class Reach:
    """The tree as it stood when it was asked for the first time; people and classes are looked up
    when they are named, and remembered.

    `peer` is the site this is about, 0 for the store itself. What it held and has not been told
    has left it is still within its reach: what it says of that, it says in good faith.
    """

    connection: Connection
    roots: tuple[bytes, ...]
    peer: int = 0
    organizations: dict[bytes, int] = field(default_factory=dict)
    """Each of its organizations with the levels it stands below the site's own."""
    _members: dict[bytes, bool] = field(default_factory=dict)
    _merged: dict[bytes, bytes | None] = field(default_factory=dict)
    _classes: dict[bytes, bool] = field(default_factory=dict)
    _owners: dict[tuple[str, bytes], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        fill_roots(self.connection, self.roots)
        below = self.connection.execute(
            f"{SUBTREE} SELECT uid, parent FROM organization "  # noqa: S608  (our own words)
            "WHERE uid IN (SELECT uid FROM below)"
        ).fetchall()
        self.organizations = dict.fromkeys(self.roots, 0)
        self._lay(below, len(below))

    def grow(self, parents: Iterable[tuple[bytes, bytes | None]], deepest: int) -> None:
        """New organizations with their parents: those below ours are ours, down to a depth."""
        self._lay(parents, deepest)

    def _lay(self, parents: Iterable[tuple[bytes, bytes | None]], deepest: int) -> None:
        below: dict[bytes, list[bytes]] = {}
        for uid, parent in parents:
            if parent is not None:
                below.setdefault(parent, []).append(uid)
        # Those of the tree first: what lies below them is no matter of good faith.
        self._lay_below([p for p in below if p in self.organizations], below, deepest)
        left = [p for p in below if p not in self.organizations and self._not_told(p)]
        self._lay_below(left, below, deepest)

    def _lay_below(
        self, layer: list[bytes], below: Mapping[bytes, list[bytes]], deepest: int
    ) -> None:
        while layer:
            fresh: list[bytes] = []
            for parent in layer:
                depth = self.organizations.get(parent, 0) + 1
                for uid in below.get(parent, ()) if depth <= deepest else ():
                    if uid not in self.organizations:  # a ring ends where it began
                        self.organizations[uid] = depth
                        fresh.append(uid)
            layer = fresh

    def organization(self, uid: bytes) -> bool:
        """Whether it lies within the site's own."""
        return uid in self.organizations or self._not_told(uid)

    def too_deep(self, uid: bytes, parent: bytes) -> bool:
        """Whether an organization with all below it would lie too deep there. The tree is looked
        at as it is now: of many moves in one package each goes on from the one before."""
        passed, above = [uid], parent
        while above not in self.roots:
            found = self.connection.execute(
                "SELECT parent FROM organization WHERE uid = ?", (above,)
            ).fetchone()
            if found is None or found[0] is None or above in passed:
                return False  # outside, or a ring: those are judged and mended elsewhere
            passed.append(above)
            above = found[0]
            if len(passed) > DEEPEST:
                return True
        below = self.connection.execute(_LEVELS_BELOW, (uid, DEEPEST)).fetchone()[0]
        return len(passed) - 1 + int(below) > DEEPEST

    def member(self, uid: bytes) -> bool:
        """Whether this person belongs there now, and whoever it was merged into: what is said of
        a duplicate counts for the one it stands for."""
        return all(self._own_member(one) for one in self._stands_for(uid))

    def _own_member(self, uid: bytes) -> bool:
        found = self._members.get(uid)
        if found is None:
            found = self._members[uid] = self._belongs("member", uid) or self._not_told(uid)
        return found

    def expect(self, members: Iterable[bytes]) -> None:
        """These people will be asked for: those who plainly belong there are found together."""
        left = [uid for uid in members if uid not in self._members]
        for start in range(0, len(left), AT_ONCE):
            some = left[start : start + AT_ONCE]
            found = self.connection.execute(
                "SELECT uid, organization FROM member "  # noqa: S608  (marks only)
                f"WHERE uid IN ({', '.join('?' * len(some))})",
                some,
            )
            self._members.update((uid, True) for uid, at in found if at in self.organizations)

    def _stands_for(self, uid: bytes) -> list[bytes]:
        chain, above = [uid], self._merged_into(uid)
        while above is not None and above not in chain:  # a ring is decided by people
            chain.append(above)
            above = self._merged_into(above)
        return chain

    def _merged_into(self, uid: bytes) -> bytes | None:
        if uid not in self._merged:
            found = self.connection.execute(
                "SELECT merged_into FROM member WHERE uid = ? AND gone = 0", (uid,)
            ).fetchone()
            self._merged[uid] = found[0] if found else None
        return self._merged[uid]

    def runs(self, training_class: bytes) -> bool:
        """Whether the class is held by one of its organizations."""
        found = self._classes.get(training_class)
        if found is None:
            found = self._belongs("training_class", training_class)
            self._classes[training_class] = found
        return found

    def sees(self, training_class: bytes) -> bool:
        """Whether it runs the class, or one of its people takes part in it."""
        if self.runs(training_class):
            return True
        taking_part = self.connection.execute(
            "SELECT e.member FROM enrolment e WHERE e.training_class = ?", (training_class,)
        )
        return any(self.member(row[0]) for row in taking_part)

    def class_of(self, session: bytes) -> bytes | None:
        """The class of a half-day; None when the half-day is not here."""
        return self.owner_of(entity_named("session"), session)

    def owner_of(self, entity: Entity, uid: bytes) -> bytes | None:
        """What a row of that kind belongs to; None when the row is not here."""
        found = self._owners.get((entity.name, uid))
        if found is None:
            row = self.connection.execute(
                f"SELECT {entity.owner} FROM {entity.name} WHERE uid = ?",  # noqa: S608
                (uid,),
            ).fetchone()
            if row is not None:
                found = self._owners[entity.name, uid] = row[0]
        return found

    def takes_part(self, member: bytes, training_class: bytes) -> bool:
        """Whether this person is on the list of a class that the site runs."""
        if not self.runs(training_class):
            return False
        found = self.connection.execute(
            "SELECT 1 FROM enrolment WHERE training_class = ? AND member = ? LIMIT 1",
            (training_class, member),
        )
        return found.fetchone() is not None

    def _belongs(self, table: str, uid: bytes) -> bool:
        row = self.connection.execute(
            f"SELECT organization FROM {table} WHERE uid = ?",  # noqa: S608  (our own names)
            (uid,),
        ).fetchone()
        return row is not None and self.organization(row[0])

    def _not_told(self, uid: bytes) -> bool:
        found = self.connection.execute(
            "SELECT 1 FROM held_by WHERE uid = ? AND peer = ? AND NOT told", (uid, self.peer)
        ).fetchone()
        return found is not None
