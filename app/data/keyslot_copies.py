"""Copies of the key slots: beside the store, in it, and in the head of every backup.

A copy lets nobody in again: a slot opens the store only when the store itself knows its mark, and
none opens it that was sealed before the data key was changed.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.data import accounts, keyslots, site
from app.data.database import Connection
from app.data.key_refusals import LOST
from app.data.keyslots import COUNTY, Slot
from app.domain.errors import StorageError
from app.files.placing import put_bytes, rename

END = ".keys.copy"
_FACT = "key_slots"


def copy_path(store: Path) -> Path:
    """Where the copy beside a store lies."""
    return store.with_name(store.name + END)


def put_beside(store: Path, slots: list[Slot]) -> None:
    """Write the copy beside the store, unless it says so already."""
    text, path = keyslots.dump(slots), copy_path(store)
    # The slots themselves are saved; whoever opens the store next tries again.
    with suppress(OSError):
        if not path.is_file() or path.read_bytes() != text:
            put_bytes(path, text)


def put_inside(connection: Connection, slots: list[Slot]) -> None:
    """Write the copy into the store."""
    site.put(connection, _FACT, keyslots.dump(slots).decode())


def is_inside(connection: Connection, slots: list[Slot]) -> bool:
    """Whether the store says so already."""
    return site.get(connection, _FACT) == keyslots.dump(slots).decode()


def known_slots(connection: Connection, found: list[Slot]) -> list[Slot]:
    """What belongs beside this store: its own copy, or as much of another as it knows."""
    kept = site.get(connection, _FACT)
    with suppress(StorageError):
        if kept:
            found = keyslots.parse(str(kept).encode())
    return [slot for slot in found if slot.name == COUNTY or accounts.knows(connection, slot)]


def slots_of_open(connection: Connection, store: Path) -> list[Slot]:
    """The slots beside a store that is open; a lost or damaged file is written anew from the
    store's own copy.

    Raises:
        StorageError: it is lost, and the store has no copy or the folder takes none.
    """
    try:
        return keyslots.read(store)
    except StorageError as error:
        if error.code != LOST or not site.get(connection, _FACT):
            raise
        slots = known_slots(connection, [])
        try:
            put_back(store, slots)
        except OSError:
            raise error from None
        return slots


def put_back(store: Path, slots: list[Slot]) -> None:
    """Write the slots anew; what lies there is set aside, it may be somebody's.

    Raises:
        OSError: the folder takes nothing.
    """
    path = keyslots.slots_path(store)
    if path.exists():
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        rename(path, path.with_name(f"损坏的-{stamp}-{path.name}"))
    keyslots.save(store, slots)
