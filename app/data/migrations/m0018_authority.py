"""Step 18: what a peer has been told, so that what it claims to have seen can be checked.

Everybody is taken to have been told everything that was here at this step: packages that are on
their way join as they did.
"""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # A row that left a peer's scope: whether a package has told it so.
    "ALTER TABLE held_by ADD COLUMN told INTEGER NOT NULL DEFAULT 0",
    # The newest write of an incarnation that has come past this store.
    "ALTER TABLE incarnation ADD COLUMN newest INTEGER NOT NULL DEFAULT 0",
    # This store went back to a backup, and has not heard from the peer since: what it lost comes
    # back from there, in whosever name it was written.
    "ALTER TABLE peer ADD COLUMN brings_back INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE told_to(
        peer INTEGER NOT NULL, incarnation INTEGER NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY(peer, incarnation)) WITHOUT ROWID""",
)

TABLES = (
    *("organization", "member", "post", "exemption", "membership_change", "training_class"),
    *("session", "enrolment", "attendance", "record", "certificate", "issued_paper"),
    *("setting", "row_return", "erasure", "erasure_request"),
)


def apply(db: "Database") -> None:
    """Add the columns and the table, and fill them from what is here."""
    for statement in STATEMENTS:
        db.execute(statement)
    for table in TABLES:
        db.execute(
            "UPDATE incarnation SET newest = max(newest, found.n) FROM "  # noqa: S608
            f"(SELECT site, max(n) AS n FROM {table} GROUP BY site) AS found "
            "WHERE found.site = incarnation.id"
        )
    newest: dict[str, int] = {}
    for (state,) in db.execute("SELECT state FROM register"):
        for key, n in json.loads(state)[0].items():
            newest[key] = max(int(n), newest.get(key, 0))
    for key, n in newest.items():
        update = "UPDATE incarnation SET newest = max(newest, ?) WHERE key = ?"
        db.execute(update, (n, key))
    db.execute("INSERT INTO told_to SELECT p.id, i.id, i.newest FROM peer p, incarnation i")
