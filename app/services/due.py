"""到期提醒: what falls due in the registers this site keeps, and what waits in them."""

import datetime

from app.data.queries.register_views import Waiting, waiting_rows
from app.data.queries.registers import DueRow, due_rows
from app.services.kept_registers import kept_registers
from app.services.store import Store


def what_is_due(store: Store, today: datetime.date) -> list[DueRow]:
    """What has waited longest first."""
    with store.database.snapshot() as connection:
        found = [row for made in kept_registers(store) for row in due_rows(connection, made, today)]
    return sorted(found, key=lambda row: (row.days, row.title))


def what_waits(store: Store, today: datetime.date) -> list[Waiting]:
    """The named filters that somebody must see to, in the order of the menu."""
    with store.database.snapshot() as connection:
        kept = kept_registers(store)
        return [one for made in kept for one in waiting_rows(connection, made, today)]
