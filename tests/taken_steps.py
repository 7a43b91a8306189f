"""New stores of tests begin as a copy of one that took every step of migration but the last, which
seals it: making one from nothing was a third of what all tests cost. The store is the same
(`test_taken_steps.py`); tests of how one is made ask for the long way (`steps_by_hand`)."""

import functools
import shutil
import tempfile
from pathlib import Path

from app.data import database, migrate
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
    for number in range(migrate.NEWEST - 1):
        with made.write() as connection:
            migrate.STEPS[number](database.tables(connection))
            connection.execute(f"PRAGMA user_version = {number + 1}")
    # A file with a log beside it cannot be given another key.
    made.read().execute("PRAGMA journal_mode = DELETE")
    made.close()
    return path, folder


def connect(path: Path, key: bytes, *, create: bool = False) -> Connection:
    """Like `database.connect`; what is created has taken every step but the last."""
    if create and not path.exists():
        shutil.copyfile(_template()[0], path)
        again = driver.connect(str(path), isolation_level=None)
        again.execute(f"PRAGMA key = \"x'{_KEY.hex()}'\"")
        again.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
        # What a step draws by lot is every store's own.
        again.execute("UPDATE meta SET value = randomblob(32) WHERE key = 'erasure_secret'")
        again.close()
    return database.connect(path, key, create=create)
