"""更换密钥: new keys are announced under the old ones until the other side says that it knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.data import site
from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.data.database import Connection
from app.data.exchange import peer_keys, peers
from app.data.queries import peer_list
from app.data.queries.peer_list import PeerRow
from app.domain.accounts.roles import Verb
from app.domain.errors import InvalidInput
from app.exchange.announcement import Announcement, read_announcement
from app.exchange.certificate import Certificate
from app.exchange.keys import PublicKeys, SiteKeys, fingerprint
from app.services.exchange import revoking
from app.services.exchange.county_slot import COUNTYS, recovery_public
from app.services.exchange.granting import certificate_of, next_serial
from app.services.exchange.parties import accepted_keys, keep_revocations, revocations, site_of
from app.services.store import Store, refuse_unanswered


def change_keys(store: Store, reason: str) -> str:
    """Make new keys; the former ones stay for reading and for signing towards those who do not
    know the new ones yet. Returns the new digits.

    Raises:
        InvalidInput: no reason is given.
        AppError: the store was copied or restored and nobody has said which.
    """
    if not reason.strip():
        raise InvalidInput({"reason": "请写明更换密钥的原因"})
    refuse_unanswered(store)
    with store.change("更换密钥", reason=reason.strip(), needs=Verb.ENROL) as change:
        digits = renew(change.connection)
        change.details.append(["更换密钥", digits])
    return digits


def renew(connection: Connection) -> str:
    """New keys within a transaction; returns their digits."""
    me, fresh = site_of(connection), SiteKeys.generate()
    peer_keys.keep_former_key(connection, me.keys.public.key_id)
    site.put(connection, "former_keys", b"".join(keys.to_bytes() for keys in me.all_keys))
    site.put(connection, "keys", fresh.to_bytes())
    site.put(connection, "keys_since", now_text())
    return fingerprint(fresh.public)


def announced(store: Store, connection: Connection, peer: PeerRow) -> dict[str, Any]:
    """What a package or receipt to this peer says about keys."""
    me = site_of(connection)
    own = tuple(keys.public for keys in me.all_keys)
    known = tuple(keys.key_id for keys in accepted_keys(connection, peer))
    if site.current(connection).level != site.COUNTY:
        return Announcement(own, known).to_record()
    granted = certificate_of(connection, peer)
    void = revocations(connection)
    return Announcement(own, known, granted, void, recovery_public(store)).to_record()


def take_note(
    connection: Connection, operator: str, manifest: Mapping[str, Any], peer: PeerRow
) -> list[str]:
    """Believe what an authentic package or receipt says about keys; returns what a person should
    see. Whoever spoke last is believed, so that a restored side is understood again.

    Raises:
        PackageError: it says it in another shape.
    """
    said = read_announcement(manifest)
    if said is None:
        return []
    notes: list[str] = []
    at_township = site.current(connection).level == site.TOWNSHIP
    if at_township and peer.level == site.COUNTY:
        notes += _granted(connection, said, peer)
    # A receipt may come late and speaks for no order: it teaches new keys, it takes none back.
    notes += _their_keys(connection, said, peer, late="lo" not in manifest)
    mine = next((k for k in site_of(connection).all_keys if k.public.key_id in said.known), None)
    if mine is not None:
        peer_keys.note_knows_key(connection, peer.id, mine.public.key_id)
    for note in notes:
        append(connection, AuditEntry(now_text(), operator, "密钥变化", "", note))
    return notes


def _their_keys(
    connection: Connection, said: Announcement, peer: PeerRow, *, late: bool
) -> list[str]:
    site_id, at = peer.site.hex(), now_text()
    valid = [k for k in said.own if revoking.void_entry(connection, site_id, k) is None]
    fresh = [k for k in valid if peer_keys.add_key(connection, peer.id, k.to_bytes(), at)]
    current = peer_list.by_site(connection, peer.site)
    if not valid or current is None or said.own[0] != valid[0]:
        return []
    if valid[0].to_bytes() == current.public or (late and valid[0] not in fresh):
        return []
    values: dict[str, Any] = {"public": valid[0].to_bytes()}
    if site.current(connection).level == site.COUNTY:
        # The new certificate goes out with the next package.
        values["serial"] = next_serial(connection, current)
    peers.save(connection, peer.site, **values)
    return [f"{peer.title} 更换了密钥，新的核对码是 {fingerprint(valid[0])}，请电话核对。"]


def _granted(connection: Connection, said: Announcement, peer: PeerRow) -> list[str]:
    notes: list[str] = []
    if said.revocations is not None and keep_revocations(connection, said.revocations):
        entry = revoking.own_void(connection)
        if entry is not None:
            notes.append(
                f"县里已于 {entry.revoked_on} 将本机的密钥作废（{entry.reason.label}），"
                "请向县里要一份新的开户文件重新开户。"
            )
    if said.recovery:
        site.put(connection, COUNTYS, said.recovery)
    if said.certificate is not None:
        _take_certificate(connection, said.certificate, peer)
    return notes


def _take_certificate(connection: Connection, granted: Certificate, peer: PeerRow) -> None:
    me = site_of(connection)
    if granted.site != me.site:
        return
    known = peer_list.by_site(connection, peer.site)
    if known is None or granted.serial > known.serial:
        peers.save(connection, peer.site, serial=granted.serial)
        site.put(connection, "block", granted.number_block)
        uids = [bytes.fromhex(place.id) for place in granted.scope]
        site.put(connection, "scope", peers.scope_text(uids))
    answered = int(site.get(connection, "answer_serial") or 0)
    if granted.serial > answered and granted.keys in {k.public for k in me.all_keys}:
        # The county has taken our 开户回执: it need not lie beside our packages any more.
        site.put(connection, "answer", None)


@dataclass(frozen=True, slots=True)
class PeerKeys:
    """One enrolled site in the settings: its digits, and whether it knows our new keys."""

    peer: PeerRow
    fingerprint: str
    knows_ours: bool
    stopped: str
    """Why it was stopped; empty while it is not."""
    cutoff: int | None


@dataclass(frozen=True, slots=True)
class KeyState:
    """What the settings show about keys."""

    fingerprint: str
    since: str
    former: int
    void_on: str
    void_reason: str
    revocations: int
    peers: list[PeerKeys]

    @property
    def waiting(self) -> list[str]:
        """Who has not said yet that it knows our new keys."""
        return [p.peer.name for p in self.peers if not p.knows_ours and not p.stopped]


def key_state(store: Store) -> KeyState:
    """Our own keys, whom they reach, and which are void."""
    connection = store.database.read()
    me, void = site_of(connection), revoking.own_void(connection)
    return KeyState(
        fingerprint(me.keys.public),
        str(site.get(connection, "keys_since") or ""),
        len(me.former_keys),
        void.revoked_on if void else "",
        void.reason.label if void else "",
        revocations(connection).number,
        [
            _peer_keys(connection, peer, me.keys.public.key_id)
            for peer in peer_list.all_peers(connection)
        ],
    )


def _peer_keys(connection: Connection, peer: PeerRow, today: str) -> PeerKeys:
    limit = peer_keys.cutoff(connection, peer.id)
    digits = fingerprint(PublicKeys.from_bytes(peer.public))
    known = peer_keys.knows_key(connection, peer.id) in ("", today)
    stopped = revoking.reason_of(connection, peer)
    return PeerKeys(peer, digits, known, stopped, limit.sequence if limit else None)
