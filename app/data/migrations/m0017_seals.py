"""Step 17: keyed checksums over the rows, and how far peers have seen each other's audit trail."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # One line for some rows of a table: what they were when the program last wrote them. `marks`
    # tells which row it is, `broken` stays where somebody wrote past the program.
    """CREATE TABLE seal(
        part TEXT NOT NULL, bucket NOT NULL, mac BLOB NOT NULL, marks BLOB,
        broken INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(part, bucket)) WITHOUT ROWID""",
    # The heads of audit chains: those of peers as their packages and receipts said them, and of
    # our own what peers say they keep (`mine`).
    """CREATE TABLE seen_head(
        id INTEGER PRIMARY KEY, peer INTEGER NOT NULL, mine INTEGER NOT NULL,
        incarnation TEXT NOT NULL, entry INTEGER NOT NULL, head BLOB NOT NULL, at TEXT NOT NULL)""",
    "CREATE INDEX seen_head_of ON seen_head(incarnation, mine, peer, entry)",
    "CREATE INDEX audit_of_incarnation ON audit(incarnation, id)",
)


def apply(db: "Database") -> None:
    """Lay the tables; the rows are sealed when all steps are taken."""
    for statement in STATEMENTS:
        db.execute(statement)
