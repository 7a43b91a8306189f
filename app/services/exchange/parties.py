"""Who exchanges: this site with its private keys, and the enrolled sites with all their keys."""

import json

from app.data import site
from app.data.database import Connection
from app.data.exchange import peer_keys
from app.data.queries import peer_list
from app.data.queries.peer_list import PeerRow
from app.domain.exchange.revocation import RevocationReason
from app.exchange.certificate import Revocations
from app.exchange.keys import PublicKeys, SiteKeys
from app.exchange.parties import OwnSite, Peer
from app.services.store import Store


def own_site(store: Store) -> OwnSite:
    """This site as the exchange knows it, private keys included."""
    return site_of(store.database.read())


def site_of(connection: Connection) -> OwnSite:
    """See `own_site`, within a transaction."""
    here = site.current(connection)
    keys, former = site.get(connection, "keys"), site.get(connection, "former_keys")
    assert isinstance(keys, bytes)  # written when the store was created
    older = former if isinstance(former, bytes) else b""
    return OwnSite(
        here.uid.hex(),
        here.name,
        here.incarnation,
        SiteKeys.from_bytes(keys),
        _former(older, len(keys)),
    )


def _former(kept: bytes, size: int) -> tuple[SiteKeys, ...]:
    parts = [kept[start : start + size] for start in range(0, len(kept), size)]
    return tuple(SiteKeys.from_bytes(part) for part in parts)


def signing_for(connection: Connection, peer: PeerRow) -> OwnSite:
    """This site with the keys that the peer is known to accept: the newest of those."""
    me = site_of(connection)
    known = peer_keys.knows_key(connection, peer.id)
    signing = next((keys for keys in me.all_keys if keys.public.key_id == known), me.keys)
    others = tuple(keys for keys in me.all_keys if keys is not signing)
    return OwnSite(me.site, me.name, me.incarnation, signing, others)


def as_party(peer: PeerRow) -> Peer:
    """An enrolled site as packages to it are sealed."""
    keys = PublicKeys.from_bytes(peer.public)
    return Peer(peer.site.hex(), peer.name, keys, peer.revoked)


def known_parties(connection: Connection) -> list[Peer]:
    """Every enrolled site, once per key pair that was ever believed; void ones say since when.

    What a retired site sealed before its end still counts, so its keys are not void here:
    `revoking.refuse_after_cutoff` looks at the number.
    """
    void = {
        (entry.site, entry.key_id): entry
        for entry in revocations(connection).entries
        if entry.reason is not RevocationReason.RETIRED
    }
    found: list[Peer] = []
    for peer in peer_list.all_peers(connection):
        name = peer.site.hex()
        believed = {peer.public, *peer_keys.keys_of(connection, peer.id)}
        for keys in map(PublicKeys.from_bytes, sorted(believed)):
            entry = void.get((name, keys.key_id))
            lost = entry is not None and entry.reason is RevocationReason.LOST
            since = entry.revoked_on if entry is not None else ""
            found.append(Peer(name, peer.title, keys, since, lost))
    return found


def accepted_keys(connection: Connection, peer: PeerRow) -> list[PublicKeys]:
    """The keys of one site that are believed and not void, the one to seal to first."""
    void = {(entry.site, entry.key_id) for entry in revocations(connection).entries}
    believed = [peer.public, *peer_keys.keys_of(connection, peer.id)]
    keys = [PublicKeys.from_bytes(public) for public in dict.fromkeys(believed)]
    return [one for one in keys if (peer.site.hex(), one.key_id) not in void]


def revocations(connection: Connection) -> Revocations:
    """The list of void keys: the county's own, or the newest one a township has heard."""
    kept = site.get(connection, "revocations")
    return Revocations.from_record(json.loads(str(kept))) if kept else Revocations(0)


def keep_revocations(connection: Connection, listed: Revocations) -> bool:
    """Take a newer list; an older one changes nothing, or a void key could come back to life."""
    if listed.number <= revocations(connection).number:
        return False
    site.put(connection, "revocations", json.dumps(listed.to_record()))
    return True
