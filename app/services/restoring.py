"""Bring a proved backup back; the present store is set aside, never deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.data import backup, keyslots, location
from app.data.backup import BackupFile
from app.data.database import Database
from app.data.keyslots import Slot
from app.domain.errors import StorageError
from app.files.placing import beside, sweep
from app.files.swapping import HalfSwapped
from app.services import accounts_today, attempts, erased_since
from app.services.opening import open_store, settle, take_place, though_in_place
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class Restored:
    """A store brought back; what was there before is kept beside it."""

    store: Store
    backup: BackupFile
    set_aside: Path | None
    incarnation: str
    erased_again: int = 0
    """How many people were erased after the backup was made, and are erased in it now."""


def restore_backup(
    store_path: Path,
    source: Path,
    password: str,
    operator: str = "",
    fresh: Slot | None = None,
) -> Restored:
    """Bring a proved backup back; the present store is set aside, never deleted. `fresh` opens it
    when its passwords are forgotten.

    Where the same password opens the present store, accounts, roles and data key stay as today:
    whoever left does not come back. A fresh incarnation begins, so that nothing reported is lost;
    who was erased since stays erased, as far as the present store can be read.

    Raises:
        StorageError: damaged backup, wrong password, disk full; the present store is untouched.
    """
    location.refuse_unsafe(store_path)
    settle(store_path)
    head = backup.read_head(source)
    slots = _with(head.slots, fresh)
    present, who, key = attempts.guarded(
        source, lambda: accounts_today.recognised((store_path, source), slots, password, operator)
    )
    backup.verify(source, key)
    since = erased_since.of_present(store_path, present.key if present else key)
    again = 0

    def prepare(part: Path) -> None:
        nonlocal again
        summary = f"恢复到 {head.made_at} 的备份（{head.reason}）"
        same = present if accounts_today.same_site(part, key, present) else None
        accounts_today.refuse_others(part, key, who, same, fresh)
        again = erased_since.go_on(Database(part, key), who, summary, since)
        slots[:] = accounts_today.go_on(part, key, same, fresh) or slots

    aside = put_in_place(store_path, head, slots, prepare)
    store = _opened(store_path, password, operator)
    return Restored(store, head, aside, store.site.incarnation, again)


def _opened(store_path: Path, password: str, operator: str) -> Store:
    with though_in_place(
        "备份已经恢复",
        "不用再恢复一次：请清理磁盘后直接打开。恢复以前的数据没有删除，还在同一个文件夹里。",
    ):
        store = open_store(store_path, password, operator)
        location.remember(store.database.read(), store_path)
        return store


def _with(slots: list[Slot], fresh: Slot | None) -> list[Slot]:
    if fresh is None:
        return list(slots)
    return [*(slot for slot in slots if slot.name != fresh.name), fresh]


def put_in_place(
    store_path: Path,
    head: BackupFile,
    slots: list[Slot],
    prepare: Callable[[Path], None] = lambda _: None,
) -> Path | None:
    """Unpack a proved backup where the store lies; the present one is set aside, never deleted.
    `prepare` may change the unpacked store before anything else is touched. Returns what was set
    aside.

    Raises:
        StorageError: disk full, not writable or held; the present store is untouched, or the
            next start completes what was begun (E-104).
    """
    try:
        store_path.parent.mkdir(parents=True, exist_ok=True)
        sweep(store_path.parent, store_path.name)
        with beside(store_path) as part:
            backup.unpack(head, part)
            prepare(part)
            keyslots.save(part, slots)
            return _take_its_place(part, store_path)
    except HalfSwapped as error:
        raise StorageError(
            "恢复到一半时文件被别的程序占用，下次打开时会接着做完。",
            "数据都在，没有丢。请关闭其他学籍通窗口，等杀毒软件扫完，再打开一次。",
            code="E-104",
        ) from error
    except OSError as error:
        raise StorageError(
            "恢复没有完成：磁盘写不进去、空间不足，或数据文件正被别的程序占用。",
            "原来的数据没有动。请关闭其他学籍通窗口、清理磁盘后再试。",
        ) from error


def _take_its_place(part: Path, store_path: Path) -> Path | None:
    """Store and key slots change places as one: after any interruption both are old or new."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    aside = store_path.with_name(f"恢复前-{stamp}-{store_path.name}")
    present = store_path.exists()
    steps = [
        (beside_it, aside.with_name(aside.name + suffix))
        for suffix in ("-wal", "-shm", ".keys", "")
        if (beside_it := store_path.with_name(store_path.name + suffix)).exists()
    ]
    take_place(part, store_path, steps)
    return aside if present else None
