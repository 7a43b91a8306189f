"""县级恢复密钥: everything that makes the county the county, in one encrypted file on a stick."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from app.data import keyslots, site
from app.data.clock import now_text
from app.data.database import Connection
from app.data.exchange import invitations, peer_keys, peers
from app.data.exchange.invitations import InvitationRow
from app.data.keyslots import Slot
from app.data.queries import peer_list
from app.domain.accounts.roles import Verb
from app.domain.errors import PackageError
from app.exchange.key_refusals import NOT_RECOVERY, RECOVERY_PASSWORD
from app.exchange.stick import reading, save_file
from app.services import accounts
from app.services.exchange import granting
from app.services.exchange.county_slot import OWN, county_recovery_key
from app.services.exchange.parties import own_site
from app.services.store import Store

SUFFIX = ".xjkey"
WANTED = 2
_SLOT = "恢复密钥文件"
_LARGEST = 8 << 20
_FACTS = ("keys", "former_keys", OWN)
_TEXTS = ("level", "name", "county", "revocations", "keys_since")


@dataclass(frozen=True, slots=True)
class RecoveryCopy:
    """One file that was written and read back; `current` while it holds today's keys."""

    at: str
    file_name: str
    digest: str
    holds: str
    checked_at: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """What stands in a recovery key."""

    site: bytes
    name: str
    made_at: str
    private: bytes = field(repr=False)
    facts: dict[str, bytes | str] = field(repr=False)
    invitations: list[InvitationRow] = field(repr=False)
    peers: list[dict[str, Any]] = field(repr=False)


def write_recovery_key(store: Store, target: Path, password: str) -> RecoveryCopy:
    """Write the county's recovery key to a stick, read it back with its password, and remember
    that it was made. The password is asked for again when the key is used: keep it elsewhere.

    Raises:
        AppError: this is not the county.
        InvalidInput: the password is too short.
        PackageError: the stick is full, read-only, gone or faulty.
    """
    granting.refuse_outside_county(store)
    accounts.refuse_unfit(password, accounts.about(store))
    county_recovery_key(store)
    content, replaced = _content(store), _digest_of(target)
    slot = keyslots.wrap(_SLOT, password, json.dumps(content).encode())
    data = json.dumps({"xueji": "recovery", "format": 1, "slot": asdict(slot)}).encode()
    save_file(target, lambda out: out.write(data), lambda back, _: _verify(back, password, content))
    at = now_text()
    copy = RecoveryCopy(at, target.name, hashlib.sha256(data).hexdigest(), _holds(store), at)
    with store.change("写恢复密钥", summary=target.name, needs=Verb.ENROL) as change:
        others = [c for c in _copies(change.connection) if c.digest != replaced]
        _keep(change.connection, [*others, copy])
    return _judged(store, copy)


def _verify(back: BinaryIO, password: str, content: dict[str, Any]) -> None:
    if _opened(back.read(), password) != content:
        raise NOT_RECOVERY.error()


def recovery_copies(store: Store) -> list[RecoveryCopy]:
    """Every recovery key that was written, the newest first."""
    found = [_judged(store, copy) for copy in _copies(store.database.read())]
    return sorted(found, key=lambda copy: copy.at, reverse=True)


def recovery_advice(store: Store) -> str:
    """What is missing, as the window says it; empty when two current copies were made."""
    if store.site.level != site.COUNTY:
        return ""
    copies = recovery_copies(store)
    current = [copy for copy in copies if copy.current]
    if not copies:
        return "还没有写过县级恢复密钥：电脑损坏时可能要全县重新开户。请写到两个U盘上，分开锁好。"
    if not current:
        return "密钥更换后还没有重写恢复密钥，原来的打不开新的数据包。请重新写到两个U盘上。"
    if len(current) < WANTED:
        return "县级恢复密钥还没有第二份。请再写到另一个U盘上，分开锁好。"
    return ""


def check_recovery_key(store: Store, file: Path, password: str) -> RecoveryCopy:
    """Prove a stick from the safe: it opens with its password and belongs to this county.

    Raises:
        PackageError: it does not.
    """
    key = read_recovery_key(file, password)
    if key.site != store.site.uid:
        raise NOT_RECOVERY.error()
    digest = _digest_of(file)
    with store.change("核验恢复密钥", summary=file.name, needs=Verb.ENROL) as change:
        copies = _copies(change.connection)
        found = next((copy for copy in copies if copy.digest == digest), None)
        if found is None:  # made on a computer that was replaced since
            found = RecoveryCopy(key.made_at, file.name, digest, _held_by(key), "")
        checked = RecoveryCopy(found.at, file.name, digest, found.holds, now_text())
        _keep(change.connection, [c for c in copies if c.digest != digest] + [checked])
    return _judged(store, checked)


def read_recovery_key(file: Path, password: str) -> RecoveryKey:
    """Open a recovery key.

    Raises:
        PackageError: not there, not a recovery key, damaged, or the wrong password.
    """
    with reading(file) as source:
        content = _opened(source.read(_LARGEST + 1), password)
    try:
        rows = [_invitation(row) for row in content["invitations"]]
        facts: dict[str, bytes | str] = {k: bytes.fromhex(v) for k, v in content["keys"].items()}
        facts |= {name: str(content["texts"][name]) for name in content["texts"]}
        private = facts[OWN]
        if not isinstance(private, bytes):
            raise NOT_RECOVERY.error()
        uid = bytes.fromhex(content["site"])
        return RecoveryKey(
            uid, str(facts["name"]), content["at"], private, facts, rows, content["peers"]
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NOT_RECOVERY.error() from error


def _opened(data: bytes, password: str) -> dict[str, Any]:
    try:
        outer = json.loads(data)
        if outer["xueji"] != "recovery" or len(data) > _LARGEST:
            raise NOT_RECOVERY.error()
        slot = Slot(**outer["slot"])
        found = keyslots.unwrap(slot, password)
        content = json.loads(found) if found is not None else None
    except (ValueError, TypeError, KeyError) as error:
        raise NOT_RECOVERY.error() from error
    if content is None:
        raise RECOVERY_PASSWORD.error()
    if not isinstance(content, dict):
        raise NOT_RECOVERY.error()
    return content


def _content(store: Store) -> dict[str, Any]:
    connection = store.database.read()
    kept = {name: site.get(connection, name) for name in (*_FACTS, *_TEXTS)}
    return {
        "at": now_text(),
        "site": store.site.uid.hex(),
        "keys": {n: v.hex() for n in _FACTS if isinstance(v := kept[n], bytes)},
        "texts": {n: str(kept[n]) for n in _TEXTS if kept[n]},
        "invitations": [_row(row) for row in invitations.all_invitations(connection)],
        "peers": [_peer(connection, peer) for peer in peer_list.all_peers(connection)],
    }


_BYTES = ("secret", "used_by", "used_keys")


def _row(row: InvitationRow) -> dict[str, Any]:
    values = asdict(row)
    scope = [uid.hex() for uid in row.scope]
    return {**values, **{n: values[n].hex() for n in _BYTES}, "scope": scope}


def _invitation(row: dict[str, Any]) -> InvitationRow:
    scope = tuple(bytes.fromhex(uid) for uid in row["scope"])
    return InvitationRow(**{**row, **{n: bytes.fromhex(row[n]) for n in _BYTES}, "scope": scope})


def _peer(connection: Connection, peer: peer_list.PeerRow) -> dict[str, Any]:
    limit = peer_keys.cutoff(connection, peer.id)
    texts = ("name", "level", "county", "block", "serial", "revoked", "enrolled_at")
    return {
        "site": peer.site.hex(),
        "public": peer.public.hex(),
        "keys": [public.hex() for public in peer_keys.keys_of(connection, peer.id)],
        "knows_key": peer_keys.knows_key(connection, peer.id),
        "scope": peers.scope_text(peer.scope),
        "cutoff": [limit.incarnation, limit.sequence] if limit else None,
        **{name: getattr(peer, name) for name in texts},
    }


def _holds(store: Store) -> str:
    return own_site(store).keys.public.key_id


def _held_by(key: RecoveryKey) -> str:
    from app.exchange.keys import SiteKeys

    kept = key.facts["keys"]
    return SiteKeys.from_bytes(kept).public.key_id if isinstance(kept, bytes) else ""


def _digest_of(file: Path) -> str:
    try:
        with reading(file) as source:
            return hashlib.sha256(source.read(_LARGEST)).hexdigest()
    except PackageError:
        return ""


def _copies(connection: Connection) -> list[RecoveryCopy]:
    kept = site.get(connection, "recovery_copies")
    return [RecoveryCopy(**entry) for entry in json.loads(str(kept))] if kept else []


def _keep(connection: Connection, copies: list[RecoveryCopy]) -> None:
    entries = [{k: v for k, v in asdict(copy).items() if k != "current"} for copy in copies]
    site.put(connection, "recovery_copies", json.dumps(entries))


def _judged(store: Store, copy: RecoveryCopy) -> RecoveryCopy:
    current = copy.holds == _holds(store)
    return RecoveryCopy(copy.at, copy.file_name, copy.digest, copy.holds, copy.checked_at, current)
