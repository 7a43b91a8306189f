"""Dates as people type them: what is added is said, what may be two dates is asked."""

import datetime

import pytest

from app.domain.typed_date import NOTHING, typed_date, typed_day, typed_slot, weekday

TODAY = datetime.date(2026, 11, 30)  # a Monday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-27", "2026-11-27"),
        ("20261127", "2026-11-27"),
        ("2026.11.27", "2026-11-27"),
        ("2026/11/27", "2026-11-27"),
        ("2026年11月27日", "2026-11-27"),
        ("2026 11 27", "2026-11-27"),
        ("11.27", "2026-11-27"),
        ("11-27", "2026-11-27"),
        ("11/27", "2026-11-27"),
        ("11月27日", "2026-11-27"),
        ("11月27号", "2026-11-27"),
        ("11月27", "2026-11-27"),
        ("１１．２７", "2026-11-27"),
        ("11。27", "2026-11-27"),
        ("11、27", "2026-11-27"),
        ("11 27", "2026-11-27"),
        ("1127", "2026-11-27"),
        ("305", "2026-03-05"),
        ("0305", "2026-03-05"),
        ("3.5", "2026-03-05"),
        ("27日", "2026-11-27"),
        ("27号", "2026-11-27"),
        ("十一月二十七日", "2026-11-27"),
        ("三月五号", "2026-03-05"),
        ("26.11.27", "2026-11-27"),
        ("26-3-5", "2026-03-05"),
        ("26年11月27日", "2026-11-27"),
        ("261127", "2026-11-27"),
        ("今天", "2026-11-30"),
        ("明天", "2026-12-01"),
        ("昨天", "2026-11-29"),
        ("后天", "2026-12-02"),
        ("大后天", "2026-12-03"),
        ("前天", "2026-11-28"),
        ("周五", "2026-12-04"),
        ("本周三", "2026-12-02"),
        ("这周日", "2026-12-06"),
        ("下周一", "2026-12-07"),
        ("下星期二", "2026-12-08"),
        ("下礼拜天", "2026-12-13"),
        ("上周五", "2026-11-27"),
        ("下下周一", "2026-12-14"),
        ("明年1月5日", "2027-01-05"),
        ("去年11.27", "2025-11-27"),
        ("1.5", "2027-01-05"),
        ("2.20", "2026-02-20"),
        ("2028-02-29", "2028-02-29"),
    ],
)
def test_a_day_as_it_is_typed(typed: str, day: str) -> None:
    assert typed_day(typed, TODAY).value == day


@pytest.mark.parametrize("typed", ["11.27", "1127", "1.5", "26.11.27", "27日"])
def test_what_was_added_is_said(typed: str) -> None:
    assert "年份" in typed_day(typed, TODAY).note


@pytest.mark.parametrize("typed", ["2026-11-27", "20261127", "明天", "下周一"])
def test_nothing_is_said_where_nothing_was_added(typed: str) -> None:
    assert typed_day(typed, TODAY).note == ""


@pytest.mark.parametrize(
    "typed",
    ["", "1", "11", "13.5", "11.32", "abc", "2026", "202611", "周八", "11.27.", "031", "99.1.1"],
)
def test_what_is_no_day_or_not_yet_one_is_left_as_typed(typed: str) -> None:
    found = typed_day(typed, TODAY)
    assert found.value == ("2026-11-27" if typed == "11.27." else "")


def test_the_year_of_the_last_day_goes_on_from_the_first() -> None:
    assert typed_day("1.3", TODAY, after="2026-12-30").value == "2027-01-03"
    assert typed_day("12.31", TODAY, after="2026-12-30").value == "2026-12-31"
    assert typed_day("3.8", TODAY, after="2025-03-05").value == "2025-03-08"


def test_a_day_alone_is_of_the_month_in_which_the_class_begins() -> None:
    """Typed in November for a class at the end of December: never eleven months later."""
    assert typed_day("30日", TODAY, after="2026-12-28").value == "2026-12-30"
    assert typed_day("2号", TODAY, after="2026-12-28").value == "2027-01-02"
    assert typed_day("31日", TODAY, after="2026-11-05").note == "没有这一天"
    assert typed_day("30日", TODAY, after="2028-01-31").note == "没有这一天"
    assert typed_day("29日", TODAY, after="2028-01-31").value == "2028-02-29"
    assert typed_day("明年3日", TODAY, after="2026-12-28").value == "2027-11-03"


@pytest.mark.parametrize(("typed", "after"), [("11.3", "2026-11-05"), ("12.27", "2026-12-28")])
def test_a_day_before_the_first_one_is_not_next_year(typed: str, after: str) -> None:
    found = typed_day(typed, TODAY, after=after)
    assert found.value == ""
    assert found.note == f"早于开始日期 {after}"
    assert typed_day(f"2027.{typed}", TODAY, after=after).value


@pytest.mark.parametrize("typed", ["111", "112", "119", "121", "101", "109", "129", "1 1 1"])
def test_three_digits_that_are_two_days_are_asked(typed: str) -> None:
    for found in (typed_day(typed, TODAY), typed_date(typed, TODAY, may_add_year=True)):
        assert found.value == ""
        assert "还是" in found.note or " " in typed


@pytest.mark.parametrize(("typed", "day"), [("110", "01-10"), ("130", "01-30"), ("120", "01-20")])
def test_three_digits_that_are_one_day_are_taken(typed: str, day: str) -> None:
    assert typed_day(typed, TODAY).value == f"2027-{day}"


def test_in_january_december_was_last_year() -> None:
    assert typed_day("12.20", datetime.date(2027, 1, 4)).value == "2026-12-20"
    assert typed_day("2.3", datetime.date(2027, 1, 4)).value == "2027-02-03"


def test_a_leap_day_is_looked_for_in_the_years_around() -> None:
    assert typed_day("2.29", datetime.date(2028, 1, 10)).value == "2028-02-29"
    assert typed_day("2.29", datetime.date(2026, 6, 1)).note == "没有这一天"
    assert typed_day("二月三十日", TODAY).value == ""


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("1985", "1985"),
        ("1985.03", "1985-03"),
        ("198503", "1985-03"),
        ("1985年3月", "1985-03"),
        ("19850305", "1985-03-05"),
        ("11.27", "2026-11-27"),
        ("11月27日", "2026-11-27"),
        ("5月3日", "2026-05-03"),
        ("昨天", "2026-11-29"),
    ],
)
def test_a_date_keeps_the_precision_that_is_known(typed: str, date: str) -> None:
    assert typed_date(typed, TODAY, may_add_year=True).value == date


@pytest.mark.parametrize("typed", ["05.03", "5-3", "0503", "85.03"])
def test_what_may_be_a_year_and_a_month_is_asked(typed: str) -> None:
    found = typed_date(typed, TODAY, may_add_year=True)
    assert found.value == ""
    assert typed.startswith("85") or "年份" in found.note


@pytest.mark.parametrize("typed", ["11.27", "11月27日", "1127"])
def test_no_year_is_ever_added_to_a_birthday(typed: str) -> None:
    found = typed_date(typed, TODAY, may_add_year=False)
    assert found.value == ""
    assert "年份" in found.note
    assert typed_date("今天", TODAY, may_add_year=False) == NOTHING


@pytest.mark.parametrize(
    ("typed", "slot"),
    [
        ("上午", "上午"),
        ("早上", "上午"),
        ("9点", "上午"),
        ("0900", "上午"),
        ("9:00", "上午"),
        ("９：３０", "上午"),
        ("8点半", "上午"),
        ("am", "上午"),
        ("上午9点", "上午"),
        ("14:30", "下午"),
        ("2点", "下午"),
        ("1430", "下午"),
        ("下午", "下午"),
        ("下午2点半", "下午"),
        ("中午", "下午"),
        ("19:30", "晚上"),
        ("晚上7点", "晚上"),
        ("晚", "晚上"),
        ("7点", ""),
        ("0960", ""),
        ("9:75", ""),
        ("25点", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_a_time_is_a_half_day(typed: str, slot: str) -> None:
    assert typed_slot(typed) == slot


def test_the_day_of_the_week() -> None:
    assert weekday("2026-11-30") == "星期一"
    assert weekday("2026-12-06") == "星期日"
