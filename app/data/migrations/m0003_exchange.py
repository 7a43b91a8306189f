"""Step 3: local tables: this site, its peers, registers, audit trail, imports, packages."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


STATEMENTS = (
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # Every incarnation ever heard of; rows name it by its small local number.
    """CREATE TABLE incarnation(
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, site BLOB, name TEXT)""",
    """CREATE TABLE peer(
        id INTEGER PRIMARY KEY, site BLOB NOT NULL UNIQUE, name TEXT, level TEXT, county TEXT,
        public BLOB, scope TEXT, block INTEGER, serial INTEGER, revoked TEXT, enrolled_at TEXT,
        incarnation TEXT, acked INTEGER DEFAULT 0, sent_sequence INTEGER DEFAULT 0,
        sent_digest TEXT, last_sent TEXT, last_received TEXT)""",
    # What we hold of each incarnation of a peer, without a gap.
    """CREATE TABLE heard(
        incarnation TEXT PRIMARY KEY, peer INTEGER NOT NULL, hi INTEGER DEFAULT 0,
        sequence INTEGER DEFAULT 0, digest TEXT) WITHOUT ROWID""",
    """CREATE TABLE register(
        uid BLOB NOT NULL, field TEXT NOT NULL, entity TEXT NOT NULL, state TEXT NOT NULL,
        open INTEGER NOT NULL, PRIMARY KEY(uid, field)) WITHOUT ROWID""",
    "CREATE INDEX register_open ON register(uid, field) WHERE open",
    # Superseded values, kept so that 上次共同值 exists.
    """CREATE TABLE superseded(
        uid BLOB NOT NULL, field TEXT NOT NULL, site TEXT NOT NULL, n INTEGER NOT NULL,
        clock INTEGER, operator TEXT, value, PRIMARY KEY(uid, field, site, n)) WITHOUT ROWID""",
    "CREATE TABLE superseded_fact(uid BLOB PRIMARY KEY, by BLOB NOT NULL) WITHOUT ROWID",
    # Peers in whose scope a row has been: they must hear that it left.
    """CREATE TABLE held_by(
        uid BLOB NOT NULL, peer INTEGER NOT NULL, PRIMARY KEY(uid, peer)) WITHOUT ROWID""",
    # Rows of tables and fields of facts that only newer versions know, carried for those.
    """CREATE TABLE carried(
        uid BLOB PRIMARY KEY, entity TEXT, record TEXT, lseq INTEGER, via INTEGER) WITHOUT ROWID""",
    # What a peer sent about others than its own people: kept, shown, tried again.
    """CREATE TABLE held(
        id INTEGER PRIMARY KEY, peer INTEGER NOT NULL, entity TEXT NOT NULL, uid BLOB NOT NULL,
        reason TEXT NOT NULL, at TEXT, sequence INTEGER, line TEXT NOT NULL,
        UNIQUE(peer, entity, uid))""",
    """CREATE TABLE audit(
        id INTEGER PRIMARY KEY, incarnation TEXT NOT NULL, n INTEGER, at TEXT NOT NULL,
        operator TEXT NOT NULL, action TEXT NOT NULL, reason TEXT, summary TEXT, detail TEXT,
        salt BLOB NOT NULL, digest BLOB NOT NULL, chain BLOB NOT NULL)""",
    """CREATE TABLE import_batch(
        id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, kind TEXT, file_name TEXT, at TEXT,
        operator TEXT, counts TEXT, undone_at TEXT)""",
    """CREATE TABLE import_line(
        batch INTEGER NOT NULL, entity TEXT, uid BLOB NOT NULL, action TEXT, before TEXT,
        after TEXT)""",
    "CREATE INDEX import_line_batch ON import_line(batch)",
    """CREATE TABLE package_log(
        id INTEGER PRIMARY KEY, direction TEXT, peer INTEGER, incarnation TEXT, sequence INTEGER,
        digest TEXT, at TEXT, operator TEXT, rows INTEGER, bytes INTEGER, counts TEXT,
        lo INTEGER, hi INTEGER, file_name TEXT)""",
)


def apply(db: "Database") -> None:
    """Create the tables of this step."""
    for statement in STATEMENTS:
        db.execute(statement)
