"""Step 20: how many people every branch has, kept for the first screen."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENT = """CREATE TABLE kept_people(
    branch BLOB PRIMARY KEY, party INTEGER NOT NULL, people INTEGER NOT NULL) WITHOUT ROWID"""


def apply(db: "Database") -> None:
    """Lay the table; whoever looks first fills it."""
    db.execute(STATEMENT)
