"""待核实 about hours beyond their bounds: a form refuses them, but these came from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.review_item import Choice, ReviewItem
from app.data.queries.settings import setting_rows
from app.domain.entity import Value
from app.domain.training.attendance_rules import hour_rules
from app.domain.training.bounds import CONTENTS, counted_of
from app.domain.training.credits import calendar_days
from app.domain.training.hours import plain_number

BEYOND = "学时超过上限"
CUT = "cut"
_FIELDS = {"hours": "学时", **dict(CONTENTS)}

# What is within any bounds that may be set is not looked at twice.
_SESSIONS = """
SELECT s.uid, c.name, s.day || ' ' || s.slot, s.day, s.day, s.hours, s.innovation_hours,
    s.party_spirit_hours
FROM session s JOIN training_class c ON c.uid = s.training_class AND c.gone = 0
WHERE s.gone = 0 AND (s.hours > 4 OR max(s.innovation_hours, s.party_spirit_hours) > s.hours)
ORDER BY s.day, s.uid
"""
_RECORDS = """
SELECT r.uid, coalesce(m.name, '（未收到人员信息）'), r.title, r.starts_on, r.ends_on, r.hours,
    r.innovation_hours, r.party_spirit_hours
FROM record r LEFT JOIN member m ON m.uid = r.member
WHERE r.gone = 0 AND (max(r.innovation_hours, r.party_spirit_hours) > r.hours OR r.hours > 8 * max(
    1, coalesce(CAST(julianday(r.ends_on) - julianday(r.starts_on) AS INTEGER), 0) + 1))
ORDER BY r.starts_on, r.uid
"""


@dataclass(frozen=True, slots=True)
class CutRow:
    """A half-day or record of which the ledger counts less than was filled in."""

    entity: str
    uid: bytes
    subject: str
    label: str
    filled: dict[str, float]
    counted: dict[str, float]

    @property
    def values(self) -> dict[str, Value]:
        """What it is counted with, for the row itself."""
        return {name: hours for name, hours in self.counted.items() if hours < self.filled[name]}

    @property
    def told(self) -> str:
        """学时 40 只计 6."""
        return "，".join(
            f"{_FIELDS[name]} {plain_number(self.filled[name])} 只计 {plain_number(hours)}"
            for name, hours in self.counted.items()
            if hours < self.filled[name]
        )


def cut_rows(connection: Connection) -> Iterator[CutRow]:
    """Every one of them."""
    rules = hour_rules(setting_rows(connection))
    for entity, sql, halves in (("session", _SESSIONS, 1), ("record", _RECORDS, 2)):
        for uid, subject, label, first, last, *hours in connection.execute(sql).fetchall():
            most = calendar_days(first, last) * halves * rules.most_half_hours(first)
            filled = dict(zip(_FIELDS, hours, strict=True))
            row = CutRow(entity, uid, subject, label, filled, counted_of(filled, most))
            if row.values:
                yield row


def cut_items(connection: Connection) -> Iterator[ReviewItem]:
    """The figures that count are the one thing to choose here; whoever holds the paper may
    correct the row instead."""
    for row in cut_rows(connection):
        choice = Choice(CUT, "", "", 0, "改为可计的学时")
        number = f"{row.entity}:{row.uid.hex()}:beyond"
        label = f"{row.label}：{row.told}"
        yield ReviewItem(
            number, BEYOND, row.entity, row.uid, "hours", label, row.subject, None, (choice,)
        )
