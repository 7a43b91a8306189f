"""考勤: the grid of a class, and what still waits to be entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data.database import Connection
from app.domain.training.codes import UNMARKED


@dataclass(frozen=True, slots=True)
class LiveMark:
    """One live mark; two for one person and half-day mean that people must decide."""

    uid: bytes
    mark: str
    checked_by: str
    paper: str
    operator: str
    clock: int


Marks = Mapping[tuple[bytes, bytes], list[LiveMark]]
"""By (session, member)."""


def marks_of(connection: Connection, training_class: bytes) -> Marks:
    """Every live mark of a class; who is not in it is 未录入."""
    found = connection.execute(
        "SELECT a.session, a.member, a.uid, a.mark, coalesce(a.checked_by, ''), "
        "coalesce(a.paper, ''), coalesce(a.operator, ''), a.clock FROM attendance a "
        "JOIN session s ON s.uid = a.session "
        "WHERE s.training_class = ? AND s.gone = 0 AND a.live = 1 ORDER BY a.clock, a.uid",
        (training_class,),
    )
    marks: dict[tuple[bytes, bytes], list[LiveMark]] = {}
    for session, member, *mark in found:
        marks.setdefault((session, member), []).append(LiveMark(*mark))
    return marks


def papers_said(connection: Connection, most: int = 12) -> list[str]:
    """Where signed sheets were said to lie, the latest first, for offering while typing."""
    found = connection.execute(
        # Of the latest marks only: where none ever named a paper, every mark would be read.
        "SELECT paper FROM attendance WHERE paper IS NOT NULL "
        "AND id > (SELECT max(id) FROM attendance) - 2000 "
        "GROUP BY paper ORDER BY max(id) DESC LIMIT ?",
        (most,),
    )
    return [row[0] for row in found]


def marks_entered(connection: Connection, session: bytes) -> int:
    """How many live marks one half-day has; set back to 未录入 is no mark."""
    found = connection.execute(
        "SELECT count(*) FROM attendance WHERE session = ? AND live = 1 AND mark <> ?",
        (session, UNMARKED),
    ).fetchone()
    return int(found[0])


def marks_in_class(connection: Connection, training_class: bytes) -> int:
    """How many live marks a class has in all its half-days."""
    found = connection.execute(
        "SELECT count(*) FROM session s JOIN attendance a ON a.session = s.uid AND a.live = 1 "
        "AND a.mark <> ? WHERE s.training_class = ? AND s.gone = 0",
        (UNMARKED, training_class),
    ).fetchone()
    return int(found[0])


def is_live(connection: Connection, uid: bytes) -> bool:
    """Whether a mark stands: nothing took its place."""
    found = connection.execute("SELECT live FROM attendance WHERE uid = ?", (uid,)).fetchone()
    return found is not None and bool(found[0])


def session_place(connection: Connection, session: bytes) -> tuple[bytes, str] | None:
    """The class and the day of one half-day."""
    found = connection.execute(
        "SELECT training_class, day FROM session WHERE uid = ? AND gone = 0", (session,)
    ).fetchone()
    return (bytes(found[0]), str(found[1])) if found else None


def marks_by_identity(connection: Connection, marks: Sequence[bytes]) -> dict[bytes, list[bytes]]:
    """Marks by the identity they were given to: whoever was merged may be kept by two townships,
    and each of them hears only of its own."""
    found: dict[bytes, list[bytes]] = {}
    for uid in marks:
        asked = connection.execute("SELECT member FROM attendance WHERE uid = ?", (uid,))
        found.setdefault(asked.fetchone()[0], []).append(uid)
    return found
