"""Which characters are kept, which are shown as a sign, and what is left of a code."""

import json

import pytest

from app.domain.characters import SIGN, one_line, plain_code, refuse_invisible, visible, written_out
from app.domain.errors import InvalidInput

SHOWN = [
    ("李㛃", "李㛃"),
    ("阿依古丽·买买提", "阿依古丽·买买提"),
    ("甲\t乙\n丙\u3000丁", "甲\t乙\n丙\u3000丁"),
    ("甲\x1b[2J", f"甲{SIGN}[2J"),
    ("\x9b2J甲", f"{SIGN}2J甲"),
    ("甲\u202e乙", f"甲{SIGN}乙"),
    ("甲\u2067乙", f"甲{SIGN}乙"),
    ("甲\u200b乙", f"甲{SIGN}乙"),
    ("甲\u3164乙", f"甲{SIGN}乙"),
    ("甲\U000e0041乙", f"甲{SIGN}乙"),
    ("葛\U000e0100", "葛\U000e0100"),  # which shape of the letter is meant
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_what_nobody_sees_is_a_sign_and_is_not_let_in(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(shown) == shown
    if SIGN not in shown:
        refuse_invisible(text, "name")
        return
    with pytest.raises(InvalidInput) as refused:
        refuse_invisible(text, "name")
    place = shown.index(SIGN)
    assert f"第 {place + 1} 个字符" in refused.value.problems["name"]
    assert f"U+{ord(text[place]):04X}" in refused.value.problems["name"]


@pytest.mark.parametrize(("text", "_shown"), SHOWN)
def test_json_stays_the_same_json(text: str, _shown: str) -> None:
    spelled = written_out(json.dumps({"name": text}, ensure_ascii=False))
    assert json.loads(spelled) == {"name": text}
    assert visible(spelled) == spelled


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110105 19800101 0012", "110105198001010012"),
        ("１１０１０５", "110105"),
        ("12\u200b34", "1234"),
        ("x-1", "x-1"),
        ("", ""),
    ],
)
def test_a_code_is_what_a_keyboard_types(text: str, code: str) -> None:
    assert plain_code(text) == code


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("李家村\n党支部", "李家村党支部"),
        ("  书记  ", "书记"),
        ("Party  School", "Party School"),
        ("第一\u3000第二", "第一第二"),
        ("", ""),
    ],
)
def test_a_cell_of_several_lines_is_one(text: str, line: str) -> None:
    assert one_line(text) == line
