"""核对: after an exchange both sides' contents are compared, not only how far they followed."""

from collections.abc import Mapping
from typing import Any

from app.data import digest, site
from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.data.database import Connection
from app.data.exchange import incidents, outgoing, peers
from app.data.queries import peer_list
from app.data.queries.peer_list import PeerRow
from app.domain.declarations import entity_named
from app.services.store import Store


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


def differing(store: Store, peer: PeerRow, said: Mapping[str, Any]) -> tuple[str, ...]:
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
