"""授课记录 that follow from classes: whom a 授课人 means, half-days that are one lecture, marks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.governance.answers import half_up
from app.domain.people.names import match_key

_BETWEEN = re.compile(r"[、，,;；/|\s]+")


@dataclass(frozen=True, slots=True)
class TaughtHalfDay:
    """One half-day of a class that is over: who taught, what, how many were there."""

    training_class: bytes
    day: str
    topic: str
    teachers: str
    hours: float
    audience: int


@dataclass(frozen=True, slots=True)
class Lecture:
    """What a teacher taught on one day of one class under one topic."""

    teacher: bytes
    training_class: bytes
    day: str
    topic: str
    hours: float
    audience: int

    @property
    def key(self) -> tuple[bytes, bytes, str, str]:
        """By what it is known again."""
        return self.teacher, self.training_class, self.day, self.topic


def names_in(text: str) -> list[str]:
    """The names of a 授课人 field: several may stand in it."""
    return [one for one in _BETWEEN.split(text) if one]


def lectures_of(
    half_days: Iterable[TaughtHalfDay], teachers: Mapping[str, Sequence[bytes]]
) -> tuple[list[Lecture], list[str]]:
    """The lectures, half-days of one day and topic together; and the names that mean several
    teachers, of whom nobody is chosen. `teachers` are found by the key of their names."""
    found: dict[tuple[bytes, bytes, str, str], list[TaughtHalfDay]] = defaultdict(list)
    several: dict[str, None] = {}
    for one in half_days:
        for name in names_in(one.teachers):
            meant = teachers.get(match_key(name), ())
            if len(meant) > 1:
                several[name] = None
            elif meant:
                found[meant[0], one.training_class, one.day, one.topic].append(one)
    made = [
        Lecture(*key, sum(h.hours for h in some), max(h.audience for h in some))
        for key, some in found.items()
    ]
    return made, list(several)


def score_of(ratings: Sequence[tuple[str, int]], day: str) -> int | None:
    """学员评分 of a day's lecture from the 评教 of teacher and class: that of the day, where there
    is one, else the mean of all; none where nobody was asked."""
    same = [score for held_on, score in ratings if held_on == day]
    taken = same or [score for _, score in ratings]
    return half_up(sum(taken), len(taken)) if taken else None
