"""Step 5: rows that were sent back with a reason (退回)."""

from typing import TYPE_CHECKING

from app.data.migrations.building import create_synced

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "row_return": {
        "id": int,
        "uid": bytes,
        "entity": str,
        "row": str,
        "member": bytes,
        "training_class": bytes,
        "organization": bytes,
        "reason": str,
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
}

INDEXES: dict[str, list[list[str]]] = {
    "row_return": [["row"], ["state"], ["member"], ["training_class"], ["organization"]],
}


def apply(db: "Database") -> None:
    """Create the table; the single field that stood for it on records goes."""
    create_synced(db, TABLES, INDEXES)
    db.execute("ALTER TABLE record DROP COLUMN returned")
