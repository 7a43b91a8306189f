"""Step 24: 会议 with 议定事项, 责任分工 with 进展记录, 落实情况, 经费."""

from typing import TYPE_CHECKING

from app.data.migrations.building import create_kept

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "meeting": {
        "name": str,
        "kind": str,
        "held_on": str,
        "organization": bytes,
        "place": str,
        "chair": str,
        "head": str,
        "units": str,
        "people": int,
        "agenda": str,
        "minutes": str,
        "number": str,
        "paper": str,
        "next_on": str,
        "note": str,
    },
    "meeting_decision": {
        "meeting": bytes,
        "decided": str,
        "unit": str,
        "due_on": str,
        "state": str,
        "done_on": str,
        "result": str,
        "note": str,
    },
    "assignment": {
        "task": str,
        "organization": bytes,
        "document": str,
        "clause": str,
        "tier": str,
        "lead": str,
        "joint": str,
        "person": str,
        "given_on": str,
        "due_on": str,
        "state": str,
        "done_on": str,
        "result": str,
        "note": str,
    },
    "assignment_progress": {
        "assignment": bytes,
        "told_on": str,
        "progress": str,
        "told_by": str,
        "note": str,
    },
    "duty": {
        "number": str,
        "required": str,
        "organization": bytes,
        "year": str,
        "document": str,
        "done": str,
        "done_on": str,
        "person": str,
        "evidence": str,
        "why": str,
        "due_on": str,
        "note": str,
    },
    "fund": {
        "name": str,
        "year": str,
        "organization": bytes,
        "source": str,
        "purpose": str,
        "used_for": str,
        "item": str,
        "training_class": bytes,
        "sector": str,
        "beneficiary": str,
        "in_need": str,
        "budget": int,
        "actual": int,
        "paid_on": str,
        "vouchers": str,
        "voucher_number": str,
        "effect": str,
        "note": str,
    },
}
INDEXES = {
    "meeting": [["organization"]],
    "meeting_decision": [["meeting"]],
    "assignment": [["organization"]],
    "assignment_progress": [["assignment"]],
    "duty": [["organization"]],
    "fund": [["organization"]],
}


def apply(db: "Database") -> None:
    """Create the tables."""
    create_kept(db, TABLES, INDEXES)
