"""What is known of the exchange with each peer, from the register of packages and the incidents."""

from dataclasses import dataclass, field

from app.data.database import Connection
from app.data.exchange import incidents, packages_put_aside
from app.data.exchange.peers import heard
from app.domain.exchange.package_state import missing


@dataclass(frozen=True, slots=True)
class Packages:
    """Packages sent under our present identity, and how many of them are confirmed."""

    sent: int = 0
    confirmed: int = 0
    confirmed_at: str = ""
    last: int = 0


@dataclass
class PeerFacts:
    """Everything but the backlog."""

    packages: Packages = field(default_factory=Packages)
    gaps: list[int] = field(default_factory=list)
    forks: int = 0
    clock_off: str = ""
    differing: str = ""
    refused: list[str] = field(default_factory=list)
    held: int = 0
    put_aside: int = 0
    newer: int = 0


_PACKAGES = """
SELECT l.peer, count(*), sum(l.hi <= p.acked), max(CASE WHEN l.hi <= p.acked THEN l.at END),
       max(l.sequence)
FROM package_log l JOIN peer p ON p.id = l.peer
WHERE l.direction = 'out' AND l.incarnation = (SELECT value FROM meta WHERE key = 'incarnation')
GROUP BY l.peer
"""


def peer_facts(connection: Connection) -> dict[int, PeerFacts]:
    """Per peer; incidents with sites that are not enrolled stand under 0."""
    found: dict[int, PeerFacts] = {incidents.UNKNOWN: PeerFacts()}
    for peer, sent, confirmed, at, last in connection.execute(_PACKAGES):
        _of(found, peer).packages = Packages(sent, confirmed or 0, at or "", last)
    for peer, count in connection.execute("SELECT peer, count(*) FROM held GROUP BY peer"):
        _of(found, peer).held = count
    for entry in packages_put_aside.everything(connection):
        _of(found, entry.peer).put_aside += 1
        _of(found, entry.peer).newer += entry.kind == packages_put_aside.NEWER
    for one in incidents.open_incidents(connection):
        _add(connection, _of(found, one.peer), one)
    return found


def _of(found: dict[int, PeerFacts], peer: int) -> PeerFacts:
    return found.setdefault(peer, PeerFacts())


def _add(connection: Connection, facts: PeerFacts, one: incidents.Incident) -> None:
    if one.kind == incidents.GAP:
        # What arrived since is not missing any more.
        gap = missing(heard(connection, one.incarnation).sequence, one.sequence)
        facts.gaps = sorted(
            {*facts.gaps, *(gap or (one.sequence - 1,))} - _waiting(connection, one)
        )
    elif one.kind in (incidents.FORK, incidents.OWN_PAST):
        facts.forks += 1
    elif one.kind == incidents.CLOCK:
        facts.clock_off = one.detail
    elif one.kind == incidents.DIFFERING:
        facts.differing = one.detail
    elif one.kind not in (incidents.TRAIL, incidents.OWN_TRAIL):  # these are told one by one
        facts.refused.append(one.kind)


def _waiting(connection: Connection, one: incidents.Incident) -> set[int]:
    entries = packages_put_aside.everything(connection)
    return {e.sequence for e in entries if e.incarnation == one.incarnation}
