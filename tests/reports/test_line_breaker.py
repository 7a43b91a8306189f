"""Running text breaks where a typesetter would, keeps words whole and never loses a character."""

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.reports.line_breaker import NOT_FIRST, NOT_LAST, Kept, break_lines, measured

# Every character as wide as it is high, except Latin: the usual widths of Chinese type.
WIDTHS = defaultdict(lambda: 1.0, {chr(code): 0.5 for code in range(0x20, 0x7F)})

HAN = "云岭县青山镇石桥村党支部书记委员会培训班学员阿依古丽买提李㛃王䶮张𬱖𠮷𪚥"
NAMES = st.builds("·".join, st.lists(st.text(HAN, min_size=2, max_size=7), min_size=1, max_size=3))
NUMBERS = st.builds(
    "{}{}".format,
    st.integers(0, 99_999),
    st.sampled_from(["学时", "天", "人次", "年", "月", "日", "个百分点", "%", "人"]),
)
DATES = st.builds(
    "{}年{}月{}日".format, st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 31)
)
TITLES = st.builds("《{}》".format, st.text(HAN, min_size=1, max_size=18))
LATIN = st.sampled_from(["PDF", "xueji", "P24-03", "3F2A-91BC-7D10-55E2", "1,846", "0.5"])
PLAIN = st.text(HAN, min_size=1, max_size=12)
MARKS = st.sampled_from([*"，。、；：！？（）“”‘’—…", "——", "……", "”。", "）。”", "：“"])
WORDS = st.one_of(NAMES, NUMBERS, DATES, TITLES, LATIN)
RUNNING = st.lists(st.tuples(WORDS, PLAIN, MARKS), min_size=1, max_size=12)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
ROOMS = st.floats(3, 40)


def _whole(parts: list[tuple[str, str, str]]) -> str:
    return "".join("".join(part) for part in parts)


def _cuts(lines: tuple[str, ...], text: str) -> list[int]:
    """Where in `text` (without spaces) the lines end; there are no spaces in it."""
    places, place = [], 0
    for line in lines:
        place += len(line)
        places.append(place)
    assert "".join(lines) == text
    return places[:-1]


@given(ANY, st.floats(0.2, 60), st.floats(0, 4))
def test_no_character_is_lost_and_no_line_is_too_wide(
    text: str, room: float, indent: float
) -> None:
    lines = break_lines(text, room, WIDTHS, indent)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for number, line in enumerate(lines):
        free = room - indent if number == 0 else room
        assert measured(line, WIDTHS) <= free + 1e-6 or len(line) == 1


@given(RUNNING, st.floats(8, 40))
def test_punctuation_never_begins_a_line_and_opening_never_ends_one(
    parts: list[tuple[str, str, str]], room: float
) -> None:
    lines = break_lines(_whole(parts), room, WIDTHS)
    assert not [line for line in lines[1:] if line[0] in NOT_FIRST]
    assert not [line for line in lines[:-1] if line[-1] in NOT_LAST]


@given(RUNNING, st.floats(14, 40), st.integers(0, 11))
def test_a_name_that_is_told_stays_whole(
    parts: list[tuple[str, str, str]], room: float, which: int
) -> None:
    name = "阿卜杜热西提·阿卜杜克热木"
    parts.insert(min(which, len(parts)), (name, "同志", "，"))
    lines = break_lines(_whole(parts), room, WIDTHS, kept=Kept(names=(name,)))
    assert any(name in line for line in lines)


@given(RUNNING, st.floats(12, 40))
def test_number_and_unit_and_latin_words_stay_whole(
    parts: list[tuple[str, str, str]], room: float
) -> None:
    text = _whole(parts)
    cuts = _cuts(break_lines(text, room, WIDTHS), text)
    for cut in cuts:
        before, after = text[cut - 1], text[cut]
        assert not (before + after).isascii() or not (before + after).isalnum(), text[
            cut - 4 : cut + 4
        ]
        assert not (before.isdigit() and after in "年月日天学人个%"), text[cut - 4 : cut + 4]
        assert text[cut - 1 : cut + 1] not in {"学时", "人次", "百分", "分点"} or not (
            text[cut - 2].isdigit()
        )


@given(RUNNING, st.floats(16, 40))
def test_a_last_line_has_four_characters(parts: list[tuple[str, str, str]], room: float) -> None:
    lines = break_lines(_whole(parts), room, WIDTHS)
    assume(len(lines) > 1)
    assert len(lines[-1]) >= 4


@given(st.text(HAN, min_size=30, max_size=150), st.floats(8, 40))
def test_plain_text_leaves_no_holes(text: str, room: float) -> None:
    lines = break_lines(text, room, WIDTHS, indent=2)
    for number, line in enumerate(lines[:-1]):
        free = room - 2 if number == 0 else room
        assert measured(line, WIDTHS) > free * 0.6 or free < 8


@given(st.lists(st.tuples(TITLES, PLAIN, MARKS), min_size=1, max_size=6), st.floats(20, 40))
def test_a_title_breaks_only_where_it_would_leave_a_hole(
    parts: list[tuple[str, str, str]], room: float
) -> None:
    text = _whole(parts)
    lines = break_lines(text, room, WIDTHS)
    for line, following in pairwise(lines):
        opened = line.rfind("《")
        if opened <= line.rfind("》"):
            continue
        title = line[opened:] + following[: following.find("》") + 1]
        hole = 1 - measured(line[:opened], WIDTHS) / room
        assert len(title) > 8
        assert hole > 0.3 or measured(title, WIDTHS) > room


@pytest.mark.parametrize(
    ("text", "room", "kept", "lines"),
    [
        # the certificate that was seen: 16学｜时, 1950年1｜月, 县委党｜校, a last 业。
        ("本期培训班共计16学时，学习期满", 8, Kept(), ["本期培训班共计", "16学时，学习期满"]),
        (
            "该同志生于1950年1月，中共正式党员",
            10,
            Kept(),
            ["该同志生于1950年", "1月，中共正式党员"],
        ),
        (
            "该同志出生地不详，1950年1月生，中共党员",
            11,
            Kept(),
            ["该同志出生地不详，", "1950年1月生，中共党员"],
        ),
        (
            "参加中共云岭县委组织部、中共云岭县委党校举办的培训班",
            14,
            Kept(phrases=("中共云岭县委组织部", "中共云岭县委党校")),
            ["参加中共云岭县委组织部、", "中共云岭县委党校举办的培训班"],
        ),
        ("学习期满成绩合格准予结业。", 12, Kept(), ["学习期满成绩合格准", "予结业。"]),
        ("一二三四五六七八九十——甲乙丙丁", 11, Kept(), None),
        ("见云党训〔2026〕第001号文件", 11, Kept(), None),
        ("阿依古丽·买买提", 6, Kept(), ["阿依古丽·", "买买提"]),
        ("abc defgh", 3, Kept(), ["abc", "defgh"]),
        ("第一行\n第二行", 10, Kept(), ["第一行", "第二行"]),
        ("", 5, Kept(), [""]),
        ("很窄", 0.5, Kept(), ["很", "窄"]),
        ("　　段首空格保留在第一行里", 8, Kept(), ["　　段首空格保留", "在第一行里"]),
    ],
)
def test_known_places(text: str, room: float, kept: Kept, lines: list[str] | None) -> None:
    found = break_lines(text, room, WIDTHS, kept=kept)
    if lines is not None:
        assert list(found) == lines
    assert not [line for line in found if line.endswith(("〔", "第", "—甲"))]


def test_joined_characters_never_part() -> None:
    text = "龙\U000e0100凤e\u0301f" * 6
    for room in (3, 4, 5, 7):
        for line in break_lines(text, room, defaultdict(lambda: 1.0))[1:]:
            assert line[0] not in "\U000e0100\u0301"
