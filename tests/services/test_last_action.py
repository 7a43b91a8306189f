"""The last thing done to a class is taken back by its name, until something was built on it."""

import pytest

from app.data.queries.training_classes import class_values, participants_of, sessions_of
from app.domain.entity import Value
from app.domain.errors import AppError
from app.services.classes.participants import enrol
from app.services.classes.training_classes import save_class
from app.services.last_action import last_action, last_of_classes, undo_last
from app.services.store import Store
from tests.builders import Pair, count, make_class, make_member, mark


def take_back(store: Store, name: str) -> None:
    last = last_of_classes(store)
    assert last is not None
    assert last.name == name
    assert last_action(store) is None, "it is not offered among the registers"
    undo_last(store, last)
    assert last_of_classes(store) is None, "an undo is not undone"


def test_a_class_with_its_half_days_and_people_is_taken_back(store: Store) -> None:
    people = [make_member(store), make_member(store)]
    make_class(store, people, name="春训")
    take_back(store, "办班")
    for table in ("training_class", "session", "enrolment"):
        assert count(store, table, "gone = 0") == 0


def test_people_taken_in_and_a_half_day_changed_are_taken_back(store: Store) -> None:
    first, second = make_member(store), make_member(store)
    made = make_class(store, [first], name="春训")
    enrol(store, made.uid, [first, second])
    take_back(store, "增加学员 2 人")
    connection = store.database.read()
    assert [row.member for row in participants_of(connection, made.uid)] == [first]
    before = sessions_of(connection, made.uid)
    kept: dict[str, Value] = {"uid": before[0].uid, "day": before[0].day, "slot": before[0].slot}
    save_class(store, made.uid, {"place": "别处"}, [kept])
    assert len(sessions_of(store.database.read(), made.uid)) == 1
    take_back(store, "修改培训班 春训")
    connection = store.database.read()
    assert sessions_of(connection, made.uid) == before
    assert class_values(connection, made.uid)["place"] == "镇党校"


def test_what_somebody_built_on_stays(store: Store) -> None:
    person = make_member(store)
    made = make_class(store, [person], name="春训")
    last = last_of_classes(store)
    assert last is not None
    mark(store, made.sessions[0], person)
    with store.database.sealed_write() as connection:  # somebody else entered it
        connection.execute(
            "UPDATE audit SET operator = '李四' WHERE id = (SELECT max(id) FROM audit)"
        )
    assert last_of_classes(store) == last
    with pytest.raises(AppError, match="考勤"):
        undo_last(store, last)
    assert count(store, "session", "gone = 0") == 2


def test_what_a_package_told_is_changed_in_the_open(pair: Pair) -> None:
    made = make_class(pair.township, [make_member(pair.township)], name="春训")
    last = last_of_classes(pair.township)
    pair.to_county()
    assert last is not None
    with pytest.raises(AppError, match="已随数据包报出"):
        undo_last(pair.township, last)
    assert class_values(pair.township.database.read(), made.uid)
