"""Which facts count how many hours, in SQL: the same rules as app.domain.training.hours."""

from collections.abc import Iterable, Mapping

from app.data.database import Connection
from app.data.returned import gather_returned
from app.domain.training.attendance_rules import LATE_COUNTS, PARTIAL_MARKS
from app.domain.training.codes import PRESENT
from app.domain.training.plan_sessions import EVENING

_PARTIAL = ", ".join(f"'{mark}'" for mark in PARTIAL_MARKS)

# CROSS JOIN fixes the order: the planner cannot know that a period means one year or all of them.
_OF_PEOPLE = """temp.hours_person p
    CROSS JOIN attendance a ON a.member = p.uid AND a.live = 1
    CROSS JOIN session s ON s.uid = a.session AND s.gone = 0"""
_RECORDS_OF_PEOPLE = "temp.hours_person p CROSS JOIN record r ON r.member = p.uid"
_OF_PERIOD = """session s
    CROSS JOIN attendance a ON a.session = s.uid AND a.live = 1 AND s.gone = 0
    CROSS JOIN temp.hours_person p ON p.uid = a.member"""
_RECORDS_OF_PERIOD = "record r CROSS JOIN temp.hours_person p ON p.uid = r.member"

# Two live marks of one person for one session that differ count for nothing until decided, and so
# does what was sent back until it was corrected (the tables are made by `gather`).
_ENTRIES = f"""
    SELECT p.root member, CAST(substr(s.day, 1, 4) AS INTEGER) year, c.mode mode, c.level level,
        c.off_job off_job, coalesce(s.task, c.task, '') task,
        CAST(round(s.hours * 2) AS INTEGER) half_hours,
        CAST(round(s.innovation_hours * 2) AS INTEGER) innovation,
        CAST(round(s.party_spirit_hours * 2) AS INTEGER) spirit,
        CASE WHEN s.slot = '{EVENING}' THEN 0 ELSE 1 END half_days,
        c.uid training_class
    FROM {{facts}}
    JOIN training_class c ON c.uid = s.training_class AND c.gone = 0
    WHERE s.day BETWEEN :since AND :until
        AND s.uid NOT IN temp.returned_row AND c.uid NOT IN temp.returned_row
        AND NOT EXISTS (SELECT 1 FROM temp.returned_place x
            WHERE x.person = p.root AND x.session = a.session)
    GROUP BY p.root, a.session
    HAVING min(a.mark) = max(a.mark) AND (a.mark = '{PRESENT}' OR (a.mark IN ({_PARTIAL})
        AND coalesce((SELECT value FROM setting WHERE key = '{LATE_COUNTS}' AND gone = 0
            AND from_on <= s.day ORDER BY from_on DESC, rank DESC, id DESC LIMIT 1), '1') = '1'))
    UNION ALL
    SELECT p.root, CAST(substr(r.starts_on, 1, 4) AS INTEGER), r.mode, r.level, r.off_job,
        coalesce(r.task, ''), CAST(round(r.hours * 2) AS INTEGER),
        CAST(round(r.innovation_hours * 2) AS INTEGER),
        CAST(round(r.party_spirit_hours * 2) AS INTEGER),
        CAST(round(coalesce(r.days, 0) * 2) AS INTEGER), r.uid
    FROM {{records}}
    WHERE r.gone = 0 AND r.self_declared = 0 AND r.uid NOT IN temp.returned_row
        AND r.starts_on BETWEEN :since AND :until
"""  # noqa: S608  (our own constants)

_FIGURES = f"""
SELECT member, year, mode, level, off_job, task, sum(half_hours) half_hours,
    sum(innovation) innovation_half_hours, sum(spirit) spirit_half_hours, sum(half_days) half_days
FROM ({_ENTRIES}) GROUP BY member, year, mode, level, off_job, task
"""  # noqa: S608

FIGURES = _FIGURES.format(facts=_OF_PEOPLE, records=_RECORDS_OF_PEOPLE)
"""The rows of hours_summary for the people gathered, whatever the period."""

FIGURES_OF_PERIOD = _FIGURES.format(facts=_OF_PERIOD, records=_RECORDS_OF_PERIOD)
"""The same for a short period and very many people."""

ATTENDANCES_OF_PERIOD = f"""
SELECT member, training_class, task, sum(half_hours) half_hours, mode, level
FROM ({_ENTRIES.format(facts=_OF_PERIOD, records=_RECORDS_OF_PERIOD)})
GROUP BY member, training_class, task ORDER BY member, training_class
"""  # noqa: S608
"""人次: what every person had of every class (or record) in a period, by 教育基本任务."""

ALWAYS = {"since": "0000", "until": "9999"}


def one_person(connection: Connection) -> dict[bytes, bytes]:
    """Every identity that was merged into another, with the person it now stands for."""
    merged: dict[bytes, bytes] = dict(
        connection.execute(
            "SELECT uid, merged_into FROM member WHERE merged_into IS NOT NULL AND gone = 0"
        ).fetchall()
    )
    return {uid: _root(uid, merged) for uid in merged}


def _root(uid: bytes, merged: Mapping[bytes, bytes]) -> bytes:
    seen: list[bytes] = []
    while uid in merged:
        if uid in seen:
            # Two sites merged in opposite directions: until decided, the older identity stands.
            return min(seen[seen.index(uid) :])
        seen.append(uid)
        uid = merged[uid]
    return uid


def gather(connection: Connection, members: Iterable[bytes], merged: Mapping[bytes, bytes]) -> None:
    """Fill temp.hours_person with every identity of these people, and what was sent back."""
    people = {merged.get(uid, uid) for uid in members}
    identities = {(uid, uid) for uid in people}
    identities |= {(uid, root) for uid, root in merged.items() if root in people}
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS hours_person("
        "uid BLOB PRIMARY KEY, root BLOB) WITHOUT ROWID"
    )
    connection.execute("DELETE FROM temp.hours_person")
    connection.executemany("INSERT OR IGNORE INTO temp.hours_person VALUES (?, ?)", identities)
    gather_returned(connection)


def gather_all(connection: Connection, merged: Mapping[bytes, bytes]) -> None:
    """Fill temp.hours_person with everybody known."""
    found = connection.execute("SELECT uid FROM member")
    gather(connection, [row[0] for row in found], merged)


def people_with_facts(connection: Connection) -> list[bytes]:
    """Everybody who has attendance or a record, in a fixed order."""
    found = connection.execute("SELECT member FROM attendance UNION SELECT member FROM record")
    return [row[0] for row in found]
