"""Step 14: 曾用名 of an organization, by which it is found after it was renamed or merged."""

from typing import TYPE_CHECKING

from app.data.migrations.building import add_column

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: "Database") -> None:
    """Add the column of this step."""
    add_column(db, "organization", "former_names", "TEXT")
