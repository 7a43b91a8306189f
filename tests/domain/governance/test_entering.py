"""One key an answer: on by itself, back again, several, words."""

from app.domain.governance.answers import ONE, SCALE, SEVERAL, WORDS, Asked, scale_of
from app.domain.governance.entering import PaperInHand

ASKED = (
    Asked(1, "办班", ONE, ("农闲", "晚上")),
    Asked(2, "学什么", SEVERAL, ("种植", "调解", "电商"), most=2),
    Asked(3, "几分", SCALE, scale_of(10)),
    Asked(4, "建议", WORDS),
)


def test_a_paper_takes_one_key_an_answer() -> None:
    paper = PaperInHand(ASKED)
    keys = "2" + "31" + "0"
    assert all(paper.press(key) for key in keys), "one, two of several, ten"
    paper.write(" 短一些 ")
    assert paper.question is None
    assert paper.answers == {1: ("晚上",), 2: ("种植", "电商"), 3: ("10",), 4: ("短一些",)}
    assert not paper.press("1"), "the paper is through"


def test_a_key_that_means_nothing_changes_nothing() -> None:
    paper = PaperInHand(ASKED)
    assert not paper.press("3")
    assert not paper.press("x")
    assert (paper.place, paper.answers) == (0, {})


def test_of_several_a_second_press_takes_it_out_and_enter_goes_on() -> None:
    paper = PaperInHand(ASKED)
    paper.next()
    for key in "22":
        paper.press(key)
    assert (paper.place, paper.said) == (1, ())
    paper.press("1")
    paper.next()
    assert (paper.place, paper.answers[2]) == (2, ("种植",))
    assert 1 not in paper.answers, "left open"


def test_back_takes_the_last_answer_out() -> None:
    paper = PaperInHand(ASKED)
    assert not paper.back()
    paper.press("1")
    assert paper.back()
    assert (paper.place, paper.answers) == (0, {})


def test_a_paper_taken_back_is_put_right_where_it_was_wrong() -> None:
    paper = PaperInHand(ASKED, {1: ("农闲",), 2: ("调解",), 3: ("7",)})
    assert paper.question is ASKED[-1]
    paper.back()
    paper.press("8")
    paper.next()
    assert paper.question is None
    assert paper.answers == {1: ("农闲",), 2: ("调解",), 3: ("8",)}
