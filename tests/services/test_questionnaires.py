"""问卷: papers entered, taken back, counted by hand, kept with 评教 and 需求调研."""

from pathlib import Path

import pytest

from app.data.queries.registers import hanging_rows
from app.domain.entity import REGISTRY, Value
from app.domain.errors import AppError
from app.services import registers
from app.services.last_action import last_action, undo_last
from app.services.questionnaires import (
    enter_paper,
    keep_tally,
    papers_of,
    questions_of,
    take_back_paper,
    tally_of,
)
from app.services.store import Store
from tests.builders import Pair, count, value_of
from tests.register_building import make_row

QUESTIONNAIRE, QUESTION = REGISTRY["questionnaire"], REGISTRY["question"]


def questionnaire(store: Store, purpose: str = "需求调研", **more: Value) -> bytes:
    said: dict[str, Value] = {"name": "需求问卷", "purpose": purpose, "state": "正在收回"}
    return registers.save_row(store, QUESTIONNAIRE, None, {**said, **more}).uid


def ask(store: Store, uid: bytes, number: int, kind: str, **more: Value) -> None:
    said: dict[str, Value] = {"questionnaire": uid, "number": number, "text": f"第{number}题"}
    registers.save_row(store, QUESTION, None, {**said, "kind": kind, **more})


@pytest.fixture
def asked(store: Store) -> bytes:
    uid = questionnaire(store, sent=4)
    ask(store, uid, 2, "多选", options="甲；乙；丙", most=2)
    ask(store, uid, 1, "单选", options="好\n不好")
    ask(store, uid, 3, "量表", highest=5)
    ask(store, uid, 4, "文字")
    return uid


def test_papers_are_numbered_counted_and_taken_back(store: Store, asked: bytes) -> None:
    assert [one.number for one in questions_of(store, asked)] == [1, 2, 3, 4]
    first = enter_paper(store, asked, {1: ("好",), 2: ("甲", "丙"), 3: ("5",), 4: ("多办",)})
    second = enter_paper(store, asked, {1: ("不好",), 3: ("4",)})
    blank = enter_paper(store, asked, {})
    assert [one.number for one in (first, second, blank)] == [1, 2, 3]
    tally = tally_of(store, asked)
    assert (tally.papers, tally.sent, tally.returned) == (3, 4, "75.0%")
    one, several, scale, words = tally.questions
    assert [(c.papers, c.share) for c in one.counted] == [(1, "50.0%"), (1, "50.0%")]
    assert [(c.papers, c.share) for c in several.counted] == [
        (1, "100.0%"),
        (0, "0.0%"),
        (1, "100.0%"),
    ]
    assert (scale.mean, scale.percent, scale.blank) == ("4.50", 90, 1)
    assert words.texts == ("多办",)
    assert take_back_paper(store, second.uid) == {1: ("不好",), 3: ("4",)}
    assert len(papers_of(store, asked)) == 2
    last = last_action(store)
    assert last is not None
    undo_last(store, last)
    assert len(papers_of(store, asked)) == 3


@pytest.mark.parametrize(
    ("answers", "part"),
    [
        ({9: ("好",)}, "没有第 9 题"),
        ({1: ("一般",)}, "没有“一般”这一项"),
        ({1: ("好", "不好")}, "最多选 1 项"),
        ({2: ("甲", "乙", "丙")}, "最多选 2 项"),
        ({3: ("6",)}, "没有“6”这一项"),
    ],
)
def test_an_answer_that_fits_nothing_is_refused(
    store: Store, asked: bytes, answers: dict[int, tuple[str, ...]], part: str
) -> None:
    with pytest.raises(AppError, match=part):
        enter_paper(store, asked, answers)
    assert papers_of(store, asked) == []


def test_what_cannot_be_asked_or_counted_says_why(store: Store, asked: bytes) -> None:
    with pytest.raises(AppError, match="还没有录入答卷"):
        tally_of(store, asked)
    with pytest.raises(AppError, match="还没有题目"):
        questions_of(store, questionnaire(store))
    bad = questionnaire(store)
    ask(store, bad, 1, "单选", options="只有一个")
    with pytest.raises(AppError, match="第 1 题不能这样出：选项要有 2"):
        questions_of(store, bad)
    double = questionnaire(store)
    ask(store, double, 1, "文字")
    ask(store, double, 1, "文字")
    with pytest.raises(AppError, match="第 1 题有两道"):
        questions_of(store, double)


def test_an_option_put_right_later_leaves_what_papers_said(store: Store, asked: bytes) -> None:
    enter_paper(store, asked, {1: ("好",)})
    question = hanging_rows(store.database.read(), QUESTION, asked)
    one = next(row for row in question if row.values["number"] == 1)
    registers.save_row(store, QUESTION, one.uid, {"options": "很好\n不好"})
    told = tally_of(store, asked).questions[0]
    assert (told.answered, told.unfit) == (0, 1), "shown apart, never counted as something else"
    with pytest.raises(AppError, match="题号登记后不能再改"):
        registers.save_row(store, QUESTION, one.uid, {"number": 7})


def test_the_marks_go_to_the_teachers_rating_in_one_step(store: Store) -> None:
    """内容 5 5 4 of 5: 14/15, 93.33 → 93; 总评 of two questions: 5 4 4 → 13/15, 86.67 → 87, and
    4 4 4 of 4 → 100; (87 + 100) / 2 = 93.5 → 94."""
    teacher = make_row(store, "teacher")
    uid = questionnaire(store, "评教", teacher=teacher, sent=5, given_on="2026-03-05")
    ask(store, uid, 1, "量表", highest=5, indicator="教学内容")
    ask(store, uid, 2, "量表", highest=5, indicator="总评")
    ask(store, uid, 3, "量表", highest=4, indicator="总评")
    for marks in (("5", "5", "4"), ("5", "4", "4"), ("4", "4", "4")):
        enter_paper(store, uid, {n: (mark,) for n, mark in enumerate(marks, start=1)})
    assert "已记入" in keep_tally(store, uid)
    row = registers.row_values(store, REGISTRY["rating"], _only(store, "rating"))
    kept = {n: row[n] for n in ("teacher", "held_on", "sent", "returned", "content", "score")}
    assert kept == {
        "teacher": teacher,
        "held_on": "2026-03-05",
        "sent": 5,
        "returned": 3,
        "content": 93,
        "score": 94,
    }
    assert row["method"] is None, "nobody was asked"
    assert "没有改动" in keep_tally(store, uid), "twice does nothing"
    enter_paper(store, uid, {1: ("5",)})
    assert "已更新" in keep_tally(store, uid)
    assert value_of(store, "rating", _only(store, "rating"), "returned") == 4
    assert count(store, "rating") == 1


def test_a_survey_that_names_it_gets_how_many_came_back(store: Store, asked: bytes) -> None:
    said: dict[str, Value] = {"name": "调研", "kind": "问卷", "held_on": "2026-03-05"}
    survey = registers.save_row(
        store, REGISTRY["survey"], None, {**said, "questionnaire": asked, "found": "想学种植"}
    ).uid
    enter_paper(store, asked, {1: ("好",)})
    assert "已更新" in keep_tally(store, asked)
    row = registers.row_values(store, REGISTRY["survey"], survey)
    assert (row["sent"], row["returned"], row["people"], row["found"]) == (4, 1, 1, "想学种植")


def _only(store: Store, table: str) -> bytes:
    [row] = store.database.read().execute(f"SELECT uid FROM {table} WHERE gone = 0").fetchall()
    return bytes(row[0])


def test_papers_of_two_sites_are_counted_together(pair: Pair, tmp_path: Path) -> None:
    """A township's papers go up; the county sees the same tally."""
    uid = questionnaire(pair.township)
    ask(pair.township, uid, 1, "单选", options="好；不好")
    pair.settle()
    enter_paper(pair.township, uid, {1: ("好",)})
    pair.settle()
    assert tally_of(pair.county, uid).questions[0].counted[0].papers == 1
