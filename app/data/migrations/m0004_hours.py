"""Step 4: yearly hours per person, derived from attendance and records, kept up to date on write."""

from sqlite_utils import Database

STATEMENTS = (
    # Half hours as whole numbers, half days likewise: sums stay exact.
    """CREATE TABLE hours_summary(
        member BLOB NOT NULL, year INTEGER NOT NULL, mode TEXT NOT NULL, level TEXT NOT NULL,
        off_job INTEGER NOT NULL, task TEXT NOT NULL, half_hours INTEGER NOT NULL,
        innovation_half_hours INTEGER NOT NULL, spirit_half_hours INTEGER NOT NULL,
        half_days INTEGER NOT NULL,
        PRIMARY KEY(member, year, mode, level, off_job, task)) WITHOUT ROWID""",
    """CREATE INDEX hours_summary_year ON hours_summary(
        year, member, mode, level, off_job, half_hours, innovation_half_hours, half_days)""",
)


def apply(db: Database) -> None:
    """Create the table of this step."""
    for statement in STATEMENTS:
        db.execute(statement)
