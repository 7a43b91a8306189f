"""A backup knows nothing of erasures made after it: they are carried out in it once more."""

from dataclasses import dataclass
from pathlib import Path

from app.data import migrate, site, tombstones
from app.data.changing import changing
from app.data.database import Database, driver
from app.data.exchange import not_taken_back
from app.domain.errors import StorageError


@dataclass(frozen=True, slots=True)
class Since:
    """The tombstones of the store that is set aside, and the secret that proves they are ours."""

    tombstones: not_taken_back.Rows
    secret: bytes


def of_present(store_path: Path, key: bytes) -> Since | None:
    """Read them; None when there is no store, it is damaged, or it is another one's."""
    try:
        database = Database(store_path, key)
    except StorageError:  # nothing can be known of a store that does not open
        return None
    try:
        connection = database.read()
        secret = site.get(connection, tombstones.SECRET)
        return (
            Since(not_taken_back.erasures(connection), secret)
            if isinstance(secret, bytes)
            else None
        )
    except driver.Error:  # damaged further in, or older than erasures
        return None
    finally:
        database.close()


def go_on(database: Database, operator: str, summary: str, since: Since | None) -> int:
    """Let an unpacked backup begin a fresh incarnation and erase again whoever was erased since;
    returns how many identities that were."""
    try:
        if migrate.pending(database):
            migrate.migrate(database)
        with database.sealed_write() as connection:
            site.new_incarnation(connection)
            site.put(connection, "home", "")
            if since is not None:
                site.put(connection, tombstones.SECRET, since.secret)
        with changing(database, operator, "恢复备份", summary=summary, bounded=False) as change:
            return not_taken_back.erase_again(change, since.tombstones) if since is not None else 0
    finally:
        database.close()
