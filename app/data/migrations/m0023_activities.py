"""Step 23: 党课 with 展播, 组织生活, 送学上门走访, 结对帮扶 with 帮扶活动."""

from typing import TYPE_CHECKING

from app.data.migrations.building import create_kept

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "lecture": {
        "topic": str,
        "held_on": str,
        "organization": bytes,
        "speaker": str,
        "lecturer": bytes,
        "speaks_as": str,
        "post_then": str,
        "audience": str,
        "people": int,
        "medium": str,
        "form": str,
        "subjects": str,
        "training_class": bytes,
        "hours": float,
        "place": str,
        "recorded": str,
        "note": str,
    },
    "lecture_airing": {
        "lecture": bytes,
        "aired_on": str,
        "kind": str,
        "channel": str,
        "level": str,
        "people": int,
        "note": str,
    },
    "assembly": {
        "topic": str,
        "kind": str,
        "held_on": str,
        "organization": bytes,
        "place": str,
        "chair": str,
        "recorder": str,
        "expected": int,
        "people": int,
        "absent": str,
        "guests": str,
        "leaders": str,
        "items": str,
        "hours": float,
        "said": str,
        "decided": str,
        "excellent": int,
        "qualified": int,
        "barely": int,
        "failing": int,
        "paper": str,
        "note": str,
    },
    "assembly_attendee": {
        "assembly": bytes,
        "member": bytes,
        "mark": str,
        "record": bytes,
        "note": str,
    },
    "care_visit": {
        "member": bytes,
        "visited_on": str,
        "kind": str,
        "content": str,
        "visitors": str,
        "hours": float,
        "money": int,
        "wish": str,
        "signed": str,
        "next_on": str,
        "note": str,
    },
    "partnership": {
        "name": str,
        "kind": str,
        "organization": bytes,
        "partner": str,
        "partner_kind": str,
        "direction": str,
        "aids": str,
        "from_on": str,
        "to_on": str,
        "contact": str,
        "phone": str,
        "money": int,
        "state": str,
        "result": str,
        "note": str,
    },
    "partnership_event": {
        "partnership": bytes,
        "held_on": str,
        "activity": str,
        "training_class": bytes,
        "people": int,
        "hours": float,
        "note": str,
    },
}
INDEXES = {
    "lecture": [["organization"]],
    "lecture_airing": [["lecture"]],
    "assembly": [["organization"]],
    "assembly_attendee": [["assembly"], ["member"]],
    "care_visit": [["member"]],
    "partnership": [["organization"]],
    "partnership_event": [["partnership"]],
}


def apply(db: "Database") -> None:
    """Create the tables."""
    create_kept(db, TABLES, INDEXES)
