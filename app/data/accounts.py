"""Who may open this store, and as what: kept inside the encrypted store, not beside it.

The key slots lie in a file that anybody can exchange for an older one. A slot opens this store
only when the store itself knows its mark, and what its owner may do is written here alone.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.data import site
from app.data.database import Connection
from app.data.keyslots import COUNTY, NOT_ACCOUNTS, Slot
from app.domain.accounts.roles import Role, role_named

_FACT = "accounts"


@dataclass(frozen=True, slots=True)
class Account:
    """One person, or the recovery code; more than one mark only while a password changes."""

    name: str
    role: Role
    marks: tuple[str, ...]
    since: str = ""


def all_accounts(connection: Connection) -> list[Account]:
    """Everybody, and the recovery code; none in a store that no program with roles has opened."""
    kept = site.get(connection, _FACT)
    return [
        Account(str(one["name"]), role_named(one["role"]), tuple(one["marks"]), str(one["since"]))
        for one in (json.loads(str(kept)) if kept else [])
    ]


def people(connection: Connection) -> list[Account]:
    """The persons among them."""
    return [one for one in all_accounts(connection) if one.name not in NOT_ACCOUNTS]


def named(connection: Connection, name: str) -> Account | None:
    """One of them."""
    return next((one for one in all_accounts(connection) if one.name == name), None)


def put(connection: Connection, accounts: Sequence[Account]) -> None:
    """Replace all of them."""
    rows = [
        {"name": one.name, "role": one.role.value, "marks": one.marks, "since": one.since}
        for one in accounts
    ]
    site.put(connection, _FACT, json.dumps(rows, ensure_ascii=False))


def role_of(connection: Connection, name: str) -> Role:
    """What somebody may do here. The recovery code lies in the head's safe."""
    known = all_accounts(connection)
    if not known or name in NOT_ACCOUNTS:
        return Role.HEAD
    return next((one.role for one in known if one.name == name), Role.VIEWER)


def adopt(connection: Connection, slots: Iterable[Slot], at: str) -> None:
    """A store from before there were roles: nobody loses what they could do until today."""
    own = (slot for slot in slots if slot.name != COUNTY)
    put(connection, [Account(slot.name, Role.HEAD, (slot.mark,), at) for slot in own])


def add_mark(connection: Connection, slot: Slot, role: Role, at: str) -> None:
    """Let a slot open this store beside those that do: for a new account or a new password."""
    known = all_accounts(connection)
    found = next((one for one in known if one.name == slot.name), None)
    others = [one for one in known if one.name != slot.name]
    before = found.marks if found is not None else ()
    since = found.since if found is not None else at
    put(connection, [*others, Account(slot.name, role, (*before, slot.mark), since)])


def keep_only(connection: Connection, slots: Iterable[Slot]) -> None:
    """Forget every mark that none of these slots bears. Who has none left waits for a password."""
    there = {slot.mark for slot in slots}
    left = [
        replace(one, marks=tuple(mark for mark in one.marks if mark in there))
        for one in all_accounts(connection)
    ]
    put(connection, left)


def remove(connection: Connection, name: str) -> None:
    """Somebody has left."""
    put(connection, [one for one in all_accounts(connection) if one.name != name])


def knows(connection: Connection, slot: Slot) -> bool:
    """Whether this slot may open this store."""
    return any(slot.mark in one.marks and slot.name == one.name for one in all_accounts(connection))


def heads(connection: Connection) -> list[str]:
    """Who may let others in, and has a password to do it with."""
    return [one.name for one in people(connection) if one.role is Role.HEAD and one.marks]
