"""Step 11: what clerks said that columns of a roster are; local, it never travels."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # The header as it is compared; an empty field: this column is never read.
    "CREATE TABLE learned_header(header TEXT PRIMARY KEY, field TEXT NOT NULL)",
)


def apply(db: "Database") -> None:
    """Create the table of this step."""
    for statement in STATEMENTS:
        db.execute(statement)
