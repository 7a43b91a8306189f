"""到期提醒: what falls due in the registers this site keeps."""

import datetime

from app.data.queries.registers import DueRow, due_rows
from app.services.kept_registers import kept_registers
from app.services.store import Store


def what_is_due(store: Store, today: datetime.date) -> list[DueRow]:
    """What has waited longest first."""
    with store.database.snapshot() as connection:
        found = [row for made in kept_registers(store) for row in due_rows(connection, made, today)]
    return sorted(found, key=lambda row: (row.days, row.title))
