"""数据接收: check completely, show, then apply exactly that in one transaction after a backup."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from app.data import changes, location, peers, rows, site
from app.data.changes import Change
from app.data.merge import Merge, Shown
from app.data.peers import Heard, PeerRow
from app.data.receiving_scope import SenderScope
from app.domain.errors import PackageError
from app.domain.exchange.package_state import PackageState, judge
from app.domain.progress import Progress, Silent
from app.exchange.header import Kind
from app.exchange.package import Package, open_package
from app.services import backups, receipts
from app.services.sending import as_party, own_site
from app.services.store import Store, refuse_unanswered


@dataclass(frozen=True, slots=True)
class PackageView:
    """Who sent a package, when, and what it would change or has changed."""

    sender: str
    receiver: str
    sequence: int
    created_at: str
    state: PackageState
    new: int = 0
    changed: int = 0
    deleted: int = 0
    conflicts: int = 0
    duplicates: int = 0
    held: int = 0
    rows: list[Shown] = field(default_factory=list)
    receipt: Path | None = None

    @property
    def applied(self) -> int:
        """Rows that were added, changed or removed."""
        return self.new + self.changed + self.deleted


class _OnlyLooking(Exception):
    """Leaves the transaction of a preview; everything it did is rolled back."""


def inspect_package(store: Store, path: Path, progress: Progress | None = None) -> PackageView:
    """What the package would change, found by applying it and rolling back: what is shown is
    what would be applied.

    Raises:
        PackageError: any reason for which the package must not be applied.
    """
    with _opened(store, path) as (package, peer):
        view = _view(store, package, peer)
        if not view.state.applies:
            return view
        try:
            with store.database.write() as connection:
                change = changes.begin(connection, store.operator)
                view = _applied(change, package, peer, view, progress or Silent())
                raise _OnlyLooking
        except _OnlyLooking:
            return view


def receive_package(store: Store, path: Path, progress: Progress | None = None) -> PackageView:
    """Apply a package in one transaction after a verified backup, and write a receipt.

    A package received before is a harmless no; one with a gap before it is held and named.

    Raises:
        PackageError: any reason for which the package must not be applied.
    """
    refuse_unanswered(store)
    with _opened(store, path) as (package, peer):
        view = _view(store, package, peer)
        if package.header.kind is Kind.RECEIPT:
            return receipts.take(store, package, peer, view)
        if not view.state.applies:
            return view
        backups.automatic(store, f"接收{peer.name}数据前")
        with store.database.write() as connection:
            change = changes.begin(connection, store.operator)
            view = _applied(change, package, peer, view, progress or Silent())
            _register(change, package, peer, view, path)
        location.remember(store.database.read(), store.path)
    return receipts.write(store, peer, view, path)


@contextlib.contextmanager
def _opened(store: Store, path: Path) -> Iterator[tuple[Package, PeerRow]]:
    connection = store.database.read()
    known = peers.all_peers(connection)
    with _source(path) as source:
        parties = [as_party(peer) for peer in known]
        package = open_package(source, own_site(store), parties)
        peer = peers.by_site(connection, bytes.fromhex(package.header.sender))
        assert peer is not None  # open_package accepts enrolled senders only
        yield package, peer


@contextlib.contextmanager
def _source(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as source:
            yield source
    except OSError as error:
        raise PackageError(
            f"读不到文件 {path.name}，没有接收任何内容。",
            "U盘可能已断开，请重新插入后再试；本机数据不受影响。",
            code="E-201",
        ) from error


def _view(store: Store, package: Package, peer: PeerRow) -> PackageView:
    header = package.header
    connection = store.database.read()
    if header.kind is Kind.RECEIPT:
        state = PackageState.RECEIPT
        return PackageView(peer.name, header.receiver_name, header.sequence, header.created_at, state)
    known = peers.logged(connection, "in", header.incarnation, header.sequence)
    if known is not None and known[0] != package.digest:
        raise PackageError(
            f"{peer.name} 有两个内容不同的第 {header.sequence} 号数据包：可能整盘复制过，或用旧备份覆盖过。",
            "没有接收任何内容。请让对方在“设置”里回答“换电脑”或“另立一套”后重新导出。",
            code="E-208",
        )
    state = judge(
        already=known is not None,
        lo=int(package.manifest.get("lo", 0)),
        heard=peers.heard(connection, header.incarnation).hi,
    )
    return PackageView(peer.name, header.receiver_name, header.sequence, header.created_at, state)


def _applied(
    change: Change, package: Package, peer: PeerRow, view: PackageView, progress: Progress
) -> PackageView:
    connection = change.connection
    _note_incarnations(change, package)
    roots = peer.scope if peer.level == site.TOWNSHIP else None
    sender = SenderScope(peer.id, roots)
    sender.prepare(connection, ())
    merge = Merge(change, peer.id, sender)
    merge.lines_in(_watched(package, progress))
    changes.finish(
        change, "接收数据包", f"接收 {peer.name} 第 {view.sequence} 号数据包"
    )
    return PackageView(
        view.sender,
        view.receiver,
        view.sequence,
        view.created_at,
        view.state,
        merge.new,
        merge.changed,
        merge.removed,
        merge.opened,
        merge.unchanged,
        merge.held,
        merge.shown,
    )


def _watched(package: Package, progress: Progress) -> Iterator[dict[str, object]]:
    total = package.header.rows
    for number, line in enumerate(package, start=1):
        progress.step(number, total, "正在接收")
        yield line


def _note_incarnations(change: Change, package: Package) -> None:
    for entry in package.manifest.get("incarnations", ()):
        try:
            key, uid, name = entry
            number = rows.incarnation_number(change.connection, str(key))
            change.connection.execute(
                "UPDATE incarnation SET site = ?, name = ? WHERE id = ? AND site IS NULL",
                (bytes.fromhex(uid) if uid else None, name, number),
            )
        except (ValueError, TypeError) as error:
            raise PackageError(
                "数据包开头不完整，没有接收任何内容。", "请让对方重新导出。", code="E-202"
            ) from error


def _register(
    change: Change, package: Package, peer: PeerRow, view: PackageView, path: Path
) -> None:
    connection, header, manifest = change.connection, package.header, package.manifest
    at = changes.now_text()
    before = peers.heard(connection, header.incarnation)
    hi = max(before.hi, int(manifest["hi"]))
    now = Heard(hi, max(before.sequence, header.sequence), package.digest)
    peers.note_heard(connection, peer.id, header.incarnation, now)
    mine = str(site.get(connection, "incarnation"))
    confirmed = int(manifest.get("confirmed", {}).get(mine, 0))
    peers.note_confirmation(connection, peer, header.incarnation, confirmed)
    peers.save(connection, peer.site, last_received=at)
    counts = {"new": view.new, "changed": view.changed, "deleted": view.deleted}
    peers.log(
        connection,
        peers.LogEntry(
            "in",
            peer.id,
            header.incarnation,
            header.sequence,
            package.digest,
            at,
            change.operator,
            view.applied,
            path.stat().st_size,
            json.dumps(counts),
            int(manifest["lo"]),
            int(manifest["hi"]),
            path.name,
        ),
    )
