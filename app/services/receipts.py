"""回执: what was received, sealed back to the sender, so that it need not send it again."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.data import peers
from app.data.changes import now_text
from app.data.peers import PeerRow
from app.domain.errors import PackageError
from app.exchange.announcement import ENTRY
from app.exchange.body import Content
from app.exchange.header import Kind
from app.exchange.package import Package, save_package
from app.exchange.sealing import Label
from app.services import comparing, key_change
from app.services.parties import as_party, signing_for
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
    # What just arrived may have brought new keys.
    peer = peers.by_site(connection, peer.site) or peer
    manifest: dict[str, Any] = {
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
    manifest[ENTRY] = key_change.announced(store, connection, peer)
    label = Label(Kind.RECEIPT, view.sequence, "", now_text())
    try:
        save_package(
            target, label, signing_for(connection, peer), as_party(peer), Content(manifest, ())
        )
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
    with store.database.write() as connection:
        notes = key_change.take_note(connection, store.operator, package.manifest, peer)
        if mine in confirmed or peer.incarnation != package.header.incarnation:
            peers.note_confirmation(
                connection, peer, package.header.incarnation, confirmed.get(mine, 0)
            )
    differing = comparing.differing(store, peer, package.manifest)
    return replace(view, differing=differing, notes=(*view.notes, *notes))
