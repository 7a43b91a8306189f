"""回执: what was received and what comes back, sealed to the sender of the package."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.data import audit, changing, digest, location, site
from app.data.audit import AuditEntry, append
from app.data.changes import Change
from app.data.clock import now_text
from app.data.database import Connection
from app.data.exchange import audit_heads, incidents, outgoing, peers
from app.data.exchange.records import Line
from app.data.queries import peer_list
from app.data.queries.peer_list import PeerRow
from app.data.queries.receipt_facts import answered, returns_unconfirmed
from app.data.queries.titles import Titles
from app.domain.declarations import entity_named
from app.domain.errors import PackageError
from app.exchange.header import Kind
from app.exchange.package import Package, save_package
from app.exchange.receipt import Receipt, Received, read_receipt, receipt_content
from app.exchange.sealing import Label
from app.services.exchange import incident_notes, key_change
from app.services.exchange.applying import merged
from app.services.exchange.parties import as_party, signing_for
from app.services.exchange.preview import lines_of
from app.services.store import Store

if TYPE_CHECKING:
    from app.services.exchange.package_view import PackageView

SUFFIX = ".xjr"


def write(store: Store, peer: PeerRow, view: "PackageView", package: Path) -> "PackageView":
    """Write the receipt beside the package and say where it lies.

    Where the stick is full or write-protected there is none: what was received stays received,
    and the sender only sends it once more.
    """
    target = package.with_name(f"{package.stem}.回执{SUFFIX}")
    # What just arrived may have brought new keys.
    peer = peer_list.by_site(store.database.read(), peer.site) or peer
    label = Label(Kind.RECEIPT, view.sequence, "", now_text())
    content = receipt_content(_receipt(store, peer, view))
    signing = signing_for(store.database.read(), peer)
    try:
        save_package(target, label, signing, as_party(peer), content)
    except PackageError:
        return view
    return replace(view, receipt=target)


def _receipt(store: Store, peer: PeerRow, view: "PackageView") -> Receipt:
    lines = _sent_back(store, peer)
    digests = to_compare(store, peer) if view.state.applies and not lines else {}
    connection = store.database.read()
    found = answered(connection, peer.id, view.sequence)
    return Receipt(
        (Received(found[0], view.sequence, found[1], found[2]),) if found else (),
        peers.confirmed_to_us(connection, peer.id),
        digests,
        audit.head(connection, str(site.get(connection, "incarnation"))).hex(),
        outgoing.incarnations(connection),
        key_change.announced(store, connection, peer),
        tuple(lines),
        audit_heads.kept_of(connection, peer.id),
    )


def _sent_back(store: Store, peer: PeerRow) -> Sequence[Line]:
    # What a township says of a return travels in its packages; only the county sends rows back.
    if store.site.level != site.COUNTY:
        return ()
    with store.database.sealed_write() as connection:
        return returns_unconfirmed(connection, peer)


def preview_receipt(
    change: Change, package: Package, peer: PeerRow, view: "PackageView"
) -> "PackageView":
    """What taking a receipt would bring; `change` is a trial."""
    receipt = read_receipt(package)
    view = _joined(change, receipt, package, peer, view)
    return replace(view, lines=lines_of(Titles(change.connection), view.rows))


class _NothingNew(Exception):
    """Leaves the transaction of a receipt that was read before."""


def take(store: Store, package: Package, peer: PeerRow, view: "PackageView") -> "PackageView":
    """Take note of a receipt: what the peer holds is not sent again; where both should hold the
    same and do not, `view.notice` says so (E-209) and everything is sent once more. What the
    county sent back is joined; that confirms nothing, it comes again in its next package.

    Raises:
        PackageError: the receipt holds other rows, or what is no return; nothing is changed.
    """
    receipt = read_receipt(package)
    if receipt.lines:
        view = _take_returns(store, receipt, package, peer, view)
    mine, confirmed = store.site.incarnation, receipt.confirmed
    with store.database.sealed_write() as connection:
        notes = key_change.take_note(connection, store.operator, package.manifest, peer)
        incident_notes.note_own_trail(connection, package, peer)
        if mine in confirmed or peer.incarnation != package.header.incarnation:
            peers.note_confirmation(
                connection, peer, package.header.incarnation, confirmed.get(mine, 0)
            )
    differing = differing_tables(store, peer, package.manifest)
    return replace(view, differing=differing, notes=(*view.notes, *notes))


def _take_returns(
    store: Store, receipt: Receipt, package: Package, peer: PeerRow, view: "PackageView"
) -> "PackageView":
    joined = view
    with contextlib.suppress(_NothingNew), store.database.sealed_write() as connection:
        change = changing.begin(connection, store.operator)
        joined = _joined(change, receipt, package, peer, view)
        if not (joined.applied or joined.held or joined.conflicts):
            raise _NothingNew
        summary = f"{peer.title} 的回执带来 {joined.returned} 条退回"
        changing.finish(change, "收到回执", summary)
    location.remember(store.database.read(), store.path)
    return joined


def _joined(
    change: Change, receipt: Receipt, package: Package, peer: PeerRow, view: "PackageView"
) -> "PackageView":
    merge, _ = merged(change, receipt.lines, package, peer)
    return view.after(merge)


def to_compare(store: Store, peer: PeerRow) -> dict[str, str]:
    """Digests per table of what both should hold; none while we have something left to send."""
    with store.database.sealed_write() as connection:
        fresh = peer_list.by_site(connection, peer.site)
        if fresh is None:
            return {}
        outgoing.prepare(connection, fresh)
        delta = outgoing.delta_for(connection, fresh, full=False)
        if next(iter(outgoing.records(connection, delta)), None) is not None:
            return {}
        return dict(digest.comparable(connection, _roots(connection, fresh)))


def differing_tables(store: Store, peer: PeerRow, said: Mapping[str, Any]) -> tuple[str, ...]:
    """The tables whose content is another at the peer, by the word of its receipt.

    Nothing is said while we have changed something since. Where they differ, nothing is taken as
    confirmed any more: the next package holds everything.
    """
    theirs = said.get("digests")
    connection = store.database.read()
    here = site.current(connection)
    confirmed = said["confirmed"].get(here.incarnation, 0)
    if not isinstance(theirs, dict) or confirmed != site.get(connection, "lseq"):
        return ()
    with store.database.sealed_write() as connection:
        mine = digest.comparable(connection, _roots(connection, peer))
        names = [name for name in mine if name in theirs and theirs[name] != mine[name]]
        if not names:
            incidents.settle_kind(connection, peer.id, incidents.DIFFERING)
            return ()
        tables = dict.fromkeys(map(digest.table_of, names))
        labels = tuple(entity_named(table).label for table in tables)
        peers.save(connection, peer.site, acked=0, incarnation="")
        entry = AuditEntry(
            now_text(), store.operator, "核对不一致", "", f"{peer.title}：{'、'.join(labels)}"
        )
        append(connection, entry)
        incidents.note(connection, peer.id, incidents.DIFFERING, detail="、".join(labels))
    return labels


def _roots(connection: Connection, peer: PeerRow) -> list[bytes]:
    if peer.level == site.TOWNSHIP:
        return list(peer.scope)
    return peers.own_scope(connection)
