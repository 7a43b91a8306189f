"""Incidents are noted where packages are refused or accepted, and settled where they end."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from app.data import site
from app.data.clock import now_text
from app.data.database import Connection
from app.data.exchange import audit_heads, incidents, peers
from app.data.exchange.package_notes import last_created
from app.data.queries import peer_list
from app.data.queries.peer_list import PeerRow
from app.domain.errors import PackageError
from app.domain.exchange.own_past import OwnPast
from app.exchange.frame import read_frame
from app.exchange.header import Header
from app.exchange.package import Package
from app.services.exchange.package_view import PackageView
from app.services.exchange.staging import Arrived
from app.services.store import Store

AHEAD = timedelta(days=1)
"""Clocks may differ by so much before anybody is told."""

_REFUSED = {"E-206": incidents.ELSEWHERE, "E-207": incidents.KEY, "E-208": incidents.FORK}


@contextlib.contextmanager
def noting(store: Store, arrived: Arrived) -> Iterator[None]:
    """Whatever is refused for a reason that somebody must look after is noted before it is told."""
    try:
        yield
    except PackageError as error:
        kind = _REFUSED.get(error.code[:5])
        header = _cover(arrived) if kind else None
        if kind and header:
            with store.database.sealed_write() as connection:
                _note(connection, kind, error, header)
        raise


def _note(connection: Connection, kind: str, error: PackageError, header: Header) -> None:
    if isinstance(error, OwnPast):
        mine = str(site.get(connection, "incarnation"))
        incidents.note(connection, incidents.UNKNOWN, incidents.OWN_PAST, mine)
        return
    peer = (
        peer_list.by_site(connection, bytes.fromhex(header.sender))
        if _is_id(header.sender)
        else None
    )
    number = peer.id if peer else incidents.UNKNOWN
    if kind == incidents.FORK:
        incidents.note(connection, number, kind, header.incarnation, header.sequence)
    else:
        # What the cover says is not proved, so that only one of each kind is kept.
        told = header.receiver_name if kind == incidents.ELSEWHERE else header.sender_name
        incidents.note(connection, number, kind, detail=told)


def _is_id(text: str) -> bool:
    return len(text) == 32 and all(letter in "0123456789abcdef" for letter in text)


def _cover(arrived: Arrived) -> Header | None:
    try:
        with arrived.path.open("rb") as source:
            return read_frame(source).header
    except (PackageError, OSError):
        return None


def note_gap(connection: Connection, package: Package, peer: PeerRow, view: PackageView) -> None:
    """A package came too early."""
    header = package.header
    detail = f"{view.missing[0]}-{view.missing[-1]}" if view.missing else ""
    incidents.note(connection, peer.id, incidents.GAP, header.incarnation, header.sequence, detail)


def note_received(
    connection: Connection, package: Package, peer: PeerRow, latest_clock: int
) -> None:
    """A package was received: what it ends, and what its clock says. Call before it is
    registered: its own time is compared with that of the package before."""
    header = package.header
    followed = max(peers.heard(connection, header.incarnation).sequence, header.sequence)
    incidents.received(connection, peer.id, header.incarnation, followed)
    told = clock_trouble(
        header.created_at, last_created(connection, header.incarnation), latest_clock
    )
    if told:
        incidents.note(connection, peer.id, incidents.CLOCK, detail=told)
    else:
        incidents.settle_kind(connection, peer.id, incidents.CLOCK)


def note_trail(connection: Connection, package: Package, peer: PeerRow) -> None:
    """The sender's audit trail does not go on from where we knew it: somebody cut or rewrote it."""
    incarnation = package.header.incarnation
    since = audit_heads.broken_since(connection, peer.id, incarnation, package.manifest)
    if since is not None:
        incidents.note(connection, peer.id, incidents.TRAIL, incarnation, detail=str(since))


def note_own_trail(connection: Connection, package: Package, peer: PeerRow) -> None:
    """A receipt says that the peer keeps another trail of ours than we have."""
    entry = audit_heads.take_kept(connection, peer.id, package.manifest)
    if entry is not None:
        mine = str(site.get(connection, "incarnation"))
        incidents.note(connection, peer.id, incidents.OWN_TRAIL, mine, detail=str(entry))


def clock_trouble(created_at: str, before: str, latest_clock: int) -> str:
    """What is wrong with the sender's clock, in words; empty when nothing is."""
    now = datetime.fromisoformat(now_text())
    made = _moment(created_at)
    if made is None:
        return ""
    if made > now + AHEAD:
        return f"快约 {(made - now).days} 天"
    if latest_clock > (now + AHEAD).timestamp() * 1000:
        return f"录入时快约 {int(latest_clock / 1000 - now.timestamp()) // 86400} 天"
    earlier = _moment(before)
    if earlier is not None and made < earlier:
        return f"比上一个数据包还早约 {max(1, (earlier - made).days)} 天"
    return ""


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    # A newer program may leave the zone out; ours is then as good as any.
    return found if found.tzinfo else found.astimezone()
