"""The preview line by line: up to a limit of each kind, the rest only counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.data.rows import Row
from app.data.schema import to_column
from app.domain.entity import Entity, Value
from app.domain.exchange.versions import Versions

LISTED = 2000
"""Lines shown per entity and kind: a first full package holds a million marks, and nobody reads
more than some thousands of anything."""

NEW, CHANGED, REMOVED, DISPUTED, RESTORED = "新增", "修改", "删除", "冲突", "恢复"

Changes = dict[str, tuple[Value, Value]]
ListedChange = tuple[str, str, bytes, Changes]
"""One line of the preview: what happens, entity, row, and per field before and after (of what is
disputed: the value here, the value in the package)."""


@dataclass
class ListedChanges:
    """The lines of one package; `unlisted` counts per entity what was left out."""

    lines: list[ListedChange] = field(default_factory=list)
    unlisted: Counter[str] = field(default_factory=Counter)
    _listed: Counter[tuple[str, str]] = field(default_factory=Counter)

    def room(self, what: str, entity: str) -> int:
        """How many more lines of this kind will be listed."""
        return LISTED - self._listed[what, entity]

    def add(self, what: str, entity: str, uid: bytes, changes: Changes) -> None:
        """List one line, or count it."""
        if self.room(what, entity) <= 0:
            self.unlisted[entity] += 1
            return
        self._listed[what, entity] += 1
        self.lines.append((what, entity, uid, changes))

    def added(self, entity: Entity, made: Sequence[tuple[bytes, Mapping[str, Value]]]) -> None:
        """New rows, with all that they say."""
        listed = made[: max(0, self.room(NEW, entity.name))]
        for uid, values in listed:
            told: Changes = {k: (None, v) for k, v in values.items() if v is not None}
            self.add(NEW, entity.name, uid, told)
        self.unlisted[entity.name] += len(made) - len(listed)

    def facts(self, entity: Entity, arriving: "ArrivingFacts", added: int) -> None:
        """Facts that were joined: `added` of them were new here."""
        for uid, values in arriving.new:
            self.add(NEW, entity.name, uid, {k: (None, v) for k, v in values.items()})
        for uid, changes in arriving.corrections.items():
            self.add(CHANGED, entity.name, uid, changes)
        self.unlisted[entity.name] += added - len(arriving.new) - len(arriving.corrections)

    def edited(
        self, row: Row, differing: Changes, fresh: Mapping[str, Versions], opened: set[str]
    ) -> None:
        """A row that is here and changes: what changes, and apart from it what is disputed."""
        plain = {name: pair for name, pair in differing.items() if name not in opened}
        if plain or not opened:
            self.add(CHANGED, row.entity.name, row.uid, plain)
        if opened:
            disputed = {
                name: _both(row, name, fresh[name])
                for name in sorted(opened)
                if row.entity.has(name)
            }
            self.add(DISPUTED, row.entity.name, row.uid, disputed)


def _both(row: Row, name: str, after: Versions) -> tuple[Value, Value]:
    before = row.versions.get(name)
    known = {s.dot for s in before.siblings} if before else set()
    arrived = [s for s in after.siblings if s.dot not in known]
    theirs = max(arrived, key=lambda s: (s.rank, s.clock, s.site, s.n), default=after.shown)
    return row.values.get(name), to_column(row.entity.field(name), theirs.value)


@dataclass(frozen=True, slots=True)
class ArrivingFacts:
    """What a batch of facts brings, looked at before it is joined."""

    new: list[tuple[bytes, dict[str, Value]]]
    corrections: dict[bytes, Changes]
