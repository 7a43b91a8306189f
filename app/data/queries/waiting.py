"""待录考勤: half-days that are over and whose attendance is not complete, from kept counts.

Counting asks for every participant of every half-day of every open class, so the counts are kept;
what was touched since is counted anew by whoever asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.data import identity_tables, kept_figures, kept_stale
from app.data.database import Connection
from app.domain.training.codes import CLOSED, SLOTS, UNMARKED

_SLOTS = " ".join(f"WHEN '{slot}' THEN {at}" for at, slot in enumerate(SLOTS))

_COUNTED = f"""
SELECT s.uid, count(DISTINCT e.member),
    count(DISTINCT CASE WHEN NOT EXISTS (SELECT 1 FROM attendance a
        WHERE a.session = s.uid AND a.live = 1 AND a.member = e.member
        AND a.mark <> '{UNMARKED}') THEN e.member END)
FROM {{asked}}
CROSS JOIN training_class c ON c.uid = s.training_class AND c.gone = 0 AND c.state <> '{CLOSED}'
CROSS JOIN enrolment e ON e.training_class = c.uid AND e.gone = 0 AND e.withdrawn = 0
WHERE s.gone = 0 GROUP BY s.uid
"""  # noqa: S608  (our own constants)
_TOUCHED = "temp.touched_session t CROSS JOIN session s ON s.uid = t.uid"
_EVERY = f"""(SELECT uid FROM training_class WHERE gone = 0 AND state <> '{CLOSED}') o
    CROSS JOIN session s ON s.training_class = o.uid"""  # noqa: S608

_LISTED = f"""
SELECT c.uid, c.name, s.uid, s.day, s.slot, w.enrolled, w.unmarked
FROM ({{waiting}}) w CROSS JOIN session s ON s.uid = w.session AND s.day <= ?
CROSS JOIN training_class c ON c.uid = s.training_class
ORDER BY s.day, CASE s.slot {_SLOTS} END, s.id
"""  # noqa: S608
_KEPT = "SELECT session, enrolled, unmarked FROM kept_waiting WHERE unmarked > 0"
_RENEWED = f"""{_KEPT} AND session NOT IN (SELECT uid FROM temp.touched_session)
    UNION ALL SELECT session, enrolled, unmarked FROM temp.counted_session WHERE unmarked > 0"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class WaitingSession:
    """A half-day that is over and whose attendance is not complete (待录考勤)."""

    training_class: bytes
    class_name: str
    session: bytes
    day: str
    slot: str
    enrolled: int
    unmarked: int


def waiting_sessions(connection: Connection, today: str) -> list[WaitingSession]:
    """Half-days up to today with marks still 未录入, the oldest first."""
    touched = _touched(connection)
    if touched is None or touched:
        _count(connection, touched)
    whole = "SELECT session, enrolled, unmarked FROM temp.counted_session WHERE unmarked > 0"
    waiting = whole if touched is None else _RENEWED if touched else _KEPT
    found = connection.execute(_LISTED.format(waiting=waiting), (today,))
    return [WaitingSession(*row) for row in found]


def many_touched(connection: Connection) -> bool:
    """Whether so much was touched since the counts were kept that a window had better not wait."""
    touched = _touched(connection)
    if touched is not None:
        return len(touched) > FEW
    open_sessions = f"SELECT 1 FROM {_EVERY} LIMIT {FEW + 1}"  # noqa: S608  (our own words)
    return len(connection.execute(open_sessions).fetchall()) > FEW


FEW = 200


def to_be_kept(connection: Connection) -> bool:
    """Whether the kept counts are not those of today's marks."""
    touched = _touched(connection)
    return touched is None or bool(touched)


def keep(connection: Connection, lseq: int) -> None:
    """Bring the kept counts up to date, in a writing transaction."""
    touched = _touched(connection)
    if touched is not None and not touched:
        return
    _count(connection, touched)
    some = "" if touched is None else "WHERE session IN (SELECT uid FROM temp.touched_session)"
    connection.execute(f"DELETE FROM kept_waiting {some}")  # noqa: S608
    connection.execute("INSERT INTO kept_waiting SELECT * FROM temp.counted_session")
    kept_figures.note(connection, kept_figures.WAITING, lseq)
    kept_stale.forget(connection)


def problems(connection: Connection) -> list[str]:
    """Whether the kept counts say what the marks say."""
    touched = _touched(connection)
    if touched is None:
        return []
    _count(connection, touched)
    kept = set(connection.execute(_RENEWED if touched else _KEPT).fetchall())
    _count(connection, None)
    counted = connection.execute("SELECT * FROM temp.counted_session WHERE unmarked > 0")
    differing = len(kept ^ set(counted.fetchall()))
    return [f"待录考勤的计数与考勤不一致：{differing} 处（可重新计算）"] if differing else []


def _touched(connection: Connection) -> set[bytes] | None:
    """Half-days touched since the counts were kept; None when none are kept, or too much was."""
    kept = kept_figures.find(connection, kept_figures.WAITING)
    if kept is None or kept_stale.since(connection, kept_stale.EVERY_CLASS, kept.lseq):
        return None
    touched = kept_stale.since(connection, kept_stale.SESSION, kept.lseq)
    for training_class in kept_stale.since(connection, kept_stale.CLASS, kept.lseq):
        rows = connection.execute(
            "SELECT uid FROM session WHERE training_class = ?", (training_class,)
        )
        touched.update(row[0] for row in rows)
    return touched


def _count(connection: Connection, touched: Iterable[bytes] | None) -> None:
    """Fill temp.counted_session with the half-days of open classes among those touched."""
    identity_tables.fill(connection, "touched_session", touched or ())
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS counted_session("
        "session BLOB PRIMARY KEY, enrolled INTEGER, unmarked INTEGER) WITHOUT ROWID"
    )
    connection.execute("DELETE FROM temp.counted_session")
    asked = _EVERY if touched is None else _TOUCHED
    connection.execute(f"INSERT INTO temp.counted_session {_COUNTED.format(asked=asked)}")
