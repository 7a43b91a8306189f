"""Who was on the register on a day, worked by hand."""

from typing import NamedTuple

import pytest

from app.domain.held import Held
from app.domain.people.course import Fact, Told, course
from app.domain.people.membership import (
    Past,
    branches_on,
    categories_on,
    membership,
    past_of,
    why_uncertain,
)

HERE, THERE = b"a" * 16, b"b" * 16
END_2025 = "2025-12-31"
YES, NO, UNCERTAIN = Held.YES, Held.NO, Held.UNCERTAIN


class Somebody(NamedTuple):
    organization: bytes = HERE
    political_status: str = "正式党员"
    status: str = "正常"
    status_on: str | None = None
    joined_on: str | None = "2001-07"
    full_on: str | None = None
    past: Past | None = None


def known(field: str, *changes: tuple[Fact, Fact, str | None]) -> dict[str, list[Told]]:
    return {field: [Told(before, after, on, "2026-11-20") for before, after, on in changes]}


def somebody(told: dict[str, list[Told]] | None = None, **fields: object) -> Somebody:
    bare = Somebody(**fields)  # type: ignore[arg-type]
    if told is None:
        return bare
    return bare._replace(past=past_of(bare, told, {}, {}))


CASES = {
    "member for long": (somebody(), YES),
    "joined in October 2026": (somebody(joined_on="2026-10"), NO),
    "joined in 2025, month unknown": (somebody(joined_on="2025"), YES),
    "joined on the last day": (somebody(joined_on=END_2025), YES),
    "left in 2026": (somebody(status="已转出", status_on="2026-03"), YES),
    "left in 2025": (somebody(status="已转出", status_on="2025-12"), NO),
    "left, nobody knows when": (
        somebody(known("status", ("正常", "已转出", None)), status="已转出"),
        UNCERTAIN,
    ),
    "came from outside in October 2026": (
        somebody(known("organization", (None, HERE, "2026-10"))),
        NO,
    ),
    "came from outside, nobody knows when": (
        somebody(known("organization", (None, HERE, None))),
        UNCERTAIN,
    ),
    "left in 2024, came back in 2026": (
        somebody(known("status", ("正常", "停止党籍", "2024-05"), ("停止党籍", "正常", "2026-02"))),
        NO,
    ),
    "left in 2024, came back in March 2025": (
        somebody(known("status", ("正常", "停止党籍", "2024-05"), ("停止党籍", "正常", "2025-03"))),
        YES,
    ),
    "came back, nobody knows when": (
        somebody(known("status", ("正常", "停止党籍", "2024-05"), ("停止党籍", "正常", None))),
        UNCERTAIN,
    ),
    "党员 since 2026 by the change, no 入党日期": (
        somebody(known("political_status", ("发展对象", "正式党员", "2026-06")), joined_on=None),
        NO,
    ),
    "党员 by a change nobody dated, 入党日期 says when": (
        somebody(
            known("political_status", ("发展对象", "预备党员", None)),
            political_status="预备党员",
            joined_on="2025-07-01",
        ),
        YES,
    ),
    "an activist": (somebody(political_status="入党积极分子"), NO),
    "was 党员 until 2026": (
        somebody(
            known("political_status", ("正式党员", "群众", "2026-04")), political_status="群众"
        ),
        YES,
    ),
}


@pytest.mark.parametrize(("person", "answer"), CASES.values(), ids=CASES)
def test_on_the_register_at_the_end_of_2025(person: Somebody, answer: Held) -> None:
    assert membership(person, END_2025) is answer
    assert bool(why_uncertain(person, END_2025)) is (answer is UNCERTAIN)


@pytest.mark.parametrize(
    ("day", "category"),
    [
        ("2024-06-30", ("未入党",)),
        ("2024-07-15", ("未入党", "预备党员")),
        ("2024-07-31", ("预备党员",)),
        ("2025-07-09", ("预备党员",)),
        ("2025-07-10", ("正式党员",)),
    ],
)
def test_from_probationary_to_full(day: str, category: tuple[str, ...]) -> None:
    person = somebody(joined_on="2024-07", full_on="2025-07-10")
    assert categories_on(person, day) == category
    assert membership(person, day, ("正式党员",)) is (YES if category == ("正式党员",) else NO)


def test_the_branch_of_then() -> None:
    person = somebody(known("organization", (THERE, HERE, "2025-06")))
    assert branches_on(person, "2025-05-31") == (THERE,)
    assert branches_on(person, "2025-06-15") == (THERE, HERE)
    assert branches_on(person, END_2025) == (HERE,)
    assert membership(person, "2025-06-15") is YES


def test_the_date_of_the_status_column_goes_before_the_one_told_first() -> None:
    """状态日期 was corrected after the change was entered."""
    person = somebody(
        known("status", ("正常", "已转出", "2025-11")), status="已转出", status_on="2026-01"
    )
    assert membership(person, END_2025) is YES


def test_nothing_told_is_no_past() -> None:
    assert past_of(Somebody(), {}, {}, {}) is None
    assert course((), HERE, "2026-11-20") == ()
