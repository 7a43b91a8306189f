"""What the next 数据上报 or 数据下发 would hold, told before anything is written."""

from dataclasses import dataclass

from app.data import scope, site
from app.data.database import Connection
from app.data.exchange import departures, outgoing_counts
from app.data.exchange.outgoing import Delta
from app.data.queries.backlog import skipped
from app.data.queries.peer_list import PeerRow
from app.data.queries.titles import Titles
from app.domain.declarations import entity_named
from app.services.store import Store

LEFT, ABOVE = "移出管辖（告知去向）", "上级党组织名称"


@dataclass(frozen=True, slots=True)
class KindToSend:
    """The rows of one kind, in the clerk's words."""

    kind: str
    new: int
    changed: int
    revoked: int


@dataclass(frozen=True, slots=True)
class ToBeSent:
    """`since` is when the package was made that the receiver confirmed last; empty when it never
    confirmed one, or when everything is sent."""

    kinds: tuple[KindToSend, ...]
    classes: tuple[str, ...]
    since: str

    @property
    def rows(self) -> int:
        """Everything together."""
        return sum(one.new + one.changed + one.revoked for one in self.kinds)


def to_be_sent(store: Store, peer: PeerRow, *, full: bool = False) -> ToBeSent:
    """Counted from the same condition that the package is made by; writes nothing. Takes seconds
    towards a township that was just enrolled, so that a window asks in a job."""
    with store.database.snapshot() as connection:
        if peer.level == site.TOWNSHIP:
            scope.prepare(connection, peer.scope)
        skip = 0 if full else skipped(connection, peer)
        delta = Delta(peer, 0 if full else peer.acked, 0, "", skip)
        counted = outgoing_counts.counts(connection, delta)
        kinds = [
            KindToSend(entity_named(one.entity).label, one.new, one.changed, one.revoked)
            for one in counted
        ]
        if peer.level == site.TOWNSHIP:
            kinds += _beyond(connection, delta)
        found = outgoing_counts.classes(connection, delta)
        since = "" if full else outgoing_counts.confirmed_at(connection, delta)
        return ToBeSent(tuple(kinds), _named(connection, store, found), since)


def _beyond(connection: Connection, delta: Delta) -> list[KindToSend]:
    """What a package downwards says of rows that are not the township's, so that the figures shown
    before are those of the package."""
    left, above = departures.counts(connection, delta.peer.id, delta.lo)
    lines = (KindToSend(LEFT, 0, left, 0), KindToSend(ABOVE, 0, above, 0))
    return [one for one in lines if one.changed]


def _named(connection: Connection, store: Store, classes: list[bytes]) -> tuple[str, ...]:
    """Name and first day: classes of one name are held every year, and in every township."""
    titles = Titles(connection)
    made = []
    for uid in classes:
        held = titles.values("training_class", uid)
        by = titles.organization("training_class", uid) if store.site.level == site.COUNTY else ""
        called = f"{held['name']!s}（{held['starts_on']!s}）"
        made.append(f"{by}　{called}" if by else called)
    return tuple(made)
