"""Step 1: people, organizations, posts, exemptions and settings."""

from typing import TYPE_CHECKING

from app.data.migrations.building import create_synced

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "organization": {
        "id": int,
        "uid": bytes,
        "name": str,
        "kind": str,
        "sector": str,
        "parent": bytes,
        "code": str,
        "dissolved_on": str,
        "note": str,
        "gone": int,
        "site": int,
        "n": int,
        "clock": int,
        "rank": int,
        "operator": str,
        "lseq": int,
        "via": int,
    },
    "member": {
        "id": int,
        "uid": bytes,
        "name": str,
        "sex": str,
        "ethnicity": str,
        "birth_date": str,
        "id_number": str,
        "political_status": str,
        "joined_on": str,
        "full_on": str,
        "education": str,
        "phone": str,
        "organization": bytes,
        "workplace": str,
        "cadre_scope": int,
        "status": str,
        "status_on": str,
        "merged_into": bytes,
        "note": str,
        "sort_key": str,
        "search_key": str,
        "gone": int,
        "site": int,
        "n": int,
        "clock": int,
        "rank": int,
        "operator": str,
        "lseq": int,
        "via": int,
    },
    "post": {
        "id": int,
        "uid": bytes,
        "member": bytes,
        "organization": bytes,
        "title": str,
        "from_on": str,
        "to_on": str,
        "gone": int,
        "site": int,
        "n": int,
        "clock": int,
        "rank": int,
        "operator": str,
        "lseq": int,
        "via": int,
    },
    "exemption": {
        "id": int,
        "uid": bytes,
        "member": bytes,
        "reason": str,
        "from_on": str,
        "to_on": str,
        "decided_by": str,
        "gone": int,
        "site": int,
        "n": int,
        "clock": int,
        "rank": int,
        "operator": str,
        "lseq": int,
        "via": int,
    },
    "setting": {
        "id": int,
        "uid": bytes,
        "key": str,
        "value": str,
        "from_on": str,
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
    "organization": [["parent"], ["name"]],
    "member": [["organization", "sort_key"], ["id_number"], ["sort_key"], ["search_key", "id"]],
    "post": [["member"], ["organization"]],
    "exemption": [["member"]],
}


def apply(db: "Database") -> None:
    """Create the tables of this step."""
    create_synced(db, TABLES, INDEXES)
