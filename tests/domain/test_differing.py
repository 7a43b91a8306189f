"""Which parts of two values are marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.differing import differing_parts


@pytest.mark.parametrize(
    ("text", "other", "marked"),
    [
        ("李家村村委会主任", "李家村村委会委员", ["主任"]),
        ("139****0001", "139****0000", ["1"]),
        ("出勤", "缺勤", ["出勤"]),
        ("青山镇政府办事员", "县委党校教师", ["青山镇政府办事员"]),
        ("同样的一句话", "同样的一句话", []),
        ("", "原来的值", []),
        ("新填的值", "", ["新填的值"]),
    ],
)
def test_what_is_marked(text: str, other: str, marked: list[str]) -> None:
    assert [piece for piece, differs in differing_parts(text, other) if differs] == marked


@given(st.text(max_size=30), st.text(max_size=30))
def test_nothing_of_the_text_is_lost(text: str, other: str) -> None:
    assert "".join(piece for piece, _ in differing_parts(text, other)) == text
