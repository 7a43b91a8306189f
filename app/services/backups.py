"""Backups that are proved before they count: on request, and before everything that could hurt."""

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.data import audit, backup, backup_list, keyslots, seals, site
from app.data.backup import BackupFile
from app.data.clock import now_text
from app.data.exchange import audit_heads, package_notes
from app.data.exchange.package_notes import RestorePoint
from app.data.location import backup_folder
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError, StorageError
from app.files.placing import sweep
from app.services import attempts
from app.services.store import Store

SUFFIX = ".xjbak"
_AUTOMATIC = re.compile(r"(.*)-\d{8}-\d{6}-\d{6}")


def folder(store: Store) -> Path:
    """Where its automatic backups lie, for who shows it."""
    return backup_folder(store.path)


def create_backup(store: Store, target: Path, reason: str = "手工备份") -> BackupFile:
    """Write and prove a backup under exactly this name.

    Raises:
        StorageError: something lies there already, the place is not writable or full, or the copy
            does not equal the store.
    """
    store.require(Verb.BACK_UP)
    return _created(store, target, reason)


def _created(store: Store, target: Path, reason: str) -> BackupFile:
    if target.exists():
        raise StorageError(
            f"{target.name} 已经存在，没有覆盖。", "请换一个文件名再备份。", code="exists"
        )
    audited = package_notes.newest_entry(store.database.read())
    made = backup.create(store.database, target, now_text(), reason)
    # It is proved and in place, also where the store itself takes no note of it: a full disk must
    # not keep anybody from a copy on a stick. Unnoted, the next occasion makes another one.
    with suppress(StorageError):
        _remember(store, target, audited)
    return made


def automatic(store: Store, reason: str) -> BackupFile:
    """The automatic backup before import, receive, migration and at exit.

    When nothing was written since the last one, that one is returned: one per sitting.
    """
    _sweep(store)
    last = _last(store)
    if last is not None:
        return backup.read_head(last)
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    target = backup_folder(store.path) / f"{store.path.stem}-{stamp}{SUFFIX}"
    made = _created(store, target, reason)
    _list_and_thin(store, made)
    return made


def before_receive(store: Store, reason: str) -> RestorePoint:
    """The automatic backup before a receive, as the point it can be taken back to.

    One per sitting: while package follows package, the one before the first serves all of them.
    """
    _sweep(store)
    point = package_notes.point_of_sitting(store.database.read(), now_text()[:10])
    if point is not None and (backup_folder(store.path) / point.name).is_file():
        return point
    made = automatic(store, reason)
    return RestorePoint(made.path.name, package_notes.backed_up_to(store.database.read()))


def _sweep(store: Store) -> None:
    """What a killed program left of a backup or of their list goes before anything else."""
    for stem in (store.path.stem, backup_list.FILE):
        sweep(backup_folder(store.path), stem)


def _remember(store: Store, target: Path, audited: int) -> None:
    with store.database.sealed_write() as connection:
        package_notes.note_backup(connection, audited)
        head = audit.link(connection, str(site.get(connection, "incarnation")), audited)
        if seals.has_seals(connection):  # the backup before the upgrade that brings them
            audit_heads.note_told(
                connection, audit_heads.SELF, audited, head.hex() if head else None
            )
        n = site.get(connection, "n")
        site.put(connection, "last_backup", f"{int(n or 0)}|{target}")
        site.put(connection, "last_backup_at", now_text())


def _last(store: Store) -> Path | None:
    connection = store.database.read()
    n, _, path = str(site.get(connection, "last_backup") or "").partition("|")
    current = n == str(site.get(connection, "n"))
    # A backup on a stick is gone with the stick; what can be taken back lies here.
    near = Path(path).parent == backup_folder(store.path)
    return Path(path) if current and near and Path(path).is_file() else None


def last_backup_at(store: Store) -> str:
    """When the last proved backup was made, or an empty text."""
    return str(site.get(store.database.read(), "last_backup_at") or "")


def list_backups(store_path: Path) -> list[BackupFile]:
    """Backups in a store's folder, the newest first; unreadable files are left out."""
    found: list[BackupFile] = []
    for path in backup_folder(store_path).glob(f"*{SUFFIX}"):
        automatic_one = _AUTOMATIC.fullmatch(path.stem)
        if automatic_one is not None and automatic_one[1] != store_path.stem:
            continue  # another store's that lies in the same folder
        try:
            found.append(backup.read_head(path))
        except StorageError:  # a damaged file must not hide the good ones
            continue
    return sorted(found, key=lambda one: (one.made_at, one.path.name), reverse=True)


def _list_and_thin(store: Store, made: BackupFile) -> None:
    key = f"{store.site.uid.hex()}/{store.path.stem}"
    place = backup_folder(store.path)
    # The backup itself is proved and in place; an unlisted one only takes room.
    with suppress(OSError):
        backup_list.note(place, key, made.path.name, made.made_at)
        backup_list.thin(place, key, set(package_notes.point_files(store.database.read())))


def verify_backup(path: Path, password: str) -> BackupFile:
    """Prove a backup by opening it and comparing its content.

    Raises:
        StorageError: damaged, not a backup, or the password fits none of its accounts.
    """
    head = backup.read_head(path)
    key = attempts.guarded(path, lambda: keyslots.unlock(head.slots, password))
    return backup.verify(path, key)


def refuse_other_suffix(path: Path) -> None:
    """Refuse a file that cannot be a backup before anything is asked about it.

    Raises:
        AppError: the file is missing.
    """
    if not path.is_file():
        raise AppError(f"找不到备份文件 {path.name}。", "请检查位置或插好U盘。", code="not-found")
