"""Packing and unpacking in a process of its own, so that the window keeps moving meanwhile."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.data.database import Database
from app.data.queries.peer_list import PeerRow
from app.domain.progress import Progress
from app.services.exchange import receiving, sending
from app.services.exchange.receiving import PackageView
from app.services.exchange.sending import Sent
from app.services.exchange.sending_back import ToReturn
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """What another process needs to open the store that is open here; it travels by pipe only."""

    path: Path
    operator: str
    key: bytes = field(repr=False)


def opened(store: Store) -> OpenedStore:
    """The open store as another process may open it."""
    return OpenedStore(store.path, store.operator, store.database.key)


@contextmanager
def _again(where: OpenedStore) -> Iterator[Store]:
    store = Store(Database(where.path, where.key), where.operator)
    try:
        yield store
    finally:
        store.close()


def export_package(
    where: OpenedStore,
    peer: PeerRow,
    target: Path,
    progress: Progress,
    *,
    full: bool = False,
    attached: bool = False,
) -> Sent:
    """See `sending.export_package`."""
    with _again(where) as store:
        return sending.export_package(
            store, peer, target, full=full, attached=attached, progress=progress
        )


def inspect_package(where: OpenedStore, path: Path, progress: Progress) -> PackageView:
    """See `receiving.inspect_package`."""
    with _again(where) as store:
        return receiving.inspect_package(store, path, progress)


def receive_package(
    where: OpenedStore, path: Path, progress: Progress, returned: Sequence[ToReturn] = ()
) -> PackageView:
    """See `receiving.receive_package`."""
    with _again(where) as store:
        return receiving.receive_package(store, path, progress, returned)
