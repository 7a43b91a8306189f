"""Step 27: 届次, 软弱涣散 by year, 流动; the level of an organization and who answers for it; more
columns of the national roster."""

from typing import TYPE_CHECKING

from app.data.migrations.building import add_column, create_kept

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "term": {
        "organization": bytes,
        "name": str,
        "held_on": str,
        "until": str,
        "due_members": int,
        "present": int,
        "approval": str,
        "state": str,
        "late_why": str,
        "note": str,
    },
    "weak_branch": {
        "organization": bytes,
        "year": str,
        "why": str,
        "measures": str,
        "leader": str,
        "helper": str,
        "due_on": str,
        "result": str,
        "checked_on": str,
        "note": str,
    },
    "floating": {
        "member": bytes,
        "flow": str,
        "place": str,
        "kind": str,
        "reason": str,
        "other": str,
        "host": bytes,
        "from_on": str,
        "to_on": str,
        "contact": str,
        "phone": str,
        "note": str,
    },
}
INDEXES = {
    "term": [["organization"]],
    "weak_branch": [["organization"]],
    "floating": [["member"]],
}
MORE = {
    "organization": ("level", "responsible"),
    "member": ("native_place", "address", "worked_since", "grade", "people_groups"),
}


def apply(db: "Database") -> None:
    """Create the tables, add the columns."""
    create_kept(db, TABLES, INDEXES)
    for table, names in MORE.items():
        for name in names:
            add_column(db, table, name, "TEXT")
