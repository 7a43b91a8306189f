"""What one class brought everybody in it: taken by itself, and beside all else they learned."""

from collections.abc import Sequence

from app.data.counted_hours import count_facts, gather, one_person
from app.data.database import Connection
from app.data.queries.attendance import marks_of
from app.data.queries.settings import setting_rows
from app.data.queries.training_classes import ParticipantRow, participants_of, sessions_of
from app.data.returned_rows import reasons
from app.domain.training.attendance_rules import hour_rules, marked
from app.domain.training.codes import COLLECTIVE_MODES
from app.domain.training.hours import half_hours

SessionHours = dict[bytes, int]
"""Half-hours by half-day."""


def attended_half_hours(connection: Connection, training_class: bytes) -> dict[bytes, SessionHours]:
    """The half-hours of every half-day that each participant attended, within the bounds of the
    ledger; what was sent back does not count for now."""
    rules, marks = hour_rules(setting_rows(connection)), marks_of(connection, training_class)
    back = reasons(connection)
    sessions = [s for s in sessions_of(connection, training_class) if s.uid not in back]
    found: dict[bytes, SessionHours] = {}
    for person in participants_of(connection, training_class):
        found[person.member] = {}
        if training_class in back or person.uid in back:
            continue
        for session in sessions:
            live = marks.get((session.uid, person.member), ())
            if any(mark.uid in back for mark in live):
                continue
            if marked([mark.mark for mark in live], session.day, rules).attended:
                most = rules.most_half_hours(session.day)
                found[person.member][session.uid] = min(half_hours(session.hours), most)
    return found


_MODES = ", ".join(f"'{mode}'" for mode in COLLECTIVE_MODES)
_OF_CLASS = f"""
SELECT h.member, sum(h.half_hours) FROM temp.hours_session h
    CROSS JOIN training_class c ON c.id = h.class
WHERE c.uid = ? AND h.mode IN ({_MODES}) GROUP BY h.member
"""  # noqa: S608  (our own constants)


def credited_half_hours(
    connection: Connection, training_class: bytes, people: Sequence[ParticipantRow]
) -> dict[bytes, int]:
    """What of the class counts for each of these people beside everything else they learned in
    its years; of one entered twice, what counts for both."""
    sessions, merged = sessions_of(connection, training_class), one_person(connection)
    if not sessions or not people:
        return {person.member: 0 for person in people}
    gather(connection, [person.member for person in people], merged)
    first, last = sessions[0].day[:4], sessions[-1].day[:4]
    count_facts(connection, f"{first}-01-01", f"{last}-12-31")
    found = dict(connection.execute(_OF_CLASS, (training_class,)).fetchall())
    return {p.member: found.get(merged.get(p.member, p.member), 0) for p in people}
