"""授课记录 from classes: half-days, attendance and 评教 become lines once; JN 17 教学考核评价."""

from datetime import date

import pytest

from app.data.queries.teaching import last_uses, taught_by_teacher
from app.domain.entity import REGISTRY, Value
from app.domain.errors import AppError
from app.services import registers
from app.services.classes import attendance
from app.services.classes.attendance import Signature
from app.services.last_action import last_action, undo_last
from app.services.store import Store
from app.services.teaching import bring_lectures
from tests.builders import change_row, count, make_class, make_member
from tests.register_building import make_row

YEAR = date.today().year
FIRST = f"{YEAR}-01-05"
LECTURE = REGISTRY["teacher_lecture"]


@pytest.fixture
def held(store: Store) -> bytes:
    """Two days of a class of three: four half-days of 4 学时; two were there on the first."""
    people = [make_member(store, name=f"学员{n}") for n in range(3)]
    made = make_class(store, people, "轮训班", first_day=FIRST, days=2)
    first, second, third, fourth = made.sessions
    change_row(store, "session", first, teacher="王䶮", course="党性教育")
    change_row(store, "session", second, teacher="王䶮", course="党性教育")
    change_row(store, "session", third, teacher="王䶮、李㛃", course="纠纷调解")
    change_row(store, "session", fourth, teacher="外请专家", course="纠纷调解")
    attendance.sign_page(store, first, [1, 2], {}, Signature("张三", "盒 1"))
    return made.uid


def teacher(store: Store, name: str) -> bytes:
    return registers.save_row(store, REGISTRY["teacher"], None, {"name": name}).uid


def lines(store: Store) -> list[tuple[str, str, float, int | None, int | None]]:
    return (
        store.database.read()
        .execute(
            "SELECT t.name, l.topic, l.hours, l.audience, l.score FROM teacher_lecture l "
            "JOIN teacher t ON t.uid = l.teacher WHERE l.gone = 0 ORDER BY l.given_on, t.name"
        )
        .fetchall()
    )


def test_what_classes_tell_is_not_entered_twice(store: Store, held: bytes) -> None:
    wang, li = teacher(store, "王䶮"), teacher(store, "李㛃")
    said: dict[str, Value] = {"name": "党性教育", "held_on": FIRST, "score": 93}
    registers.save_row(
        store, REGISTRY["rating"], None, {**said, "teacher": wang, "training_class": held}
    )
    done = bring_lectures(store)
    assert (done.new, done.changed, done.several) == (3, 0, ())
    # Two half-days of one day and topic are one lecture of 8 学时; the 评教 of the day is its mark,
    # and stands for the other day of the class, of which there is none.
    assert sorted(lines(store)) == sorted(
        [
            ("王䶮", "党性教育", 8.0, 2, 93),
            ("李㛃", "纠纷调解", 4.0, None, None),
            ("王䶮", "纠纷调解", 4.0, None, 93),
        ]
    )
    again = bring_lectures(store)
    assert (again.new, again.changed) == (0, 0), "twice does nothing"
    taught = taught_by_teacher(store.database.read())
    assert (taught[wang].times, taught[wang].hours, taught[wang].score) == (2, 12.0, 93)
    assert taught[li].score is None


def test_done_again_puts_right_and_is_taken_back(store: Store, held: bytes) -> None:
    wang = teacher(store, "王䶮")
    mine: dict[str, Value] = {"teacher": wang, "training_class": held, "given_on": FIRST}
    kept = registers.save_row(
        store, LECTURE, None, {**mine, "topic": "党性教育", "fee": "500", "score": 88}
    ).uid
    done = bring_lectures(store)
    assert (done.new, done.changed) == (1, 1), "the line that people entered is filled in"
    assert bring_lectures(store).new == 0, "nothing to do: no action of its own"
    row = registers.row_values(store, LECTURE, kept)
    assert (row["hours"], row["audience"], row["fee"], row["score"]) == (8.0, 2, 50000, 88)
    last = last_action(store)
    assert last is not None
    assert last.name == "从培训班带入授课记录 2 次"
    undo_last(store, last)
    assert count(store, "teacher_lecture", "gone = 0") == 1
    assert registers.row_values(store, LECTURE, kept)["hours"] is None


def test_a_name_that_means_two_is_nobodys(store: Store, held: bytes) -> None:
    with pytest.raises(AppError, match="没有培训班写着师资库里的教师"):
        bring_lectures(store)
    make_row(store, "teacher", name="王䶮")
    make_row(store, "teacher", name="王䶮")
    done = bring_lectures(store)
    assert (done.new, done.several) == (0, ("王䶮",))
    assert "同名的没有记：王䶮" in done.words


def test_the_last_day_a_place_was_used(store: Store) -> None:
    venue = make_row(store, "venue")
    for day in ("2026-03-05", "2026-05-06"):
        make_row(store, "venue_use", venue=venue, used_on=day)
    assert last_uses(store.database.read())[venue] == "2026-05-06"
