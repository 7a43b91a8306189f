"""加入县级交换: the township takes the county's reply; from now on both can exchange."""

import json
from collections.abc import Sequence
from pathlib import Path

from app.data import peers, rows, site
from app.data.changes import Change, now_text
from app.data.queries.organizations import organization
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.uid import Uid
from app.exchange.certificate import ScopeOrganization
from app.exchange.enrolment import Request, read_reply
from app.exchange.keys import PublicKeys
from app.exchange.parties import OwnSite, Peer
from app.services.enrolment import Enrolled, read_document_file
from app.services.sending import own_site
from app.services.store import Store

BELONGS = (
    ("organization", "parent"),
    ("member", "organization"),
    ("training_class", "organization"),
    ("post", "organization"),
)
"""Fields that name an organization."""


def join(store: Store, reply_file: Path) -> Enrolled:
    """At the township: take the county's reply; from now on both can exchange.

    Raises:
        PackageError: damaged, forged, for somebody else, or not the answer to our last request.
    """
    connection = store.database.read()
    me = own_site(store)
    joined = next((p for p in peers.all_peers(connection) if p.level == site.COUNTY), None)
    county = None
    if joined is not None:
        county = Peer(joined.site.hex(), joined.name, PublicKeys.from_bytes(joined.public))
    request = _last_request(store, me)
    serial = joined.serial if joined else 0
    reply = read_reply(read_document_file(reply_file), me, request, county, serial)
    with store.change("加入县级交换", summary=f"{reply.county.name} 已开户") as change:
        peers.save(
            change.connection,
            bytes.fromhex(reply.county.site),
            name=reply.county.name,
            level=site.COUNTY,
            public=reply.county.keys.to_bytes(),
            scope="[]",
            serial=reply.certificate.serial,
            enrolled_at=now_text(),
        )
        site.put(change.connection, "block", reply.certificate.number_block)
        _take_scope(change, reply.certificate.scope)
    return Enrolled(reply.county.site, reply.county.name, reply.fingerprint)


def _last_request(store: Store, me: OwnSite) -> Request | None:
    kept = site.get(store.database.read(), "request")
    if kept is None:
        return None
    facts = json.loads(str(kept))
    # The county's own spelling of its name may differ from ours; the digits settle who it is.
    return Request(
        facts["number"],
        me.site,
        me.name,
        store.site.level,
        "",
        PublicKeys.from_bytes(bytes.fromhex(facts["keys"])),
        facts["created_at"],
    )


def _take_scope(change: Change, scope: Sequence[ScopeOrganization]) -> None:
    uids = [bytes.fromhex(place.id) for place in scope]
    site.put(change.connection, "scope", peers.scope_text(uids))
    root = change.site.organization
    if uids and root not in uids:
        # The county keeps this township under an identity of its own: ours gives way to it.
        _replace_root(change, root, uids[0], scope[0].name)
    for uid, place in zip(uids, scope, strict=True):
        _hang_as_the_county_does(change, uid, place)


def _hang_as_the_county_does(change: Change, uid: bytes, place: ScopeOrganization) -> None:
    if organization(change.connection, uid) is None:
        return
    values: dict[str, Value] = {}
    if place.parent:
        values["parent"] = bytes.fromhex(place.parent)
    if place.kind:
        values["kind"] = place.kind
    change.update(entity_named("organization"), uid, values)


def _replace_root(change: Change, old: bytes, new: bytes, name: str) -> None:
    connection = change.connection
    entity = entity_named("organization")
    if organization(connection, new) is None:
        row = organization(connection, old)
        assert row is not None  # every store has its root
        change.create(entity, {"name": name, "kind": row.kind}, Uid(new))
    for table, field in BELONGS:
        for uid in rows.referring(connection, entity_named(table), field, old):
            change.update(entity_named(table), uid, {field: new})
    # Below the new root the county accepts the word that the old one is gone.
    change.update(entity, old, {"parent": new})
    change.remove(entity, old)
    site.put(connection, "organization", new)
