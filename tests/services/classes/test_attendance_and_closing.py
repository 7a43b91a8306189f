"""考勤 starts as 未录入, never guessed; 结班 says why for everybody and freezes certificates."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.data.queries.attendance import marks_of
from app.data.queries.certificates import certificates_of
from app.data.queries.training_classes import class_by_uid, participants_of, sessions_of
from app.data.queries.waiting import waiting_sessions
from app.domain.errors import AppError, InvalidInput
from app.domain.training.completion import MarksMissing
from app.services.classes import attendance, closing
from app.services.classes.attendance import Signature
from app.services.classes.training_classes import save_class
from app.services.hours import hours_of_member
from app.services.store import Store
from tests.builders import MadeClass, change_row, count, make_class, make_member
from tests.days import today

SIGNED = Signature("张三", "档案盒 1")


def held(store: Store, people: int = 4, **fields: Any) -> tuple[MadeClass, list[bytes]]:
    members: list[bytes] = [make_member(store, name=f"学员{n}") for n in range(1, people + 1)]
    return make_class(store, members, first_day="2026-03-02", **fields), members


def sign_all(store: Store, made: MadeClass, absent: dict[int, str] | None = None) -> None:
    numbers = [p.number for p in participants_of(store.database.read(), made.uid)]
    for session in made.sessions:
        attendance.sign_page(store, session, numbers, absent or {}, SIGNED)


def test_nobody_is_present_before_somebody_says_so(store: Store) -> None:
    made, members = held(store)
    assert marks_of(store.database.read(), made.uid) == {}
    assert hours_of_member(store, members[0]).total == 0
    assert {
        row.unmarked for row in waiting_sessions(store.database.read(), today().isoformat())
    } == {4}


def test_a_signed_page_marks_all_but_the_named(store: Store) -> None:
    made, members = held(store)
    done = attendance.sign_page(store, made.sessions[0], [1, 2, 3, 4], {3: "事假"}, SIGNED)
    assert (done.entered, done.corrected) == (4, 0)
    marks = marks_of(store.database.read(), made.uid)
    assert marks[made.sessions[0], members[2]][0].mark == "事假"
    assert marks[made.sessions[0], members[0]][0].mark == "出勤"
    assert marks[made.sessions[0], members[0]][0].paper == "档案盒 1"
    assert hours_of_member(store, members[0]).total == 4
    assert hours_of_member(store, members[2]).total == 0


def test_a_correction_is_a_new_fact_and_the_old_one_stays(store: Store) -> None:
    made, members = held(store)
    sign_all(store, made)
    done = attendance.enter_many(store, {made.sessions[0]: {members[0]: "缺勤"}}, SIGNED)
    assert (done.entered, done.corrected) == (0, 1)
    live = marks_of(store.database.read(), made.uid)[made.sessions[0], members[0]]
    assert [mark.mark for mark in live] == ["缺勤"]
    assert count(store, "attendance", "member = ?", members[0]) == 3
    assert hours_of_member(store, members[0]).total == 4


def test_entering_the_same_mark_again_writes_nothing(store: Store) -> None:
    made, _members = held(store)
    sign_all(store, made)
    before = count(store, "attendance")
    sign_all(store, made)
    assert count(store, "attendance") == before


@pytest.mark.parametrize(
    ("absent", "signature", "problem"),
    [
        ({9: "事假"}, SIGNED, "名单里没有序号 9"),
        ({1: "迟了"}, SIGNED, "没有“迟了”这种考勤"),
        ({}, Signature(" ", ""), "由谁核对"),
    ],
)
def test_wrong_pages_are_refused_and_nothing_is_entered(
    store: Store, absent: dict[int, str], signature: Signature, problem: str
) -> None:
    made, _ = held(store)
    with pytest.raises(InvalidInput, match=problem):
        attendance.sign_page(store, made.sessions[0], [1, 2, 3, 4], absent, signature)
    assert count(store, "attendance") == 0


def test_attendance_of_a_future_half_day_is_refused(store: Store) -> None:
    member = make_member(store)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    made = make_class(store, [member], first_day=tomorrow)
    with pytest.raises(AppError, match="还没有上"):
        attendance.enter_many(store, {made.sessions[0]: {member: "出勤"}}, SIGNED)


def test_closing_with_marks_missing_lists_them_and_changes_nothing(store: Store) -> None:
    made, _ = held(store)
    attendance.sign_page(store, made.sessions[0], [1, 2, 3], {}, SIGNED)
    with pytest.raises(MarksMissing) as refused:
        closing.close_class(store, made.uid)
    assert len(refused.value.missing) == 5
    row = class_by_uid(store.database.read(), made.uid, today().isoformat())
    assert row is not None
    assert row.state == "在办"


def test_closing_gives_everybody_a_reason_and_numbers_certificates(store: Store) -> None:
    made, members = held(store, certificates=1)
    sign_all(store, made, {2: "缺勤"})
    closed = closing.close_class(store, made.uid)
    assert [c.name for c in closed.completed] == ["学员1", "学员3", "学员4"]
    assert [c.name for c in closed.not_completed] == ["学员2"]
    assert "低于 100%" in closed.not_completed[0].reason
    year = today().year
    assert closed.certificates == tuple(f"青山镇结字〔{year}〕第{n:05}号" for n in (1, 2, 3))
    people = {p.member: p for p in participants_of(store.database.read(), made.uid)}
    assert people[members[1]].completion == "未结业"
    assert people[members[1]].completion_reason == closed.not_completed[0].reason


def test_certificate_content_is_frozen_with_the_real_day_of_issue(store: Store) -> None:
    made, members = held(store, people=1, certificates=1)
    sign_all(store, made)
    closing.close_class(store, made.uid)
    change_row(store, "member", members[0], name="改名")
    row = certificates_of(store.database.read(), made.uid)[0]
    content = json.loads(row.content)
    assert (content["name"], content["issued_on"]) == ("学员1", today().isoformat())
    assert row.issued_on == today().isoformat()


def test_the_second_class_goes_on_with_the_numbers(store: Store) -> None:
    numbers: list[str] = []
    for _ in range(2):
        made, _members = held(store, people=2, certificates=1)
        sign_all(store, made)
        numbers += closing.close_class(store, made.uid).certificates
    assert [number[-6:-1] for number in numbers] == ["00001", "00002", "00003", "00004"]


def test_a_closed_class_is_evidence(store: Store) -> None:
    made, members = held(store)
    sign_all(store, made)
    closing.close_class(store, made.uid)
    with pytest.raises(AppError, match="已经结班"):
        attendance.enter_many(store, {made.sessions[0]: {members[0]: "缺勤"}}, SIGNED)
    with pytest.raises(AppError, match="已经结班"):
        save_class(store, made.uid, {"name": "另一个名字"}, [])
    with pytest.raises(AppError, match="已经结班"):
        closing.close_class(store, made.uid)


def test_a_class_without_certificates_can_be_opened_again(store: Store) -> None:
    made, members = held(store)
    sign_all(store, made)
    closing.close_class(store, made.uid)
    closing.reopen_class(store, made.uid, "考勤录错一人")
    attendance.enter_many(store, {made.sessions[0]: {members[0]: "缺勤"}}, SIGNED)
    assert [c.name for c in closing.close_class(store, made.uid).not_completed] == ["学员1"]


def test_certificates_must_be_void_before_a_class_is_opened_and_numbers_never_return(
    store: Store,
) -> None:
    made, _members = held(store, people=1, certificates=1)
    sign_all(store, made)
    first = closing.close_class(store, made.uid).certificates
    with pytest.raises(AppError, match="已签发 1 份"):
        closing.reopen_class(store, made.uid, "错了")
    row = certificates_of(store.database.read(), made.uid)[0]
    with pytest.raises(AppError, match="写明原因"):
        closing.void_certificate(store, row.uid, " ")
    closing.void_certificate(store, row.uid, "姓名有误，原件已收回")
    closing.reopen_class(store, made.uid, "重新结班")
    second = closing.close_class(store, made.uid).certificates
    assert first[0] != second[0]


def test_a_class_that_is_not_over_cannot_be_closed(store: Store) -> None:
    member = make_member(store)
    made = make_class(store, [member], first_day=today().isoformat(), days=2)
    later = [
        s.uid for s in sessions_of(store.database.read(), made.uid) if s.day > today().isoformat()
    ]
    assert later
    for session in made.sessions[:2]:
        attendance.enter_many(store, {session: {member: "出勤"}}, SIGNED)
    with pytest.raises((AppError, MarksMissing)):
        closing.close_class(store, made.uid)
