"""Whether a store is read in the blink of an eye, or the window should not wait for it."""

from app.data.database import Connection

FEW = {"member": 3_000, "attendance": 20_000}
"""Rows up to which any question is answered within a few frames."""


def is_small(connection: Connection) -> bool:
    """Asked before every page, so it looks at the last row only."""
    return all(
        int(connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]) <= few  # noqa: S608
        for table, few in FEW.items()
    )
