"""Step 13: who uses an enrolled computer, to tell two of one township apart."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: "Database") -> None:
    """Add the column; it is filled when the next package comes."""
    db.execute("ALTER TABLE peer ADD COLUMN operator TEXT")
