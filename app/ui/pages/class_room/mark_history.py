"""What was entered in this class since it was opened: the way back, and forward again."""

from collections.abc import Mapping
from dataclasses import replace

from app.services.classes.attendance import EnteredMark, MarkOutcome
from app.ui.pages.class_room.attendance_model import AttendanceModel

NOTHING_DONE = "打开这个班以后还没有录入考勤。"
NOTHING_UNDONE = "没有撤销过，不用重做。"


class MarkHistory:
    """Two piles of outcomes; entering something new empties the second."""

    def __init__(self) -> None:
        self._done: list[MarkOutcome] = []
        self._undone: list[MarkOutcome] = []

    def forget(self) -> None:
        """Another class, another history."""
        self._done.clear()
        self._undone.clear()

    def entered(self, outcome: MarkOutcome) -> None:
        """Something new was entered; what changed nothing is no step back."""
        if outcome.facts:
            self._done.append(outcome)
            self._undone.clear()

    @property
    def last(self) -> MarkOutcome | None:
        """What Ctrl+Z takes back."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> MarkOutcome | None:
        """What Ctrl+Y does again."""
        return self._undone[-1] if self._undone else None

    def taken_back(self, outcome: MarkOutcome | None) -> None:
        """The last step was taken back; None: it could not be, and never can."""
        self._move(self._done, self._undone, outcome)

    def done_again(self, outcome: MarkOutcome | None) -> None:
        """The last step back was done again; None: it could not be, and never can."""
        self._move(self._undone, self._done, outcome)

    def _move(
        self, pile: list[MarkOutcome], other: list[MarkOutcome], outcome: MarkOutcome | None
    ) -> None:
        step = pile.pop()
        if outcome is None:
            return
        # What stood before stands again, but as a new fact: older steps lead to that one now.
        made = {(fact.session, fact.member): fact.uid for fact in outcome.facts}
        again = {
            fact.before[0].uid: made[fact.session, fact.member]
            for fact in step.facts
            if fact.before and (fact.session, fact.member) in made
        }
        for steps in (pile, other):
            steps[:] = [_led_to(again, one) for one in steps]
        other.append(outcome)


def _led_to(again: Mapping[bytes, bytes], step: MarkOutcome) -> MarkOutcome:
    facts = tuple(
        replace(
            fact,
            uid=again.get(fact.uid, fact.uid),
            before=tuple(replace(b, uid=again.get(b.uid, b.uid)) for b in fact.before),
        )
        for fact in step.facts
    )
    return replace(step, facts=facts)


def told(facts: tuple[EnteredMark, ...], model: AttendanceModel) -> str:
    """Which half-days and how many people, in words for the notice."""
    days = {session.uid: f"{session.day} {session.slot}" for session in model.sessions}
    counts: dict[str, int] = {}
    for fact in facts:
        day = days.get(fact.session, "")
        counts[day] = counts.get(day, 0) + 1
    return "，".join(f"{day} {number} 人" for day, number in counts.items())
