"""Step 22: 教材课件资源, 课程库, 推荐书目, 先进典型, 警示案例; who named a 阵地, who shares it."""

from typing import TYPE_CHECKING

from app.data.migrations.building import add_column, create_kept

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES: dict[str, dict[str, type]] = {
    "resource": {
        "name": str,
        "kind": str,
        "organization": bytes,
        "source": str,
        "level": str,
        "author": str,
        "publisher": str,
        "made_on": str,
        "subjects": str,
        "sectors": str,
        "minutes": int,
        "copies": int,
        "place": str,
        "state": str,
        "stopped_why": str,
        "note": str,
    },
    "course": {
        "name": str,
        "organization": bytes,
        "task": str,
        "subjects": str,
        "forms": str,
        "sectors": str,
        "level": str,
        "hours": float,
        "teacher": bytes,
        "material": bytes,
        "outline": str,
        "approved_on": str,
        "state": str,
        "stopped_why": str,
        "note": str,
    },
    "reading": {
        "name": str,
        "organization": bytes,
        "year": str,
        "kind": str,
        "author": str,
        "publisher": str,
        "subjects": str,
        "sectors": str,
        "demands": str,
        "finish_on": str,
        "copies": int,
        "place": str,
        "note": str,
    },
    "exemplar": {
        "name": str,
        "kind": str,
        "organization": bytes,
        "workplace": str,
        "level": str,
        "fields": str,
        "deed": str,
        "honour": str,
        "honoured": str,
        "file": str,
        "published_on": str,
        "state": str,
        "taken_down": str,
        "note": str,
    },
    "exemplar_use": {
        "exemplar": bytes,
        "used_on": str,
        "activity": str,
        "form": str,
        "people": int,
        "note": str,
    },
    "warning_case": {
        "name": str,
        "organization": bytes,
        "source": str,
        "broken": str,
        "told_on": str,
        "number": str,
        "lesson": str,
        "sectors": str,
        "file": str,
        "state": str,
        "stopped_why": str,
        "note": str,
    },
    "warning_use": {
        "warning_case": bytes,
        "used_on": str,
        "activity": str,
        "form": str,
        "people": int,
        "note": str,
    },
}
INDEXES = {
    "resource": [["organization"]],
    "course": [["organization"]],
    "reading": [["organization"]],
    "exemplar": [["organization"]],
    "exemplar_use": [["exemplar"]],
    "warning_case": [["organization"]],
    "warning_use": [["warning_case"]],
}


def apply(db: "Database") -> None:
    """Create the tables; 阵地 gets what was missing."""
    for name in ("named_by", "named", "shared"):
        add_column(db, "venue", name, "TEXT")
    create_kept(db, TABLES, INDEXES)
