"""Step 8: what the county looks after: incidents, packages put aside, what a receive changed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


STATEMENTS = (
    # Gaps, forks, clocks that are off, contents that differ: shown until they are settled.
    """CREATE TABLE incident(
        id INTEGER PRIMARY KEY, peer INTEGER NOT NULL, kind TEXT NOT NULL, incarnation TEXT,
        sequence INTEGER, at TEXT NOT NULL, detail TEXT, settled_at TEXT)""",
    # Packages that wait: for the one before them, for a newer program, or for a person.
    """CREATE TABLE put_aside(
        id INTEGER PRIMARY KEY, peer INTEGER NOT NULL, file_name TEXT NOT NULL,
        digest TEXT NOT NULL, incarnation TEXT, sequence INTEGER, reason TEXT, at TEXT,
        operator TEXT, kind TEXT, bytes INTEGER)""",
    # The backup made before a receive and how far the audit trail had come then; the receive's
    # own entry there; the sender's clock; whom it added, moved or took out.
    "ALTER TABLE package_log ADD COLUMN restore_point TEXT",
    "ALTER TABLE package_log ADD COLUMN restore_audit INTEGER",
    "ALTER TABLE package_log ADD COLUMN audit_entry INTEGER",
    "ALTER TABLE package_log ADD COLUMN created_at TEXT",
    "ALTER TABLE package_log ADD COLUMN headcount TEXT",
)


def apply(db: "Database") -> None:
    """Create the tables and columns of this step."""
    for statement in STATEMENTS:
        db.execute(statement)
