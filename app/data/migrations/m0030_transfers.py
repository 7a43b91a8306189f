"""Step 30: 组织关系转接."""

from typing import TYPE_CHECKING

from app.data.migrations.building import create_kept

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "transfer": {
        "member": bytes,
        "organization": bytes,
        "kind": str,
        "target": bytes,
        "place": str,
        "moved_on": str,
        "letter": str,
        "dues_to": str,
        "state": str,
        "answer": str,
        "note": str,
    }
}
INDEXES = {"transfer": [["organization"], ["member"]]}


def apply(db: "Database") -> None:
    """Create the table."""
    create_kept(db, TABLES, INDEXES)
