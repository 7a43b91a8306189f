"""待录考勤 counted and kept, for whoever looks next."""

from contextlib import suppress

from app.data import site
from app.data.queries import waiting
from app.data.queries.waiting import WaitingSession
from app.domain.errors import StorageError
from app.services.store import Store


def keep_waiting(store: Store, today: str) -> list[WaitingSession]:
    """Half-days up to today with marks still 未录入; the counts are kept in the store."""
    if waiting.to_be_kept(store.database.read()):
        # Shown all the same when the store is busy; then the next one to look counts again.
        with suppress(StorageError), store.database.sealed_write() as connection:
            waiting.keep(connection, site.written(connection))
    return waiting.waiting_sessions(store.database.read(), today)
