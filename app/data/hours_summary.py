"""Yearly hours per person at the grain mode · level · off_job · task, kept up to date on write."""

from collections.abc import Iterable

from app.data.database import Connection
from app.domain.training.codes import ATTENDED_MARKS

ATTENDED = ", ".join(f"'{mark}'" for mark in ATTENDED_MARKS)

# A person with two live marks for one session that differ counts for nothing there until decided.
FIGURES = f"""
SELECT member, year, mode, level, off_job, task, sum(half_hours), sum(innovation), sum(spirit),
    sum(half_days)
FROM (
    SELECT a.member member, CAST(substr(s.day, 1, 4) AS INTEGER) year, c.mode mode, c.level level,
        c.off_job off_job, coalesce(s.task, c.task, '') task,
        CAST(round(s.hours * 2) AS INTEGER) half_hours,
        CAST(round(s.innovation_hours * 2) AS INTEGER) innovation,
        CAST(round(s.party_spirit_hours * 2) AS INTEGER) spirit,
        CASE WHEN s.slot = '晚上' THEN 0 ELSE 1 END half_days
    FROM attendance a
    JOIN session s ON s.uid = a.session AND s.gone = 0
    JOIN training_class c ON c.uid = s.training_class AND c.gone = 0
    WHERE a.live = 1 AND {{who_a}}
    GROUP BY a.member, a.session
    HAVING min(a.mark IN ({ATTENDED})) = 1
    UNION ALL
    SELECT r.member, CAST(substr(r.starts_on, 1, 4) AS INTEGER), r.mode, r.level, r.off_job,
        coalesce(r.task, ''), CAST(round(r.hours * 2) AS INTEGER),
        CAST(round(r.innovation_hours * 2) AS INTEGER),
        CAST(round(r.party_spirit_hours * 2) AS INTEGER),
        CAST(round(coalesce(r.days, 0) * 2) AS INTEGER)
    FROM record r
    WHERE r.gone = 0 AND r.self_declared = 0 AND r.returned IS NULL AND {{who_r}}
)
GROUP BY member, year, mode, level, off_job, task
"""  # noqa: S608  (marks are our own constants)

MANY = 2000
"""Above so many people rebuilding everything is quicker than one by one."""


def recompute(connection: Connection, members: Iterable[bytes]) -> None:
    """Bring the figures of these people up to date, inside the writing transaction."""
    touched = sorted(members)
    if len(touched) > MANY:
        rebuild_all(connection)
        return
    sql = FIGURES.format(who_a="a.member = ?1", who_r="r.member = ?1")
    for member in touched:
        connection.execute("DELETE FROM hours_summary WHERE member = ?", (member,))
        connection.execute(f"INSERT INTO hours_summary {sql}", (member,))  # noqa: S608


def rebuild_all(connection: Connection) -> None:
    """Compute everybody's figures again from the facts."""
    connection.execute("DELETE FROM hours_summary")
    sql = FIGURES.format(who_a="1", who_r="1")
    connection.execute(f"INSERT INTO hours_summary {sql}")  # noqa: S608


def members_of(connection: Connection, classes: Iterable[bytes]) -> set[bytes]:
    """Everybody with a mark in one of these classes."""
    found: set[bytes] = set()
    for uid in classes:
        rows = connection.execute(
            "SELECT DISTINCT a.member FROM attendance a JOIN session s ON s.uid = a.session "
            "WHERE s.training_class = ?",
            (uid,),
        )
        found.update(row[0] for row in rows)
    return found


def problems(connection: Connection) -> list[str]:
    """Whether the stored figures equal what the facts say."""
    sql = FIGURES.format(who_a="1", who_r="1")
    stored = (
        "SELECT member, year, mode, level, off_job, task, half_hours, innovation_half_hours, "
        "spirit_half_hours, half_days FROM hours_summary"
    )
    differing = connection.execute(
        f"SELECT count(*) FROM (SELECT * FROM ({sql}) EXCEPT {stored})"  # noqa: S608
    ).fetchone()[0]
    surplus = connection.execute(
        f"SELECT count(*) FROM ({stored} EXCEPT SELECT * FROM ({sql}))"  # noqa: S608
    ).fetchone()[0]
    if differing or surplus:
        return [f"学时汇总与台账不一致：{max(differing, surplus)} 处（可重新计算，台账本身不受影响）"]
    return []
