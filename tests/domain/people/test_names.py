"""Names as kept, compared, sorted and found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.people.names import clean_name, match_key, search_key, sort_key

RARE = ["李㛃", "王䶮", "张𬱖", "陈喆", "刘堃", "阿依古丽·买买提"]


@pytest.mark.parametrize("name", [*RARE, "欧阳修", "John Smith", "阿不都 热合曼"])
def test_kept_exactly(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("张 三", "张三"),
        (" 张　三 ", "张三"),
        ("欧 阳 修", "欧阳修"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("⽅大明", "方大明"),
    ],
)
def test_cleaned(entered: str, kept: str) -> None:
    assert clean_name(entered) == kept


@pytest.mark.parametrize(
    "name", ["", "  ", "张\u200b三", "张\x00三", "\u202e三张", "12", "—", "张" * 51]
)
def test_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        clean_name(name)
    assert refused.value.problems


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("单雄信", "shan4"), ("仇英", "qiu2"), ("解缙", "xie4"), ("查良镛", "zha1"),
        ("曾国藩", "zeng1"), ("区寄", "ou1"), ("覃辉", "qin2"), ("翟志刚", "zhai2"),
        ("缪荃孙", "miao4"), ("万俟卨", "mo4"), ("尉迟恭", "yu4"), ("乐毅", "yue4"),
    ],
)  # fmt: skip
def test_surnames_in_their_own_reading(name: str, start: str) -> None:
    assert sort_key(name).startswith(f"{start} {name[0]}")


def test_order_is_by_pinyin_and_keeps_one_surname_together() -> None:
    names = ["张三", "单一", "章二", "张一", "赵六", "安七"]
    assert sorted(names, key=sort_key) == ["安七", "单一", "张三", "张一", "章二", "赵六"]


@pytest.mark.parametrize(
    "typed",
    ["单雄", "雄信", "shanxiong", "danxiong", "sxx", "dxx", "13812345678", "5678", "007x"],
)
def test_found_by(typed: str) -> None:
    assert typed in search_key("单雄信", "43010219680307007X", "13812345678")


def test_found_by_more_than_one_spelling() -> None:
    for typed in ("lvbu", "lubu", "lyubu", "lb", "吕布"):
        assert typed in search_key("吕布", None, None)
    assert "阿依古丽买买提" in search_key("阿依古丽·买买提", None, None)
    assert "07318123456" in search_key("张三", None, "0731-8123456")


def test_match_key_ignores_what_people_write_differently() -> None:
    same = {match_key(name) for name in ("阿依古丽·买买提", "阿依古丽 买买提", "阿依古丽买买提")}
    assert len(same) == 1
    assert match_key("张三") != match_key("张珊")


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    try:
        once = clean_name(text)
    except InvalidInput:
        return
    assert clean_name(once) == once
    assert sort_key(once)
    assert once.casefold() in search_key(once, None, None)
