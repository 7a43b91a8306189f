"""Keep the copies of the key slots as the slots are."""

from contextlib import suppress

from app.data import accounts, keyslot_copies, keyslots
from app.data.database import Connection
from app.data.keyslots import Slot
from app.domain.errors import StorageError
from app.services.store import Store


def keep(store: Store) -> None:
    """Copy the slots into the store and beside it, where they differ. What cannot be written now,
    on a full disk, is written by whoever opens the store next."""
    connection = store.database.read()
    slots = _of_today(store)
    stray = accounts.all_accounts(connection) and _stray_marks(connection, slots)
    with suppress(StorageError):
        if stray or not keyslot_copies.is_inside(connection, slots):
            with store.database.sealed_write() as writing:
                keyslot_copies.put_inside(writing, slots)
                if stray:
                    accounts.keep_only(writing, slots)
    keyslot_copies.put_beside(store.path, slots)


def _of_today(store: Store) -> list[Slot]:
    """The slots beside the store, without those that it knows no more, and with those that an
    older file put in their place has lost."""
    connection = store.database.read()
    there = keyslot_copies.slots_of_open(connection, store.path)
    if not accounts.all_accounts(connection):
        return there
    known = [s for s in there if s.name == keyslots.COUNTY or accounts.knows(connection, s)]
    named = {slot.name for slot in known}
    inside = keyslot_copies.known_slots(connection, there)
    today = [*known, *(slot for slot in inside if slot.name not in named)]
    if today != there:
        with suppress(OSError):
            keyslots.save(store.path, today)
    return today


def _stray_marks(connection: Connection, slots: list[Slot]) -> bool:
    there = {slot.mark for slot in slots}
    return any(set(one.marks) - there for one in accounts.all_accounts(connection))
