"""其他培训记录: by workbook, for a whole branch, approved by a second person, never told twice."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.registers import REGISTERS
from app.services import registers
from app.services.doubles import possible_doubles, say_apart
from app.services.hours import hours_of_member
from app.services.import_undo import undo_import
from app.services.opening import open_store
from app.services.records import (
    approve,
    decline,
    people_for_activity,
    record_activity,
    with_doubts,
)
from app.services.register_imports import (
    RegisterPlan,
    decide_all,
    import_register,
    plan_register,
    save_refused,
)
from app.services.store import Store
from tests.builders import (
    PASSWORD,
    Pair,
    count,
    id_number,
    make_class,
    make_member,
    make_organization,
    value_of,
)

RECORDS = REGISTERS["record"]
HEAD = ("姓名", "身份证号", "课程名称", "学习时间", "获得学时")


def book(path: Path, *rows: Sequence[object]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    made.save(path)
    return path


def planned(store: Store, path: Path, **common: str) -> RegisterPlan:
    return plan_register(store, RECORDS, path, common=common)


def actions(plan: RegisterPlan) -> list[str]:
    return [str(line.action) for line in plan.lines]


def total(store: Store, member: bytes) -> float:
    return hours_of_member(store, member).total


def enter(store: Store, member: bytes, **more: Value) -> bytes:
    values: dict[str, Value] = {
        "member": member,
        "title": "县委党校专题班",
        "starts_on": "2026-03-05",
        "ends_on": "2026-03-05",
        "hours": "8",
        "evidence": "结业证书",
    }
    return registers.save_row(store, RECORDS.entity, None, {**values, **more}).uid


def test_an_export_of_a_platform(store: Store, tmp_path: Path) -> None:
    village = make_organization(store)
    one = make_member(store, village, "王小明", id_number=id_number(1))
    make_member(store, village, "李芳", id_number=id_number(3))
    make_member(store, village, "李芳", id_number=id_number(5))
    path = book(
        tmp_path / "a.xlsx",
        ["干部网络学院学习情况"],
        HEAD,
        ("王小明", id_number(1), "党章党规专题", "2026年3月", 6.5),
        (
            "李芳",
            f"{id_number(3)[:4]}**********{id_number(3)[-4:]}",
            "党章党规专题",
            "2026.4.1-4.3",
            8,
        ),
        ("李芳", "", "党章党规专题", "2026年5月", 8),
        ("张强", id_number(1), "党章党规专题", "2026年5月", 8),
        ("无名氏", "", "党章党规专题", "2026年5月", 8),
    )
    plan = planned(store, path, mode="网络培训", evidence="网络学院导出的表")
    assert actions(plan) == ["新增", "新增", "拒绝", "拒绝", "拒绝"]
    assert [p.cell for p in plan.rejected] == ["A5", "B6", "A7"]
    assert "2 个人" in plan.rejected[0].reason
    assert "与姓名不符" in plan.rejected[1].reason
    first = plan.lines[0].after
    assert (first["starts_on"], first["ends_on"]) == ("2026-03-01", "2026-03-31")
    assert (first["mode"], first["evidence"]) == ("网络培训", "网络学院导出的表")
    done = import_register(store, plan)
    assert total(store, one) == 6.5
    saved = save_refused(plan, tmp_path / "refused.xlsx")
    assert actions(planned(store, saved, mode="网络培训")) == ["拒绝"] * 3
    assert actions(planned(store, path, mode="网络培训"))[:2] == ["不变", "不变"], "again"
    assert undo_import(store, done.batch).reversed == 2
    assert total(store, one) == 0


def test_only_numbers(store: Store, tmp_path: Path) -> None:
    make_member(store, None, "王小明", id_number=id_number(1))
    path = book(tmp_path / "a.xlsx", HEAD[1:], (id_number(1), "党章", "2026-03-05", 8))
    assert actions(planned(store, path)) == ["新增"]


def test_another_sites_people_are_refused(pair: Pair, tmp_path: Path) -> None:
    pair.settle()
    other = make_member(pair.county, name="外乡人", id_number=id_number(7))
    mine = make_member(pair.township, name="王小明")
    pair.settle()
    assert count(pair.township, "member") == 1
    path = book(
        tmp_path / "a.xlsx", HEAD,
        ("外乡人", "", "党章", "2026-03-05", 8), ("王小明", "", "党章", "2026-03-05", 8),
    )  # fmt: skip
    assert actions(planned(pair.township, path)) == ["拒绝", "新增"]
    assert actions(planned(pair.county, path)) == ["新增", "新增"]
    with pytest.raises(AppError):
        enter(pair.township, other)
    assert enter(pair.township, mine)


def test_lines_that_may_be_here_already_wait_for_an_answer(store: Store, tmp_path: Path) -> None:
    one = make_member(store, None, "王小明")
    enter(store, one, title="全县党支部书记培训班")
    path = book(
        tmp_path / "a.xlsx",
        HEAD,
        ("王小明", "", "党支部书记培训班", "2026-03-05", 8),
        ("王小明", "", "另一个班", "2026-04-05", 8),
        ("王小明", "", "另一个班（补）", "2026-04-05", 8),
    )
    plan = planned(store, path)
    assert actions(plan) == ["待确认", "新增", "待确认"]
    assert "其他培训记录“全县党支部书记培训班”（2026-03-05，8 学时）" in plan.lines[0].doubt
    assert len(plan.rejected) == 2, "shown, and saved with the refused lines"
    assert actions(decide_all(plan, same=True)) == ["重复", "新增", "重复"]
    assert actions(decide_all(plan, same=False)) == ["新增"] * 3
    done = import_register(store, plan)
    assert (done.new, done.asked, total(store, one)) == (1, 2, 16)


def test_a_class_and_a_record_of_it(store: Store, tmp_path: Path) -> None:
    one = make_member(store, None, "王小明")
    make_class(store, [one], name="党员冬训班", starts_on="2026-01-06", ends_on="2026-01-07")
    path = book(tmp_path / "a.xlsx", HEAD, ("王小明", "", "党员冬训", "2026年1月6日至7日", 16))
    plan = planned(store, path)
    assert actions(plan) == ["待确认"]
    assert "培训班“党员冬训班”" in plan.lines[0].doubt


def test_entered_by_hand_it_says_what_it_meets(store: Store) -> None:
    one = make_member(store, None, "王小明")
    enter(store, one)
    values: dict[str, Value] = {
        "member": one,
        "title": "党校专题班",
        "starts_on": "2026-03-05",
        "hours": "8",
    }
    saved = registers.save_row(store, RECORDS.entity, None, {**values, "ends_on": "2026-03-05"})
    assert "可能与其他培训记录“县委党校专题班”" in saved.notes[0]


def test_what_both_sites_entered_is_found_and_told_apart_for_good(pair: Pair) -> None:
    one = make_member(pair.township, name="王小明")
    pair.settle()
    enter(pair.township, one)
    enter(pair.county, one, title="党校专题班")
    pair.settle()
    found = possible_doubles(pair.county, 2026)
    assert [(d.name, d.why) for d in found] == [("王小明", "名称相近、日期有重合")]
    assert len(possible_doubles(pair.township, 2026)) == 1
    assert possible_doubles(pair.county, 2025) == []
    say_apart(pair.county, found[0])
    pair.settle()
    assert possible_doubles(pair.county, 2026) == []
    assert possible_doubles(pair.township, 2026) == []


def test_a_whole_branch_but_for_the_absent(store: Store) -> None:
    village = make_organization(store)
    people = [make_member(store, village, name) for name in ("甲某", "乙某", "丙某")]
    make_member(store, None, "外人")
    make_member(store, village, "走了", status="已转出")
    enter(store, people[2], title="主题党日")
    raw: dict[str, Value] = {
        "title": "三月主题党日",
        "mode": "集体学习",
        "level": "支部",
        "starts_on": "2026-03-05",
        "ends_on": "2026-03-05",
        "hours": "2",
    }
    listed = people_for_activity(store, [village])
    assert {one.uid for one in listed} == set(people)
    with pytest.raises(InvalidInput) as refused:
        with_doubts(store, listed, raw)
    assert list(refused.value.problems) == ["evidence"]
    raw["evidence"] = "签到表存支部"
    doubts = {one.uid: one.doubt for one in with_doubts(store, listed, raw)}
    assert [bool(doubts[uid]) for uid in people] == [False, False, True]
    batch = record_activity(store, people[:2], raw)
    assert [total(store, uid) for uid in people] == [2, 2, 8]
    assert undo_import(store, batch).reversed == 2
    assert total(store, people[0]) == 0
    with pytest.raises(AppError, match="没有勾选"):
        record_activity(store, [], raw)
    with pytest.raises(InvalidInput):
        record_activity(store, people, {**raw, "starts_on": "2999-01-01", "ends_on": "2999-01-01"})


def another(store: Store) -> Store:
    """The same store with somebody else before it."""
    from app.domain.accounts.roles import Role
    from app.services.accounts import add_account

    path = store.path
    add_account(store, "李四", "other-practice-password", Role.CLERK)
    store.close()
    return open_store(path, "other-practice-password", "李四")


def test_self_declared_hours_count_when_a_second_person_has_approved(store: Store) -> None:
    one = make_member(store, None, "王小明")
    row = enter(store, one, self_declared="是")
    assert total(store, one) == 0
    with pytest.raises(InvalidInput):
        registers.save_row(store, RECORDS.entity, row, {"self_declared": "否"})
    with pytest.raises(InvalidInput):
        registers.save_row(store, RECORDS.entity, row, {"approval": "已认定"})
    with pytest.raises(AppError, match="自己录入"):
        approve(store, [row])
    second = another(store)
    approve(second, [row])
    assert total(second, one) == 8
    assert value_of(second, "record", row, "approved_by") == "李四"
    with pytest.raises(InvalidInput):
        registers.save_row(second, RECORDS.entity, row, {"hours": "80"})
    with pytest.raises(AppError, match="已经办过"):
        approve(second, [row])
    second.close()
    store = open_store(second.path, PASSWORD, "张三")
    with pytest.raises(InvalidInput):
        registers.save_row(store, RECORDS.entity, row, {"days": "20"})
    store.close()


def test_declined_hours_never_count(store: Store) -> None:
    one = make_member(store, None, "王小明")
    row, plain = enter(store, one, self_declared="是"), enter(store, one, starts_on="2026-01-05",
                                                             ends_on="2026-01-05")  # fmt: skip
    second = another(store)
    with pytest.raises(InvalidInput):
        decline(second, [row], " ")
    with pytest.raises(AppError, match="不是自行申报"):
        decline(second, [plain], "不实")
    decline(second, [row], "没有证明")
    assert total(second, one) == 8
    assert "没有证明" in str(value_of(second, "record", row, "note"))
    second.close()


def test_exports_of_platforms_as_they_are(store: Store, tmp_path: Path) -> None:
    """上级调训, 网络学院, 灯塔/e支部 and 远程教育 write the same things under other heads, and when
    to the minute; what a sheet does not say is said once for all its lines, and nothing is guessed.
    """
    village = make_organization(store, "李家村党支部")
    who = make_member(store, village, "王小明", id_number=id_number(1))
    number = id_number(1)
    called_up = book(
        tmp_path / "a.xlsx",
        ["2026年上级调训人员登记表"],
        ("序号", "姓名", "身份证号码", "调训班次", "调训单位", "培训起止时间", "培训天数"),
        (1, "王小明", number, "县处级以下干部进修班", "市委党校", "2026.3.9-3.13", 5),
    )
    [line] = planned(store, called_up, level="市级", hours="40", evidence="调训通知").lines
    after = line.after
    kept = ("title", "organizer", "starts_on", "ends_on", "days", "hours", "level")
    assert [after[name] for name in kept] == [
        "县处级以下干部进修班",
        "市委党校",
        "2026-03-09",
        "2026-03-13",
        5.0,
        40.0,
        "市级",
    ]
    assert actions(planned(store, called_up)) == ["拒绝"], (
        "five days are not 40 hours by themselves"
    )
    branch = book(
        tmp_path / "b.xlsx",
        ["e支部组织生活统计"],
        ("支部名称", "姓名", "活动主题", "活动时间", "学时"),
        ("李家村党支部", "王小明", "清理河道", "2026-04-10 09:00", 2),
    )
    [line] = planned(store, branch, mode="集体学习").lines
    assert (line.after["title"], line.after["starts_on"]) == ("清理河道", "2026-04-10")
    academy = book(
        tmp_path / "c.xlsx",
        ("姓名", "身份证号码", "课程名称", "学习开始时间", "学习结束时间", "总学时"),
        ("王小明", number, "党章专题", "2026-05-01 08:30:00", "2026-05-03 17:05:09", 6.5),
    )
    [line] = planned(store, academy, mode="网络培训").lines
    assert (line.after["starts_on"], line.after["ends_on"]) == ("2026-05-01", "2026-05-03")
    month = book(
        tmp_path / "d.xlsx",
        ["远程教育月度学习统计表"],
        ("姓名", "身份证号码", "月份", "本月学时"),
        ("王小明", number, "2026年6月", 3),
    )
    plan = planned(store, month, mode="远程教育", title="六月远程教育", evidence="平台导出的表")
    import_register(store, plan)
    assert total(store, who) == 3
    assert actions(planned(store, month, mode="远程教育", title="六月远程教育")) == ["不变"]


@pytest.mark.parametrize("header", ["学习时长", "学习时长(分钟)", "本月积分", "学习次数"])
def test_minutes_and_points_are_not_read_as_hours(
    store: Store, tmp_path: Path, header: str
) -> None:
    """No document says how many minutes or points are an hour: 90 minutes would be 90 学时."""
    make_member(store, name="王小明", id_number=id_number(1))
    path = book(tmp_path / "a.xlsx", ("姓名", header), ("王小明", 90))
    taught = {("record", ""): {header: "hours"}}
    with pytest.raises(InvalidInput, match="不能当学时读"):
        plan_register(store, RECORDS, path, taught=taught)
