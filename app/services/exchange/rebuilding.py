"""The county gets in again: by its recovery key into a store or backup, or without any of both."""

from pathlib import Path
from typing import Any

from app.data import backup, keyslots, location, site
from app.data.database import Connection
from app.data.exchange import invitations, peer_keys, peers
from app.data.exchange.peer_keys import Cutoff
from app.data.keyslots import Slot
from app.domain.accounts.roles import Verb
from app.domain.entity import Value
from app.exchange.key_refusals import RECOVERY_OTHER
from app.services import accounts, restoring
from app.services.exchange.recovery_keys import RecoveryKey, read_recovery_key
from app.services.opening import NewSite, NewStore, create_store, open_store
from app.services.restoring import Restored
from app.services.store import Store

SERIALS_AHEAD, BLOCKS_AHEAD = 1000, 20
"""What may have been granted after the recovery key was written is never granted again."""


def open_with_recovery_key(
    store_path: Path, file: Path, file_password: str, operator: str, password: str
) -> Store:
    """Open a county's store by its recovery key and set a new password for `operator`.

    Raises:
        PackageError: not a recovery key, the wrong password, or another county's.
        InvalidInput: the new password is too short.
        StorageError: the store or its .keys is missing or damaged.
    """
    accounts.refuse_unfit(password, [operator])
    key = read_recovery_key(file, file_password)
    data_key = _data_key(keyslots.read(store_path), key)
    accounts.let_in(store_path, data_key, operator, password)
    store = open_store(store_path, password, operator)
    with store.change("用恢复密钥打开", summary=f"为 {operator} 重设密码"):
        pass
    return store


def restore_with_recovery_key(
    store_path: Path, source: Path, key: RecoveryKey, operator: str, password: str
) -> Restored:
    """Bring a backup of the county back by its recovery key, with a new password for `operator`.

    Raises:
        PackageError: the backup is another county's.
        InvalidInput: the new password is too short.
        StorageError: damaged backup or disk full; the present store is untouched.
    """
    accounts.refuse_unfit(password, [operator])
    slots = backup.read_head(source).slots
    fresh = keyslots.make(operator, password, _data_key(slots, key))
    return restoring.restore_backup(store_path, source, password, operator, fresh)


def found_county(
    path: Path, file: Path, file_password: str, operator: str, password: str
) -> NewStore:
    """A county that has lost store and backups begins again as the same site, empty: its
    townships' packages fill it, because it confirms nothing of what they sent.

    Raises:
        PackageError: not a recovery key, damaged, or the wrong password.
        InvalidInput: the new password is too short.
        StorageError: a store lies there already, or the place is not safe.
    """
    accounts.refuse_unfit(password, [operator])
    key = read_recovery_key(file, file_password)
    answers = NewSite(site.COUNTY, key.name, str(key.facts.get("county", "")), operator)
    kept: dict[str, Value] = {k: v for k, v in key.facts.items() if k not in ("level", "county")}
    made = create_store(path, answers, password, {**kept, "site": key.site, **_floors(key)})
    with made.store.change(
        "重建县级数据", summary=f"用 {key.made_at} 的恢复密钥", needs=Verb.ENROL
    ) as change:
        for row in key.invitations:
            invitations.add(change.connection, row)
        for said in key.peers:
            _bring_back(change.connection, said)
    location.remember(made.store.database.read(), path)
    return made


def _floors(key: RecoveryKey) -> dict[str, Value]:
    serials = [int(said["serial"]) for said in key.peers]
    blocks = [int(said["block"]) for said in key.peers] + [row.block for row in key.invitations]
    return {
        "serial_floor": max(serials, default=0) + SERIALS_AHEAD,
        "block_floor": max(blocks, default=0) + BLOCKS_AHEAD,
    }


_PEER_VALUES = ("name", "level", "county", "scope", "block", "serial", "revoked", "enrolled_at")


def _bring_back(connection: Connection, said: dict[str, Any]) -> None:
    uid, public = bytes.fromhex(str(said["site"])), bytes.fromhex(str(said["public"]))
    values = {name: said[name] for name in _PEER_VALUES}
    peer = peers.save(connection, uid, public=public, brings_back=1, **values)
    limit = said["cutoff"]
    for text in said["keys"]:
        peer_keys.add_key(connection, peer.id, bytes.fromhex(text), peer.enrolled_at)
    peer_keys.note_knows_key(connection, peer.id, str(said["knows_key"]))
    if limit is not None:
        peer_keys.set_cutoff(connection, peer.id, Cutoff(str(limit[0]), int(limit[1])))


def _data_key(slots: list[Slot], key: RecoveryKey) -> bytes:
    parts = keyslots.county_parts(slots)
    found = keyslots.unwrap_for_county(key.private, parts[1], parts[2]) if parts else None
    if found is None:
        raise RECOVERY_OTHER.error(name=key.name)
    return found
