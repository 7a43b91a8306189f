"""Step 26: who approved hours that somebody had reported of himself; a note on a record."""

from typing import TYPE_CHECKING

from app.data.migrations.building import add_column

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: "Database") -> None:
    """Add the fields; records of other days have none of it."""
    for name in ("approval", "approved_by", "approved_on", "note"):
        add_column(db, "record", name, "TEXT")
