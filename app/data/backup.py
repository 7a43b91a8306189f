"""Verified copies of a store in one file: key slots and encrypted pages together."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path

from app.data import keyslot_copies, keyslots, site
from app.data.database import Connection, Database, connect, driver, translated
from app.data.keyslots import Slot
from app.domain.errors import StorageError
from app.files.placing import beside, put_in_place, sweep
from app.files.private import OURS_FOLDER

MAGIC = b"XUEJIBAK1\n"
HEAD = struct.Struct(">I")
CHUNK = 1 << 20
LARGEST_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class BackupFile:
    """What a backup says of itself; `digest` is proved when it is verified."""

    path: Path
    slots: list[Slot]
    name: str
    level: str
    made_at: str
    reason: str
    digest: str
    counts: dict[str, int]
    offset: int


def create(database: Database, target: Path, made_at: str, reason: str) -> BackupFile:
    """Write a backup, open it with the key and compare its content, then give it its name.

    Raises:
        StorageError: disk full, folder not writable, or the copy is not equal.
    """
    try:
        target.parent.mkdir(OURS_FOLDER, parents=True, exist_ok=True)
        for stem in (database.path.stem, target.stem):
            sweep(target.parent, stem)
        with beside(target) as part, beside(target) as copy:
            database.read().execute("VACUUM INTO ?", (str(copy),))
            _pack(_head(database, copy, made_at, reason), copy, part)
            verify(part, database.key)
            _named(part, target)
    except OSError as error:
        if target.parent.exists() and not target.parent.is_dir():
            raise StorageError(
                f"备份没有写成：“{target.parent.name}”是一个文件，不是文件夹。",
                "请把这个文件改名或移走，再做一次；没有备份以前，导入和接收先不做。",
                code="E-105",
            ) from error
        raise _no_room(target) from error
    except driver.Error as error:
        refusal = translated(error)
        # On a full disk the engine says it first: what was not written is the backup.
        raise (_no_room(target) if refusal.code == "E-102" else refusal) from error
    return read_head(target)


def _no_room(target: Path) -> StorageError:
    return StorageError(
        f"备份没有写成：{target.parent} 写不进去或空间不足。",
        "请清理磁盘或换一个位置再备份；没有备份以前，导入和接收先不做。",
        code="E-102",
    )


def _named(part: Path, target: Path) -> None:
    try:
        put_in_place(part, target)
    except OSError:
        if not part.exists():  # the last flush failed: nobody may count on it
            target.unlink(missing_ok=True)
        raise


def _head(database: Database, copy: Path, made_at: str, reason: str) -> bytes:
    from app.data import digest  # the first window asks only when the last backup was

    connection = connect(copy, database.key)
    try:
        here = site.current(connection)
        head = {
            "slots": keyslots.plain(keyslot_copies.slots_of_open(connection, database.path)),
            "name": here.name,
            "level": here.level,
            "made_at": made_at,
            "reason": reason,
            "digest": digest.whole(connection),
            "counts": _counts(connection),
        }
    finally:
        connection.close()
    return json.dumps(head, ensure_ascii=False).encode()


def _counts(connection: Connection) -> dict[str, int]:
    wanted = {"党员": "member", "培训班": "training_class", "考勤": "attendance"}
    return {
        label: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
        for label, table in wanted.items()
    }


def _pack(head: bytes, copy: Path, target: Path) -> None:
    with target.open("wb") as out, copy.open("rb") as source:
        out.write(MAGIC + HEAD.pack(len(head)) + head)
        while chunk := source.read(CHUNK):
            out.write(chunk)


def read_head(path: Path) -> BackupFile:
    """What the backup says of itself, without opening its content.

    Raises:
        StorageError: missing, or not a backup.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise _not_a_backup(path)
            (length,) = HEAD.unpack(file.read(HEAD.size))
            if length > LARGEST_HEAD:
                raise _not_a_backup(path)
            head = json.loads(file.read(length))
            offset = file.tell()
        slots = keyslots.checked([Slot(**item) for item in head.pop("slots")])
        return BackupFile(path, slots, offset=offset, **head)
    except OSError as error:
        raise StorageError(f"读不到备份 {path.name}。", "请检查U盘或位置后再试。") from error
    except (ValueError, TypeError, KeyError, struct.error) as error:
        raise _not_a_backup(path) from error


def _not_a_backup(path: Path) -> StorageError:
    return StorageError(
        f"{path.name} 不是完整的学籍通备份。", "请换一个备份文件；本机数据没有改动。", code="E-103"
    )


def verify(path: Path, key: bytes) -> BackupFile:
    """Open the backup with the key and compare its content with what it promises.

    Raises:
        StorageError: it cannot be opened, is damaged, or differs.
    """

    head = read_head(path)
    try:
        return _proved(head, key)
    except OSError as error:
        raise StorageError(
            f"备份 {path.name} 旁边写不下核对用的副本。",
            "请把备份拷到本机硬盘上空间够的地方再试；本机数据没有改动。",
            code="E-102",
        ) from error


def _proved(head: BackupFile, key: bytes) -> BackupFile:
    from app.data import digest

    path = head.path
    sweep(path.parent, path.name)
    with beside(path) as copy:
        unpack(head, copy)
        connection = connect(copy, key)
        try:
            sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            if not sound or digest.whole(connection) != head.digest:
                raise _not_a_backup(path)
        except driver.Error as error:
            raise _not_a_backup(path) from error
        finally:
            connection.close()
    return head


def unpack(head: BackupFile, target: Path) -> None:
    """Write the encrypted store out of a backup."""
    with head.path.open("rb") as file, target.open("wb") as out:
        file.seek(head.offset)
        while chunk := file.read(CHUNK):
            out.write(chunk)
