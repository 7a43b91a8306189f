"""A backup knows nothing of who came, left or changed since: the present store's word counts."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.data import accounts, backup, keyslots, rekeying, site
from app.data.accounts import Account
from app.data.clock import now_text
from app.data.database import Database
from app.data.keyslots import Slot
from app.domain.accounts.roles import Role, Verb, who_may
from app.domain.errors import AppError, StorageError
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class Today:
    """The accounts and keys of the store that is set aside; `who` is at the keyboard."""

    who: str
    key: bytes
    slots: list[Slot]
    accounts: list[Account]
    former: list[bytes]
    site: bytes


def of_present(store_path: Path, password: str, operator: str) -> Today | None:
    """Read them; None when there is no store, it is damaged, or the password is not of today."""
    try:
        slots = keyslots.read(store_path)
        slot, key = keyslots.opened(slots, password, operator)
        database = Database(store_path, key)
    except AppError:  # nothing is known of a store that does not open
        return None
    try:
        connection = database.read()
        known = accounts.all_accounts(connection)
        if known and not accounts.knows(connection, slot):
            return None
        if not known:
            return None
        former = rekeying.former_keys(connection)
        return Today(slot.name, key, slots, known, former, site.current(connection).uid)
    finally:
        database.close()


def of_open(store: Store) -> Today:
    """Those of the store that is open here."""
    connection, path = store.database.read(), store.path
    known, former = accounts.all_accounts(connection), rekeying.former_keys(connection)
    slots, uid = keyslots.read(path), store.site.uid
    return Today(store.operator, store.database.key, slots, known, former, uid)


def key_of(source: Path, today: Today) -> bytes:
    """Which of the data keys of today and before opens this backup of our own.

    Raises:
        StorageError: none; it is damaged.
    """
    for known in today.former:
        with suppress(StorageError):
            backup.verify(source, known)
            return known
    return today.key


def recognised(
    paths: tuple[Path, Path], slots: list[Slot], password: str, operator: str
) -> tuple[Today | None, str, bytes]:
    """What holds today, who restores, and the data key of the backup (`paths`: the store, the
    backup): by the backup's own password, or by the one of today.

    Raises:
        StorageError: the password is neither's.
    """
    store_path, source = paths
    present = of_present(store_path, password, operator)
    try:
        slot, key = keyslots.opened(slots, password, operator)
    except StorageError:
        if present is None:
            raise
        return present, present.who, key_of(source, present)
    return present, slot.name, key


def same_site(part: Path, key: bytes, present: Today | None) -> bool:
    """Whether the backup is of the site that the present store is."""
    if present is None:
        return False
    database = Database(part, key)
    try:
        return site.current(database.read()).uid == present.site
    finally:
        database.close()


def refuse_others(
    part: Path, key: bytes, who: str, present: Today | None, fresh: Slot | None
) -> None:
    """Only a head restores: by today's word, or by the backup's where there is no today.

    Raises:
        AppError: whoever is at the keyboard is none.
    """
    if fresh is not None:
        return  # by the county's recovery key
    database = Database(part, key)
    try:
        connection = database.read()
        role = accounts.role_of(connection, who)
        level = site.current(connection).level
    finally:
        database.close()
    if present is not None:
        named = (one.role for one in present.accounts if one.name == present.who)
        role = next(named, Role.VIEWER)
    if role in who_may(Verb.RESTORE, level):
        return
    raise AppError(
        f"“{who}”的分工是“{role}”，不能{Verb.RESTORE.value}。",
        "请由负责人办理；原来的数据没有动。",
        code="E-501",
    )


def go_on(part: Path, key: bytes, present: Today | None, fresh: Slot | None) -> list[Slot]:
    """Let the unpacked backup go on with the people of today; their slots, or none when its own
    stay."""
    if present is not None:
        keep(part, key, present)
        return present.slots
    if fresh is not None:
        know(part, key, fresh)
    return []


def keep(part: Path, key: bytes, present: Today) -> None:
    """Let the unpacked backup go on with the accounts and the data key of today."""
    database = Database(part, key)
    try:
        with database.sealed_write() as connection:
            accounts.put(connection, present.accounts)
            rekeying.put_former_keys(connection, present.former)
    finally:
        database.close()
    if key != present.key:
        rekeying.rekey(part, key, present.key)


def know(part: Path, key: bytes, fresh: Slot) -> None:
    """Let whoever restored by the county's recovery key in; a store from before roles takes
    everybody over when it is opened."""
    database = Database(part, key)
    try:
        with database.sealed_write() as connection:
            if accounts.all_accounts(connection):
                accounts.add_mark(connection, fresh, Role.HEAD, now_text())
    finally:
        database.close()
