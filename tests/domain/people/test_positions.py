"""单位及职务: entered words and posts together, nothing twice."""

import pytest

from app.domain.people.positions import position_words


@pytest.mark.parametrize(
    ("entered", "posts", "said"),
    [
        ("", [], ""),
        ("务农", [], "务农"),
        ("", ["书记"], "书记"),
        ("务农", ["组织委员", "组织委员"], "组织委员"),
        ("镇卫生院医生", ["副书记"], "镇卫生院医生、副书记"),
        ("李家村党支部书记", ["书记"], "李家村党支部书记"),
        ("", ["书记", "白水乡党委委员"], "书记、白水乡党委委员"),
    ],
)
def test_what_is_said(entered: str, posts: list[str], said: str) -> None:
    assert position_words(entered, posts) == said
