"""Step 7: invitations (开户文件), changes of keys, and until which number a retired site counts."""

from sqlite_utils import Database

STATEMENTS = (
    # What the county handed out: the secret proves that who answers opened that very file.
    """CREATE TABLE invitation(
        number TEXT PRIMARY KEY, secret BLOB NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL,
        block INTEGER NOT NULL, created_at TEXT NOT NULL, used_by BLOB, used_at TEXT)
        WITHOUT ROWID""",
    # The key of ours that this site knows: packages to it are signed with no other.
    "ALTER TABLE peer ADD COLUMN knows_key TEXT",
    # The last package number that still counts once the site is retired.
    "ALTER TABLE peer ADD COLUMN cutoff INTEGER",
)


def apply(db: Database) -> None:
    """Create the table and the columns of this step."""
    for statement in STATEMENTS:
        db.execute(statement)
