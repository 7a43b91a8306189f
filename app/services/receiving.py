"""数据接收: check completely, show, then apply exactly that in one transaction after a backup."""

from pathlib import Path

from app.data import changes, held
from app.data.held import HeldRow
from app.data.merge import Merge, Origin
from app.data.receiving_scope import SenderScope
from app.domain.errors import NotFound
from app.domain.progress import Progress, Silent
from app.exchange.header import Kind
from app.services import backups, receipts
from app.services.applying import Sitting, apply, judged, looked_at, opened
from app.services.package_view import PackageView
from app.services.staging import brought_in
from app.services.store import Store, refuse_unanswered

__all__ = ["PackageView", "accept_held", "held_rows", "inspect_package", "receive_package"]


def inspect_package(store: Store, path: Path, progress: Progress | None = None) -> PackageView:
    """What the package would change, found by applying it and rolling back: what is shown is
    what would be applied.

    Raises:
        PackageError: any reason for which the package must not be applied.
    """
    with brought_in(store.path, path) as arrived, opened(store, arrived) as (package, peer):
        view = judged(store, package, peer)
        if not view.state.applies:
            return view
        return looked_at(store, package, peer, view, progress or Silent())


def receive_package(store: Store, path: Path, progress: Progress | None = None) -> PackageView:
    """Apply a package in one transaction after a verified backup, and write a receipt.

    A package received before is a harmless no; one with a gap before it is not applied, and what
    is missing is named in `notice`. Both get a receipt too: the sender learns what we hold.

    Raises:
        PackageError: any reason for which the package must not be applied.
    """
    refuse_unanswered(store)
    with brought_in(store.path, path) as arrived, opened(store, arrived) as (package, peer):
        view = judged(store, package, peer)
        if package.header.kind is Kind.RECEIPT:
            return receipts.take(store, package, peer, view)
        if view.state.applies:
            point = backups.before_receive(store, f"接收{peer.name}数据前")
            sitting = Sitting(arrived, point, progress or Silent())
            view = apply(store, package, peer, view, sitting)
    return receipts.write(store, peer, view, path)


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
