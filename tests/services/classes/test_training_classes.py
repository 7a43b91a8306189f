"""办班: one form makes a class with its half-days and people, later changes keep evidence."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from app.data.queries.training_classes import class_values, participants_of, sessions_of
from app.domain.entity import Value
from app.domain.errors import Ambiguous, AppError, InvalidInput, NotFound
from app.services.classes import class_lookup, participants, training_classes
from app.services.classes.attendance import Signature, enter_many
from app.services.classes.training_classes import (
    ClassDraft,
    class_draft,
    create_class,
    save_class,
)
from app.services.settings import change_settings
from app.services.store import Store
from tests.builders import change_member, count, make_class, make_member, make_organization

Row = Mapping[str, Value]
SIGNED = Signature("张三", "档案盒 1")


def draft(store: Store, members: list[bytes], **changes: Any) -> ClassDraft:
    values = dict(training_classes.class_draft(store))
    values |= {
        "name": "春季轮训班",
        "starts_on": "2026-03-05",
        "ends_on": "2026-03-06",
        "place": "镇党校",
        "certificates": None,
    }
    return ClassDraft({**values, **changes}, [], members)


def test_one_save_makes_class_half_days_and_participants(store: Store) -> None:
    branch = make_organization(store)
    people: list[bytes] = [
        make_member(store, branch, f"学员{n}", workplace=f"职务{n}") for n in range(3)
    ]
    uid = training_classes.create_class(store, draft(store, people))
    connection = store.database.read()
    halves = [(s.day, s.slot, s.hours) for s in sessions_of(connection, uid)]
    assert halves == [
        ("2026-03-05", "上午", 4.0),
        ("2026-03-05", "下午", 4.0),
        ("2026-03-06", "上午", 4.0),
        ("2026-03-06", "下午", 4.0),
    ]
    listed = participants_of(connection, uid)
    assert [(p.number, p.name, p.position_then, p.organization_then) for p in listed] == [
        (1, "学员0", "职务0", "李家村党支部"),
        (2, "学员1", "职务1", "李家村党支部"),
        (3, "学员2", "职务2", "李家村党支部"),
    ]


def test_the_post_held_then_is_stored_not_looked_up(store: Store) -> None:
    person = make_member(store, workplace="村医")
    uid = training_classes.create_class(store, draft(store, [person]))
    change_member(store, person, workplace="村委会主任")
    assert participants_of(store.database.read(), uid)[0].position_then == "村医"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"place": ""}, "place"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"ends_on": "2026-03-01"}, "ends_on"),
        ({"level": "省里"}, "level"),
        ({"required_share": 0}, "required_share"),
        ({"required_share": 150}, "required_share"),
    ],
)
def test_wrong_forms_are_refused_beside_the_field(
    store: Store, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        training_classes.create_class(store, draft(store, [], **changes))
    assert field in refused.value.problems


@pytest.mark.parametrize(
    ("days", "kind", "certificates"),
    [(1, "集中轮训", 0), (2, "集中轮训", 0), (3, "集中轮训", 1), (5, "冬春训", 0)],
)
def test_certificates_are_off_for_short_classes(
    store: Store, days: int, kind: str, certificates: int
) -> None:
    ends = (date(2026, 3, 5) + timedelta(days=days - 1)).isoformat()
    made = training_classes.create_class(store, draft(store, [], ends_on=ends, kind=kind))
    assert class_values(store.database.read(), made)["certificates"] == certificates


def test_the_next_class_inherits_everything_but_name_and_dates(store: Store) -> None:
    training_classes.create_class(
        store, draft(store, [], teacher="李教授", mode="集体学习", required_share=70)
    )
    values = training_classes.class_draft(store)
    assert (values["teacher"], values["mode"], values["required_share"]) == (
        "李教授",
        "集体学习",
        70,
    )
    assert values["name"] is None
    assert values["starts_on"] is None


def test_a_half_day_outside_the_class_is_refused(store: Store) -> None:
    session: Row = {"day": "2026-03-07", "slot": "上午", "hours": 4.0}
    with pytest.raises(InvalidInput, match="不在培训班起止日期之内"):
        training_classes.create_class(store, ClassDraft(draft(store, []).values, [session], []))


def test_half_days_with_attendance_cannot_be_taken_out(store: Store) -> None:
    person = make_member(store)
    uid = training_classes.create_class(store, draft(store, [person]))
    first, *others = sessions_of(store.database.read(), uid)
    enter_many(store, {first.uid: {person: "出勤"}}, SIGNED)
    rows: list[Row] = [
        {"uid": s.uid, "day": s.day, "slot": s.slot, "hours": s.hours} for s in others
    ]
    with pytest.raises(AppError, match="已录入 1 人的考勤"):
        training_classes.save_class(store, uid, {}, rows)
    assert len(sessions_of(store.database.read(), uid)) == 4
    enter_many(store, {first.uid: {person: "未录入"}}, SIGNED)
    training_classes.save_class(store, uid, {}, rows)
    assert len(sessions_of(store.database.read(), uid)) == 3


def test_half_days_can_be_added_changed_and_taken_out(store: Store) -> None:
    uid = training_classes.create_class(store, draft(store, []))
    first, second, *_ = sessions_of(store.database.read(), uid)
    wanted: list[Row] = [
        {"uid": first.uid, "day": first.day, "slot": first.slot, "hours": 3.0, "course": "党课"},
        {"day": second.day, "slot": "晚上", "hours": 2.0},
    ]
    training_classes.save_class(store, uid, {}, wanted)
    now = [(s.slot, s.hours, s.course) for s in sessions_of(store.database.read(), uid)]
    assert now == [("上午", 3.0, "党课"), ("晚上", 2.0, "")]


def test_enrolling_again_adds_nobody_twice_and_brings_the_withdrawn_back(store: Store) -> None:
    first, second = make_member(store), make_member(store)
    uid = training_classes.create_class(store, draft(store, [first]))
    enrolled = participants_of(store.database.read(), uid)[0]
    participants.change_enrolment(store, enrolled.uid, {"withdrawn": 1})
    assert participants.enrol(store, uid, [first, second, second]) == 2
    listed = participants_of(store.database.read(), uid)
    assert [(p.member, p.number, p.withdrawn) for p in listed] == [(first, 1, 0), (second, 2, 0)]


def test_a_class_is_found_by_name_and_an_ambiguous_name_lists_candidates(store: Store) -> None:
    training_classes.create_class(store, draft(store, [], name="轮训一班"))
    training_classes.create_class(store, draft(store, [], name="轮训二班"))
    assert class_lookup.find_class(store, "轮训一班").name == "轮训一班"
    with pytest.raises(Ambiguous) as several:
        class_lookup.find_class(store, "轮训")
    assert len(several.value.candidates) == 2
    with pytest.raises(NotFound):
        class_lookup.find_class(store, "没有的班")


@pytest.mark.parametrize(
    ("session", "said"),
    [
        ({"hours": 40.0}, "2026-03-02 上午：一个半天最多 6 学时，这里填了 40"),
        ({"innovation_hours": 8.0}, "2026-03-02 上午：其中党的创新理论 8 学时，多于本半天的 4"),
        ({"party_spirit_hours": 4.5}, "2026-03-02 上午：其中党性教育 4.5 学时"),
        ({"slot": "下午"}, "2026-03-02 下午有两行"),
    ],
)
def test_what_a_half_day_cannot_hold_is_refused_naming_it(
    store: Store, session: dict[str, Value], said: str
) -> None:
    held = make_class(store, [])
    known: list[dict[str, Value]] = [
        {"uid": row.uid, "day": row.day, "slot": row.slot, "hours": row.hours}
        for row in sessions_of(store.database.read(), held.uid)
    ]
    with pytest.raises(InvalidInput) as refused:
        save_class(store, held.uid, {}, [{**known[0], **session}, known[1]])
    assert said in refused.value.problems["sessions"]
    assert [row.hours for row in sessions_of(store.database.read(), held.uid)] == [4, 4]
    with pytest.raises(InvalidInput, match="6"):
        save_class(store, held.uid, {"half_day_hours": 40.0}, known)


def test_the_setting_says_what_a_half_day_can_hold(store: Store) -> None:
    held = make_class(store, [], first_day=date.today().isoformat())
    change_settings(store, {"most_half_day_hours": "10"})
    rows = sessions_of(store.database.read(), held.uid)
    wanted: list[Row] = [{"uid": r.uid, "day": r.day, "slot": r.slot, "hours": 10.0} for r in rows]
    save_class(store, held.uid, {}, wanted)
    assert [row.hours for row in sessions_of(store.database.read(), held.uid)] == [10, 10]
    for value in ("3", "13", "五"):
        with pytest.raises(InvalidInput):
            change_settings(store, {"most_half_day_hours": value})


def test_the_next_class_does_not_inherit_what_was_taught(store: Store) -> None:
    make_class(store, [], innovation_theory=1)
    draft = class_draft(store)
    assert draft["innovation_theory"] == 0
    values = {**draft, "name": "果树剪枝班", "starts_on": "2026-05-06", "ends_on": "2026-05-06"}
    uid = create_class(store, ClassDraft(values, (), ()))
    planned = sessions_of(store.database.read(), uid)
    assert [row.innovation_hours for row in planned] == [0, 0]


def test_the_form_of_a_class_is_saved_whole_or_not_at_all(store: Store) -> None:
    held = make_class(store, [make_member(store)], first_day="2026-03-02")
    rows = [
        {name: getattr(row, name) for name in ("uid", "day", "slot", "hours")}
        for row in sessions_of(store.database.read(), held.uid)
    ]
    before = count(store, "audit")
    moved = {"name": "另一个名字", "starts_on": "2026-03-03", "ends_on": "2026-03-03"}
    with pytest.raises(InvalidInput, match="起止日期"):
        training_classes.save_class(store, held.uid, moved, rows)
    values = class_values(store.database.read(), held.uid)
    assert (values["name"], values["starts_on"]) != ("另一个名字", "2026-03-03")
    assert count(store, "audit") == before
    training_classes.save_class(store, held.uid, {"name": "另一个名字"}, rows[:1])
    assert count(store, "audit") == before + 1
    assert class_values(store.database.read(), held.uid)["name"] == "另一个名字"
    assert len(sessions_of(store.database.read(), held.uid)) == 1


def test_a_half_day_with_marks_is_not_moved_ahead(store: Store) -> None:
    person = make_member(store)
    held = make_class(store, [person], first_day="2026-03-02")
    first, second = sessions_of(store.database.read(), held.uid)
    enter_many(store, {first.uid: {person: "出勤"}}, SIGNED)
    ahead = (date.today() + timedelta(days=9)).isoformat()
    fields = {"ends_on": ahead}
    moved: list[dict[str, Value]] = [
        {"uid": first.uid, "day": ahead, "slot": "上午", "hours": 4.0},
        {"uid": second.uid, "day": second.day, "slot": "下午", "hours": 4.0},
    ]
    with pytest.raises(AppError, match="还没有到"):
        training_classes.save_class(store, held.uid, fields, moved)
    assert sessions_of(store.database.read(), held.uid)[0].day == "2026-03-02"
