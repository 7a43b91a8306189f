"""Step 9: days are kept in parts of a day, because short sessions are less than half of one."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # Derived figures: emptied here, computed again from the facts when all steps are taken.
    "DROP TABLE hours_summary",
    """CREATE TABLE hours_summary(
        member BLOB NOT NULL, year INTEGER NOT NULL, mode TEXT NOT NULL, level TEXT NOT NULL,
        off_job INTEGER NOT NULL, task TEXT NOT NULL, half_hours INTEGER NOT NULL,
        innovation_half_hours INTEGER NOT NULL, spirit_half_hours INTEGER NOT NULL,
        day_parts INTEGER NOT NULL,
        PRIMARY KEY(member, year, mode, level, off_job, task)) WITHOUT ROWID""",
    """CREATE INDEX hours_summary_year ON hours_summary(
        year, member, mode, level, off_job, half_hours, innovation_half_hours, day_parts)""",
)


def apply(db: "Database") -> None:
    """Lay the table of this step anew."""
    for statement in STATEMENTS:
        db.execute(statement)
