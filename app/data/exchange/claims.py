"""What a record claims about a row that is here: by whom it was written, and having seen what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.data.database import Connection
from app.data.exchange.records import STAMP_WIDTH, FactsRecord, RowRecord
from app.data.facts import superseded_by
from app.data.rows import Row, Stamp, which_exist
from app.data.writing_rules import Said
from app.domain.entity import Entity, Value
from app.domain.exchange.versions import Sibling, Versions, joined


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a record claims about a row that is here: by whom it was written, having seen what."""

    own: Collection[str]
    rank: int
    told: Mapping[str, int]
    row: Row
    record: RowRecord

    def credible(self) -> bool:
        """Whether nothing in it speaks in another's name, or of what the sender cannot know."""
        stamp = self.record.stamp
        own = stamp.site in self.own and stamp.rank == self.rank
        if not own and stamp != self.row.stamp and stamp.order >= self.row.stamp.order:
            return False
        return all(self._versions_credible(*pair) for pair in self._differing().values())

    def brings_back(self, not_us: str) -> bool:
        """The same of what a restored backup lost: nothing new is said in our present name, and
        of what we wrote under it the sender knows what it was sent."""
        differing, told = self._differing().values(), self.told.get(not_us, 0)
        return all(
            write.rank == self.rank if write.site in self.own else write.site != not_us
            for theirs, ours in differing
            for write in theirs.siblings
            if _is_news(write, ours)
        ) and all(
            theirs.context.get(not_us, 0) <= min(told, ours.context.get(not_us, 0) if ours else 0)
            for theirs, ours in differing
        )

    def newly_said(self) -> Said:
        """The values that are news here, by field."""
        said: dict[str, list[Value]] = {}
        for name, (theirs, ours) in self._differing().items():
            for write in theirs.siblings:
                if _is_news(write, ours):
                    said.setdefault(name, []).append(write.value)
        return said

    def _differing(self) -> dict[str, tuple[Versions, Versions | None]]:
        ours = self.row.versions
        return {
            name: (versions, ours.get(name))
            for name, versions in self.record.versions().items()
            if joined(ours.get(name), versions) != ours.get(name)
        }

    def _versions_credible(self, theirs: Versions, ours: Versions | None) -> bool:
        seen = ours.context if ours else {}
        if any(n > seen.get(site, 0) for site, n in self._others(theirs.context)):
            return False  # it cannot have seen what has not come past us
        return all(self._write_credible(write, ours) for write in theirs.siblings) and all(
            self._may_let_go(write, theirs, ours) for write in (ours.siblings if ours else ())
        )

    def _others(self, context: Mapping[str, int]) -> list[tuple[str, int]]:
        return [(site, n) for site, n in context.items() if site not in self.own]

    def _write_credible(self, write: Sibling, ours: Versions | None) -> bool:
        if write.site in self.own:
            return write.rank == self.rank
        # Another's write is no news: it stands here word for word, or was superseded long ago.
        return not _is_news(write, ours)

    def _may_let_go(self, write: Sibling, theirs: Versions, ours: Versions | None) -> bool:
        """A write of ours is superseded only by a new one of the sender's, who had been told."""
        kept = any(write.dot == other.dot for other in theirs.siblings)
        if kept or theirs.context.get(write.site, 0) < write.n:
            return True
        by_news = any(s.site in self.own and _is_news(s, ours) for s in theirs.siblings)
        return by_news and (write.site in self.own or self.told.get(write.site, 0) >= write.n)


def _is_news(write: Sibling, ours: Versions | None) -> bool:
    """Whether joining this write would change what stands here."""
    if ours is None or write in ours.siblings:
        return ours is None
    same = any(write.dot == known.dot for known in ours.siblings)
    return same or ours.context.get(write.site, 0) < write.n


@dataclass(frozen=True, slots=True)
class Sobering:
    """What somebody accepts by hand: its values as they are, what it claims of ranks and of having
    seen no further than is known here, and in the name of whoever accepts where it was in that of
    another site. Else one accepted line would swallow whatever is written there later."""

    own: Collection[str]
    others: Collection[str]
    """The incarnations of other sites; one that nobody has heard of may be the sender's copy."""
    ended: Collection[str]
    """Ours of before a restore. Others know of what was lost here, and have it word for word;
    nothing is written under them any more that having seen all of one could swallow."""
    rank: int
    newest: Mapping[str, int]
    """Per incarnation the newest write that has come past."""
    ours: Stamp

    def row(self, record: RowRecord, here: Row | None) -> RowRecord:
        """A row as it is joined to what is here of it."""
        if record.stamp.site not in self.others:
            rank = self._rank_of(record.stamp.site)
            stamp, said = replace(record.stamp, rank=rank), record.explicit
        elif here is None:
            stamp, said = self.ours, record.explicit
        else:  # what the stamp implies is told as what it is: a write of each field
            stamp, said = here.stamp, record.versions()
        known = here.versions if here is not None else {}
        explicit = {name: self._versions(one, known.get(name)) for name, one in said.items()}
        values = record.values if said is record.explicit else {}
        return replace(record, stamp=stamp, values=values, explicit=explicit)

    def facts(self, record: FactsRecord, connection: Connection, entity: Entity) -> FactsRecord:
        """Facts as they are joined: they correct nothing that is still to come."""
        by = self.ours
        ours: list[Value] = [by.site, by.n, by.clock, by.rank, by.operator]
        at = {name: STAMP_WIDTH + place for place, name in enumerate(record.fields)}
        made: list[list[Value]] = []
        for row in record.rows:
            new = list(row)
            if row[1] not in self.others:
                new[4] = self._rank_of(str(row[1]))
            else:
                new[1:STAMP_WIDTH] = ours
            if (where := at.get("supersedes")) is not None and isinstance(row[where], str):
                old = superseded_by(bytes.fromhex(str(row[where])))
                here = which_exist(connection, entity, old)
                new[where] = "".join(uid.hex() for uid in old if uid in here) or None
            made.append(new)
        return FactsRecord(record.entity, record.fields, made)

    def _rank_of(self, incarnation: str) -> int:
        return self.ours.rank if incarnation in self.ended else self.rank

    def _versions(self, told: Versions, here: Versions | None) -> Versions:
        whole = {*self.own, *self.ended}
        context = {
            site: known
            for site, n in told.context.items()
            if (known := n if site in whole else min(n, self.newest.get(site, 0)))
        }
        kept, strange = list[Sibling](), list[Sibling]()
        for write in told.siblings:
            if write.site not in self.others:
                kept.append(replace(write, rank=self._rank_of(write.site)))
                context[write.site] = max(write.n, context.get(write.site, 0))
            elif here is not None and not _is_news(write, here):
                kept.append(write)
            else:
                strange.append(write)
        if strange:
            # Of several the one that was shown: one action writes a field once.
            shown = told.shown if told.shown in strange else strange[0]
            kept.append(self.ours.sibling(shown.value))
            context[self.ours.site] = self.ours.n
        return Versions(context, tuple(sorted(kept, key=lambda write: write.dot)))
