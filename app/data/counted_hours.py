"""Which facts count how many hours and days, in SQL: the rules of app.domain.training.hours.

Hours are added up in whole half-hours, days in whole DAY_PARTS, never as fractions. SQL weighs each
fact by itself; where facts of one person meet on a date, app.domain.training.credits decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.data.database import Connection
from app.data.queries.settings import setting_rows
from app.data.returned_rows import gather_returned
from app.domain.entity import Value
from app.domain.training.attendance_rules import (
    DAY_PARTS,
    PARTIAL_MARKS,
    Dated,
    HourRules,
    hour_rules,
)
from app.domain.training.codes import COLLECTIVE_MODES, PRESENT
from app.domain.training.credits import Claim, settle

_YEAR = "CAST(substr(day, 1, 4) AS INTEGER)"
_PARTIAL = ", ".join(f"'{mark}'" for mark in PARTIAL_MARKS)
_COLLECTIVE = ", ".join(f"'{mode}'" for mode in COLLECTIVE_MODES)

# CROSS JOIN fixes the order: the planner cannot know that a period means one year or all of them.
_OF_PEOPLE = """temp.hours_person p
    CROSS JOIN attendance a ON a.member = p.uid AND a.live = 1
    CROSS JOIN session s ON s.uid = a.session AND s.gone = 0"""
_RECORDS_OF_PEOPLE = "temp.hours_person p CROSS JOIN record r ON r.member = p.uid"
_OF_PERIOD = """session s
    CROSS JOIN attendance a ON a.session = s.uid AND a.live = 1 AND s.gone = 0
    CROSS JOIN temp.hours_person p ON p.uid = a.member"""
_RECORDS_OF_PERIOD = "record r CROSS JOIN temp.hours_person p ON p.uid = r.member"

_TABLES = (
    """CREATE TEMP TABLE IF NOT EXISTS hours_session(
        member BLOB, day TEXT, slot TEXT, session INTEGER, class INTEGER, mode TEXT, level TEXT,
        off_job INTEGER, task TEXT, half_hours INTEGER, innovation INTEGER, spirit INTEGER,
        day_parts INTEGER, PRIMARY KEY(member, day, slot, session)) WITHOUT ROWID""",
    """CREATE TEMP TABLE IF NOT EXISTS hours_record(
        member BLOB, day TEXT, until TEXT, record BLOB, mode TEXT, level TEXT, off_job INTEGER,
        task TEXT, half_hours INTEGER, innovation INTEGER, spirit INTEGER, day_parts INTEGER,
        PRIMARY KEY(member, day, record)) WITHOUT ROWID""",
    # Who sat in a class whose hours count elsewhere, or which has none.
    """CREATE TEMP TABLE IF NOT EXISTS hours_present(
        member BLOB, year INTEGER, class INTEGER, PRIMARY KEY(member, year, class))
        WITHOUT ROWID""",
    "DELETE FROM temp.hours_present",
    "DELETE FROM temp.hours_session",
    "DELETE FROM temp.hours_record",
)

# Two live marks of one person for one session that differ count for nothing until decided, and so
# does what was sent back until corrected (tables of `gather`). A package may leave fields empty.
_ATTENDED = f"""
    SELECT p.root member, s.day day, coalesce(s.slot, '') slot, s.id session, c.id class,
        coalesce(c.mode, '') mode, coalesce(c.level, '') level, coalesce(c.off_job, 0) off_job,
        coalesce(s.task, c.task, '') task,
        min(CAST(round(s.hours * 2) AS INTEGER), {{most}}) half_hours,
        CAST(round(coalesce(s.innovation_hours, 0) * 2) AS INTEGER) innovation,
        CAST(round(coalesce(s.party_spirit_hours, 0) * 2) AS INTEGER) spirit
    FROM {{facts}}
    JOIN training_class c ON c.uid = s.training_class AND c.gone = 0
    WHERE s.day BETWEEN :since AND :until {{some}}
        AND s.uid NOT IN temp.returned_row AND c.uid NOT IN temp.returned_row
        AND NOT EXISTS (SELECT 1 FROM temp.returned_place x
            WHERE x.person = p.root AND x.session = a.session)
    GROUP BY p.root, a.session
    HAVING min(a.mark) = max(a.mark)
        AND (a.mark = '{PRESENT}' OR (a.mark IN ({_PARTIAL}) AND {{late}}))
"""  # noqa: S608  (our own constants)

_SESSIONS = f"""
INSERT INTO temp.hours_session
SELECT member, day, slot, session, class, mode, level, off_job, task, half_hours,
    max(0, min(innovation, half_hours)), max(0, min(spirit, half_hours)),
    CASE WHEN mode NOT IN ({_COLLECTIVE}) THEN 0
        WHEN half_hours >= {{half_day}} THEN {DAY_PARTS // 2}
        ELSE half_hours * ({DAY_PARTS} / {{whole_day}}) END
FROM ({_ATTENDED}) WHERE half_hours > 0
"""  # noqa: S608

# Half-days without hours are few: they are found first, then who was there.
_WITHOUT_HOURS = f"""
INSERT OR IGNORE INTO temp.hours_present
SELECT member, {_YEAR}, class FROM ({_ATTENDED}) WHERE half_hours <= 0
"""  # noqa: S608
_NO_HOURS = "AND s.hours < 0.25"

_RECORDS = f"""
INSERT INTO temp.hours_record
SELECT member, day, until, record, mode, level, off_job, task, half_hours,
    max(0, min(innovation, half_hours)), max(0, min(spirit, half_hours)),
    CASE WHEN mode NOT IN ({_COLLECTIVE}) THEN 0
        WHEN stated > 0 AND half_hours * 2 >= stated * {{half_day}}
            THEN min(stated * {DAY_PARTS // 2}, dates * {DAY_PARTS})
        WHEN stated > 0 THEN min(half_hours * ({DAY_PARTS} / {{whole_day}}), dates * {DAY_PARTS},
            stated * {DAY_PARTS // 2})
        ELSE min(half_hours * ({DAY_PARTS} / {{whole_day}}), dates * {DAY_PARTS}) END
FROM (
    SELECT *, min(filled, dates * 2 * {{most}}) half_hours
    FROM (
        SELECT p.root member, r.starts_on day, r.ends_on until, r.uid record,
            coalesce(r.mode, '') mode, coalesce(r.level, '') level, coalesce(r.task, '') task,
            coalesce(r.off_job, 0) off_job, CAST(round(r.hours * 2) AS INTEGER) filled,
            CAST(round(coalesce(r.innovation_hours, 0) * 2) AS INTEGER) innovation,
            CAST(round(coalesce(r.party_spirit_hours, 0) * 2) AS INTEGER) spirit,
            CAST(round(coalesce(r.days, 0) * 2) AS INTEGER) stated,
            max(1, coalesce(CAST(julianday(r.ends_on) - julianday(r.starts_on) AS INTEGER), 0)
                + 1) dates
        FROM {{records}}
        WHERE r.gone = 0 AND r.self_declared = 0 AND r.uid NOT IN temp.returned_row
            AND r.starts_on BETWEEN :since AND :until
    )
) WHERE half_hours > 0
"""  # noqa: S608

# People with a record on whose dates something else counted as well.
_MEETING_RECORDS = f"""
SELECT DISTINCT r.member FROM temp.hours_record r WHERE r.mode IN ({_COLLECTIVE}) AND (
    EXISTS (SELECT 1 FROM temp.hours_session s WHERE s.member = r.member
        AND s.day BETWEEN r.day AND r.until)
    OR EXISTS (SELECT 1 FROM temp.hours_record o WHERE o.member = r.member
        AND o.record <> r.record AND o.day <= r.until AND o.until >= r.day))
"""  # noqa: S608

# Dates of a person on which half-days met, or which came to more than a day.
_MEETING_SESSIONS = f"""
SELECT member, day FROM temp.hours_session WHERE mode IN ({_COLLECTIVE})
GROUP BY member, day
HAVING count(*) > count(DISTINCT slot) OR sum(day_parts) > {DAY_PARTS}
"""  # noqa: S608

_SESSION_CLAIMS = f"""
SELECT h.slot, h.session, c.uid, s.uid, h.day, h.day, h.slot, h.half_hours, h.day_parts,
    h.off_job, h.level
FROM temp.hours_session h CROSS JOIN session s ON s.id = h.session
    CROSS JOIN training_class c ON c.id = h.class
WHERE h.member = ? AND h.day BETWEEN ? AND ? AND h.mode IN ({_COLLECTIVE})
"""  # noqa: S608
_RECORD_CLAIMS = f"""
SELECT '', record, record, record, day, until, '', half_hours, day_parts, off_job, level
FROM temp.hours_record WHERE member = ? AND mode IN ({_COLLECTIVE})
"""  # noqa: S608
_CUT = (
    "half_hours = :halves, innovation = min(innovation, :halves), "
    "spirit = min(spirit, :halves), day_parts = :parts WHERE member = :member AND day = :day"
)

_SEEN = (
    f"INSERT OR IGNORE INTO temp.hours_present SELECT member, {_YEAR}, class "  # noqa: S608
    "FROM temp.hours_session "
    "WHERE member = :member AND day = :day AND slot = :slot AND session = :place"
)

_COLUMNS = "member, day, mode, level, off_job, task, half_hours, innovation, spirit, day_parts"
COUNTED = f"""(SELECT {_COLUMNS} FROM temp.hours_session
    UNION ALL SELECT {_COLUMNS} FROM temp.hours_record)"""  # noqa: S608
"""Fact by fact what `count_facts` has laid out."""

OF_SPAN = "WHERE member = :member AND day BETWEEN :since AND :until"

_FIGURES = f"""
SELECT member, {_YEAR} year, mode, level, off_job, task,
    sum(half_hours) half_hours, sum(innovation) innovation_half_hours,
    sum(spirit) spirit_half_hours, sum(day_parts) day_parts
FROM {COUNTED} {{some}} GROUP BY member, year, mode, level, off_job, task
"""  # noqa: S608

FIGURES = _FIGURES.format(some="")
"""The rows of hours_summary for what `count_facts` has laid out."""

INNOVATION = f"""
SELECT member, sum(innovation) FROM {COUNTED} WHERE innovation > 0 AND mode IN ({_COLLECTIVE})
GROUP BY member
"""  # noqa: S608
"""The half-hours of 党的创新理论 in collective training of everybody gathered."""

FIGURES_OF_SPAN = _FIGURES.format(some=OF_SPAN)
"""The same of one person from one day to another."""


@dataclass(slots=True)
class _Sql:
    """A dated setting as SQL; without one it is a plain number."""

    bound: dict[str, Value] = field(default_factory=dict)

    def case(self, name: str, dated: Dated[float] | Dated[bool], default: int, day: str) -> str:
        """Half-hours of a setting (or yes and no) on the day in a column."""
        whens = []
        for number, (since, value) in enumerate(reversed(dated)):
            self.bound[f"{name}{number}"] = since
            text = int(value) if isinstance(value, bool) else int(value * 2)
            whens.append(f"WHEN :{name}{number} <= {day} THEN {text}")
        return f"(CASE {' '.join(whens)} ELSE {default} END)" if whens else str(default)


def count_facts(
    connection: Connection,
    since: str = "0000",
    until: str = "9999",
    *,
    by_period: bool = False,
) -> None:
    """Lay out what the people gathered learned and what of it counts, for FIGURES and its
    sisters. `by_period` reads by date, for a short period and very many people, and finds those
    present where there are no hours."""
    rules = hour_rules(setting_rows(connection))
    for sql in _TABLES:
        connection.execute(sql)
    statements = [(_SESSIONS, ""), (_RECORDS, "")]
    if by_period:
        statements.append((_WITHOUT_HOURS, _NO_HOURS))
    _lay_out(connection, statements, rules, (since, until), by_period=by_period)
    _settle(connection, rules)


def find_present(connection: Connection, since: str, until: str) -> None:
    """Only who of the people gathered was there where there are no hours."""
    for sql in _TABLES:
        connection.execute(sql)
    rules = hour_rules(setting_rows(connection))
    statements = [(_WITHOUT_HOURS, _NO_HOURS)]
    _lay_out(connection, statements, rules, (since, until), by_period=True)


def _lay_out(
    connection: Connection,
    statements: Iterable[tuple[str, str]],
    rules: HourRules,
    period: tuple[str, str],
    *,
    by_period: bool,
) -> None:
    facts, records = _OF_PEOPLE, _RECORDS_OF_PEOPLE
    if by_period:
        facts, records = _OF_PERIOD, _RECORDS_OF_PERIOD
    plain = HourRules()
    for statement, some in statements:
        dated = _Sql({"since": period[0], "until": period[1]})
        filled = statement.format(
            facts=facts,
            records=records,
            some=some,
            half_day=dated.case("half", rules.half_day_hours, plain.half_day_half_hours(""), "day"),
            whole_day=dated.case("whole", rules.hours_per_day, plain.day_half_hours(""), "day"),
            most=dated.case("most", rules.most_half_day_hours, plain.most_half_hours(""), "day"),
            late=dated.case("late", rules.late_counts, 1, "s.day"),
        )
        connection.execute(filled, dated.bound)


def _settle(connection: Connection, rules: HourRules) -> None:
    """Let the domain decide where facts of one person meet."""
    people = [row[0] for row in connection.execute(_MEETING_RECORDS)]
    dates = connection.execute(_MEETING_SESSIONS).fetchall()
    whole = set(people)
    for member in people:
        rows = connection.execute(_SESSION_CLAIMS, (member, "", "~")).fetchall()
        rows += connection.execute(_RECORD_CLAIMS, (member,)).fetchall()
        _grant(connection, member, rows, rules)
    for member, day in dates:
        if member not in whole:
            rows = connection.execute(_SESSION_CLAIMS, (member, day, day)).fetchall()
            _grant(connection, member, rows, rules)


def _grant(connection: Connection, member: bytes, rows: list[Any], rules: HourRules) -> None:
    claims = [Claim(*(*row[2:9], bool(row[9]), row[10])) for row in rows]
    for row, claim, grant in zip(rows, claims, settle(claims, rules), strict=True):
        if grant.other is None:
            continue
        kind = "session" if claim.slot else "record"
        where = f"AND {kind} = :place" + (" AND slot = :slot" if claim.slot else "")
        bound = {
            "halves": grant.half_hours,
            "parts": grant.day_parts,
            "member": member,
            "day": claim.day,
            "place": row[1],
            "slot": claim.slot,
        }
        if grant.half_hours:
            connection.execute(f"UPDATE temp.hours_{kind} SET {_CUT} {where}", bound)  # noqa: S608
        else:
            if claim.slot:
                connection.execute(_SEEN, bound)
            connection.execute(
                f"DELETE FROM temp.hours_{kind} WHERE member = :member AND day = :day {where}",  # noqa: S608
                bound,
            )


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


def identities_of(connection: Connection, person: bytes) -> list[bytes]:
    """A person's own identity first, then those that were merged into it."""
    merged = one_person(connection)
    return [person, *(uid for uid, root in merged.items() if root == person and uid != person)]


def people_with_facts(connection: Connection) -> list[bytes]:
    """Everybody who has attendance or a record, in a fixed order."""
    found = connection.execute("SELECT member FROM attendance UNION SELECT member FROM record")
    return [row[0] for row in found]
