"""回执: what was received, sealed back to the sender, so that it need not send it again."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.data import peers
from app.data.changes import now_text
from app.data.peers import PeerRow
from app.domain.errors import PackageError
from app.exchange.body import Content
from app.exchange.header import Kind
from app.exchange.package import Package, save_package
from app.exchange.sealing import Label
from app.services import comparing
from app.services.sending import as_party, own_site
from app.services.store import Store

if TYPE_CHECKING:
    from app.services.package_view import PackageView

SUFFIX = ".xjr"


def write(store: Store, peer: PeerRow, view: "PackageView", package: Path) -> "PackageView":
    """Write the receipt beside the package and say where it lies.

    Where the stick is full or write-protected there is none: what was received stays received,
    and the sender only sends it once more.
    """
    target = package.with_name(f"{package.stem}.回执{SUFFIX}")
    connection = store.database.read()
    manifest: Mapping[str, Any] = {
        "confirmed": peers.confirmed_to_us(connection, peer.id),
        "sequence": view.sequence,
        "digests": comparing.to_compare(store, peer) if view.state.applies else {},
        "counts": {
            "new": view.new,
            "changed": view.changed,
            "deleted": view.deleted,
            "conflicts": view.conflicts,
            "held": view.held,
        },
    }
    label = Label(Kind.RECEIPT, view.sequence, "", now_text())
    try:
        save_package(target, label, own_site(store), as_party(peer), Content(manifest, ()))
    except PackageError:
        return view
    return replace(view, receipt=target)


def take(store: Store, package: Package, peer: PeerRow, view: "PackageView") -> "PackageView":
    """Take note of a receipt: what the peer holds is not sent again; where both should hold the
    same and do not, `view.notice` says so (E-209) and everything is sent once more."""
    for _ in package:
        pass  # only a receipt read to its end is complete
    mine = store.site.incarnation
    confirmed = package.manifest["confirmed"]
    if mine in confirmed or peer.incarnation != package.header.incarnation:
        with store.database.write() as connection:
            peers.note_confirmation(
                connection, peer, package.header.incarnation, confirmed.get(mine, 0)
            )
    differing = comparing.differing(store, peer, package.manifest)
    return replace(view, differing=differing) if differing else view
