"""Step 6: 彻底删除 with its requests, and audit entries whose payload was erased."""

from typing import TYPE_CHECKING

from app.data.migrations.building import create_synced

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "erasure_request": {
        "id": int,
        "uid": bytes,
        "member": bytes,
        "basis": str,
        "explanation": str,
        "state": str,
        "answer": str,
        "gone": int,
        "site": int,
        "n": int,
        "clock": int,
        "rank": int,
        "operator": str,
        "lseq": int,
        "via": int,
    },
    "erasure": {
        "id": int,
        "uid": bytes,
        "person": str,
        "basis": str,
        "approved_by": str,
        "erased_on": str,
        "counts": str,
        "seal": str,
        "gone": int,
        "site": int,
        "n": int,
        "clock": int,
        "rank": int,
        "operator": str,
        "lseq": int,
        "via": int,
    },
}

INDEXES: dict[str, list[list[str]]] = {
    "erasure_request": [["member"]],
    "erasure": [["person"]],
}


def apply(db: "Database") -> None:
    """Create the tables; the chain of an audit trail holds without the erased payloads."""
    create_synced(db, TABLES, INDEXES)
    db.execute("ALTER TABLE audit ADD COLUMN erased INTEGER NOT NULL DEFAULT 0")
    # By this a county that was restored knows its own tombstones again.
    db.execute("INSERT INTO meta(key, value) VALUES ('erasure_secret', randomblob(32))")
    # The 15-digit numbers, few among many: they are compared in their 18-digit form.
    db.execute("CREATE INDEX member_old_number ON member(id_number) WHERE length(id_number) = 15")
