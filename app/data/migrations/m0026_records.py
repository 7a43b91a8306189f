"""Step 26: who approved hours that somebody had reported of himself; a note on a record; two
rows that look like one and are two."""

from typing import TYPE_CHECKING

from app.data.migrations.building import add_column, create_kept

if TYPE_CHECKING:
    from sqlite_utils import Database


TABLES: dict[str, dict[str, type]] = {
    "told_apart": {"member": bytes, "other": bytes, "kind": str, "one": str, "another": str}
}


def apply(db: "Database") -> None:
    """Add the fields; records of other days have none of it."""
    create_kept(db, TABLES, {"told_apart": [["member"], ["other"]]})
    for name in ("approval", "approved_by", "approved_on", "note"):
        add_column(db, "record", name, "TEXT")
