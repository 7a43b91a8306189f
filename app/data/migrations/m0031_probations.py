"""Step 31: 延长预备期."""

from typing import TYPE_CHECKING

from app.data.migrations.building import create_kept

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "probation": {
        "member": bytes,
        "from_on": str,
        "until": str,
        "reason": str,
        "basis": str,
        "note": str,
    }
}
INDEXES = {"probation": [["member"]]}


def apply(db: "Database") -> None:
    """Create the table."""
    create_kept(db, TABLES, INDEXES)
