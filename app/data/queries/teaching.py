"""What classes tell of who taught, and what each teacher's 授课记录 come to."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from app.data.database import Connection
from app.domain.people.names import match_key
from app.domain.resources.teaching import TaughtHalfDay
from app.domain.training.codes import PRESENT

_THERE = (PRESENT, "迟到", "早退")


class Taught(NamedTuple):
    """What stands in the 授课记录 of one teacher."""

    times: int
    hours: float
    last: str
    score: int | None


def half_days_taught(connection: Connection, today: str) -> list[TaughtHalfDay]:
    """Every half-day up to today that names a 授课人, itself or by its class."""
    marks = ", ".join("?" * len(_THERE))
    found = connection.execute(
        "SELECT c.uid, s.day, coalesce(s.course, c.name), coalesce(s.teacher, c.teacher), "  # noqa: S608
        "coalesce(s.hours, 0), (SELECT count(DISTINCT a.member) FROM attendance a "
        f"WHERE a.session = s.uid AND a.live = 1 AND a.mark IN ({marks})) "
        "FROM session s JOIN training_class c ON c.uid = s.training_class "
        "WHERE s.gone = 0 AND c.gone = 0 AND s.day <= ? "
        "AND coalesce(s.teacher, c.teacher) IS NOT NULL ORDER BY s.day, s.id",
        (*_THERE, today),
    )
    return [TaughtHalfDay(*row) for row in found]


def teachers_by_name(connection: Connection) -> Mapping[str, list[bytes]]:
    """Every teacher in use by the key of the name."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for uid, name in connection.execute("SELECT uid, name FROM teacher WHERE gone = 0 ORDER BY id"):
        found[match_key(name)].append(uid)
    return found


def scores(connection: Connection) -> Mapping[tuple[bytes, bytes], list[tuple[str, int]]]:
    """总评 of 评教 by teacher and class."""
    found: dict[tuple[bytes, bytes], list[tuple[str, int]]] = defaultdict(list)
    for teacher, held, day, score in connection.execute(
        "SELECT teacher, training_class, held_on, score FROM rating WHERE gone = 0 "
        "AND teacher IS NOT NULL AND training_class IS NOT NULL AND score IS NOT NULL ORDER BY id"
    ):
        found[teacher, held].append((day, score))
    return found


def taught_by_teacher(connection: Connection) -> Mapping[bytes, Taught]:
    """Times, hours, the last day and the mean of the marks, of everybody who taught."""
    return {
        teacher: Taught(times, hours, last, None if mean is None else int(mean + 0.5))
        for teacher, times, hours, last, mean in connection.execute(
            "SELECT teacher, count(*), total(hours), max(given_on), avg(score) "
            "FROM teacher_lecture WHERE gone = 0 GROUP BY teacher"
        )
    }


def last_uses(connection: Connection) -> Mapping[bytes, str]:
    """The last day on which each 阵地 was used."""
    return dict(
        connection.execute(
            "SELECT venue, max(used_on) FROM venue_use WHERE gone = 0 GROUP BY venue"
        )
    )
