"""The memory of a history: who knew of which write. It never looks into versions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.data.facts import superseded_by
from tests.faults.fast_store import Note

Key = tuple[bytes, str]
Dot = tuple[str, int]
NOTHING: frozenset[Dot] = frozenset()


@dataclass
class Known:
    """What one site has heard of: the writes per field, and the facts."""

    writes: dict[Key, frozenset[Dot]] = field(default_factory=dict)
    facts: set[bytes] = field(default_factory=set)
    people: set[bytes] = field(default_factory=set)

    def copy(self) -> "Known":
        """The same memory, apart from now on."""
        return Known(dict(self.writes), set(self.facts), set(self.people))


@dataclass
class Oracle:
    """Every site's knowledge, and what each write superseded."""

    known: list[Known] = field(default_factory=list)
    over: dict[tuple[Key, Dot], frozenset[Dot]] = field(default_factory=dict)
    entity: dict[bytes, str] = field(default_factory=dict)
    member: dict[bytes, bytes] = field(default_factory=dict)
    replaced: dict[bytes, set[bytes]] = field(default_factory=dict)
    came_at: dict[bytes, object] = field(default_factory=dict)

    def wrote(self, number: int, note: Note) -> None:
        """A write supersedes exactly what its writer knew."""
        here = self.known[number]
        self.entity[note.uid] = note.entity
        member = note.values.get("member")
        if isinstance(member, bytes):
            self.member.setdefault(note.uid, member)
        if not note.names and note.entity == "attendance":
            here.facts.add(note.uid)
            self.came_at[note.uid] = note.values.get("came_at")
            for old in superseded_by(note.values.get("supersedes")):
                self.replaced.setdefault(note.uid, set()).add(old)
        if note.entity == "member":
            here.people.add(note.uid)
        for name in note.names:
            key = (note.uid, name)
            heard = here.writes.get(key, NOTHING)
            before = self.over.get((key, note.dot), NOTHING)
            self.over[key, note.dot] = before | (heard - {note.dot})
            here.writes[key] = heard | {note.dot}

    def told(self, number: int, keys: Iterable[Key]) -> dict[Key, frozenset[Dot]]:
        """What a package with these fields says, as its sender knows it now."""
        writes = self.known[number].writes
        return {key: writes[key] for key in keys if key in writes}

    def heard(self, number: int, said: dict[Key, frozenset[Dot]], facts: Iterable[bytes]) -> None:
        """A package was taken in."""
        here = self.known[number]
        told = Counter(uid for uid, _ in said)
        known = {uid for uid, _ in here.writes} if 1 in told.values() else set()
        for key, dots in said.items():
            # Where a row went that was never here is told in vain.
            if told[key[0]] > 1 or key[0] in known:
                here.writes[key] = here.writes.get(key, NOTHING) | dots
        here.facts.update(facts)

    def surviving(self, number: int) -> dict[Key, frozenset[Dot]]:
        """Per field the writes that no other known write superseded."""
        return {
            key: dots - frozenset().union(*(self.over.get((key, dot), NOTHING) for dot in dots))
            for key, dots in self.known[number].writes.items()
        }

    def everything(self) -> dict[Key, frozenset[Dot]]:
        """Every write that anybody still knows of."""
        made: dict[Key, frozenset[Dot]] = {}
        for known in self.known:
            for key, dots in known.writes.items():
                made[key] = made.get(key, NOTHING) | dots
        return made

    def all_facts(self) -> set[bytes]:
        """Every fact that anybody still knows of."""
        return set().union(*(known.facts for known in self.known))

    def live(self, facts: set[bytes]) -> set[bytes]:
        """Those of these facts that none of them supersedes."""
        return facts - set().union(*(self.replaced.get(uid, set()) for uid in facts))
