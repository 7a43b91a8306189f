"""What papers of a questionnaire say, counted by hand."""

import pytest

from app.domain.entity import REGISTRY, Kind
from app.domain.errors import InvalidInput
from app.domain.governance.answers import (
    ONE,
    SCALE,
    SEVERAL,
    WORDS,
    Answers,
    Asked,
    from_keys,
    options_of,
    problem_of,
    read,
    scale_of,
    tally,
    written,
)

WHAT = Asked(1, "最想学什么", SEVERAL, ("种植", "调解", "电商"), most=2)
WHEN = Asked(2, "什么时候办班", ONE, ("农闲", "晚上", "双休日"))
MARK = Asked(3, "打几分", SCALE, scale_of(5))
MORE = Asked(4, "建议", WORDS)
# Seven papers. 1: 种植 on 1 2 3 4 5 (5 of 7 = 71.428…), 调解 on 1 3 6 (42.857…), 电商 on 7
# (14.285…). 2: 农闲 3 of 6 (50), 晚上 2 (33.333…), 双休日 1 (16.666…), paper 7 left it open.
# 3: 5+5+4+4+3+5+4 = 30, 30/7 = 4.2857…; of 5: 85.714… %.
PAPERS: list[Answers] = [
    {1: ("种植", "调解"), 2: ("农闲",), 3: ("5",), 4: ("多讲实例",)},
    {1: ("种植",), 2: ("农闲",), 3: ("5",)},
    {1: ("种植", "调解"), 2: ("晚上",), 3: ("4",)},
    {1: ("种植",), 2: ("农闲",), 3: ("4",), 4: ("短一些",)},
    {1: ("种植",), 2: ("双休日",), 3: ("3",)},
    {1: ("调解",), 2: ("晚上",), 3: ("5",)},
    {1: ("电商",), 3: ("4",)},
]


def test_counts_shares_and_mean_by_hand() -> None:
    what, when, mark, more = tally((WHAT, WHEN, MARK, MORE), PAPERS)
    assert [(c.option, c.papers, c.share) for c in what.counted] == [
        ("种植", 5, "71.4%"),
        ("调解", 3, "42.9%"),
        ("电商", 1, "14.3%"),
    ], "several may be chosen: shares are of papers and add up to more than a hundred"
    assert (what.answered, what.blank) == (7, 0)
    assert [(c.papers, c.share) for c in when.counted] == [(3, "50.0%"), (2, "33.3%"), (1, "16.7%")]
    assert (when.answered, when.blank) == (6, 1), "shares are of those that answered"
    assert [c.papers for c in mark.counted] == [0, 0, 1, 3, 3]
    assert (mark.mean, mark.percent) == ("4.29", 86)
    assert more.texts == ("多讲实例", "短一些")
    assert (more.answered, more.blank) == (2, 5)


def test_a_half_is_rounded_up() -> None:
    """1 of 16 is 6.25 %; 1 and 2 are 1.5 of 4, 37.5 %; 5 and seven fours are 33 of 8, 4.125."""
    asked = Asked(1, "", ONE, ("甲", "乙"))
    [one] = tally((asked,), [{1: ("甲",)}] + [{1: ("乙",)}] * 15)
    assert one.counted[0].share == "6.3%"
    [scale] = tally((Asked(1, "", SCALE, scale_of(4)),), [{1: ("1",)}, {1: ("2",)}])
    assert (scale.mean, scale.percent) == ("1.50", 38)
    marks = [{1: ("5",)}] + [{1: ("4",)}] * 7
    [eight] = tally((Asked(1, "", SCALE, scale_of(5)),), marks)
    assert eight.mean == "4.13"


def test_what_fits_no_option_is_counted_apart() -> None:
    papers: list[Answers] = [
        {1: ("种植", "调解", "电商")},
        {1: ("养鱼",)},
        {1: ("种植",)},
        {2: ("农闲", "晚上")},
    ]
    what, when = tally((WHAT, WHEN), papers)
    assert (what.answered, what.unfit, what.blank) == (1, 2, 1), "more than may be chosen; unknown"
    assert (when.answered, when.unfit) == (0, 1), "two where one may be chosen"
    assert when.counted[0].share == "—"
    [mark] = tally((MARK,), [{3: ("6",)}, {}])
    assert (mark.answered, mark.unfit, mark.mean, mark.percent) == (0, 1, "", None)


def test_a_paper_is_kept_as_lines_that_people_can_read() -> None:
    text = written({3: ("4",), 1: ("种植", "调解"), 4: ("多讲\n实例 ",), 2: ()})
    assert text == "1：种植｜调解\n3：4\n4：多讲 实例"
    assert read(text) == {1: ("种植", "调解"), 3: ("4",), 4: ("多讲 实例",)}
    assert read("2: 晚上\n不知道哪题")[2] == ("晚上",)
    assert read("不知道哪题") == {0: ("不知道哪题",)}


def test_each_option_has_the_key_that_is_printed_before_it() -> None:
    many = Asked(1, "", ONE, tuple(f"第{n}项" for n in range(1, 13)))
    assert [many.key(one) for one in many.options] == list("1234567890AB")
    assert many.chosen_by("0") == "第10项"
    assert many.chosen_by("a") == "第11项"
    assert many.chosen_by("Z") is None
    assert many.chosen_by("") is None
    assert Asked(1, "", SCALE, scale_of(10)).chosen_by("0") == "10"


def test_a_paper_typed_by_keys() -> None:
    asked = (WHAT, WHEN, MARK, MORE)
    told = from_keys(asked, "1:21；2：3; 3:5;4:多讲 实例;")
    assert told == {1: ("调解", "种植"), 2: ("双休日",), 3: ("5",), 4: ("多讲 实例",)}
    assert from_keys(asked, "") == {}
    for bad, part in (("1:9", "没有“9”"), ("7:1", "要写成"), ("种植", "要写成"), ("2:", "")):
        if part:
            with pytest.raises(InvalidInput, match=part):
                from_keys(asked, bad)
        else:
            assert from_keys(asked, bad) == {2: ()}


def test_options_as_they_are_typed() -> None:
    assert options_of("甲；乙;丙\n\n 丁 \n甲") == ("甲", "乙", "丙", "丁")


@pytest.mark.parametrize(
    ("kind", "options", "highest", "most", "part"),
    [
        (ONE, ("甲",), 0, 0, "2 到 20 个"),
        (ONE, ("甲", "乙｜丙"), 0, 0, "不能有"),
        (SEVERAL, ("甲", "乙"), 0, 3, "最多选几项"),
        (SCALE, (), 1, 0, "最高分"),
        (SCALE, (), 11, 0, "最高分"),
        (SEVERAL, ("甲", "乙"), 0, 2, ""),
        (SCALE, (), 10, 0, ""),
        (WORDS, (), 0, 0, ""),
    ],
)
def test_what_cannot_be_asked_so(
    kind: str, options: tuple[str, ...], highest: int, most: int, part: str
) -> None:
    told = problem_of(kind, options, highest, most)
    assert part in told
    assert bool(told) == bool(part)


def test_nothing_ties_a_paper_to_a_person() -> None:
    """It is anonymous: no field of a paper, and nothing it hangs on, leads to anybody."""
    sheet = REGISTRY["answer_sheet"]
    assert {f.refers_to for f in sheet.fields if f.refers_to} == {"questionnaire"}
    assert not [f for f in sheet.fields if f.kind in (Kind.PERSON_NAME, Kind.ID_NUMBER, Kind.PHONE)]
