"""What is typed is found in the lines of everybody; digits in those of digits alone."""

from app.data.people_text import PeopleText, Person, lines_of


def person(number: int, key: str) -> Person:
    line, digits = lines_of(key.encode(), number)
    return Person(number, b"", line, digits, b"", 0, *([None] * 6))


PEOPLE = [
    person(3, "曹静 caojing cj 13800001234 123x"),
    person(1, "王1号 wang1hao w1h"),
    person(2, "单雄信 shanxiongxin sxx"),
]


def test_digits_are_found_wherever_they_stand_and_nowhere_else() -> None:
    text = PeopleText(PEOPLE)
    assert list(text.holding(b"123")) == [3]
    assert list(text.holding(b"1")) == [3, 1]
    assert list(text.holding(b"2")) == [3]  # the number of a row is no digit of anybody
    assert list(text.holding(b"w1")) == [1]
    assert list(text.holding(b"x")) == [3, 2]


def test_only_words_with_digits_are_looked_through_for_them() -> None:
    assert lines_of("曹静 caojing cj 13800001234 123x".encode(), 7) == (
        "曹静 caojing cj 13800001234 123x\0007\n".encode(),
        b"13800001234 123x\0007\n",
    )
    assert lines_of("单雄信 shanxiongxin sxx".encode(), 8)[1] == b"\0008\n"
