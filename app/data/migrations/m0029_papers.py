"""Step 29: 问卷 with 题目 and 答卷, 远程教育学习 with who was there, which villages a place covers;
scans of minutes, of what was done and of what was put right."""

from typing import TYPE_CHECKING

from app.data.migrations.building import add_column, create_kept

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "questionnaire": {
        "name": str,
        "purpose": str,
        "organization": bytes,
        "training_class": bytes,
        "teacher": bytes,
        "opening": str,
        "sent": int,
        "given_on": str,
        "closes_on": str,
        "state": str,
        "paper": str,
        "note": str,
    },
    "question": {
        "questionnaire": bytes,
        "number": int,
        "text": str,
        "kind": str,
        "options": str,
        "most": int,
        "highest": int,
        "indicator": str,
        "note": str,
    },
    "answer_sheet": {"questionnaire": bytes, "number": int, "answers": str, "note": str},
    "remote_study": {
        "topic": str,
        "held_on": str,
        "organization": bytes,
        "station": bytes,
        "subjects": str,
        "expected": int,
        "people": int,
        "hours": float,
        "keeper": str,
        "talked": str,
        "paper": str,
        "note": str,
    },
    "remote_attendee": {
        "remote_study": bytes,
        "member": bytes,
        "mark": str,
        "record": bytes,
        "note": str,
    },
    "venue_cover": {"venue": bytes, "organization": bytes, "note": str},
}
INDEXES = {
    "questionnaire": [["organization"]],
    "question": [["questionnaire"]],
    "answer_sheet": [["questionnaire"]],
    "remote_study": [["organization"]],
    "remote_attendee": [["remote_study"], ["member"]],
    "venue_cover": [["venue"], ["organization"]],
}
MORE = (
    ("survey", "questionnaire", "BLOB"),
    ("rating", "questionnaire", "BLOB"),
    ("meeting", "scans", "TEXT"),
    ("duty", "scans", "TEXT"),
    ("inspection_finding", "photos", "TEXT"),
)


def apply(db: "Database") -> None:
    """Create the tables; add the fields."""
    create_kept(db, TABLES, INDEXES)
    for table, name, sql_type in MORE:
        add_column(db, table, name, sql_type)
