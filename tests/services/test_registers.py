"""Rows of registers: entered, changed, taken out, listed, taken back."""

import datetime
from pathlib import Path

import pytest

from app.data.queries.registers import (
    RegisterIndex,
    RegisterRow,
    RowFilter,
    due_rows,
    register_rows,
    totals_of,
)
from app.data.queries.row_uses import uses_in_words
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.registers import REGISTERS
from app.services import registers
from app.services.import_undo import undo_import
from app.services.last_action import last_action, undo_last
from app.services.store import Store
from tests.builders import Pair, make_organization, value_of

TEACHERS, VENUES = REGISTERS["teacher"], REGISTERS["venue"]
TEACHER, LECTURE, VENUE = (entity_named(n) for n in ("teacher", "teacher_lecture", "venue"))


def teacher(store: Store, name: str = "王䶮", **more: Value) -> bytes:
    return registers.save_row(store, TEACHER, None, {"name": name, **more}).uid


def names(store: Store, **wanted: object) -> list[str]:
    connection = store.database.read()
    ids = RegisterIndex(TEACHERS).ids(connection, RowFilter(**wanted))  # type: ignore[arg-type]
    return [str(row.values["name"]) for row in register_rows(connection, TEACHER, ids)]


def test_a_new_row_is_this_sites_own_and_has_its_defaults(store: Store) -> None:
    uid = teacher(store, fee="1,200.5", subjects="乡村振兴、党性教育")
    values = registers.row_values(store, TEACHER, uid)
    assert values["organization"] == store.site.organization
    assert (values["state"], values["famous"]) == ("在聘", 0)
    assert (values["fee"], values["subjects"]) == (120050, "党性教育、乡村振兴")


def test_every_problem_at_once(store: Store) -> None:
    with pytest.raises(InvalidInput) as refused:
        teacher(store, "", fee="很多", level="宇宙级", state="退出")
    assert set(refused.value.problems) == {"name", "fee", "level", "left_why"}


def test_who_comes_back_has_no_reason_for_leaving_any_more(store: Store) -> None:
    uid = teacher(store, state="退出", left_why="调离")
    registers.save_row(store, TEACHER, uid, {"state": "在聘"})
    assert value_of(store, "teacher", uid, "left_why") is None


def test_a_second_of_one_name_is_kept_and_told(store: Store) -> None:
    teacher(store)
    saved = registers.save_row(store, TEACHER, None, {"name": "王䶮"})
    assert "重复登记" in saved.notes[0]


def test_found_by_words_pinyin_phone_and_what_is_referred_to(store: Store) -> None:
    village = make_organization(store, "李家村党支部")
    teacher(store, "王䶮", phone="13812345678", courses="乡村治理案例")
    teacher(store, "张𬱖", organization=village)
    assert names(store, text="wangyan") == ["王䶮"]
    assert names(store, text="治理") == ["王䶮"]
    assert names(store, text="lijiacun") == ["张𬱖"]
    assert names(store, text="wy 治理") == ["王䶮"]
    assert names(store, text="没有的") == []


def test_the_index_takes_over_what_changes(store: Store) -> None:
    index, connection = RegisterIndex(TEACHERS), store.database.read()
    uid = teacher(store, "王䶮")
    assert len(index.ids(connection, RowFilter("wang"))) == 1
    registers.save_row(store, TEACHER, uid, {"name": "李㛃"})
    assert index.ids(connection, RowFilter("wang")) == []
    village = make_organization(store, "旧名党支部")
    registers.save_row(store, TEACHER, uid, {"organization": village})
    assert len(index.ids(connection, RowFilter("旧名"))) == 1
    with store.change("改名") as change:
        change.update(entity_named("organization"), village, {"name": "新名党支部"})
    assert index.ids(connection, RowFilter("旧名")) == []
    registers.remove_row(store, TEACHER, uid, "录错了")
    assert index.ids(connection, RowFilter("新名")) == []


def test_narrowed_and_sorted(store: Store) -> None:
    village = make_organization(store, "李家村党支部")
    teacher(store, "赵", level="省级", subjects="实用技术、其他", to_on="2027")
    teacher(store, "安", level="乡镇级", organization=village, to_on="2026-05")
    teacher(store, "单", level="县级", subjects="其他")
    assert names(store) == ["安", "单", "赵"], "by pinyin, 单 is Shàn"
    assert names(store, sort="level") == ["赵", "单", "安"], "in the order of the code table"
    assert names(store, sort="to_on") == ["安", "赵", "单"]
    assert names(store, sort="to_on", descending=True) == ["赵", "安", "单"], "empty ones last"
    assert names(store, words={"subjects": "其他"}) == ["单", "赵"]
    assert names(store, words={"level": "县级"}) == ["单"]
    assert names(store, organization=village) == ["安"]


def test_sums(store: Store) -> None:
    for cost, capacity in (("1.2万元", 80), ("500.5", None)):
        raw: dict[str, Value] = {"name": f"阵地{cost}", "kind": "其他", "cost": cost}
        registers.save_row(store, VENUE, None, {**raw, "capacity": capacity})
    connection = store.database.read()
    ids = RegisterIndex(VENUES).ids(connection, RowFilter())
    assert totals_of(connection, VENUES, ids) == {"capacity": 80, "cost": 1250050}


@pytest.mark.parametrize(
    ("to_on", "state", "days"),
    [
        ("2026-12-10", "在聘", 10),
        ("2026-12", "在聘", None),
        ("2026-11-01", "在聘", -29),
        ("2026-12-10", "暂停授课", None),
        ("2027-01-01", "在聘", None),
        ("2026", "在聘", None),
        ("2025", "在聘", -334),
        (None, "在聘", None),
    ],
)
def test_what_falls_due(store: Store, to_on: str | None, state: str, days: int | None) -> None:
    """A date that is known to the month is over at its end: 31 days ahead is not yet due."""
    teacher(store, to_on=to_on, state=state)
    found = list(due_rows(store.database.read(), TEACHERS, datetime.date(2026, 11, 30)))
    assert [row.days for row in found] == ([] if days is None else [days])


def test_what_hangs_on_a_row_falls_due_and_leads_to_that_row(store: Store) -> None:
    """HN 四（六） 发现问题，及时通报，督促整改: each problem has a date of its own."""
    made = REGISTERS["inspection"]
    said: dict[str, Value] = {"name": "督查", "kind": "定期检查", "held_on": "2026-03-05"}
    more: dict[str, Value] = {"inspector": "组织部", "state": "整改中", "due_on": "2026-12-31"}
    uid = registers.save_row(store, made.entity, None, {**said, **more}).uid
    finding = entity_named("inspection_finding")
    for problem, due, state in (
        ("缺记录", "2026-04-01", "未整改"),
        ("缺页", "2026-04-02", "已整改"),
        ("缺人", "2026-06-01", "未整改"),
    ):
        done = {"done_on": "2026-03-20", "result": "改了"} if state == "已整改" else {}
        told: dict[str, Value] = {"inspection": uid, "problem": problem, "due_on": due}
        registers.save_row(store, finding, None, {**told, "state": state, **done})
    found = list(due_rows(store.database.read(), made, datetime.date(2026, 4, 3)))
    assert [(row.title, row.text, row.days, row.uid) for row in found] == [
        ("缺记录", "问题整改到期", -2, uid)
    ]


def test_taking_out_needs_a_reason_and_takes_along_what_hangs_on_it(store: Store) -> None:
    uid = teacher(store)
    said: dict[str, Value] = {"teacher": uid, "given_on": "2026-03-05", "topic": "党课"}
    lecture = registers.save_row(store, LECTURE, None, said).uid
    with pytest.raises(InvalidInput, match="原因"):
        registers.remove_row(store, TEACHER, uid, " ")
    registers.remove_row(store, TEACHER, uid, "录错了")
    with pytest.raises(AppError, match="不在了"):
        registers.row_values(store, LECTURE, lecture)
    last = last_action(store)
    assert last is not None
    assert last.name == "移出师资 王䶮"
    undo_last(store, last)
    assert registers.row_values(store, LECTURE, lecture)["topic"] == "党课"


def test_a_township_writes_its_own_only(pair: Pair) -> None:
    pair.settle()
    with pytest.raises(AppError, match="不归本单位管"):
        teacher(pair.township, organization=pair.county.site.organization)
    uid = teacher(pair.township)
    with pytest.raises(AppError, match="不归本单位管"):
        registers.save_row(
            pair.township, TEACHER, uid, {"organization": pair.county.site.organization}
        )


def test_many_at_once_and_back(store: Store) -> None:
    uids = [teacher(store, name) for name in ("甲某", "乙某", "丙某")]
    batch = registers.change_together(store, TEACHERS, uids, "level", "省级")
    assert {value_of(store, "teacher", uid, "level") for uid in uids} == {"省级"}
    assert undo_import(store, batch).reversed == 3
    assert {value_of(store, "teacher", uid, "level") for uid in uids} == {"县级"}
    with pytest.raises(InvalidInput, match="退出原因"):
        registers.change_together(store, TEACHERS, uids, "state", "退出")


# The last action


def test_the_last_action_is_named_and_taken_back(store: Store) -> None:
    uid = teacher(store, "张𬱖")
    new = last_action(store)
    assert new is not None
    assert new.name == "新增师资 张𬱖"
    registers.save_row(store, TEACHER, uid, {"level": "省级", "fee": "500"})
    changed = last_action(store)
    assert changed is not None
    with pytest.raises(AppError, match="别的改动"):
        undo_last(store, new)
    undo_last(store, changed)
    assert value_of(store, "teacher", uid, "level") == "县级"
    assert value_of(store, "teacher", uid, "fee") is None
    assert last_action(store) is None, "taking back is nothing to be taken back"


def test_a_new_row_goes_when_it_is_taken_back(store: Store) -> None:
    uid = teacher(store)
    last = last_action(store)
    assert last is not None
    undo_last(store, last)
    with pytest.raises(AppError, match="不在了"):
        registers.row_values(store, TEACHER, uid)


def test_what_a_package_has_told_is_not_taken_back(pair: Pair) -> None:
    teacher(pair.township)
    last = last_action(pair.township)
    assert last is not None
    pair.to_county()
    with pytest.raises(AppError, match="已随数据包报出"):
        undo_last(pair.township, last)


def test_only_the_last_and_only_of_registers(store: Store) -> None:
    assert last_action(store) is None
    teacher(store)
    make_organization(store)
    assert last_action(store) is None


def test_a_row_as_people_read_it(store: Store, tmp_path: Path) -> None:
    teacher(store, phone="13812345678", fee="1200")
    row: RegisterRow = next(register_rows(store.database.read(), TEACHER, [1]))
    assert row.words(TEACHER.field("phone")) == "138****5678"
    assert row.words(TEACHER.field("phone"), full=True) == "13812345678"
    assert row.words(TEACHER.field("organization")) == store.site.name
    assert row.words(TEACHER.field("fee")) == "1,200.00"


def test_who_is_named_elsewhere_is_not_taken_out_unasked(store: Store) -> None:
    uid = teacher(store)
    registers.save_row(
        store, LECTURE, None, {"teacher": uid, "given_on": "2026-03-01", "topic": "水稻"}
    )
    assert uses_in_words(store.database.read(), TEACHER, uid) == "1 条授课记录"
    assert registers.used_by(store, TEACHER, uid) == "", "what hangs on it goes along"
    registers.remove_row(store, TEACHER, uid, "录重了")
