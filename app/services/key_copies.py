"""Keep the copies of the key slots as the slots are."""

from contextlib import suppress

from app.data import keyslot_copies
from app.domain.errors import StorageError
from app.services.store import Store


def keep(store: Store) -> None:
    """Copy the slots into the store and beside it, where they differ. What cannot be written now,
    on a full disk, is written by whoever opens the store next."""
    slots = keyslot_copies.slots_of_open(store.database.read(), store.path)
    with suppress(StorageError):
        if not keyslot_copies.is_inside(store.database.read(), slots):
            with store.database.sealed_write() as connection:
                keyslot_copies.put_inside(connection, slots)
    keyslot_copies.put_beside(store.path, slots)
