"""Dates that say less or more than a date: only what is certain is kept."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.known_days import earliest
from app.domain.people.loose_dates import DateHints, loose_date

TODAY = datetime.date(2026, 11, 30)
HINTS = DateHints(TODAY, "1968-04-12")


@pytest.mark.parametrize(
    ("field", "cell", "date", "how"),
    [
        ("birth_date", "1968.04（57岁）", "1968-04", "年龄"),
        ("birth_date", "1968.04\n(57 周岁)", "1968-04", "年龄"),
        ("birth_date", "1968.04 57岁", "1968-04", "年龄"),
        ("birth_date", "68.04", "1968-04", "两位"),
        ("birth_date", "68年4月12日", "1968-04-12", "两位"),
        ("joined_on", "85.03", "1985-03", "两位"),
        ("joined_on", "05年3月", "2005-03", "两位"),
        ("joined_on", "'99.7", "1999-07", "两位"),
        ("birth_date", "1968年4月生", "1968-04", ""),
        ("joined_on", "1985.03（预备）", "1985-03", "预备"),
        ("joined_on", "1985年3月5日入党", "1985-03-05", ""),
        ("joined_on", "1985年3月份", "1985-03", ""),
        ("joined_on", "1985年春", "1985", "只记到年"),
        ("joined_on", "1985年上半年", "1985", "只记到年"),
        ("joined_on", "1985年3月上旬", "1985-03", "只记到月"),
        ("joined_on", "1985-03-00", "1985-03", "只记到月"),
        ("joined_on", "1985.00", "1985", "只记到年"),
        ("joined_on", "1985-03-05 08:30", "1985-03-05", "钟点"),
        ("birth_date", "1968-04-11T16:00:00.000Z", "1968-04-12", "北京时间"),
        ("joined_on", "March 1985", "1985-03", ""),
        ("joined_on", "5-Mar-1985", "1985-03-05", ""),
        ("joined_on", "Mar-85", "1985-03", "两位"),
        ("joined_on", "25/03/1985", "1985-03-25", ""),
    ],
)
def test_kept(field: str, cell: str, date: str, how: str) -> None:
    found = loose_date(field, cell, HINTS)
    assert found is not None
    assert found[0] == date
    assert how in found[1]
    assert bool(found[1]) == bool(how)


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("birth_date", "05.03"),
        ("joined_on", "05.03"),
        ("joined_on", "11.27"),
        ("joined_on", "Mar-05"),
        ("joined_on", "约1985年"),
        ("joined_on", "农历1985.3"),
        ("joined_on", "1985.03（农历）"),
        ("joined_on", "1985.03/1986.03"),
        ("joined_on", "2005年3月（转正）"),
        ("full_on", "1985.03（入党）"),
        ("joined_on", "3/5/1985"),
        ("joined_on", "昭和60年"),
        ("joined_on", "民国三十七年"),
        ("joined_on", "1985.13"),
        ("joined_on", "31111"),
        ("joined_on", "1985031"),
        ("birth_date", "1968-04-11T15:30:00Z"),
        ("joined_on", "1985-03-05 25:00"),
        ("joined_on", "85.13"),
        ("joined_on", "2099年3月初"),
        ("joined_on", "文革时期"),
    ],
)
def test_left_out(field: str, cell: str) -> None:
    assert loose_date(field, cell, HINTS) is None


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("joined_on", "未入党"),
        ("joined_on", "非党员"),
        ("joined_on", "待定"),
        ("full_on", "未转正"),
        ("full_on", "预备期"),
        ("full_on", "未到期"),
    ],
)
def test_there_is_none(field: str, cell: str) -> None:
    assert loose_date(field, cell, HINTS) == ("", "")


def test_january_or_october_is_told_by_the_id_number_alone() -> None:
    for born, date in (("1968-10-12", "1968-10"), ("1968-01-12", "1968-01")):
        found = loose_date("birth_date", "1968.1", DateHints(TODAY, born, zero_lost=True))
        assert found is not None
        assert found[0] == date
    for field, known in (
        ("birth_date", "1968-04-12"),
        ("birth_date", None),
        ("joined_on", "1945-10-12"),
    ):
        assert loose_date(field, "1968.1", DateHints(TODAY, known, zero_lost=True)) is None


@given(
    st.sampled_from(["birth_date", "joined_on", "full_on", "status_on"]),
    st.one_of(
        st.text(max_size=24),
        st.text(alphabet="0123456789.年月日-/（）()岁约春入党 :TZ", max_size=20),
    ),
    st.sampled_from([None, "1968-04-12", "2001-12-31"]),
)
def test_never_raises_and_never_says_more_than_was_written(
    field: str, cell: str, born: str | None
) -> None:
    found = loose_date(field, cell, DateHints(TODAY, born))
    if found is None or not found[0]:
        return
    date = found[0]
    assert earliest(date) <= TODAY
    digits = sum(letter.isdigit() for letter in cell)
    # A month needs a year of two digits and one more; a day one more still.
    assert digits >= {4: 4, 7: 3, 10: 4}[len(date)] or any(letter.isalpha() for letter in cell)
    again = loose_date(field, date, DateHints(TODAY, born))
    assert again is not None
    assert again[0] == date
