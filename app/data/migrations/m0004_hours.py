"""Step 4: yearly hours per person, derived from attendance and records, and their indexes."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    # Merged people are looked up in every recomputation, and there are almost none.
    "CREATE INDEX member_merged ON member(merged_into) WHERE merged_into IS NOT NULL",
    # Everything a policy asks of a person, without reading the wide rows of 60,000 people.
    """CREATE INDEX member_policy ON member(
        organization, sort_key, uid, name, political_status, status, status_on, joined_on,
        cadre_scope) WHERE gone = 0 AND merged_into IS NULL""",
)


def apply(db: "Database") -> None:
    """Create the table of this step."""
    for statement in STATEMENTS:
        db.execute(statement)
