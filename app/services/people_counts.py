"""How many people there are, kept for the next start."""

from contextlib import suppress

from app.data import site
from app.data.queries import people_counts
from app.domain.errors import StorageError
from app.services.store import Store


def keep_people(store: Store) -> None:
    """Count again the branches that were touched since; the counts are kept in the store."""
    if people_counts.to_be_kept(store.database.read()):
        # Shown all the same when the store is busy; then the next one to look counts again.
        with suppress(StorageError), store.database.sealed_write() as connection:
            people_counts.keep(connection, site.written(connection))
