"""What everybody had of every class and record, year by year: kept beside the yearly hours.

All functions follow `count_facts`, which lays out what the people gathered learned.
"""

from app.data.counted_hours import OF_SPAN
from app.data.database import Connection

_YEAR = "CAST(substr(day, 1, 4) AS INTEGER)"
_ATTENDANCES = """
SELECT member, source, task, sum(half_hours) half_hours, mode, level{year}
FROM (SELECT h.member member, h.day day, c.uid source, h.task task, h.half_hours half_hours,
        h.mode mode, h.level level
    FROM temp.hours_session h CROSS JOIN training_class c ON c.id = h.class
    UNION ALL SELECT member, day, record, task, half_hours, mode, level FROM temp.hours_record)
{some} GROUP BY member, source, task{grouped} ORDER BY member, source
"""

ATTENDANCES = _ATTENDANCES.format(some="", year="", grouped="")
"""人次: what every person had of every class (or record), by 教育基本任务."""

ATTENDANCES_OF_SPAN = _ATTENDANCES.format(some=OF_SPAN, year="", grouped="")
"""The same of one person from one day to another."""

PRESENT_WITHOUT_HOURS = """
SELECT h.member, c.uid FROM temp.hours_present h CROSS JOIN training_class c ON c.id = h.class
"""
"""Who was in a class beside those it brought hours (see `count_facts`)."""

KEPT_ATTENDANCES = """
SELECT member, source, task, half_hours, mode, level FROM hours_attended
WHERE year = ? AND half_hours > 0 ORDER BY member, source
"""
"""`ATTENDANCES` of a whole year, of everybody."""

KEPT_PRESENT = "SELECT member, source FROM hours_attended WHERE year = ? AND half_hours = 0"
"""Of `PRESENT_WITHOUT_HOURS` those whose half-day counts in another class."""

_BY_YEAR = _ATTENDANCES.format(some="", year=f", {_YEAR} year", grouped=", year")
_COLUMNS = "year, member, source, task, half_hours, mode, level"
_SEEN = """
SELECT h.year, h.member, c.uid, '', 0, c.mode, c.level
FROM temp.hours_present h CROSS JOIN training_class c ON c.id = h.class
"""
_YEARS = (
    "WITH RECURSIVE known(year) AS (SELECT max(year) FROM hours_attended UNION ALL "
    "SELECT (SELECT max(a.year) FROM hours_attended a WHERE a.year < known.year) FROM known "
    "WHERE known.year IS NOT NULL) SELECT year FROM known WHERE year IS NOT NULL"
)
_GATHERED = f"year IN ({_YEARS}) AND member IN (SELECT uid FROM temp.hours_person)"  # noqa: S608


def replace_gathered(connection: Connection) -> None:
    """Keep what was laid out of the people gathered, in the place of what was kept of them."""
    connection.execute(f"DELETE FROM hours_attended WHERE {_GATHERED}")  # noqa: S608
    connection.execute(
        f"INSERT INTO hours_attended SELECT {_COLUMNS} FROM ({_BY_YEAR})"  # noqa: S608
    )
    # Whoever had hours of another half-day of the class is there already.
    connection.execute(f"INSERT OR IGNORE INTO hours_attended {_SEEN}")


def differing(connection: Connection) -> int:
    """In how many places what is kept of the people gathered is not what was laid out."""
    kept = set(
        connection.execute(f"SELECT {_COLUMNS} FROM hours_attended WHERE {_GATHERED}").fetchall()  # noqa: S608
    )
    known = {
        row[:4]: row
        for row in [
            *connection.execute(_SEEN),
            *connection.execute(f"SELECT {_COLUMNS} FROM ({_BY_YEAR})"),  # noqa: S608
        ]
    }
    return len(kept ^ set(known.values()))
