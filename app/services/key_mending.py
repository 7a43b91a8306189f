"""A lost or damaged .keys file is made anew from a copy, by somebody whom the store still knows."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.data import accounts, backup, keyslot_copies, keyslots
from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.data.database import Database
from app.data.key_refusals import LOST, not_known, wrong_password
from app.data.keyslots import Slot
from app.domain.errors import StorageError
from app.services import attempts, backups, store_place
from app.services.opening import open_store, settle
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class SlotCopy:
    """A copy and where it was found, as it is called to people."""

    where: str
    slots: list[Slot]


def copies(path: Path, source: Path | None = None) -> list[SlotCopy]:
    """The copies that can be read: the one beside the store first, then those of its backups; or
    that of one backup.

    Raises:
        StorageError: the file named is no backup.
    """
    if source is not None:
        return [SlotCopy(f"备份 {source.name}", backup.read_head(source).slots)]
    beside = keyslot_copies.copy_path(path)
    found = []
    with suppress(OSError, StorageError):
        found.append(SlotCopy("旁边的副本", keyslots.parse(beside.read_bytes())))
    newest_first = backups.list_backups(path)
    return [*found, *(SlotCopy(f"备份 {one.path.name}", one.slots) for one in newest_first)]


def needs_mending(path: Path) -> bool:
    """Whether the .keys file of this store is lost or damaged.

    Raises:
        StorageError: there is no store, or it cannot be reached.
    """
    settle(path)
    store_place.refuse_unopenable(path)
    try:
        keyslots.read(path)
    except StorageError as error:
        if error.code != LOST:
            raise
        return True
    return False


def open_by_copy(
    path: Path, password: str, operator: str = "", source: Path | None = None
) -> Store:
    """Open the store by a copy of its key slots and put them back beside it; the damaged file is
    set aside. Nobody comes back whom the store knows no more.

    Raises:
        StorageError: no copy is left, none fits this store, or the password is none of theirs.
        AppError: the password is not the operator's.
    """
    if not needs_mending(path):
        return open_store(path, password, operator)
    there = copies(path, source)
    if not there:
        raise StorageError(
            f"{path.name} 的密码文件（.keys）没有副本可用。",
            "请用“恢复备份”找回；U盘上有备份的，也可以用它补上密码文件。",
            code="E-103",
        )
    key, fitting = attempts.guarded(path, lambda: _fitting(path, there, password, operator))
    store = Store(Database(path, key), operator)
    try:
        slots = keyslot_copies.known_slots(store.database.read(), fitting.slots)
        _put_back(store, slots, fitting.where)
    finally:
        store.close()
    return open_store(path, password, operator)


def _fitting(
    path: Path, there: list[SlotCopy], password: str, operator: str
) -> tuple[bytes, SlotCopy]:
    refusal: StorageError = wrong_password()
    for copy in there:
        try:
            slot, key = keyslots.opened(copy.slots, password, operator)
        except StorageError:
            continue
        if (found := _refused(path, slot, key)) is None:
            return key, copy
        refusal = found
    raise refusal


def _refused(path: Path, slot: Slot, key: bytes) -> StorageError | None:
    try:
        database = Database(path, key)
    except StorageError:
        return StorageError(
            "密码是对的，但副本里的密钥打不开这份数据：数据密钥后来换过，或数据文件已损坏。",
            "请用更新的备份补上密码文件，或用“恢复备份”。",
            code="E-103",
        )
    try:
        known = database.read()
        fits = not accounts.all_accounts(known) or accounts.knows(known, slot)
        return None if fits else not_known()
    finally:
        database.close()


def _put_back(store: Store, slots: list[Slot], where: str) -> None:
    try:
        keyslot_copies.put_back(store.path, slots)
    except OSError as error:
        raise StorageError(
            f"密码文件 {store.path.name}.keys 写不进去，没有补上。",
            "数据没有动。请检查空间和权限后再试。",
            code="E-102",
        ) from error
    with store.database.sealed_write() as connection:
        told = f"密码文件损坏或丢失，用{where}补上"
        append(connection, AuditEntry(now_text(), store.operator, "补上密码文件", "", told))
