"""Step 6: 彻底删除 with its requests, and audit entries whose payload was erased."""

from sqlite_utils import Database

from app.data.migrations.building import create_synced

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


def apply(db: Database) -> None:
    """Create the tables; the chain of an audit trail holds without the erased payloads."""
    create_synced(db, TABLES, INDEXES)
    db.execute("ALTER TABLE audit ADD COLUMN erased INTEGER NOT NULL DEFAULT 0")
