"""New stores of tests begin as a copy of one that took every step of migration: making one from
nothing was a third of what all tests cost. The store is the same (`test_taken_steps.py`); tests of
how one is made ask for the long way (`steps_by_hand`)."""

import functools
import shutil
import tempfile
from pathlib import Path

from app.data import database, migrate, seals
from app.data.connection import Connection
from app.data.database import Database, driver

_KEY = bytes(32)


@functools.cache
def _template() -> tuple[Path, tempfile.TemporaryDirectory[str]]:
    # One for every process; the folder goes with the process.
    folder = tempfile.TemporaryDirectory(prefix="xueji-steps-")
    path = Path(folder.name) / "empty.db"
    database.connect(path, _KEY, create=True).close()
    made = Database(path, _KEY)
    for number in range(migrate.NEWEST):
        with made.write() as connection:
            migrate.STEPS[number](database.tables(connection))
            connection.execute(f"PRAGMA user_version = {number + 1}")
    # A file with a log beside it cannot be given another key.
    made.read().execute("PRAGMA journal_mode = DELETE")
    made.close()
    return path, folder


def connect(path: Path, key: bytes, *, create: bool = False) -> Connection:
    """Like `database.connect`; what is created has taken every step."""
    if not create or path.exists():
        return database.connect(path, key, create=create)
    shutil.copyfile(_template()[0], path)
    given = driver.connect(str(path), isolation_level=None)
    given.execute(f"PRAGMA key = \"x'{_KEY.hex()}'\"")
    given.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
    given.close()
    made = database.connect(path, key)
    made.execute("BEGIN IMMEDIATE")
    # What a step draws by lot is every store's own, and so is the seal.
    made.execute("UPDATE meta SET value = randomblob(32) WHERE key = 'erasure_secret'")
    seals.renew(made, key)
    made.execute("COMMIT")
    return made
