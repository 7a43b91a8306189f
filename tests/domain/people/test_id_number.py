"""Which texts are an ID number, and what the digits say."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.masking import mask_id_number, mask_phone
from app.domain.people.id_number import check_id_number, completed
from tests.roster_corpus.people import id_number, old_number, wrong_check

TODAY = datetime.date(2026, 11, 21)
GOOD = id_number("19680307", 123)


@pytest.mark.parametrize(
    ("text", "born", "sex"),
    [
        (GOOD, "1968-03-07", "男"),
        (f"  {GOOD[:6]} {GOOD[6:14]} {GOOD[14:]} ", "1968-03-07", "男"),
        (f"'{GOOD}", "1968-03-07", "男"),
        ("".join(chr(ord(digit) + 0xFEE0) for digit in GOOD), "1968-03-07", "男"),
        ("\u202d" + GOOD + "\u202c", "1968-03-07", "男"),
        (id_number("19680307", 124), "1968-03-07", "女"),
        (id_number("19680307", 123, "810000"), "1968-03-07", "男"),
        (id_number("19680307", 124, "830000"), "1968-03-07", "女"),
        (id_number("19680307", 123, "931156"), "1968-03-07", "男"),
        (id_number("19680307", 123, "000000"), "1968-03-07", "男"),
    ],
)
def test_accepted(text: str, born: str, sex: str) -> None:
    found = check_id_number(text, TODAY)
    assert (found.birth_date, found.sex, found.old) == (born, sex, False)
    assert found.text == completed(found.text)
    assert found.text.isascii()


@pytest.mark.parametrize("last", ["x", "X", "Ｘ", "х", "×"])
def test_every_way_to_write_x(last: str) -> None:
    number = next(made for n in range(1, 99) if (made := id_number("19850301", n)).endswith("X"))
    assert check_id_number(number[:17] + last, TODAY).text == number


def test_old_number_is_kept_and_matched_by_its_long_form() -> None:
    found = check_id_number(old_number(GOOD), TODAY)
    assert found.old
    assert found.text == old_number(GOOD)
    assert completed(found.text) == GOOD
    assert completed(GOOD) == GOOD


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "请填写"),
        (wrong_check(GOOD), "校验位"),
        (id_number("19700101", 10)[:15] + "000", "000"),
        (GOOD[:17], "17 位"),
        (GOOD + "1", "19 位"),
        ("4.40785E+17", "数值"),
        ("43010219680307123O", "只能由数字"),
        ("G12345678", "只能由数字"),
        (id_number("19680230", 123), "不存在"),
        (id_number("20990101", 123), "不存在"),
        (id_number("18991231", 123), "不存在"),
    ],
)
def test_refused(text: str, part: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_id_number(text, TODAY)
    assert part in refused.value.problems["id_number"]


@given(
    st.dates(datetime.date(1900, 1, 1), TODAY),
    st.integers(0, 999),
    st.integers(100_000, 999_999),
)
def test_every_made_number_is_accepted_and_no_other_last_digit(
    born: datetime.date, order: int, area: int
) -> None:
    number = id_number(f"{born:%Y%m%d}", order, str(area))
    found = check_id_number(number, TODAY)
    assert found.birth_date == born.isoformat()
    assert found.sex == ("男" if order % 2 else "女")
    for digit in set("0123456789X") - {number[17]}:
        with pytest.raises(InvalidInput):
            check_id_number(number[:17] + digit, TODAY)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        kept = check_id_number(text, TODAY).text
    except InvalidInput:
        return
    assert len(kept) in (15, 18)


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (mask_id_number, "430102196803071239", "430102********1239"),
        (mask_id_number, "430102680307123", "430102*****7123"),
        (mask_id_number, "12345678", "12****78"),
        (mask_id_number, None, ""),
        (mask_phone, "13812345678", "138****5678"),
        (mask_phone, "0731-8123456", "0731-***3456"),
        (mask_phone, "", ""),
    ],
)
def test_masking(mask: object, text: str | None, shown: str) -> None:
    assert callable(mask)
    assert mask(text) == shown


@given(st.text(min_size=1, max_size=20))
def test_a_mask_never_shows_everything(text: str) -> None:
    assert mask_id_number(text).count("*") >= max(1, len(text) // 3)
