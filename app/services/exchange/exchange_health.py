"""交换情况: per site what it confirmed, what is missing or amiss, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.data import site
from app.data.clock import now_text
from app.data.exchange import incidents
from app.data.queries import peer_list
from app.data.queries.backlog import backlog
from app.data.queries.exchange_health import PeerFacts, peer_facts
from app.data.queries.peer_list import PeerRow
from app.domain.accounts.roles import Verb
from app.domain.errors import NotFound
from app.domain.exchange.health import Condition, advice
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class PeerHealth:
    """One site. `sent` and `confirmed` count packages, `backlog` rows it has not confirmed,
    `clock_off` and `differing` say what is off; `words` is what to do next."""

    peer: bytes
    name: str
    sent: int
    confirmed: int
    confirmed_at: str
    backlog: int
    gaps: tuple[int, ...]
    forks: int
    clock_off: str
    last_sent: str
    last_received: str
    age_days: int | None
    differing: str
    held: int
    put_aside: int
    words: str


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An incident with nobody we know, or with ourselves; a person says when it is over."""

    id: int
    at: str
    words: str


def health(store: Store) -> list[PeerHealth]:
    """Every site this store exchanges with: a county its townships, a township its county.

    With 60,000 people and a million entries this takes 0.2 s in daily use, 2 s while one township
    was just enrolled and 4 s while all twenty were: a window asks in a job.
    """
    with store.database.snapshot() as connection:
        known = peer_list.all_peers(connection)
        facts = peer_facts(connection)
        behind = backlog(connection, known)
    now = now_text()
    upwards = store.site.level == site.TOWNSHIP
    nothing = PeerFacts()
    return [
        _health(peer, facts.get(peer.id, nothing), behind[peer.id], now, upwards) for peer in known
    ]


def _health(peer: PeerRow, facts: PeerFacts, behind: int, now: str, upwards: bool) -> PeerHealth:
    age = _days(max(peer.last_sent, peer.last_received), now)
    heard = _days(peer.last_received, now)
    condition = Condition(
        name=peer.title,
        upwards=upwards,
        revoked=bool(peer.revoked),
        backlog=behind,
        unconfirmed=facts.packages.sent - facts.packages.confirmed,
        last_number=facts.packages.last,
        gaps=tuple(facts.gaps),
        forks=facts.forks,
        clock_off=facts.clock_off,
        differing=facts.differing,
        held=facts.held,
        newer=facts.newer,
        waiting=facts.put_aside,
        refused=bool(facts.refused),
        silent_days=heard,
    )
    return PeerHealth(
        peer.site,
        peer.title,
        facts.packages.sent,
        facts.packages.confirmed,
        facts.packages.confirmed_at,
        behind,
        condition.gaps,
        facts.forks,
        facts.clock_off,
        peer.last_sent,
        peer.last_received,
        age,
        facts.differing,
        facts.held,
        facts.put_aside,
        advice(condition),
    )


def _days(then: str, now: str) -> int | None:
    if not then:
        return None
    return max(0, (datetime.fromisoformat(now) - datetime.fromisoformat(then)).days)


_UNKNOWN_WORDS = {
    incidents.KEY: "收到自称“{detail}”的数据包，但本机没有登记这个来源：请电话核实后再开户。",
    incidents.ELSEWHERE: "收到发给“{detail}”的数据包：请转交给收件单位。",
    incidents.OWN_PAST: "本机数据可能被旧文件覆盖过：请在“设置”里回答“换电脑”后再接收。",
    incidents.TRAIL: "{peer}的修改记录与本机以前收到的对不上：第 {detail} 条以后被截断或改写过"
    "（{at}收到的数据包）。请电话问清，让对方先备份、再做一次自检。",
    incidents.OWN_TRAIL: "{peer}保存的本机修改记录进度与本机不同：第 {detail} 条或以前"
    "被截断或改写过。请先备份现有文件，再做一次自检，并告诉县里。",
}
_WITH_PEERS = (incidents.TRAIL, incidents.OWN_TRAIL)


def unassigned(store: Store) -> list[OpenIncident]:
    """Incidents with sites that are not enrolled, with this store itself, and with audit trails."""
    mine = store.site.incarnation
    names = peer_list.titles(store.database.read())
    return [
        OpenIncident(one.id, one.at, _words(one, names))
        for one in incidents.open_incidents(store.database.read())
        if (one.peer == incidents.UNKNOWN or one.kind in _WITH_PEERS)
        and one.kind in _UNKNOWN_WORDS
        # Whoever took a fresh incarnation has answered.
        and (one.kind != incidents.OWN_PAST or one.incarnation == mine)
    ]


def _words(one: incidents.Incident, names: Mapping[int, str]) -> str:
    said = _UNKNOWN_WORDS[one.kind]
    return said.format(detail=one.detail, peer=names.get(one.peer, ""), at=one.at[:16])


def dismiss(store: Store, number: int) -> None:
    """知道了: an incident is over because a person says so.

    Raises:
        NotFound: it was over already.
    """
    store.require(Verb.EXCHANGE)
    with store.database.sealed_write() as connection:
        if not incidents.settle(connection, number):
            raise NotFound("这一条已经处理过。", "请刷新页面。")
