"""The people before and after a receive, compared inside its transaction."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.data.database import Connection
from app.data.queries.peer_list import titles
from app.domain.people.codes import PARTY_MEMBERS
from app.domain.people.headcount import Standing

NOBODY = bytes(16)
"""Whoever was erased is counted, and no longer told apart."""
Changed = tuple[bytes, Standing | None, Standing | None]

_COUNTED = (
    "gone = 0 AND merged IS 0 AND status = '正常' AND political_status IN "
    f"({', '.join(repr(status) for status in PARTY_MEMBERS)})"
)
_NOW = (
    "SELECT uid, organization, political_status, status, merged_into IS NOT NULL AS merged, gone "
    "FROM member"
)


def remember(connection: Connection) -> None:
    """Keep how everybody stands before anything is joined."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS headcount_before(uid BLOB PRIMARY KEY, "
        "organization BLOB, political_status TEXT, status TEXT, merged INTEGER, gone INTEGER) "
        "WITHOUT ROWID"
    )
    connection.execute("DELETE FROM temp.headcount_before")
    connection.execute(f"INSERT INTO temp.headcount_before {_NOW} ORDER BY uid")


def changed(connection: Connection, lseq: int) -> Iterator[Changed]:
    """Whoever this action wrote or erased, before and after; `lseq` is its local number."""
    rows = connection.execute(
        "SELECT m.uid, m.organization, m.political_status, m.status, m.merged_into IS NOT NULL, "
        "m.gone, b.uid, b.organization, b.political_status, b.status, b.merged, b.gone "
        "FROM member m LEFT JOIN temp.headcount_before b ON b.uid = m.uid WHERE m.lseq = ?",
        (lseq,),
    ).fetchall()
    for row in rows:
        yield row[0], _standing(row[7:]) if row[6] is not None else None, _standing(row[1:6])
    erased = connection.execute(
        "SELECT uid, organization, political_status, status, merged, gone "
        "FROM temp.headcount_before WHERE uid NOT IN (SELECT uid FROM member)"
    ).fetchall()
    for row in erased:
        yield NOBODY, _standing(row[1:]), None


def _standing(row: Sequence[Any]) -> Standing:
    return Standing(row[0] or b"", row[1] or "", row[2] or "", bool(row[3]), bool(row[4]))


def counts(connection: Connection) -> dict[bytes, tuple[int, int]]:
    """Per organization the 党员 before and after."""
    found: dict[bytes, tuple[int, int]] = {}
    for place, source in enumerate(("temp.headcount_before", f"({_NOW})")):
        rows = connection.execute(
            f"SELECT organization, count(*) FROM {source} WHERE {_COUNTED} GROUP BY 1"  # noqa: S608
        )
        for organization, count in rows:
            before, after = found.get(organization, (0, 0))
            found[organization] = (before, count) if place else (count, after)
    return found


def below(connection: Connection, roots: Sequence[bytes]) -> set[bytes]:
    """The organizations under these, themselves included."""
    found: set[bytes] = set()
    for root in roots:
        rows = connection.execute(
            "WITH RECURSIVE below(uid) AS (SELECT ? UNION "
            "SELECT o.uid FROM organization o JOIN below ON o.parent = below.uid) "
            "SELECT uid FROM below",
            (root,),
        )
        found.update(row[0] for row in rows)
    return found


def save(connection: Connection, log_id: int, text: str) -> None:
    """Note it beside the package."""
    connection.execute("UPDATE package_log SET headcount = ? WHERE id = ?", (text, log_id))


def saved(connection: Connection, log_id: int) -> tuple[int, str, int, str, str] | None:
    """Of a received package (0: the newest that has one): its number in the register, sender,
    number, when it was received, and what was noted."""
    row = connection.execute(
        "SELECT id, peer, sequence, at, headcount FROM package_log "
        "WHERE direction = 'in' AND headcount IS NOT NULL "
        "AND (id = ?1 OR ?1 = 0) ORDER BY id DESC LIMIT 1",
        (log_id,),
    ).fetchone()
    return (
        (int(row[0]), titles(connection).get(row[1], ""), int(row[2]), row[3], row[4])
        if row
        else None
    )


def names(connection: Connection, uids: Sequence[bytes]) -> dict[bytes, str]:
    """What people are called today."""
    found: dict[bytes, str] = {}
    for start in range(0, len(uids), 500):
        part = uids[start : start + 500]
        marks = ", ".join("?" * len(part))
        rows = connection.execute(
            f"SELECT uid, name FROM member WHERE uid IN ({marks})",  # noqa: S608
            part,
        )
        found.update((row[0], row[1]) for row in rows)
    return found
