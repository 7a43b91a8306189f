"""停用: keys that are void; the list of them rides in every county package."""

from datetime import date

from app.data import site
from app.data.database import Connection
from app.data.exchange import peer_keys, peers
from app.data.exchange.peer_keys import Cutoff
from app.data.queries.peer_list import PeerRow
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError
from app.domain.exchange.revocation import RevocationReason
from app.exchange.certificate import Revocation, Revocations
from app.exchange.header import Header, Kind
from app.exchange.key_refusals import OWN_KEY_VOID, PEER_STOPPED, RETIRED, VOID_KEY
from app.exchange.keys import PublicKeys
from app.services.exchange.granting import refuse_outside_county
from app.services.exchange.parties import accepted_keys, keep_revocations, revocations, site_of
from app.services.store import Store


def revoke(
    store: Store, peer: PeerRow, reason: RevocationReason | str, cutoff: int | None = None
) -> Revocations:
    """At the county: declare a site's keys void. Nothing is sent to it any more; what it sealed is
    refused, or, for a retired site, everything after package number `cutoff` (the newest received
    one unless stated). 重新开户 brings it back with new keys.

    Raises:
        AppError: this is not the county, or a number was stated where none counts.
    """
    refuse_outside_county(store)
    why = RevocationReason(reason)
    if cutoff is not None and why is not RevocationReason.RETIRED:
        raise AppError("只有单位撤并才有截止号。", "请去掉截止号，或把原因改为单位撤并。")
    with store.change("停用单位", reason=why.label, summary=peer.title, needs=Verb.ENROL) as change:
        connection, today = change.connection, date.today().isoformat()
        listed = revocations(connection)
        entries = tuple(
            Revocation(peer.site.hex(), keys.key_id, today, why)
            for keys in accepted_keys(connection, peer)
        )
        others = tuple(entry for entry in listed.entries if entry.site != peer.site.hex())
        known = tuple(entry for entry in listed.entries if entry.site == peer.site.hex())
        now = Revocations(listed.number + 1, (*others, *_restated(known, why, today), *entries))
        keep_revocations(connection, now)
        peers.save(connection, peer.site, revoked=today)
        limit = None
        if why is RevocationReason.RETIRED:
            last = peer_keys.last_heard(connection, peer.id)
            limit = Cutoff(last.incarnation, last.sequence if cutoff is None else cutoff)
        peer_keys.set_cutoff(connection, peer.id, limit)
    return now


def last_number(store: Store, peer: PeerRow) -> int:
    """The newest package that came from a site."""
    return peer_keys.last_heard(store.database.read(), peer.id).sequence


def _restated(
    known: tuple[Revocation, ...], why: RevocationReason, today: str
) -> tuple[Revocation, ...]:
    # A retired site whose laptop then turns out to be lost: the graver reason counts from now on.
    return tuple(
        Revocation(entry.site, entry.key_id, today, why)
        if entry.reason is RevocationReason.RETIRED and why is not RevocationReason.RETIRED
        else entry
        for entry in known
    )


def void_entry(connection: Connection, site_id: str, keys: PublicKeys) -> Revocation | None:
    """The line of the list that declares these keys void."""
    return _entry(revocations(connection), site_id, keys)


def _entry(listed: Revocations, site_id: str, keys: PublicKeys) -> Revocation | None:
    return next((e for e in listed.entries if (e.site, e.key_id) == (site_id, keys.key_id)), None)


def reason_of(connection: Connection, peer: PeerRow) -> str:
    """Why a site was stopped, as the clerk reads it; empty while it is not."""
    if not peer.revoked:
        return ""
    entries = [e for e in revocations(connection).entries if e.site == peer.site.hex()]
    return entries[-1].reason.label if entries else RevocationReason.REPLACED.label


def refuse_void_enrolment(
    connection: Connection, site_id: str, name: str, keys: PublicKeys
) -> None:
    """Void keys are not enrolled again.

    Raises:
        PackageError: E-207.
    """
    if (entry := void_entry(connection, site_id, keys)) is not None:
        raise VOID_KEY.error(name=name, when=entry.revoked_on, reason=entry.reason.label)


def own_void(connection: Connection, listed: Revocations | None = None) -> Revocation | None:
    """The line that declares our own keys void."""
    me = site_of(connection)
    return _entry(listed or revocations(connection), me.site, me.keys.public)


def refuse_stopped(connection: Connection, peer: PeerRow) -> None:
    """Nothing is packed for a stopped site, nor by one whose own keys are void.

    Raises:
        PackageError: E-207.
    """
    if peer.revoked and site.current(connection).level == site.COUNTY:
        reason = reason_of(connection, peer)
        raise PEER_STOPPED.error(name=peer.name, when=peer.revoked, reason=reason)
    if (entry := own_void(connection)) is not None:
        raise OWN_KEY_VOID.error(when=entry.revoked_on, reason=entry.reason.label)


def refuse_after_cutoff(connection: Connection, header: Header, peer: PeerRow) -> None:
    """A retired site counts up to one package.

    Raises:
        PackageError: E-207, this one came after.
    """
    limit = peer_keys.cutoff(connection, peer.id)
    if limit is None or header.kind is Kind.RECEIPT:
        return
    if header.incarnation != limit.incarnation or header.sequence > limit.sequence:
        raise RETIRED.error(
            sender=peer.name,
            when=peer.revoked,
            cutoff=limit.sequence,
            sequence=header.sequence,
        )
