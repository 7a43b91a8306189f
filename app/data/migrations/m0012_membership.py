"""Step 12: 党员变动, since when somebody belongs to a branch, a category, a status.

No row is made up: of what happened before this step nothing is known but what the columns say.
"""

from typing import TYPE_CHECKING

from app.data.migrations.building import create_synced

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "membership_change": {
        "id": int,
        "uid": bytes,
        "member": bytes,
        "kind": str,
        "from_on": str,
        "organization_before": bytes,
        "organization": bytes,
        "political_status_before": str,
        "political_status": str,
        "status_before": str,
        "status": str,
        "basis": str,
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
    "membership_change": [["member"], ["organization"], ["organization_before"]]
}


def apply(db: "Database") -> None:
    """Create the table of this step."""
    create_synced(db, TABLES, INDEXES)
