"""Text never leaves its place, loses nothing unsaid, and breaks where a typesetter would."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.line_breaker import break_lines, measured
from app.reports.text_fit import fit

# Every character as wide as it is high, except Latin: the usual widths of Chinese type.
WIDTHS = defaultdict(lambda: 1.0, {chr(code): 0.5 for code in range(0x20, 0x7F)})

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("石桥村党支部", 6, ["石桥村党支部"]),
        ("石桥村党支部书记", 5, ["石桥村党支", "部书记"]),
        ("党支部书记、村委会主任", 5, ["党支部书", "记、村委会", "主任"]),
        ("镇党校（二楼）", 4, ["镇党校", "（二楼）"]),
        ("阿依古丽·买买提", 6, ["阿依古丽·", "买买提"]),
        ("培训1,846人次", 4, ["培训", "1,846人", "次"]),
        ("abc defgh", 3, ["abc", "defgh"]),
        ("第一行\n第二行", 10, ["第一行", "第二行"]),
        ("", 5, [""]),
        ("很窄", 0.5, ["很", "窄"]),
    ],
)
def test_lines_break_where_they_should(text: str, room: float, lines: list[str]) -> None:
    assert list(break_lines(text, room, WIDTHS)) == lines


def test_the_first_line_leaves_its_indent_free() -> None:
    assert break_lines("一二三四五六", 4, WIDTHS, indent=2) == ("一二", "三四五六")


@pytest.mark.parametrize(
    ("text", "room", "lines", "size", "cut"),
    [
        ("李㛃", 40, 1, 10, False),
        ("维吾尔族", 35, 1, 8.5, False),
        ("2009.07.01", 40, 1, 8, False),
        ("石桥村党支部书记", 50, 2, 9.2, False),
        ("云" * 200, 50, 6, 6.5, True),
    ],
)
def test_text_shrinks_then_wraps_then_is_cut(
    text: str, room: float, lines: int, size: float, cut: bool
) -> None:
    fitted = fit(text, room, 10, WIDTHS, most_lines=4)
    assert (len(fitted.lines), round(fitted.size, 1), fitted.cut) == (lines, size, cut)


@given(TEXTS, st.floats(8, 300), st.integers(1, 5))
def test_nothing_leaves_its_place_or_is_lost_unsaid(text: str, room: float, most: int) -> None:
    fitted = fit(text, room, 10, WIDTHS, most)
    for line in fitted.lines:
        assert measured(line, WIDTHS) * fitted.size <= room + 0.01 or len(line) == 1
    assert len(fitted.lines) <= most * 1.5
    if not fitted.cut:
        assert "".join("".join(fitted.lines).split()) == "".join(text.split())
    else:
        assert fitted.lines[-1].endswith("…")
