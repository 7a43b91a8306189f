"""How many people every branch has, party members among them, from kept counts.

A county has too many people to count them for every first screen; branches that were touched since
are counted anew by whoever asks.
"""

from app.data import identity_tables, kept_figures, kept_stale
from app.data.database import Connection
from app.domain.people.codes import PARTY_MEMBERS
from app.domain.people.membership import NORMAL

_PARTY = ", ".join(f"'{status}'" for status in PARTY_MEMBERS)
_COUNTED = f"""
SELECT m.organization branch, sum(m.political_status IN ({_PARTY})) party, count(*) people
FROM {{asked}} WHERE m.gone = 0 AND m.status = '{NORMAL}' AND m.merged_into IS NULL
    AND m.organization IS NOT NULL GROUP BY m.organization
"""  # noqa: S608  (our own constants)
_EVERY = _COUNTED.format(asked="member m")
_TOUCHED = _COUNTED.format(
    asked="temp.counted_branch t CROSS JOIN member m ON m.organization = t.uid"
)
_KEPT = "SELECT branch, party, people FROM kept_people"
_OTHERS = f"{_KEPT} WHERE branch NOT IN (SELECT uid FROM temp.counted_branch)"  # noqa: S608


def people_by_branch(connection: Connection) -> str:
    """SQL for the numbers of today: `branch`, `party`, `people`."""
    touched = _touched(connection)
    if touched is None:
        return _EVERY
    if not touched:
        return _KEPT
    identity_tables.fill(connection, "counted_branch", touched)
    return f"{_OTHERS} UNION ALL SELECT * FROM ({_TOUCHED})"  # noqa: S608


def to_be_kept(connection: Connection) -> bool:
    """Whether the kept counts are not those of today."""
    touched = _touched(connection)
    return touched is None or bool(touched)


def keep(connection: Connection, lseq: int) -> None:
    """Bring the kept counts up to date, in a writing transaction."""
    touched = _touched(connection)
    if touched is None:
        connection.execute("DELETE FROM kept_people")
        connection.execute(f"INSERT INTO kept_people {_EVERY}")
    elif touched:
        identity_tables.fill(connection, "counted_branch", touched)
        connection.execute(
            "DELETE FROM kept_people WHERE branch IN (SELECT uid FROM temp.counted_branch)"
        )
        connection.execute(f"INSERT INTO kept_people {_TOUCHED}")
    kept_figures.note(connection, kept_figures.PEOPLE, lseq)
    kept_stale.forget(connection)


def problems(connection: Connection) -> list[str]:
    """Whether the kept counts say what the rows say."""
    found = set(connection.execute(people_by_branch(connection)).fetchall())
    differing = {row[0] for row in found ^ set(connection.execute(_EVERY).fetchall())}
    if not differing:
        return []
    return [f"党员人数的计数与名册不一致：{len(differing)} 个支部（可重新计算）"]


def _touched(connection: Connection) -> set[bytes] | None:
    """Branches touched since the counts were kept; None when none are kept, or too much was."""
    kept = kept_figures.find(connection, kept_figures.PEOPLE)
    if kept is None or kept_stale.since(connection, kept_stale.EVERYBODY, kept.lseq):
        return None
    return kept_stale.since(connection, kept_stale.BRANCH, kept.lseq)
