"""Filters with names: what a row says and how its dates lie to today, in SQL."""

import datetime

import pytest

from app.data.queries.register_views import waiting_rows
from app.data.queries.registers import RegisterIndex, RowFilter, register_rows
from app.data.queries.row_conditions import Asked, lies, says
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.registers import AHEAD, NOT_SAID, PAST, REGISTERS, THIS_YEAR
from app.services.store import Store
from tests.register_building import make_row

TEACHER = entity_named("teacher")
DAY = datetime.date(2026, 12, 1)


def found(store: Store, asked: Asked) -> str:
    condition, bound = asked
    sql = f"SELECT name FROM teacher t WHERE {condition} ORDER BY name"
    return "".join(row[0] for row in store.database.read().execute(sql, bound))


@pytest.mark.parametrize(
    ("field", "words", "names"),
    [
        ("famous", ("是",), "a"),
        ("famous", ("否",), "bc"),
        ("famous", ("是", "否"), "abc"),
        ("subjects", ("党性教育",), "ab"),
        ("subjects", ("党性教育", ""), "abc"),
        ("subjects", ("其他",), ""),
        ("level", ("市级", "村级"), "b"),
        ("grade", ("",), "bc"),
        ("grade", ("教授", ""), "abc"),
    ],
)
def test_a_field_says_one_of_the_words(
    store: Store, field: str, words: tuple[str, ...], names: str
) -> None:
    rest: dict[str, Value] = {"famous": 0, "level": "县级", "grade": None, "subjects": None}
    make_row(
        store,
        "teacher",
        **{**rest, "name": "a", "famous": 1, "grade": "教授"}
        | {"subjects": "党的创新理论、党性教育"},
    )
    make_row(store, "teacher", **{**rest, "name": "b", "subjects": "党性教育", "level": "市级"})
    make_row(store, "teacher", **{**rest, "name": "c"})
    assert found(store, says(TEACHER, (field, words))) == names


@pytest.mark.parametrize(
    ("how", "names"), [(PAST, "ac"), (AHEAD, "bdef"), (THIS_YEAR, "abde"), (NOT_SAID, "g")]
)
def test_a_date_lies_so_to_today(store: Store, how: str, names: str) -> None:
    dates = ("2026-11-30", "2026-12-01", "2025", "2026-12", "2026", "2027-01", None)
    for name, date in zip("abcdefg", dates, strict=True):
        make_row(store, "teacher", name=name, to_on=date)
    assert found(store, lies("to_on", how, DAY)) == names


def test_who_gave_no_lecture_this_year(store: Store) -> None:
    for name, day in (("a", "2026-03-01"), ("b", "2025-03-01")):
        uid = make_row(store, "teacher", name=name, state="在聘")
        make_row(store, "teacher_lecture", teacher=uid, given_on=day)
    connection = store.database.read()
    index = RegisterIndex(REGISTERS["teacher"])
    ids = index.ids(connection, RowFilter(view="本年未授课", today=DAY))
    rows = list(register_rows(connection, TEACHER, ids))
    assert [row.values["name"] for row in rows] == ["b"]
    assert list(waiting_rows(connection, REGISTERS["teacher"], DAY)) == []
