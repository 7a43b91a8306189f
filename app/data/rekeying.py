"""Another data key for a whole store file, and the ones it had before."""

import json
from contextlib import suppress
from pathlib import Path

from app.data import digest, seals, site
from app.data.database import Connection, connect, driver, translated
from app.domain.errors import StorageError
from app.domain.progress import Progress

_FORMER = "former_data_keys"
_OF_THE_DISK = ("E-102", "E-106")
_STEPS = 10_000
"""Of the engine's own machine, between two looks at how far the copy is."""


def rekey(path: Path, old: bytes, new: bytes) -> None:
    """Encrypt every page of this file anew; only for a file that nobody else has open.

    Raises:
        StorageError: disk full or faulty; the file is worth nothing then.
    """
    connection = connect(path, old)
    try:
        # The engine rewrites pages under a rollback journal, never in the write-ahead log.
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        seals.rewrap(connection, old, new)
        connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"").fetchone()
    except driver.Error as error:
        raise translated(error) from error
    finally:
        connection.close()


class Sole:
    """A store that this connection alone has open, so that nothing is written meanwhile."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Refuse when another window or program has it open (StorageError)."""
        self.path = path
        self._connection = connect(path, key)
        try:
            # Leaving the write-ahead log is possible only for the last one that has the file open.
            mode = self._connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            if mode != "delete":
                raise _not_alone()
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
            self._connection.execute("BEGIN EXCLUSIVE")
            self._connection.execute("COMMIT")
        except driver.Error as error:
            self._connection.close()
            told = translated(error)
            raise (told if told.code in _OF_THE_DISK else _not_alone()) from error
        except StorageError:
            self._connection.close()
            raise
        self._seen = _state(path)

    def copy_to(self, target: Path, progress: Progress) -> None:
        """A whole copy under the same key.

        Raises:
            StorageError: disk full or faulty.
            Cancelled: the user stopped it.
        """
        total = max(self.path.stat().st_size, 1)
        stopped: list[BaseException] = []

        def look() -> int:
            done = target.stat().st_size if target.exists() else 0
            try:
                progress.step(min(done, total), total, "正在复制")
            except BaseException as error:  # noqa: BLE001  (the engine would swallow it)
                stopped.append(error)
                return 1
            return 0

        connection = self._connection
        connection.set_progress_handler(look, _STEPS)  # type: ignore[attr-defined]
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        except driver.Error as error:
            if stopped:
                raise stopped[0] from error
            raise translated(error) from error
        finally:
            connection.set_progress_handler(None, 0)  # type: ignore[attr-defined]

    def digest(self) -> str:
        """Of its whole content."""
        return digest.whole(self._connection)

    def let_go(self) -> None:
        """Release the file, once.

        Raises:
            StorageError: somebody wrote to it after all.
        """
        self._connection.close()
        beside = (self.path.with_name(self.path.name + end) for end in ("-wal", "-shm"))
        if _state(self.path) != self._seen or any(path.exists() for path in beside):
            raise _not_alone()

    def close(self) -> None:
        """Release it, whatever came of it."""
        with suppress(driver.Error):
            self._connection.close()


def same_content(path: Path, key: bytes, wanted: str) -> bool:
    """Whether the copy is whole and says what the original says."""
    try:
        connection = connect(path, key)
    except StorageError as error:
        if error.code in _OF_THE_DISK:
            raise
        return False  # the new key opens it not: a flush failed meanwhile, and nobody said so
    try:
        sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        return bool(sound) and digest.whole(connection) == wanted
    except driver.Error:
        return False
    finally:
        connection.close()


def _state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _not_alone() -> StorageError:
    return StorageError(
        "数据文件正被另一个窗口或程序占用，或读写硬盘时出错，没有更换数据密钥。",
        "请关闭其他学籍通窗口和命令后再试；仍不行请检查硬盘。原来的数据没有动。",
        code="E-104",
    )


def former_keys(connection: Connection) -> list[bytes]:
    """The data keys that older backups of this store are under, the newest first."""
    kept = site.get(connection, _FORMER)
    return [bytes.fromhex(text) for text in json.loads(str(kept))] if kept else []


def put_former_keys(connection: Connection, keys: list[bytes]) -> None:
    """Keep them: whoever opens this store may open what it was."""
    site.put(connection, _FORMER, json.dumps([key.hex() for key in keys]))
