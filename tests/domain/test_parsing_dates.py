"""Dates at the precision that is known."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.known_days import agrees, earliest, latest
from app.domain.partial_date import full_day, partial_date


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1985.03", "1985-03"), ("1985.3", "1985-03"), ("1985-3-5", "1985-03-05"),
        ("1985/3/5", "1985-03-05"), ("1985年3月", "1985-03"), ("1985年3月5日", "1985-03-05"),
        ("198503", "1985-03"), ("19850301", "1985-03-01"), ("1985", "1985"), ("1985年", "1985"),
        (" 1985 . 3 ", "1985-03"), ("１９８５．０３", "1985-03"), ("1985。3", "1985-03"),
        ("1985年 3月 5日", "1985-03-05"), ("1985-03-05 00:00:00", "1985-03-05"),
        ("1985年3月5号", "1985-03-05"), ("'1985.03", "1985-03"), ("1985、3", "1985-03"),
        (198503, "1985-03"), (19850301.0, "1985-03-01"), (1985, "1985"), (1985.03, "1985-03"),
        (1985.12, "1985-12"), (1985.2, "1985-02"),
        (datetime.date(1985, 3, 5), "1985-03-05"),
        (datetime.datetime(1985, 3, 5, tzinfo=datetime.UTC), "1985-03-05"),
    ],
)  # fmt: skip
def test_read(written: str | float | datetime.date, kept: str) -> None:
    assert partial_date(written) == kept


@pytest.mark.parametrize(
    "written",
    ["20240230", "2024.2.30", "2023-02-29", "1985.13", "1985.0", "85.3", "1785.3", "2199.1",
     "Mar-85", "三月", "", "198505011", "19853", 31107, 1985.1, 2.5, 0, 1e20, float("inf")],
)  # fmt: skip
def test_refused(written: str | float) -> None:
    with pytest.raises(InvalidInput) as refused:
        partial_date(written)
    assert refused.value.problems["date"]


def test_a_full_day_is_asked_for() -> None:
    assert full_day("2026.3.5") == "2026-03-05"
    with pytest.raises(InvalidInput):
        full_day("2026.3")


@pytest.mark.parametrize(
    ("kept", "first", "last"),
    [
        ("1985", (1985, 1, 1), (1985, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2024-02-03", (2024, 2, 3), (2024, 2, 3)),
    ],
)
def test_what_it_may_mean(
    kept: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert earliest(kept) == datetime.date(*first)
    assert latest(kept) == datetime.date(*last)


def test_agreement_goes_as_far_as_both_are_known() -> None:
    assert agrees("1985", "1985-03-05")
    assert agrees("1985-03-05", "1985-03")
    assert not agrees("1985-03", "1985-04-05")


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(".-/"))
def test_every_day_in_every_shape(day: datetime.date, mark: str) -> None:
    plain = f"{day.year}{mark}{day.month}{mark}{day.day}"
    assert partial_date(plain) == partial_date(f"{day:%Y%m%d}") == day.isoformat()
    assert partial_date(f"{day.year}年{day.month}月") == day.isoformat()[:7]


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers()))
def test_anything_is_read_or_refused(written: str | float) -> None:
    try:
        kept = partial_date(written)
    except InvalidInput:
        return
    assert len(kept) in (4, 7, 10)
    assert earliest(kept) <= latest(kept)


@pytest.mark.parametrize(
    "midnight",
    [
        "1968/4/12 0:00:00",
        "1968/4/12 0:00",
        "1968-04-12 00:00:00.000",
        "1968-04-12T00:00:00",
        "1968-04-12T00:00:00Z",
        "1968-04-12T00:00:00+08:00",
        "1968/4/12 12:00:00 AM",
        "1968/4/12 上午 12:00:00",
        "1968年4月12日 0:00:00",
        "1968年4月12日0时0分0秒",
        "1968.4.12 0：00",
        "1968/4/12　0:00:00",
        "1968年4月12日 星期五",
        "1968/4/12 周五 0:00",
        "19680412000000",
        "1968-4-12 凌晨0:00",
    ],
)
def test_midnight_is_only_how_a_program_writes_a_day(midnight: str) -> None:
    assert partial_date(midnight) == "1968-04-12"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("二〇〇五年三月", "2005-03"),
        ("二○○五年三月", "2005-03"),
        ("二零零五年十二月三十一日", "2005-12-31"),
        ("一九八五年三月", "1985-03"),
        ("1985年三月", "1985-03"),
        ("二〇〇五年元月", "2005-01"),
        ("二〇〇五年", "2005"),
        ("1985,3", "1985-03"),
        ("1985，03", "1985-03"),
        ("1985·03", "1985-03"),
        ("1985 03", "1985-03"),
        ("1985 3 5", "1985-03-05"),
        ("1985\n03\n05", "1985-03-05"),
        (".1985.03", "1985-03"),
        ("1985..03", "1985-03"),
        ("1985－03－05", "1985-03-05"),
    ],
)
def test_one_date_written_in_many_ways(written: str, kept: str) -> None:
    assert partial_date(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "1985-03-05 08:30",
        "1968/4/12 12:00:00",
        "1985.3 0:00",
        "1985.03-1986.03",
        "1985.03-04",
        "二〇〇五年正月",
        "二〇〇五年三月初五",
        "198503000000",
        "1985 0305",
    ],
)
def test_what_is_more_or_less_than_a_date(written: str) -> None:
    with pytest.raises(InvalidInput):
        partial_date(written)
