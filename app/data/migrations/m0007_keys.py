"""Step 7: invitations (开户文件), changes of keys, and until which number a retired site counts."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


STATEMENTS = (
    # What the county handed out: the secret proves that who answers opened that very file.
    """CREATE TABLE invitation(
        number TEXT PRIMARY KEY, secret BLOB NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL,
        block INTEGER NOT NULL, created_at TEXT NOT NULL, used_by BLOB, used_at TEXT,
        used_keys BLOB, county_key TEXT, cancelled_at TEXT) WITHOUT ROWID""",
    # Every key pair of a site that is or was known; `peer.public` is the one to seal to.
    """CREATE TABLE peer_key(
        peer INTEGER NOT NULL, public BLOB NOT NULL, since TEXT, PRIMARY KEY(peer, public))
        WITHOUT ROWID""",
    "INSERT INTO peer_key SELECT id, public, enrolled_at FROM peer WHERE public IS NOT NULL",
    # The key of ours that this site knows: packages to it are signed with no other.
    "ALTER TABLE peer ADD COLUMN knows_key TEXT",
    # The last package that still counts once the site is retired, and of which incarnation.
    "ALTER TABLE peer ADD COLUMN cutoff INTEGER",
    "ALTER TABLE peer ADD COLUMN cutoff_incarnation TEXT",
)


def apply(db: "Database") -> None:
    """Create the tables and the columns of this step."""
    for statement in STATEMENTS:
        db.execute(statement)
