"""Step 10: 签发材料, what 参训证明 and 反馈单 said when they were issued; 证书证件号 of a class."""

from typing import TYPE_CHECKING

from app.data.migrations.building import add_column, create_synced

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "issued_paper": {
        "id": int,
        "uid": bytes,
        "training_class": bytes,
        "member": bytes,
        "kind": str,
        "number": str,
        "issued_on": str,
        "state": str,
        "content": str,
        "digest": str,
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

INDEXES: dict[str, list[list[str]]] = {"issued_paper": [["member"], ["training_class"]]}


def apply(db: "Database") -> None:
    """Create the table of this step, and the column of the class."""
    create_synced(db, TABLES, INDEXES)
    add_column(db, "training_class", "certificate_id_number", "TEXT")
