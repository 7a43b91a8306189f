"""培训台账 of one person: every half-day and record, each with what it counts and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.data.counted_hours import gather, one_person
from app.data.database import Connection
from app.data.queries.settings import setting_rows
from app.domain.training.attendance_rules import HourRules, hour_rules
from app.domain.training.codes import SLOTS
from app.domain.training.hours import (
    HeldSession,
    LedgerEntry,
    OtherRecord,
    attendance_entry,
    record_entry,
)


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day looked at, both included; text, because stored dates are."""

    since: str = "0000"
    until: str = "9999"


def ledger(
    connection: Connection, member: bytes, period: Period | None = None
) -> tuple[LedgerEntry, ...]:
    """Everything a person was enrolled in, attended or brought, in order of time."""
    merged = one_person(connection)
    gather(connection, [member], merged)
    bound = period or Period()
    rules = hour_rules(setting_rows(connection))
    entries = [*_sessions(connection, bound, rules), *_records(connection, bound)]
    return tuple(sorted(entries, key=_order))


def _order(entry: LedgerEntry) -> tuple[str, int, str]:
    slot = SLOTS.index(entry.slot) if entry.slot in SLOTS else -1
    return entry.date, slot, entry.title


def _sessions(connection: Connection, period: Period, rules: HourRules) -> list[LedgerEntry]:
    marks = _marks(connection)
    found = connection.execute(
        """SELECT c.uid, s.uid, s.day, s.slot, c.name, c.organizer, c.level, c.mode, c.off_job,
            coalesce(s.task, c.task), s.hours, s.innovation_hours, s.party_spirit_hours,
            coalesce((SELECT min(e.withdrawn) FROM temp.hours_person p CROSS JOIN enrolment e
                ON e.member = p.uid WHERE e.training_class = c.uid AND e.gone = 0), 1)
        FROM session s JOIN training_class c ON c.uid = s.training_class
        WHERE s.gone = 0 AND c.gone = 0 AND s.day BETWEEN :since AND :until AND s.uid IN (
            SELECT s2.uid FROM temp.hours_person p CROSS JOIN enrolment e ON e.member = p.uid
                CROSS JOIN session s2 ON s2.training_class = e.training_class WHERE e.gone = 0
            UNION SELECT a.session FROM temp.hours_person p
                CROSS JOIN attendance a ON a.member = p.uid AND a.live = 1)""",
        {"since": period.since, "until": period.until},
    )
    return [
        attendance_entry(
            HeldSession(*[*row[:13], marks.get(row[1], ()), bool(row[13])]),
            rules,
        )
        for row in found
    ]


def _marks(connection: Connection) -> Mapping[bytes, tuple[str, ...]]:
    found: dict[bytes, tuple[str, ...]] = {}
    for session, mark in connection.execute(
        "SELECT a.session, a.mark FROM temp.hours_person p "
        "CROSS JOIN attendance a ON a.member = p.uid AND a.live = 1 ORDER BY a.clock, a.uid"
    ):
        found[session] = (*found.get(session, ()), mark)
    return found


def _records(connection: Connection, period: Period) -> list[LedgerEntry]:
    found = connection.execute(
        """SELECT r.uid, r.title, r.organizer, r.level, r.mode, r.off_job, r.task, r.starts_on,
            r.ends_on, r.hours, r.days, r.innovation_hours, r.party_spirit_hours,
            r.self_declared, (SELECT x.reason FROM row_return x WHERE x.row = lower(hex(r.uid))
                AND x.gone = 0 AND x.state IN ('待更正', '已说明') LIMIT 1)
        FROM temp.hours_person p CROSS JOIN record r ON r.member = p.uid
        WHERE r.gone = 0 AND r.starts_on BETWEEN :since AND :until""",
        {"since": period.since, "until": period.until},
    )
    return [record_entry(OtherRecord(*row)) for row in found]
