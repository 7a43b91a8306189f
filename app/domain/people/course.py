"""How one dated fact of a person (branch, category or status) went: what it was on a day.

What is known of a change is kept as it is known. A change with a date in full splits the time in
two; a vaguer date (2025, or nothing but the day it was entered) leaves a span in which both values
are possible, and whoever asks about a day inside that span is told so instead of being given a
guess. What is told may have gaps: a program that knew nothing of history changed the fact, or two
sites told different things. A gap is a change of its own whose time is not known.
"""

import datetime
import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from app.domain.known_days import earliest, latest

Fact = bytes | str | None
"""An organization, a category or a status; None: not one of ours at all."""

DateOf = Callable[[Fact, Fact], str | None]
"""What other facts say about the day of a change: 入党日期, 转正日期, 状态日期."""

ANY_TIME = ""
"""Before every day there is: no first day is known."""

_FEW = 6


class Told(NamedTuple):
    """One change as somebody entered it: on `recorded` at the latest. A correction replaces what
    was never true; what was taken back (an import undone) never happened, and neither did what
    it says."""

    before: Fact
    after: Fact
    from_on: str | None
    recorded: str
    correction: bool = False
    taken_back: bool = False


class Turn(NamedTuple):
    """One change: it happened on `first` at the earliest and on `last` at the latest."""

    before: Fact
    after: Fact
    first: str
    last: str


Course = tuple[Turn, ...]
"""The changes of one fact in order; nothing at all means that it always was as it is."""


class Span(NamedTuple):
    """Days, both ends included, during which the same values are possible."""

    first: str
    last: str
    values: tuple[Fact, ...]


def course(
    told: Sequence[Told],
    now: Fact,
    written: str,
    replaced: Iterable[Fact] = (),
    date_of: DateOf | None = None,
) -> Course:
    """The changes that lead to what is there `now`, entered on the day `written`; `replaced` are
    values that stood there before as far as this store has seen them."""
    asked = date_of or _nobody_knows
    made = sorted(
        (_turn(one, asked) for one in told if not one.correction and not one.taken_back),
        key=lambda turn: (turn.last, turn.first),
    )
    right = {one.before: one.after for one in told if one.correction}
    if not made:
        said = {value for one in told for value in (one.before, one.after)}
        unsaid = [value for value in replaced if value != now and value not in said]
        made = [_undated(value, now, ANY_TIME, written, asked) for value in dict.fromkeys(unsaid)]
        return tuple(made)
    return tuple(_joined(_tightened(_ordered(made)), now, written, right, asked))


def possible(turns: Course, now: Fact, day: str) -> tuple[Fact, ...]:
    """What may have held on a day, the likeliest last; one value when it is certain."""
    if not turns:
        return (now,)
    found: dict[Fact, None] = {turns[0].before: None}
    for turn in turns:
        if turn.last <= day:
            found = {turn.after: None}
        elif turn.first <= day:
            found[turn.after] = None
    return tuple(found)


def spans(turns: Course, now: Fact, first: str, last: str) -> list[Span]:
    """The days from `first` to `last`, cut wherever something changes or becomes certain."""
    cuts = sorted({day for turn in turns for day in (turn.first, turn.last) if first < day <= last})
    starts = [first, *cuts]
    ends = [*(_day_before(cut) for cut in cuts), last]
    found: list[Span] = []
    for start, end in zip(starts, ends, strict=True):
        values = possible(turns, now, start)
        if found and found[-1].values == values:
            found[-1] = found[-1]._replace(last=end)
        else:
            found.append(Span(start, end, values))
    return found


def _nobody_knows(_before: Fact, _after: Fact) -> None:
    return None


def _turn(told: Told, asked: DateOf) -> Turn:
    if told.from_on is None:
        return _undated(told.before, told.after, ANY_TIME, told.recorded, asked)
    return _dated(told.before, told.after, told.from_on, told.recorded)


def _undated(before: Fact, after: Fact, first: str, last: str, asked: DateOf) -> Turn:
    """A change nobody dated: other facts may still say when, else only the bounds are known."""
    known = asked(before, after)
    if known is not None:
        return _dated(before, after, known, last)
    return Turn(before, after, first, max(first, last))


def _dated(before: Fact, after: Fact, on: str, recorded: str) -> Turn:
    """A vague date ends with the day on which it was entered: by then it had happened."""
    first, last = earliest(on).isoformat(), latest(on).isoformat()
    return Turn(before, after, first, max(first, min(last, recorded)))


def _ordered(made: list[Turn]) -> list[Turn]:
    """The order in which every change begins with what the one before it left."""
    if not 1 < len(made) <= _FEW:
        return made
    return list(min(itertools.permutations(made), key=_strain))


def _strain(order: Iterable[Turn]) -> tuple[int, int]:
    turns = list(order)
    pairs = itertools.pairwise(turns)
    impossible = sum(one.first > other.last for one, other in itertools.combinations(turns, 2))
    return impossible, sum(one.after != other.before for one, other in pairs)


def _tightened(turns: list[Turn]) -> list[Turn]:
    """A change cannot have come before the one it follows, nor after the one that follows it."""
    forward: list[Turn] = []
    for turn in turns:
        first = max(turn.first, forward[-1].first) if forward else turn.first
        forward.append(turn._replace(first=first, last=max(first, turn.last)))
    for at in range(len(forward) - 2, -1, -1):
        if forward[at].last > forward[at + 1].last:
            forward[at] = forward[at]._replace(last=forward[at + 1].last)
    return forward


def _joined(
    turns: list[Turn], now: Fact, written: str, right: dict[Fact, Fact], asked: DateOf
) -> list[Turn]:
    """What leads to `now` without a gap: where nobody told of a change, it came in between."""
    made: list[Turn] = []
    ends = [(turn.before, turn.last) for turn in turns[1:]]
    for turn, (wanted, until) in zip(turns, [*ends, (now, written)], strict=True):
        if turn.after == wanted:
            made.append(turn)
        elif _corrected(turn.after, right) == wanted:
            made.append(turn._replace(after=wanted))
        else:
            made += [turn, _undated(turn.after, wanted, turn.first, until, asked)]
    return made


def _corrected(value: Fact, right: dict[Fact, Fact]) -> Fact:
    seen: set[Fact] = set()
    while value in right and value not in seen:
        seen.add(value)
        value = right[value]
    return value


def _day_before(day: str) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()
