"""照着再办一个: what a new class takes over from a chosen one, moved to its new first day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.data.queries.members import members_of_uids
from app.data.queries.training_classes import (
    SessionRow,
    class_names,
    class_values,
    participants_of,
    sessions_of,
)
from app.domain.entity import Value
from app.domain.errors import NotFound
from app.domain.people.membership import NORMAL
from app.domain.training.class_names import next_name
from app.services.classes.training_classes import class_draft
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class ClassCopy:
    """The form's values (no dates yet), the half-days with how many days after the first one,
    and who could come again. What was taught (党的创新理论, 党性教育) is never taken over."""

    values: Mapping[str, Value]
    days: int
    pattern: tuple[tuple[int, Mapping[str, Value]], ...]
    people: tuple[bytes, ...]
    gone: int
    """How many of the old list cannot be asked again: they left the class, or the unit."""

    def sessions(self, first_day: str) -> list[dict[str, Value]]:
        """The half-days of a class that begins on this day."""
        first = date.fromisoformat(first_day)
        return [
            {**session, "day": (first + timedelta(days=after)).isoformat()}
            for after, session in self.pattern
        ]


def copy_of(store: Store, source: bytes) -> ClassCopy:
    """What the next class like this one begins with; nothing is written.

    Raises:
        NotFound: there is no such class.
    """
    connection = store.database.read()
    old = class_values(connection, source)
    if not old:
        raise NotFound("找不到这个培训班。", "请回到上一页重新打开后再试。")
    first = date.fromisoformat(str(old["starts_on"]))
    length = date.fromisoformat(str(old["ends_on"])) - first
    taken = class_names(connection)
    name = next_name(str(old["name"]), date.today(), taken)
    here = _still_here(store, source)
    everybody = participants_of(connection, source)
    sessions = sessions_of(connection, source)
    pattern = [((date.fromisoformat(row.day) - first).days, _planned(row)) for row in sessions]
    return ClassCopy(
        {**class_draft(store, source), "name": name},
        length.days,
        tuple(pattern),
        tuple(here),
        len(everybody) - len(here),
    )


def _still_here(store: Store, source: bytes) -> Sequence[bytes]:
    connection = store.database.read()
    wanted = [row.member for row in participants_of(connection, source) if not row.withdrawn]
    known = members_of_uids(connection, wanted)
    return [uid for uid in wanted if uid in known and known[uid].status == NORMAL]


def _planned(row: SessionRow) -> Mapping[str, Value]:
    return {
        "slot": row.slot,
        "course": row.course or None,
        "teacher": row.teacher or None,
        "place": row.place or None,
        "hours": row.hours,
        "innovation_hours": 0.0,
        "party_spirit_hours": 0.0,
        "task": row.task or None,
    }
