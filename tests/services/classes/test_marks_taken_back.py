"""Several half-days are one transaction; taking marks back writes new facts and erases nothing."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.data.queries.attendance import marks_of
from app.domain.errors import AppError, InvalidInput
from app.services.classes import attendance
from app.services.classes.attendance import Signature, SignedPage
from app.services.classes.closing import close_class
from app.services.store import Store
from tests.builders import MadeClass, count, make_class, make_member

SIGNED = Signature("张三", "档案盒 1")
OTHER = Signature("李四", "档案盒 2")


def held(store: Store, people: int = 3, **fields: Any) -> tuple[MadeClass, list[bytes]]:
    members: list[bytes] = [make_member(store, name=f"学员{n}") for n in range(1, people + 1)]
    return make_class(store, members, first_day="2026-03-02", **fields), members


def shown(store: Store, made: MadeClass, half_day: int, member: bytes) -> list[str]:
    live = marks_of(store.database.read(), made.uid).get((made.sessions[half_day], member), [])
    return [mark.mark for mark in live]


def everybody(made: MadeClass, members: list[bytes]) -> dict[bytes, dict[bytes, str]]:
    return {session: dict.fromkeys(members, "出勤") for session in made.sessions}


def actions(store: Store) -> int:
    return count(store, "audit")


def test_several_half_days_are_one_action(store: Store) -> None:
    made, members = held(store)
    before = actions(store)
    marks: dict[bytes, dict[bytes, str]] = {
        session: dict.fromkeys(members, "出勤") for session in made.sessions
    }
    done = attendance.enter_many(store, marks, SIGNED)
    assert (done.entered, len(made.sessions)) == (6, 2)
    assert actions(store) == before + 1


def test_one_page_that_is_wrong_keeps_all_out(store: Store) -> None:
    made, _ = held(store)
    pages = [
        SignedPage(made.sessions[0], (1, 2, 3), {}),
        SignedPage(made.sessions[1], (1, 2, 3), {8: "缺勤"}),
    ]
    with pytest.raises(InvalidInput, match="序号 8"):
        attendance.sign_pages(store, pages, SIGNED)
    assert marks_of(store.database.read(), made.uid) == {}


def test_one_half_day_to_come_keeps_all_out(store: Store) -> None:
    members: list[bytes] = [make_member(store, name="学员")]
    today = date.today()
    past = make_class(store, members, first_day=(today - timedelta(days=2)).isoformat())
    future = make_class(store, members, first_day=(today + timedelta(days=2)).isoformat())
    marks: dict[bytes, dict[bytes, str]] = {
        made.sessions[0]: {members[0]: "出勤"} for made in (past, future)
    }
    with pytest.raises(AppError, match="还没有上"):
        attendance.enter_many(store, marks, SIGNED)
    assert count(store, "attendance") == 0


def test_taken_back_and_done_again_by_new_facts(store: Store) -> None:
    made, members = held(store)
    attendance.enter_many(store, {made.sessions[0]: {members[0]: "事假"}}, OTHER)
    marks = dict.fromkeys(members, "出勤")
    done = attendance.enter_many(store, {made.sessions[0]: marks}, SIGNED)
    undone = attendance.take_back(store, done, SIGNED)
    assert shown(store, made, 0, members[0]) == ["事假"]
    [back] = marks_of(store.database.read(), made.uid)[made.sessions[0], members[0]]
    assert (back.checked_by, back.paper) == ("李四", "档案盒 2")
    assert shown(store, made, 0, members[1]) == ["未录入"]
    assert count(store, "attendance") == 1 + 3 + 3, "nothing was erased"
    attendance.take_back(store, undone, SIGNED)
    assert [shown(store, made, 0, m) for m in members] == [["出勤"]] * 3
    assert count(store, "attendance") == 10


def test_what_was_written_since_is_left_alone(store: Store) -> None:
    made, members = held(store)
    done = attendance.enter_many(store, {made.sessions[0]: dict.fromkeys(members, "出勤")}, SIGNED)
    attendance.enter_many(store, {made.sessions[0]: {members[1]: "病假"}}, OTHER)
    undone = attendance.take_back(store, done, SIGNED)
    assert len(undone.facts) == 2
    assert shown(store, made, 0, members[1]) == ["病假"]
    with pytest.raises(AppError, match="没有可以撤销"):
        attendance.take_back(store, done, SIGNED)


def test_nothing_is_taken_back_in_a_closed_class(store: Store) -> None:
    made, members = held(store)
    marks: dict[bytes, dict[bytes, str]] = {
        session: dict.fromkeys(members, "出勤") for session in made.sessions
    }
    done = attendance.enter_many(store, marks, SIGNED)
    close_class(store, made.uid)
    with pytest.raises(AppError, match="已经结班"):
        attendance.take_back(store, done, SIGNED)
