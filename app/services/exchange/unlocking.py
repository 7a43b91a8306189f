"""忘记密码和恢复码: the township asks, the county opens its data key, a new password is set."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from app.data import keyslots
from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.data.database import Database
from app.data.queries import peer_list
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError, StorageError
from app.exchange.key_refusals import (
    UNLOCK_FOREIGN,
    UNLOCK_NOT_OURS,
    UNLOCK_STALE,
    UNLOCK_STOPPED,
    UNLOCK_UNKNOWN,
)
from app.exchange.keys import SiteKeys, fingerprint
from app.exchange.parties import Peer
from app.exchange.signed import load_document, save_document
from app.exchange.unlocking import (
    UnlockAnswer,
    new_unlock_request,
    open_unlock_answer,
    read_unlock_answer,
    read_unlock_request,
    sign_unlock_answer,
    sign_unlock_request,
)
from app.services import accounts
from app.services.exchange import granting, revoking
from app.services.exchange.county_slot import county_recovery_key
from app.services.exchange.parties import known_parties, signing_for
from app.services.opening import open_store
from app.services.store import Store

WAITING = ".unlock"
"""Beside the store, from the request to the answer: the one-time key that opens the answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A 解锁申请 that was written or read; both sides compare the digits by telephone."""

    number: str
    fingerprint: str
    site: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The store, open again; the new recovery code is shown once."""

    store: Store
    recovery_code: str


def ask(store_path: Path, target: Path) -> Asked:
    """At the township, without any password: write the 解锁申请.

    Raises:
        StorageError: the .keys file is missing or damaged.
        AppError: the store was never wrapped for a county.
        PackageError: the stick is full, read-only, gone or faulty.
    """
    parts = keyslots.county_parts(keyslots.read(store_path))
    if parts is None:
        raise AppError(
            "这份数据还没有为县里留过备用钥匙，县里打不开它。",
            "请继续找密码或恢复码；在县里开户并接收过县里的数据包以后才有备用钥匙。",
            code="E-224",
        )
    public, uid, wrapped = parts
    once = SiteKeys.generate()
    request = new_unlock_request(uid.hex(), public, wrapped, once.public, now_text())
    save_document(target, sign_unlock_request(request, once))
    waiting = _waiting(store_path)
    content = json.dumps({"number": request.number, "keys": once.to_bytes().hex()})
    waiting.unlink(missing_ok=True)
    with os.fdopen(_private(waiting), "w", encoding="utf-8") as file:
        file.write(content)
    return Asked(request.number, request.fingerprint)


def look(store: Store, file: Path) -> Asked:
    """At the county: who asks to be unlocked, with the digits to compare before answering.

    Raises:
        PackageError: not a 解锁申请, or of a site that is not enrolled or stopped.
    """
    granting.refuse_outside_county(store)
    request = read_unlock_request(load_document(file))
    connection = store.database.read()
    peer = peer_list.by_site(connection, bytes.fromhex(request.site))
    if peer is None:
        raise UNLOCK_UNKNOWN.error()
    if peer.revoked:
        reason = revoking.reason_of(connection, peer)
        raise UNLOCK_STOPPED.error(name=peer.name, when=peer.revoked, reason=reason)
    return Asked(request.number, request.fingerprint, request.site, peer.name)


def answer(store: Store, file: Path, target: Path) -> Asked:
    """At the county, after the digits were compared: write the 解锁答复.

    Raises:
        AppError: this is not the county.
        PackageError: see `look`; or wrapped for another county.
    """
    asked = look(store, file)
    request = read_unlock_request(load_document(file))
    private = county_recovery_key(store)
    uid = bytes.fromhex(request.site)
    data_key = keyslots.unwrap_for_county(private, uid, request.wrapped)
    if data_key is None:
        raise UNLOCK_NOT_OURS.error()
    peer = peer_list.by_site(store.database.read(), uid)
    assert peer is not None  # `look` refuses it otherwise
    me = signing_for(store.database.read(), peer)
    county = Peer(me.site, me.name, me.keys.public)
    with store.change(
        "写解锁答复", summary=f"{asked.name}，核对码 {asked.fingerprint}", needs=Verb.ENROL
    ):
        save_document(target, sign_unlock_answer(request, data_key, county, me.keys))
    return asked


def finish(store_path: Path, file: Path, operator: str, password: str) -> Unlocked:
    """At the township: open the answer, set a new password for `operator`, and renew the recovery
    code. The old passwords stay: whoever knows one still may use it.

    Raises:
        PackageError: not the answer to the last request, not from our county, or changed.
        InvalidInput: the new password is too short.
        StorageError: the store is missing or damaged.
    """
    accounts.refuse_unfit(password, [operator])
    number, once = _asked(store_path)
    said = read_unlock_answer(load_document(file), number)
    data_key = open_unlock_answer(said, once)
    _check(store_path, data_key, said)
    accounts.let_in(store_path, data_key, operator, password)
    store = open_store(store_path, password, operator)
    code = accounts.renew_recovery_code(store)
    with store.database.sealed_write() as connection:
        summary = f"县里解锁，为 {operator} 重设密码"
        append(connection, AuditEntry(now_text(), operator, "解锁", "", summary))
    _waiting(store_path).unlink(missing_ok=True)
    return Unlocked(store, code)


def _check(store_path: Path, data_key: bytes, said: UnlockAnswer) -> None:
    """The key opens this store, and who sent it is the county that the store knows."""
    try:
        database = Database(store_path, data_key)
    except StorageError as error:
        raise UNLOCK_FOREIGN.error() from error
    try:
        known = [p for p in known_parties(database.read()) if p.site == said.county]
        if not any(p.keys == said.keys and not p.revoked_on for p in known):
            raise UNLOCK_FOREIGN.error()
    finally:
        database.close()


def _waiting(store_path: Path) -> Path:
    return store_path.with_name(store_path.name + WAITING)


def _private(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _asked(store_path: Path) -> tuple[str, SiteKeys]:
    try:
        kept = json.loads(_waiting(store_path).read_text("utf-8"))
        return str(kept["number"]), SiteKeys.from_bytes(bytes.fromhex(kept["keys"]))
    except (OSError, ValueError, KeyError) as error:
        raise UNLOCK_STALE.error() from error


def one_time_fingerprint(store_path: Path) -> str:
    """The digits of the request that waits for its answer."""
    return fingerprint(_asked(store_path)[1].public)
