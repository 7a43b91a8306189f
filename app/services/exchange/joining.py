"""加入县级交换: the township opens a 开户文件 or takes the county's reply; then both exchange."""

import json
from collections.abc import Sequence
from pathlib import Path

from app.data import site
from app.data.changes import Change
from app.data.clock import now_text
from app.data.database import Connection
from app.data.exchange import peer_keys, peers
from app.data.membership_changes import CORRECTED, everything
from app.data.queries import peer_list
from app.data.queries.organizations import organization
from app.data.queries.peer_list import PeerRow
from app.data.references import naming, references_to
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import PackageError
from app.domain.exchange.document_kind import DocumentKind
from app.domain.file_names import clean_name
from app.domain.uid import Uid
from app.exchange.certificate import ScopeOrganization
from app.exchange.enrolment import Reply, Request, read_reply
from app.exchange.invitation import Invitation, answer_to, read_invitation, sign_answer
from app.exchange.keys import PublicKeys, fingerprint
from app.exchange.parties import OwnSite, Peer
from app.exchange.signed import SUFFIX, kind_of, load_document, save_document
from app.services.exchange import key_change, revoking
from app.services.exchange.county_slot import COUNTYS, keep_slot
from app.services.exchange.enrolment import Enrolled
from app.services.exchange.parties import keep_revocations, known_parties, own_site, site_of
from app.services.store import Store, refuse_unanswered


def join(store: Store, file: Path, answer: Path | None = None) -> Enrolled:
    """At the township: open the county's 开户文件, or take its reply to our request.

    To a 开户文件 a 开户回执 is written beside it (or to `answer`); where that cannot be, none is
    named, and it comes with the next package anyway.

    Raises:
        PackageError: damaged, forged, for somebody else, from another county, or not the answer to
            our last request.
    """
    refuse_unanswered(store)
    data = load_document(file)
    if kind_of(data) is DocumentKind.INVITATION:
        return _accept(store, data, answer or _beside(store, file))
    return _take_reply(store, data)


def invitation_in(store: Store, file: Path) -> Invitation:
    """The county's 开户文件, for a person to compare.

    Raises:
        PackageError: see `app.exchange.invitation.read_invitation`.
    """
    joined = known_parties(store.database.read())
    return read_invitation(load_document(file), own_site(store), joined=joined)


def write_answer_beside(store: Store, peer: PeerRow, package: Path) -> Path | None:
    """Until the county has confirmed us, our 开户回执 lies beside every package for it."""
    kept = site.get(store.database.read(), "answer")
    if peer.level != site.COUNTY or not isinstance(kept, bytes):
        return None
    return _written(_beside(store, package), kept)


def _beside(store: Store, file: Path) -> Path:
    return file.with_name(clean_name(f"{store.site.name}.开户回执", SUFFIX))


def _written(target: Path, data: bytes) -> Path | None:
    try:
        save_document(target, data)
    except PackageError:
        return None
    return target


def _accept(store: Store, data: bytes, target: Path) -> Enrolled:
    connection, here = store.database.read(), store.site
    joined = _county(connection)
    known = [p for p in known_parties(connection) if joined and p.site == joined.site.hex()]
    at_county = here.level == site.COUNTY
    invitation = read_invitation(data, own_site(store), at_county=at_county, joined=known)
    with store.change(
        "加入县级交换",
        summary=f"{invitation.county.name} 的开户文件",
        needs=Verb.ENROL,
        bounded=False,
    ) as change:
        if revoking.own_void(change.connection, invitation.revocations) is not None:
            key_change.renew(change.connection)
        me = site_of(change.connection)
        made = answer_to(invitation, me, here.level, now_text())
        answer = sign_answer(made, me.keys)
        _know_county(change.connection, invitation.county)
        _granted(change, invitation, answer)
    keep_slot(store)
    names = tuple(place.name for place in invitation.scope)
    county = invitation.county
    digits = fingerprint(county.keys)
    written = _written(target, answer)
    return Enrolled(county.site, county.name, digits, invitation.digits, names, written)


def _granted(change: Change, invitation: Invitation, answer: bytes) -> None:
    connection = change.connection
    county = _county(connection)
    site.put(connection, "answer", answer)
    site.put(connection, "answer_serial", county.serial if county else 0)
    site.put(connection, "block", invitation.number_block)
    site.put(connection, COUNTYS, invitation.recovery)
    keep_revocations(connection, invitation.revocations)
    _take_scope(change, invitation.scope)


def _county(connection: Connection) -> PeerRow | None:
    return next((p for p in peer_list.all_peers(connection) if p.level == site.COUNTY), None)


def _know_county(connection: Connection, county: Peer) -> None:
    at, public = now_text(), county.keys.to_bytes()
    peer = peers.save(
        connection,
        bytes.fromhex(county.site),
        name=county.name,
        level=site.COUNTY,
        public=public,
        scope="[]",
        enrolled_at=at,
    )
    peer_keys.add_key(connection, peer.id, public, at)
    # What the county gets of us now shows today's keys.
    peer_keys.note_knows_key(connection, peer.id, "")


def _take_reply(store: Store, data: bytes) -> Enrolled:
    me = own_site(store)
    joined = _county(store.database.read())
    county = None
    if joined is not None:
        county = Peer(joined.site.hex(), joined.name, PublicKeys.from_bytes(joined.public))
    request = _last_request(store, me)
    reply = read_reply(data, me, request, county, joined.serial if joined else 0)
    with store.change(
        "加入县级交换",
        summary=f"{reply.county.name} 已开户",
        needs=Verb.ENROL,
        bounded=False,
    ) as change:
        _know_county(change.connection, reply.county)
        _replied(change, reply)
    names = tuple(place.name for place in reply.certificate.scope)
    return Enrolled(reply.county.site, reply.county.name, reply.fingerprint, scope=names)


def _replied(change: Change, reply: Reply) -> None:
    connection, granted = change.connection, reply.certificate
    peers.save(connection, bytes.fromhex(reply.county.site), serial=granted.serial)
    site.put(connection, "block", granted.number_block)
    site.put(connection, "answer", None)
    keep_revocations(connection, reply.revocations)
    _take_scope(change, granted.scope)


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
    for reference in references_to("organization"):
        for uid in naming(connection, reference, old):
            # One organization under another identity: nobody moved.
            values: dict[str, Value] = {reference.field.name: new}
            change.update(reference.entity, uid, values, since=everything(CORRECTED))
    # Below the new root the county accepts the word that the old one is gone.
    change.update(entity, old, {"parent": new})
    change.remove(entity, old)
    site.put(connection, "organization", new)
