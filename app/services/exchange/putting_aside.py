"""暂存: a package that cannot or shall not be received now waits beside the store, still sealed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.data.database import Connection
from app.data.exchange import incidents, packages_put_aside, peers
from app.data.exchange.packages_put_aside import BY_OFFICER, GAP, NEWER, PutAside
from app.data.queries import peer_list
from app.domain.accounts.roles import Verb
from app.domain.errors import NotFound, PackageError, StorageError
from app.domain.exchange.package_state import missing, numbers_text
from app.exchange.frame import read_frame
from app.exchange.this_disk import not_taken
from app.files.placing import put_copy, sweep
from app.files.private import OURS_FOLDER
from app.services.exchange.applying import opened_package
from app.services.exchange.staging import Arrived, brought_in
from app.services.store import Store, refuse_unanswered

FOLDER = "暂存"
MOST = 200
MOST_UNPROVED = 10
"""Files whose sender nobody can verify yet (they need a newer program) get little room."""


def folder(store: Store) -> Path:
    """Where the packages of a store wait, also after its file was given another name."""
    return store.path.parent / FOLDER / store.site.uid.hex()[-12:]


def path_of(store: Store, number: int) -> Path:
    """The file of a package that waits.

    Raises:
        NotFound: it waits no more.
    """
    return _file(store, entry_of(store, number).digest)


def entry_of(store: Store, number: int) -> PutAside:
    """The line of a package that waits.

    Raises:
        NotFound: it waits no more.
    """
    entry = packages_put_aside.one(store.database.read(), number)
    if entry is None or not _file(store, entry.digest).is_file():
        raise NotFound(
            f"没有编号为 {number} 的暂存数据包。", "请用 package waiting 查看现有的暂存包。"
        )
    return entry


def _file(store: Store, digest: str) -> Path:
    return folder(store) / f"{digest[:32]}.xjb"


@dataclass(frozen=True, slots=True)
class PutAsidePackage:
    """One line of the list 暂存的数据包, with a sentence that says why it waits."""

    id: int
    peer: str
    file_name: str
    sequence: int
    kind: str
    reason: str
    at: str
    operator: str
    bytes: int
    words: str


def put_aside_packages(store: Store) -> list[PutAsidePackage]:
    """Everything that waits, in the order in which each sender sent it."""
    tidy(store)
    connection = store.database.read()
    names = peer_list.titles(connection)
    made = []
    for e in packages_put_aside.everything(connection):
        name = names.get(e.peer, "（来源待核对）")
        told = (e.file_name, e.sequence, e.kind, e.reason, e.at, e.operator, e.bytes)
        made.append(PutAsidePackage(e.id, name, *told, _words(connection, e)))
    return made


def count_put_aside(store: Store) -> int:
    """How many packages wait."""
    return len(packages_put_aside.everything(store.database.read()))


def _words(connection: Connection, entry: PutAside) -> str:
    if entry.kind == NEWER:
        return "需要更新版本的程序，升级后再接收"
    followed = peers.heard(connection, entry.incarnation).sequence
    gap = missing(followed, entry.sequence)
    if entry.kind == GAP and gap:
        return f"等待第 {numbers_text(gap)} 号数据包"
    if entry.kind == GAP:
        return "等待前面的数据包"
    return f"人工暂存：{entry.reason}" if entry.reason else "人工暂存"


def put_aside(store: Store, path: Path, reason: str) -> PutAside:
    """The officer's own 暂存: checked, not received, kept until a person takes or drops it.

    Raises:
        PackageError: any reason for which it could never be received here.
        AppError: whoever works here takes in no packages.
        StorageError: too many wait already, or the disk is full.
    """
    store.require(Verb.EXCHANGE)
    refuse_unanswered(store)
    with brought_in(store.path, path) as arrived:
        kind = BY_OFFICER
        try:
            with opened_package(store, arrived):
                pass
        except PackageError as error:
            if not error.code.startswith("E-203"):
                raise
            kind = NEWER
        return keep(store, arrived, kind, reason)


def keep(store: Store, arrived: Arrived, kind: str, reason: str) -> PutAside:
    """Keep a package that lies in the staging folder.

    Raises:
        PackageError: not a package at all.
        StorageError: too many wait already, or the disk is full.
    """
    tidy(store)
    entry = _described(store, arrived, kind, reason)
    _refuse_too_many(store, entry)
    target = _file(store, entry.digest)
    try:
        target.parent.mkdir(OURS_FOLDER, parents=True, exist_ok=True)
        put_copy(target, arrived.path)
    except OSError as error:
        raise not_taken(error) from error
    with store.database.sealed_write() as connection:
        number = packages_put_aside.add(connection, entry)
        told = f"暂存 {entry.file_name}（第 {entry.sequence} 号）"
        append(connection, AuditEntry(now_text(), store.operator, "暂存数据包", reason, told))
    return entry_of(store, number)


def _described(store: Store, arrived: Arrived, kind: str, reason: str) -> PutAside:
    data = arrived.path.open("rb")
    with data as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        source.seek(0)
        peer, incarnation, sequence = 0, "", 0
        try:
            cover = read_frame(source)
        except PackageError as error:
            if not error.code.startswith("E-203"):
                raise
        else:
            known = peer_list.all_peers(store.database.read())
            header = cover.header
            peer = next((p.id for p in known if p.site.hex() == header.sender), 0)
            incarnation, sequence = header.incarnation, header.sequence
    size = arrived.path.stat().st_size
    who = store.operator
    return PutAside(
        0, peer, arrived.name, digest, incarnation, sequence, reason, now_text(), who, kind, size
    )


def _refuse_too_many(store: Store, entry: PutAside) -> None:
    others = [
        e for e in packages_put_aside.everything(store.database.read()) if e.digest != entry.digest
    ]
    unproved = sum(1 for e in others if not e.peer)
    if len(others) >= MOST or (not entry.peer and unproved >= MOST_UNPROVED):
        raise StorageError(
            f"已经暂存了 {len(others)} 个数据包，不能再多。",
            "请先在“暂存的数据包”里接收或移除一些；U盘上的原件请保留。",
            code="E-102",
        )


def drop(store: Store, number: int) -> None:
    """A person decides that a package need not wait; its gap is settled with it.

    Raises:
        NotFound: it waits no more.
    """
    store.require(Verb.EXCHANGE)
    entry = entry_of(store, number)
    forget(store, entry)
    with store.database.sealed_write() as connection:
        for one in incidents.open_incidents(connection):
            same = (one.kind, one.peer, one.incarnation, one.sequence)
            if same == (incidents.GAP, entry.peer, entry.incarnation, entry.sequence):
                incidents.settle(connection, one.id)
        told = f"移除暂存的 {entry.file_name}（第 {entry.sequence} 号）"
        append(connection, AuditEntry(now_text(), store.operator, "移除暂存数据包", "", told))


def forget(store: Store, entry: PutAside) -> None:
    """Take the line and the file away, in this order: a file without its line is found again."""
    with store.database.sealed_write() as connection:
        packages_put_aside.remove(connection, entry.id)
    _file(store, entry.digest).unlink(missing_ok=True)


def tidy(store: Store) -> None:
    """Bring list and folder into step: a restored backup or a killed run leaves them apart."""
    place = folder(store)
    files = {path.stem: path for path in place.glob("*.xjb")} if place.is_dir() else {}
    listed = packages_put_aside.everything(store.database.read())
    with store.database.sealed_write() as connection:
        for entry in listed:
            if entry.digest[:32] not in files:
                packages_put_aside.remove(connection, entry.id)
    known = {entry.digest[:32] for entry in listed}
    for stem in sorted(set(files) - known):
        _take_up(store, files[stem])
    sweep(place, "")


def _take_up(store: Store, path: Path) -> None:
    try:
        entry = _described(store, Arrived(path, path.name), GAP, "重新登记")
    except PackageError:
        path.unlink(missing_ok=True)
        return
    if entry.digest[:32] != path.stem:
        path.unlink(missing_ok=True)
        return
    with store.database.sealed_write() as connection:
        packages_put_aside.add(connection, entry)
