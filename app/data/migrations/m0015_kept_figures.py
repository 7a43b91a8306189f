"""Step 15: figures kept for the first screen, and indexes that hold what they are counted from.

All of it is derived: emptied, it is computed again from the facts.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # Who has a mark in a half-day, without reading the wide rows of a million marks.
    "DROP INDEX idx_attendance_session_live",
    "CREATE INDEX attendance_of_session ON attendance(session, live, member, mark)",
    "DROP INDEX idx_enrolment_training_class",
    "CREATE INDEX enrolment_of_class ON enrolment(training_class, gone, withdrawn, member)",
    "CREATE INDEX training_class_open ON training_class(uid) WHERE gone = 0 AND state <> '已结班'",
    "DROP INDEX idx_session_day",
    "CREATE INDEX session_of_day ON session(day, gone, training_class)",
    # As in step 4, with 转正日期, which a policy asks for since step 12.
    "DROP INDEX member_policy",
    """CREATE INDEX member_policy ON member(
        organization, sort_key, uid, name, political_status, status, status_on, joined_on,
        full_on, cadre_scope) WHERE gone = 0 AND merged_into IS NULL""",
    """CREATE INDEX member_of_branch ON member(organization, political_status)
        WHERE gone = 0 AND status = '正常' AND merged_into IS NULL""",
    # Of 各类集中学习培训: half-hours of everybody, and how many people have any.
    """CREATE TABLE hours_total(
        year INTEGER PRIMARY KEY, half_hours INTEGER NOT NULL, people INTEGER NOT NULL)""",
    """INSERT INTO hours_total SELECT year, sum(half_hours), count(DISTINCT member)
        FROM hours_summary WHERE mode IN ('集中培训', '集体学习', '网络培训', '远程教育')
        GROUP BY year""",
    # What an action touched, by the local sequence of the last one: kept figures older than that
    # are brought up to date when somebody looks at them.
    """CREATE TABLE kept_stale(
        kind TEXT NOT NULL, uid BLOB NOT NULL, lseq INTEGER NOT NULL,
        PRIMARY KEY(kind, uid)) WITHOUT ROWID""",
    """CREATE TABLE kept_figures(
        id INTEGER PRIMARY KEY, about TEXT NOT NULL, lseq INTEGER NOT NULL, day TEXT NOT NULL)""",
    """CREATE TABLE kept_standing(
        figures INTEGER NOT NULL, branch BLOB NOT NULL, requirement TEXT NOT NULL,
        met INTEGER NOT NULL, short INTEGER NOT NULL, exempt INTEGER NOT NULL,
        pending INTEGER NOT NULL, unset INTEGER NOT NULL, owing INTEGER NOT NULL,
        behind INTEGER NOT NULL, done REAL NOT NULL, wanted REAL NOT NULL,
        PRIMARY KEY(figures, branch, requirement)) WITHOUT ROWID""",
    """CREATE TABLE kept_waiting(
        session BLOB PRIMARY KEY, enrolled INTEGER NOT NULL, unmarked INTEGER NOT NULL)
        WITHOUT ROWID""",
    "CREATE INDEX kept_waiting_unmarked ON kept_waiting(session) WHERE unmarked > 0",
)


def apply(db: "Database") -> None:
    """Lay tables and indexes."""
    for statement in STATEMENTS:
        db.execute(statement)
