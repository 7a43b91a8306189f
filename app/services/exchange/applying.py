"""One package on this computer: checked, judged, and joined in one transaction."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.data import changing, clock, location, site
from app.data.changes import Change
from app.data.exchange import peers
from app.data.exchange.authority import Authority
from app.data.exchange.merge import Merge
from app.data.exchange.merge_again import retry_held_back
from app.data.exchange.merge_state import Origin
from app.data.exchange.package_notes import RestorePoint, note_received
from app.data.exchange.records import FACTS, Line
from app.data.queries import package_log, peer_list
from app.data.queries.peer_list import PeerRow
from app.data.queries.titles import Titles
from app.domain.errors import PackageError
from app.domain.exchange.package_state import PackageState, judge, missing
from app.domain.progress import Progress
from app.exchange.header import Kind
from app.exchange.package import Package, open_package
from app.services.exchange import arrivals, headcount, incident_notes, key_change, revoking
from app.services.exchange.package_view import PackageView
from app.services.exchange.parties import known_parties, own_site
from app.services.exchange.preview import lines_of
from app.services.exchange.sending_back import ToReturn, add_returns
from app.services.exchange.staging import Arrived
from app.services.store import Store


class WatchedLines:
    """Iterate once; afterwards `latest_clock` is the newest stamp that the sender itself made
    and `latest_operator` who made it."""

    def __init__(self, package: Package, progress: Progress) -> None:
        self._package = package
        self._progress = progress
        self.latest_clock = 0
        self.latest_operator = ""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        total = self._package.header.rows
        for number, line in enumerate(self._package, start=1):
            self._progress.step(number, total, "正在接收")
            self._watch(line)
            yield line

    def _watch(self, line: dict[str, Any]) -> None:
        # Nothing here has been checked yet; what has another shape is refused by its reader.
        own = self._package.header.incarnation
        facts, by = line.get(FACTS), line.get("by")
        if isinstance(facts, list):
            stamps = _newest_by(own, facts)
        else:
            stamps = [by[:5]] if isinstance(by, list) else []
        made = [(s[2], s[4]) for s in stamps if len(s) == 5 and s[0] == own and type(s[2]) is int]
        if made and (newest := max(made, key=lambda one: one[0]))[0] > self.latest_clock:
            self.latest_clock = newest[0]
            self.latest_operator = str(newest[1])


def _newest_by(own: str, facts: list[Any]) -> list[list[Any]]:
    """The newest stamp among facts that this incarnation made, the first of several."""
    newest: list[list[Any]] = []
    latest = 0
    for row in facts:
        if not (isinstance(row, list) and len(row) > 5 and row[1] == own):
            continue
        if type(row[3]) is int and row[3] > latest:
            latest, newest = row[3], [row[1:6]]
    return newest


@contextlib.contextmanager
def opened_package(store: Store, arrived: Arrived) -> Iterator[tuple[Package, PeerRow]]:
    """A package that is complete, from an enrolled site and meant for this one.

    Raises:
        PackageError: any reason for which the package must not be applied.
    """
    connection = store.database.read()
    try:
        with arrived.path.open("rb") as source:
            package = open_package(source, own_site(store), known_parties(connection))
            peer = peer_list.by_site(connection, bytes.fromhex(package.header.sender))
            assert peer is not None  # open_package accepts enrolled senders only
            revoking.refuse_after_cutoff(connection, package.header, peer)
            arrivals.check_manifest(connection, package)
            yield package, peer
    except OSError as error:
        raise PackageError(
            f"读不到文件 {arrived.name}，没有接收任何内容。",
            "请重新插好U盘后再试；本机数据不受影响。",
            code="E-201",
        ) from error


def judged(store: Store, package: Package, peer: PeerRow) -> PackageView:
    """Whether the package can be applied now, with nothing counted yet.

    Raises:
        PackageError: it shows that two computers go on under one identity.
    """
    header = package.header
    connection = store.database.read()
    view = PackageView(
        peer.title, header.receiver_name, header.sequence, header.created_at, PackageState.RECEIPT
    )
    if header.kind is Kind.RECEIPT:
        return view
    arrivals.refuse_fork(connection, package, peer)
    known = package_log.logged(connection, "in", header.incarnation, header.sequence)
    followed = peers.heard(connection, header.incarnation)
    # An older one that comes after a newer one tells only what was true once: people who have
    # moved away since would come back.
    outrun = header.sequence < followed.sequence and package.manifest["hi"] <= followed.hi
    already = known is not None or outrun
    state = judge(already=already, lo=package.manifest["lo"], heard=followed.hi)
    gap = missing(followed.sequence, header.sequence) if state is PackageState.GAP else ()
    return replace(view, state=state, missing=gap, received_at=known[1] if known else "")


@dataclass(frozen=True, slots=True)
class Sitting:
    """What packages received in one go share: the verified backup made before the first, and what
    the county sends back of it."""

    arrived: Arrived
    point: RestorePoint
    progress: Progress
    returned: Sequence[ToReturn] = ()


class _OnlyLooking(Exception):
    """Leaves the transaction of a preview; everything it did is rolled back."""


@contextlib.contextmanager
def trial(store: Store) -> Iterator[Change]:
    """A change that is taken back at its end."""
    with contextlib.suppress(_OnlyLooking), store.database.sealed_write() as connection:
        yield changing.begin(connection, store.operator)
        raise _OnlyLooking


def preview_package(
    change: Change, package: Package, peer: PeerRow, view: PackageView, progress: Progress
) -> PackageView:
    """What applying would do; `change` is a `trial`."""
    view = _joined(change, WatchedLines(package, progress), package, peer, view)
    # Here the new rows have names and organizations; after the trial they are gone again.
    return replace(view, lines=lines_of(Titles(change.connection), view.rows))


def apply(
    store: Store, package: Package, peer: PeerRow, view: PackageView, sitting: Sitting
) -> PackageView:
    """Join the package in one transaction and register it."""
    with store.database.sealed_write() as connection:
        change = changing.begin(connection, store.operator)
        lines = WatchedLines(package, sitting.progress)
        headcount.remember(connection)
        view = _joined(change, lines, package, peer, view, sitting.returned)
        incident_notes.note_received(connection, package, peer, lines.latest_clock)
        if lines.latest_operator:
            peers.save(connection, peer.site, operator=lines.latest_operator)
        number = arrivals.log_received(change, package, peer, sitting.arrived, _counts(view))
        incident_notes.note_trail(connection, package, peer)
        note_received(connection, number, package.header.created_at, sitting.point)
        headcount.note(change, peer, number)
    location.remember(store.database.read(), store.path)
    return view


def merged(
    change: Change, lines: Iterable[Line], package: Package, peer: PeerRow
) -> tuple[Merge, Mapping[int, tuple[bytes, ...] | None]]:
    """Join lines as far as their sender may write them; returns also who may write what."""
    connection = change.connection
    arrivals.note_incarnations(change, package, peer)
    scopes = peers.scopes(connection, site.TOWNSHIP)
    sender = Authority(peer.id, scopes[peer.id])
    sender.prepare(connection)
    via = change.incarnation_number(package.header.incarnation)
    origin = Origin(peer.id, via, package.header.sequence, clock.now_text())
    merge = Merge(change, origin, sender)
    merge.lines_in(lines)
    return merge, scopes


def _joined(
    change: Change,
    lines: WatchedLines,
    package: Package,
    peer: PeerRow,
    view: PackageView,
    to_return: Sequence[ToReturn] = (),
) -> PackageView:
    connection = change.connection
    merge, scopes = merged(change, lines, package, peer)
    retry_held_back(merge, scopes)
    sent_back = add_returns(change, to_return) if to_return else 0
    notes = key_change.take_note(connection, change.operator, package.manifest, peer)
    # The local number of this receive: a row that bears it was brought by this package.
    change.details.append(["接收", package.header.incarnation, view.sequence, change.lseq])
    summary = f"接收 {peer.title} 第 {view.sequence} 号数据包"
    summary += f"，退回 {sent_back} 条" if sent_back else ""
    changing.finish(change, "接收数据包", summary)
    counted = view.after(merge)
    returned = counted.returned + sent_back
    return replace(counted, returned=returned, notes=(*view.notes, *notes))


def _counts(view: PackageView) -> dict[str, int]:
    return {
        "new": view.new,
        "changed": view.changed,
        "deleted": view.deleted,
        "conflicts": view.conflicts,
        "held": view.held,
    }
