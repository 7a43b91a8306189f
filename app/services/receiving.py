"""数据接收: check completely, show, then apply exactly that in one transaction after a backup."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from app.data import changes, held, location, peers, site
from app.data.changes import Change
from app.data.held import HeldRow
from app.data.merge import Merge, Origin, Shown
from app.data.merge_again import retry_held
from app.data.peers import PeerRow
from app.data.receiving_scope import SenderScope
from app.domain.errors import AppError, NotFound, PackageError
from app.domain.exchange.package_state import PackageState, judge, missing, numbers_text
from app.domain.progress import Progress, Silent
from app.exchange.header import Kind
from app.exchange.package import Package, open_package
from app.services import arrivals, backups, receipts
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
    missing: tuple[int, ...] = ()
    received_at: str = ""
    differing: tuple[str, ...] = ()

    @property
    def applied(self) -> int:
        """Rows that were added, changed or removed."""
        return self.new + self.changed + self.deleted

    @property
    def notice(self) -> AppError | None:
        """What to tell the clerk beside the counts: a gap (E-205), a package that came before
        (E-204), content that differs afterwards (E-209); None otherwise. Raise or show it."""
        if self.differing:
            return PackageError(
                f"与 {self.sender} 核对后两边数据不一致（{'、'.join(self.differing)}），已记录。",
                "已有数据没有删除。下一次导出会带上全部数据，对方接收并交回执后会再核对一次。",
                code="E-209",
            )
        if self.state is PackageState.GAP:
            which = (
                f"缺少第 {numbers_text(self.missing)} 号数据包" if self.missing else "前面缺数据包"
            )
            return PackageError(
                f"{which}，{self.sender} 的第 {self.sequence} 号没有接收，本机数据没有改动。",
                "请先接收缺少的数据包；找不到时把本次生成的回执交给对方，请对方重新导出，"
                "或请对方“导出全部数据”。",
                code="E-205",
            )
        if self.state is PackageState.ALREADY:
            when = f"已于 {self.received_at} 接收过" if self.received_at else "已被后来的数据包包含"
            return PackageError(
                f"{self.sender} 的第 {self.sequence} 号数据包{when}。",
                "无需重复接收，本机数据没有改动。",
                code="E-204",
            )
        return None


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

    A package received before is a harmless no; one with a gap before it is not applied, and what
    is missing is named in `notice`. Both get a receipt too: the sender learns what we hold.

    Raises:
        PackageError: any reason for which the package must not be applied.
    """
    refuse_unanswered(store)
    with _opened(store, path) as (package, peer):
        view = _view(store, package, peer)
        if package.header.kind is Kind.RECEIPT:
            return receipts.take(store, package, peer, view)
        if view.state.applies:
            backups.automatic(store, f"接收{peer.name}数据前")
            with store.database.write() as connection:
                change = changes.begin(connection, store.operator)
                view = _applied(change, package, peer, view, progress or Silent())
                arrivals.register(change, package, peer, path, _counts(view))
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
        arrivals.check_manifest(connection, package)
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
    view = PackageView(
        peer.name, header.receiver_name, header.sequence, header.created_at, PackageState.RECEIPT
    )
    if header.kind is Kind.RECEIPT:
        return view
    arrivals.refuse_fork(connection, package, peer)
    known = peers.logged(connection, "in", header.incarnation, header.sequence)
    followed = peers.heard(connection, header.incarnation)
    # An older one that comes after a newer one tells only what was true once: people who have
    # moved away since would come back.
    outrun = header.sequence < followed.sequence and package.manifest["hi"] <= followed.hi
    already = known is not None or outrun
    state = judge(already=already, lo=package.manifest["lo"], heard=followed.hi)
    gap = missing(followed.sequence, header.sequence) if state is PackageState.GAP else ()
    return replace(view, state=state, missing=gap, received_at=known[1] if known else "")


def _applied(
    change: Change, package: Package, peer: PeerRow, view: PackageView, progress: Progress
) -> PackageView:
    connection = change.connection
    arrivals.note_incarnations(change, package)
    scopes = peers.scopes(connection, site.TOWNSHIP)
    sender = SenderScope(peer.id, scopes[peer.id])
    sender.prepare(connection, ())
    via = change.incarnation_number(package.header.incarnation)
    origin = Origin(peer.id, via, view.sequence, changes.now_text())
    merge = Merge(change, origin, sender)
    merge.lines_in(_watched(package, progress))
    retry_held(merge, scopes)
    # The local number of this receive: a row that bears it was brought by this package.
    change.details.append(["接收", package.header.incarnation, view.sequence, change.lseq])
    changes.finish(change, "接收数据包", f"接收 {peer.name} 第 {view.sequence} 号数据包")
    return replace(
        view,
        new=merge.new,
        changed=merge.changed,
        deleted=merge.removed,
        conflicts=merge.opened,
        duplicates=merge.unchanged,
        held=merge.held,
        rows=merge.shown,
    )


def _counts(view: PackageView) -> dict[str, int]:
    return {
        "new": view.new,
        "changed": view.changed,
        "deleted": view.deleted,
        "conflicts": view.conflicts,
        "held": view.held,
    }


def _watched(package: Package, progress: Progress) -> Iterator[dict[str, object]]:
    total = package.header.rows
    for number, line in enumerate(package, start=1):
        progress.step(number, total, "正在接收")
        yield line


def held_rows(store: Store) -> list[HeldRow]:
    """What peers sent and may not write: kept with its reason and tried again at every receive."""
    return held.held_rows(store.database.read())


def accept_held(store: Store, number: int) -> None:
    """Apply one held row after all, because a person looked at it.

    Raises:
        NotFound: it is not there any more.
    """
    with store.change("接收暂存记录") as change:
        taken = held.take_one(change.connection, number)
        if taken is None:
            raise NotFound("这条暂存的记录已经处理过。", "请回到上一页重新打开后再试。")
        peer, line = taken
        origin = Origin(peer, 0, 0, changes.now_text())
        Merge(change, origin, SenderScope(peer, None)).lines_in([line])
