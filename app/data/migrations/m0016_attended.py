"""Step 16: what everybody had of every class and record, year by year, for 人次 and 参训人数.

Derived like the yearly hours and kept together with them: emptied, it is computed again.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # No hours: was there all the same, and another class of that half-day counts.
    """CREATE TABLE hours_attended(
        year INTEGER NOT NULL, member BLOB NOT NULL, source BLOB NOT NULL, task TEXT NOT NULL,
        half_hours INTEGER NOT NULL, mode TEXT NOT NULL, level TEXT NOT NULL,
        PRIMARY KEY(year, member, source, task)) WITHOUT ROWID""",
    "CREATE INDEX session_without_hours ON session(day, uid) WHERE gone = 0 AND hours < 0.25",
)


def apply(db: "Database") -> None:
    """Lay the table; opening the store fills it, for the figures are of older rules."""
    for statement in STATEMENTS:
        db.execute(statement)
