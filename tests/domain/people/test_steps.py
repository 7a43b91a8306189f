"""What follows what in 发展党员, and how long 延长预备期 may be."""

from datetime import date

import pytest

from app.domain.people.steps import COURSE, LONGER, length_problem, months_later, steps_from


def test_what_follows_what() -> None:
    assert COURSE == ("入党申请人", "入党积极分子", "发展对象", "预备党员", "正式党员")
    assert steps_from("群众") == COURSE
    assert steps_from("入党积极分子") == ("发展对象", "预备党员", "正式党员")
    assert steps_from("预备党员") == ("正式党员", LONGER)
    assert steps_from("正式党员") == ()


@pytest.mark.parametrize(
    ("since", "until", "word"),
    [
        ("2026-05-20", "2026-11-20", ""),
        ("2026-05-20", "2026-11-19", "不能少于半年"),
        ("2026-05-20", "2027-05-20", ""),
        ("2026-05-20", "2027-05-21", "最长一年"),
        ("2026-05-20", "2026-05-01", "不能少于半年"),
        ("2026-05", "2026-11", ""),
        ("2026", "2027-06", ""),
        ("2026-05", "2027-06", "最长一年"),
    ],
)
def test_half_a_year_to_a_year(since: str, until: str, word: str) -> None:
    found = length_problem(since, until)
    assert (word in found) if word else not found


def test_the_last_day_of_a_shorter_month() -> None:
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 1), 12) == date(2027, 12, 1)
