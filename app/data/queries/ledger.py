"""培训台账 of one person: every half-day and record, each with what it counts and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.data.counted_hours import gather, one_person
from app.data.database import Connection
from app.data.queries.settings import setting_rows
from app.data.returned_rows import reasons
from app.domain.training.attendance_rules import HourRules, hour_rules
from app.domain.training.codes import SLOTS
from app.domain.training.hours import (
    HeldSession,
    LedgerEntry,
    OtherRecord,
    attendance_entry,
    record_entry,
)
from app.domain.training.ledger import ledger_of, noted_before_joining


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
    person = merged.get(member, member)
    gather(connection, [person], merged)
    bound = period or Period()
    rules = hour_rules(setting_rows(connection))
    back = _SentBack(connection)
    entries = [
        *_sessions(connection, bound, rules, back),
        *_records(connection, bound, rules, back),
    ]
    joined = connection.execute("SELECT joined_on FROM member WHERE uid = ?", (person,)).fetchone()
    settled = ledger_of(sorted(entries, key=_order), rules)
    return noted_before_joining(settled, joined[0] if joined else None)


def _order(entry: LedgerEntry) -> tuple[str, int, str]:
    slot = SLOTS.index(entry.slot) if entry.slot in SLOTS else -1
    return entry.date, slot, entry.title


class _SentBack:
    """Why a half-day or record of the people gathered does not count, if it was sent back."""

    def __init__(self, connection: Connection) -> None:
        self.rows = reasons(connection)
        self._marks: dict[bytes, str] = {}
        self._enrolments: dict[bytes, str] = {}
        if not self.rows:
            return
        for table, field, found in (
            ("attendance", "session", self._marks),
            ("enrolment", "training_class", self._enrolments),
        ):
            live = "AND t.live = 1" if table == "attendance" else ""
            for uid, place in connection.execute(
                f"SELECT t.uid, t.{field} FROM temp.hours_person p "  # noqa: S608  (our own names)
                f"CROSS JOIN {table} t ON t.member = p.uid {live} ORDER BY t.uid"
            ):
                if uid in self.rows:
                    found[place] = self.rows[uid]

    def of(self, training_class: bytes, session: bytes) -> str:
        """The reason of the smallest thing that was sent back; empty when nothing was."""
        return (
            self._marks.get(session)
            or self._enrolments.get(training_class)
            or self.rows.get(session)
            or self.rows.get(training_class, "")
        )


def _sessions(
    connection: Connection, period: Period, rules: HourRules, back: _SentBack
) -> list[LedgerEntry]:
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
            HeldSession(
                *[*row[:13], marks.get(row[1], ()), bool(row[13]), back.of(row[0], row[1])]
            ),
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


def _records(
    connection: Connection, period: Period, rules: HourRules, back: _SentBack
) -> list[LedgerEntry]:
    found = connection.execute(
        """SELECT r.uid, r.title, r.organizer, r.level, r.mode, r.off_job, r.task, r.starts_on,
            r.ends_on, r.hours, r.days, r.innovation_hours, r.party_spirit_hours,
            r.self_declared
        FROM temp.hours_person p CROSS JOIN record r ON r.member = p.uid
        WHERE r.gone = 0 AND r.starts_on BETWEEN :since AND :until""",
        {"since": period.since, "until": period.until},
    )
    return [record_entry(OtherRecord(*[*row, back.rows.get(row[0])]), rules) for row in found]
