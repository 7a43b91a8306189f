"""更换数据密钥: the store under another key, so that a .keys file that left opens nothing new.

Whoever stays keeps their password: the new key is sealed to the public half of their slot. The
recovery code is made anew, because whoever left may have seen the sheet. Copies that were made
before stay what they are.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.data import accounts, keyslots, rekeying, site
from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.data.database import Connection, Database
from app.data.keyslots import COUNTY, RECOVERY, Slot
from app.domain.accounts.roles import Role, Verb
from app.domain.errors import StorageError
from app.domain.progress import Progress, Silent
from app.files.placing import beside, sweep
from app.files.swapping import HalfSwapped
from app.services import key_copies
from app.services.former_store import ASIDE, tidy
from app.services.store import Store, refuse_unanswered


@dataclass(frozen=True, slots=True)
class Rotated:
    """The store under its new key; the recovery code is shown once. `left_out` have not worked
    here since their passwords were made by an older program: a head sets them new ones."""

    store: Store
    recovery_code: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fresh:
    """The new key and the slots it lies in."""

    key: bytes
    slots: list[Slot]
    code: str
    left_out: tuple[str, ...]


def change_data_key(store: Store, reason: str, progress: Progress | None = None) -> Rotated:
    """Put the store under a new key. `store` is closed, whatever comes of it; go on with the one
    returned, or open it anew.

    Raises:
        AppError: the caller may not; the store was copied and nobody said which.
        StorageError: somebody else has it open, the disk is full or faulty: nothing has changed,
            or the next start completes what was begun (E-104).
    """
    store.require(Verb.ACCOUNTS)
    refuse_unanswered(store)
    path, old, operator = store.path, store.database.key, store.operator
    fresh = _fresh_slots(store)
    store.close()
    watched = progress or Silent()
    try:
        sweep(path.parent, path.name)
        sole = rekeying.Sole(path, old)
        try:
            with beside(path) as part:
                aside = _aside(path)
                _make(part, (sole, old, fresh), (operator, reason, aside.name), watched)
                _take_its_place(part, sole, aside)
        finally:
            sole.close()
    except HalfSwapped as error:
        raise StorageError(
            "更换数据密钥到一半时文件被别的程序占用，下次打开时会接着做完。",
            "数据都在，密码不变。请关闭其他学籍通窗口，等杀毒软件扫完，再打开一次。",
            code="E-104",
        ) from error
    except OSError as error:
        raise StorageError(
            "数据密钥没有更换：磁盘写不进去、空间不足，或数据文件正被占用。",
            "原来的数据没有动。请清理出与数据文件一样大的空间后再试。",
            code="E-102",
        ) from error
    return Rotated(_opened(path, fresh.key, operator), fresh.code, fresh.left_out)


def _opened(path: Path, key: bytes, operator: str) -> Store:
    from app.services.opening import though_in_place  # which opens, and tidies up after us

    with though_in_place(
        "数据密钥已经更换",
        "密码不变：请清理磁盘后直接打开。新的恢复码没有显示出来，打开后请再更换一次数据密钥。",
    ):
        store = Store(Database(path, key), operator)
        tidy(store)
        key_copies.keep(store)
        return store


def _fresh_slots(store: Store) -> _Fresh:
    from app.services.exchange.county_slot import recovery_public

    connection = store.database.read()
    key, code = keyslots.new_data_key(), keyslots.new_recovery_code()
    own = [slot for slot in keyslots.read(store.path) if slot.name not in (COUNTY, RECOVERY)]
    staying = [slot for slot in own if slot.public and accounts.knows(connection, slot)]
    slots = [keyslots.sealed_anew(slot, key) for slot in staying]
    slots.append(keyslots.make(RECOVERY, code, key))
    if public := recovery_public(store):
        slots.append(keyslots.wrap_for_county(public, store.site.uid, key))
    named = {slot.name for slot in staying}
    left_out = (one.name for one in accounts.people(connection) if one.name not in named)
    return _Fresh(key, slots, code, tuple(left_out))


def _make(
    part: Path,
    how: tuple[rekeying.Sole, bytes, _Fresh],
    who: tuple[str, str, str],
    progress: Progress,
) -> None:
    sole, old, fresh = how
    sole.copy_to(part, progress)
    with _of_the_copy():
        progress.step(0, 3, "正在登记")
        _prepare(part, old, fresh, who)
        progress.step(1, 3, "正在用新密钥加密")
        rekeying.rekey(part, old, fresh.key)
    progress.step(2, 3, "正在核对")
    if not rekeying.same_content(part, fresh.key, sole.digest()):
        raise StorageError(
            "用新密钥写的数据与原来的不一样，没有换上。", "原来的数据没有动。请检查硬盘后再试。"
        )
    keyslots.save(part, fresh.slots)
    progress.step(3, 3, "正在换上")


@contextmanager
def _of_the_copy() -> Iterator[None]:
    """What cannot be opened here is the copy that was just written, never the store itself."""
    try:
        yield
    except StorageError as error:
        if error.code != "E-103":
            raise
        raise StorageError(
            "写好的副本读不回来，没有更换数据密钥。", "原来的数据没有动。请检查硬盘后再试。"
        ) from error


def _prepare(part: Path, old: bytes, fresh: _Fresh, who: tuple[str, str, str]) -> None:
    operator, reason, aside = who
    database = Database(part, old)
    try:
        with database.sealed_write() as connection:
            _know(connection, fresh.slots)
            former = [old, *rekeying.former_keys(connection)]
            rekeying.put_former_keys(connection, former)
            site.put(connection, ASIDE, aside)
            # The newest backup is under the former key: the next occasion makes another.
            site.put(connection, "last_backup", "")
            told = "数据密钥和恢复码已更换"
            append(connection, AuditEntry(now_text(), operator, "更换数据密钥", reason, told))
    finally:
        database.close()


def _know(connection: Connection, slots: Sequence[Slot]) -> None:
    code = next(slot for slot in slots if slot.name == RECOVERY)
    accounts.add_mark(connection, code, Role.HEAD, now_text())
    accounts.keep_only(connection, slots)


def _aside(path: Path) -> Path:
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    return path.with_name(f"换密钥前-{stamp}-{path.name}")


def _take_its_place(part: Path, sole: rekeying.Sole, aside: Path) -> None:
    from app.services.opening import take_place  # which opens, and tidies up after us

    path = sole.path
    keys = keyslots.slots_path
    take_place(part, path, [(keys(path), keys(aside)), (path, aside)], sole.let_go)
