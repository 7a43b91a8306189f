"""Step 21: 师资库 with 授课记录, 阵地 with 使用记录; words of workbooks that were explained."""

from typing import TYPE_CHECKING

from app.data.migrations.building import create_kept

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "teacher": {
        "name": str,
        "sex": str,
        "organization": bytes,
        "workplace": str,
        "grade": str,
        "level": str,
        "kind": str,
        "famous": int,
        "source": str,
        "subjects": str,
        "courses": str,
        "phone": str,
        "admitted": str,
        "admitted_on": str,
        "from_on": str,
        "to_on": str,
        "fee": int,
        "state": str,
        "left_on": str,
        "left_why": str,
        "note": str,
    },
    "teacher_lecture": {
        "teacher": bytes,
        "given_on": str,
        "topic": str,
        "training_class": bytes,
        "hours": float,
        "audience": int,
        "score": int,
        "fee": int,
        "note": str,
    },
    "venue": {
        "name": str,
        "kind": str,
        "organization": bytes,
        "place": str,
        "capacity": int,
        "subjects": str,
        "covers": str,
        "opened": str,
        "equipment": str,
        "equipped": str,
        "cost": int,
        "contact": str,
        "phone": str,
        "checked_on": str,
        "state": str,
        "closed_why": str,
        "note": str,
    },
    "venue_use": {
        "venue": bytes,
        "used_on": str,
        "activity": str,
        "training_class": bytes,
        "people": int,
        "note": str,
    },
}
INDEXES = {
    "teacher": [["organization"]],
    "teacher_lecture": [["teacher"]],
    "venue": [["organization"]],
    "venue_use": [["venue"]],
}


WORDS = (
    # What clerks said that words and headers of workbooks mean; local, it never travels.
    # Without a field the word is a header and what is meant a field.
    "CREATE TABLE learned_word(kind TEXT NOT NULL, field TEXT NOT NULL, word TEXT NOT NULL, "
    "meant TEXT NOT NULL, PRIMARY KEY(kind, field, word)) WITHOUT ROWID"
)


def apply(db: "Database") -> None:
    """Create the tables, and the one for words that were explained."""
    create_kept(db, TABLES, INDEXES)
    db.execute(WORDS)
