"""Changes of one fact, worked by hand: what it was on a day, and where nobody can tell."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.people.course import Fact, Told, course, possible, spans

A, B, C = b"a" * 16, b"b" * 16, b"c" * 16
ENTERED = "2026-11-20"


def told(before: Fact, after: Fact, from_on: str | None, recorded: str = ENTERED) -> Told:
    return Told(before, after, from_on, recorded)


MOVED = (told(A, B, "2025-06-15"),)
VAGUE = (told(A, B, "2025-06"),)
UNKNOWN = (told(A, B, None, "2026-03-10"),)
TWICE = (told(B, C, "2026-02-01"), told(A, B, "2025-06-15"))


@pytest.mark.parametrize(
    ("changes", "now", "day", "values"),
    [
        # A move in the middle of the year: the day itself belongs to the new branch.
        (MOVED, B, "2025-06-14", (A,)),
        (MOVED, B, "2025-06-15", (B,)),
        (MOVED, B, "2025-12-31", (B,)),
        # Only the month is known: inside it nobody can tell, around it everybody can.
        (VAGUE, B, "2025-05-31", (A,)),
        (VAGUE, B, "2025-06-01", (A, B)),
        (VAGUE, B, "2025-06-29", (A, B)),
        (VAGUE, B, "2025-06-30", (B,)),
        # No date at all: any day up to the one on which it was entered.
        (UNKNOWN, B, "2020-01-01", (A, B)),
        (UNKNOWN, B, "2026-03-09", (A, B)),
        (UNKNOWN, B, "2026-03-10", (B,)),
        # A vague date ends with the day on which it was entered.
        ((told(A, B, "2026"),), B, "2026-06-01", (A, B)),
        ((told(A, B, "2026"),), B, ENTERED, (B,)),
        # Two moves, entered in the wrong order.
        (TWICE, C, "2025-01-01", (A,)),
        (TWICE, C, "2025-12-31", (B,)),
        (TWICE, C, "2026-02-01", (C,)),
        # Came from outside: before that nowhere with us.
        ((told(None, A, "2026-10"),), A, "2025-12-31", (None,)),
        ((told(None, A, "2026-10"),), A, "2026-10-15", (None, A)),
        # Nothing was ever told: as it is today, as far as is known.
        ((), A, "2015-01-01", (A,)),
    ],
)
def test_what_held_on_a_day(
    changes: tuple[Told, ...], now: Fact, day: str, values: tuple[Fact, ...]
) -> None:
    assert possible(course(changes, now, ENTERED), now, day) == values


def test_a_change_nobody_dated_came_after_the_one_it_follows() -> None:
    turns = course((told(A, B, "2025-06-15"), told(B, C, None, "2026-03-10")), C, ENTERED)
    assert possible(turns, C, "2025-06-14") == (A,)
    assert possible(turns, C, "2025-06-15") == (B, C)
    assert possible(turns, C, "2026-03-10") == (C,)


def test_a_change_nobody_dated_came_before_the_one_that_follows_it() -> None:
    turns = course((told(A, B, None, "2026-03-10"), told(B, C, "2025-06-15")), C, ENTERED)
    assert possible(turns, C, "2025-06-14") == (A, B)
    assert possible(turns, C, "2025-06-15") == (C,)


def test_what_an_older_program_changed_without_a_word_happened_some_time_before() -> None:
    turns = course((), B, "2026-03-10", [A])
    assert possible(turns, B, "2025-12-31") == (A, B)
    assert possible(turns, B, "2026-03-10") == (B,)
    after_a_move = course(MOVED, C, "2026-03-10")
    assert possible(after_a_move, C, "2025-06-14") == (A,)
    assert possible(after_a_move, C, "2025-12-31") == (B, C)
    assert possible(after_a_move, C, "2026-03-10") == (C,)


def test_a_correction_and_what_was_taken_back_never_were() -> None:
    wrong = Told(A, B, None, "2026-03-10", correction=True)
    assert course((wrong,), B, "2026-03-10", [A]) == ()
    undone = Told(A, C, "2026-02", "2026-03-10", taken_back=True)
    assert course((undone,), A, "2026-03-11", [A, C]) == ()
    # The branch of the move itself was wrong: the move stays, its end is put right.
    right = Told(B, C, None, "2026-03-10", correction=True)
    turns = course((*MOVED, right), C, "2026-03-10", [A, B])
    assert possible(turns, C, "2025-12-31") == (C,)
    assert possible(turns, C, "2025-06-14") == (A,)


def test_other_facts_date_what_nobody_dated() -> None:
    turns = course(
        (told("发展对象", "预备党员", None),), "预备党员", ENTERED, (), lambda _, __: "2025-07-01"
    )
    assert possible(turns, "预备党员", "2025-06-30") == ("发展对象",)
    assert possible(turns, "预备党员", "2025-07-01") == ("预备党员",)


def test_the_days_of_a_year_fall_into_spans() -> None:
    turns = course(VAGUE, B, ENTERED)
    assert spans(turns, B, "2025-01-01", "2025-12-31") == [
        ("2025-01-01", "2025-05-31", (A,)),
        ("2025-06-01", "2025-06-29", (A, B)),
        ("2025-06-30", "2025-12-31", (B,)),
    ]
    assert spans(turns, B, "2026-01-01", "2026-12-31") == [("2026-01-01", "2026-12-31", (B,))]


_DATES = st.one_of(
    st.none(),
    st.dates(min_value=datetime.date(2023, 1, 1), max_value=datetime.date(2026, 11, 20)).flatmap(
        lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
    ),
)
_TOLD = st.builds(
    Told, st.sampled_from([A, B, C, None]), st.sampled_from([A, B, C]), _DATES, st.just(ENTERED)
)


@given(st.lists(_TOLD, max_size=4), st.sampled_from([A, B, C]), st.sampled_from([A, B, C]))
def test_what_is_dated_after_a_day_changes_nothing_on_it(
    before: list[Told], now: bytes, then: bytes
) -> None:
    day = "2025-12-31"
    later = Told(now, then, "2026-05-01", ENTERED)
    whole = course(before, now, "2026-04-30")
    # Whatever was entered before ends with `now`; the move of May cannot reach back.
    known = possible(whole, now, "2026-05-01")
    if known != (now,):
        return
    moved = course([*before, later], then, ENTERED)
    if all(one.from_on is not None and one.from_on < "2026" for one in before):
        assert possible(moved, then, day) == possible(whole, now, day)


@given(st.lists(_TOLD, max_size=5), st.sampled_from([A, B, C]))
def test_today_is_always_certain_and_spans_say_what_days_say(
    changes: list[Told], now: bytes
) -> None:
    turns = course(changes, now, ENTERED)
    assert possible(turns, now, ENTERED) == (now,)
    assert [t.first for t in turns] == sorted(t.first for t in turns)
    assert [t.last for t in turns] == sorted(t.last for t in turns)
    for span in spans(turns, now, "2025-01-01", "2025-12-31"):
        assert possible(turns, now, span.first) == span.values
        assert possible(turns, now, span.last) == span.values
