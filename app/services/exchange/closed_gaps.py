"""Packages that waited are received in order once what they waited for is there."""

from app.data.exchange import packages_put_aside
from app.data.exchange.package_notes import RestorePoint
from app.data.exchange.packages_put_aside import BY_OFFICER, PutAside
from app.data.queries.peer_list import PeerRow
from app.domain.errors import PackageError
from app.domain.exchange.package_state import PackageState
from app.domain.progress import Progress
from app.services.exchange import putting_aside, receipts
from app.services.exchange.applying import Sitting, apply, judged, opened_package
from app.services.exchange.staging import Arrived
from app.services.store import Store


def receive_closed_gaps(
    store: Store, peer: PeerRow, point: RestorePoint, progress: Progress
) -> tuple[int, ...]:
    """After a receive: every package of that sender whose gap is closed, each in a transaction of
    its own; what a later one holds already waits no more. Returns the numbers received."""
    putting_aside.tidy(store)
    taken: list[int] = []
    while True:
        left = [
            entry
            for entry in packages_put_aside.everything(store.database.read())
            if entry.peer == peer.id and entry.kind != BY_OFFICER
        ]
        tried = (_taken(store, entry, point, progress) for entry in left)
        number = next((found for found in tried if found is not None), None)
        if number is None:
            return tuple(taken)
        taken.append(number)


def _taken(store: Store, entry: PutAside, point: RestorePoint, progress: Progress) -> int | None:
    """The number of the package when it was received, or None."""
    arrived = Arrived(putting_aside.path_of(store, entry.id), entry.file_name)
    try:
        with opened_package(store, arrived) as (package, peer):
            view = judged(store, package, peer)
            if view.state is PackageState.RECEIPT:
                receipts.take(store, package, peer, view)
            elif view.state.applies:
                apply(store, package, peer, view, Sitting(arrived, point, progress))
    except PackageError:
        # Void, forged or still too new: it stays where a person sees it.
        return None
    if view.state is not PackageState.GAP:
        putting_aside.forget(store, entry)
    return view.sequence if view.state.applies else None
