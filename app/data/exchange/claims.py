"""What a record claims about a row that is here: by whom it was written, and having seen what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.data.exchange.records import RowRecord
from app.data.rows import Row
from app.data.writing_rules import Said
from app.domain.entity import Value
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


def sobered(
    record: RowRecord, own: Collection[str], rank: int, newest: Mapping[str, int]
) -> RowRecord:
    """A record that somebody accepts by hand: its values as they are, what it claims of ranks and
    of having seen no further than is known here. Else one accepted line would swallow whatever
    is written there later."""

    explicit = {
        name: Versions(
            _known_of(versions, own, newest),
            tuple(replace(w, rank=rank) if w.site in own else w for w in versions.siblings),
        )
        for name, versions in record.explicit.items()
    }
    mine = record.stamp.site in own
    stamp = replace(record.stamp, rank=rank) if mine else record.stamp
    return replace(record, stamp=stamp, explicit=explicit)


def _known_of(
    versions: Versions, own: Collection[str], newest: Mapping[str, int]
) -> dict[str, int]:
    """What a context may cover: all of the sender's own, of others what has come past here, and
    the very writes that are accepted, of whomever they are."""
    known = {
        site: n if site in own else min(n, newest.get(site, 0))
        for site, n in versions.context.items()
    }
    for write in versions.siblings:
        known[write.site] = max(known.get(write.site, 0), write.n)
    return {site: n for site, n in known.items() if n}
