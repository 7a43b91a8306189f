"""Open the encrypted store; read anywhere, write one business action at a time."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import sqlcipher3
import sqlcipher3.dbapi2

from app.data.connection import KEY_BYTES, Connection, Cursor
from app.domain.errors import StorageError

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables

    from app.data.seals import Sealing

# sqlite-utils looks for pysqlite3 first; this is how it comes to work on SQLCipher.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)

__all__ = [
    "KEY_BYTES",
    "Connection",
    "Cursor",
    "Database",
    "connect",
    "driver",
    "tables",
    "translated",
]

driver: Any = sqlcipher3.dbapi2
_SHARED, _ALONE = ("NORMAL", 10.0), ("EXCLUSIVE", 0.5)
"""How the file is locked, and how many seconds somebody else is waited for."""
STATEMENTS = 512
"""Prepared statements remembered: an exchange alone uses more than the driver's 128."""


def connect(path: Path, key: bytes, *, create: bool = False) -> Connection:
    """A connection to the encrypted file.

    Raises:
        StorageError: the file is missing, damaged, or the key does not fit.
    """
    if not create and not path.is_file():
        raise StorageError(f"找不到数据文件 {path.name}。", "请检查位置，或用“恢复备份”找回。")
    try:
        return _connected(path, key, _SHARED)
    except driver.Error as error:
        if "I/O" in str(error):
            # On a full disk there is no room for what several would share to read by: alone and
            # without it the store can still be read, and written to once there is room.
            with suppress(driver.Error):
                return _connected(path, key, _ALONE)
        raise translated(error) from error


def _connected(path: Path, key: bytes, how: tuple[str, float]) -> Connection:
    locking, patience = how
    connection: Connection = driver.connect(
        str(path),
        isolation_level=None,
        check_same_thread=False,
        timeout=patience,
        cached_statements=STATEMENTS,
    )
    try:
        _prepare(connection, key, locking)
    except driver.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: Connection, key: bytes, locking: str) -> None:
    # A wrong password is told to the clerk in Chinese; the engine's own lines help nobody.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute(f"PRAGMA locking_mode = {locking}").fetchone()
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    # Where WAL does not engage only DELETE + EXTRA keeps an acknowledged commit (reliability 0.1).
    connection.execute(f"PRAGMA synchronous = {'FULL' if mode == 'wal' else 'EXTRA'}")
    connection.execute("PRAGMA busy_timeout = 10000")


def translated(error: Exception) -> StorageError:
    """The engine's message as a sentence for the clerk; the engine's own stays as the cause."""
    text = str(error)
    if "full" in text:
        return StorageError(
            "磁盘空间不足，本次修改没有保存，以前的数据不受影响。",
            "请清理磁盘后再试。",
            code="E-102",
        )
    if "locked" in text or "busy" in text:
        return StorageError(
            "数据文件正被另一个窗口或程序占用，本次修改没有保存。",
            "请关闭其他学籍通窗口后再试。",
            code="E-104",
        )
    if "I/O" in text:
        return StorageError(
            "读写硬盘时出错，这次操作没有完成，以前保存的数据不受影响。",
            "请关闭程序重新打开再试；再出现时请把最近的备份拷到别处，并请人检查硬盘。",
            code="E-106",
        )
    if "readonly" in text:
        return StorageError("数据文件是只读的，无法保存。", "请检查文件夹权限。", code="E-105")
    return StorageError(
        "数据文件打不开：可能已损坏，或与密码不匹配。",
        "请从最近一次已验证的备份恢复；损坏的文件请保留，不要删除。",
        code="E-103",
    )


def refusal_of(error: BaseException) -> StorageError | None:
    """What the clerk is told of an engine's own error; None for any other."""
    return translated(error) if isinstance(error, driver.Error) else None


class Database:
    """One encrypted store file; every thread gets a connection of its own, except where a full
    disk leaves room for a single one."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self.key = key
        self._connections: dict[int, Connection] = {}
        self._guard = threading.Lock()
        self._sealing: tuple[object, Sealing] | None = None
        self.read()
        self._file = _identity(path)

    def read(self) -> Connection:
        """This thread's connection, for reading."""
        thread = threading.get_ident()
        with self._guard:
            found = self._connections.get(thread)
            if found is None:
                found = self._sole() or connect(self.path, self.key)
                self._connections[thread] = found
        return found

    def _sole(self) -> Connection | None:
        first = next(iter(self._connections.values()), None)
        if first is None:
            return None
        locking = first.execute("PRAGMA locking_mode").fetchone()[0]
        return first if locking == "exclusive" else None

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Several reads that see one and the same moment."""
        connection = self.read()
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    @property
    def in_snapshot(self) -> bool:
        """Whether this thread is inside one: nothing can be saved until it is over."""
        return bool(self.read().in_transaction)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One business action = one transaction: all of it is saved, or nothing.

        Raises:
            StorageError: disk full, file locked or damaged; nothing was saved.
        """
        connection = self.read()
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._refuse_replaced()
                yield connection
            except BaseException:
                if connection.in_transaction:  # "disk full" has already rolled back
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except driver.Error as error:
            raise translated(error) from error

    @contextmanager
    def sealed_write(self) -> Iterator[Connection]:
        """A transaction of the program itself: what it writes bears the program's seal, so that
        the self-check can tell it from what somebody wrote past the program.

        Raises:
            StorageError: as `write`.
        """
        from app.data import seals  # a window that only shows needs none of it

        with self.write() as connection:
            self._sealing = sealing = seals.of_store(connection, self.key, self._sealing)
            tops = seals.begin(connection, sealing[1]) if sealing else {}
            yield connection
            if sealing:
                seals.draw(connection, sealing[1], tops)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, as far as nobody is reading from it."""
        connection = self.read()
        if not connection.in_transaction:
            with suppress(driver.Error):
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _refuse_replaced(self) -> None:
        """What is saved into a file that was set aside would be lost without a word."""
        if _identity(self.path) != self._file:
            raise StorageError(
                "数据文件在别处被恢复或更换过密钥，这个窗口还开着原来的那份，本次修改没有保存。",
                "请关闭窗口重新打开，再做一次。",
                code="E-108",
            )

    def close(self) -> None:
        """Fold the write-ahead log into the file and release it."""
        with self._guard:
            connections = list(dict.fromkeys(self._connections.values()))
            self._connections = {}
        for number, connection in enumerate(connections):
            if number == 0 and not connection.in_transaction:
                # All of it is saved in the log already; the next start reads it from there.
                with suppress(driver.Error):
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:  # no answer is no proof: the engine itself says what is wrong
        return None
    return found.st_dev, found.st_ino


def tables(connection: Connection) -> "Tables":
    """The connection as sqlite-utils sees it, for schema and migrations. It brings a command line
    of its own along, and only a store that is made or upgraded waits for that."""
    from sqlite_utils import Database as Tables

    return Tables(cast(Any, connection), recursive_triggers=False)
