"""A list of names becomes participants: numbers decide, a name only where it can be nobody else."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from app.data.queries.training_classes import participants_of
from app.domain.errors import AppError
from app.services.classes import participant_lists as lists
from app.services.classes.attendance import Signature, sign_page
from app.services.classes.participants import enrol, withdraw
from app.services.store import Store
from tests.builders import change_row, count, make_class, make_member, make_organization

HEAD = ["序号", "姓名", "身份证号", "所在党支部", "联系电话", "时任职务", "组别"]


def book(folder: Path, *rows: list[object], head: list[str] | None = None) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["参训人员名单"])
    sheet.append(head or HEAD)
    for row in rows:
        sheet.append(row)
    path = folder / "名单.xlsx"
    made.save(path)
    return path


def number_of(store: Store, member: bytes) -> str:
    found = store.database.read().execute("SELECT id_number FROM member WHERE uid = ?", (member,))
    return str(found.fetchone()[0])


def names(store: Store, uid: bytes) -> list[str]:
    rows = participants_of(store.database.read(), uid)
    return [row.name for row in rows if not row.withdrawn]


def test_numbers_and_single_names_are_taken_others_are_asked_or_refused(
    store: Store, tmp_path: Path
) -> None:
    east = make_organization(store, "东风村党支部")
    west = make_organization(store, "红星村党支部")
    numbered = make_member(store, name="王强")
    single = make_member(store, name="李梅")
    twins = [make_member(store, name="张伟", organization=o) for o in (east, west)]
    third = make_member(store, name="赵敏", organization=west)
    make_member(store, name="赵敏", organization=east)
    gone = make_member(store, name="孙勇")
    change_row(store, "member", gone, status="已转出")
    made = make_class(store, [], first_day="2026-03-02")
    path = book(
        tmp_path,
        [1, "王强", number_of(store, numbered), None, None, "支部书记", "一组"],
        [2, "李 梅", None, None, None, None, None],
        [3, "张伟", None, None, None, None, None],
        [4, "赵敏", None, "红星村党支部", None, None, None],
        [5, "没有此人", None, None, None, None, None],
        [6, "张三", number_of(store, single), None, None, None, None],
        [7, "孙勇", None, None, None, None, None],
        [8, "王强", None, None, None, None, None],
    )
    plan = lists.plan_participants(store, made.uid, path)
    outcomes = [line.outcome for line in plan.lines]
    assert outcomes == [
        *(lists.READY, lists.READY, lists.ASKED, lists.READY),
        *(lists.REFUSED, lists.REFUSED, lists.REFUSED, lists.ALREADY),
    ]
    assert [line.number for line in plan.lines] == list(range(3, 11)), "rows as the sheet counts"
    assert plan.lines[3].member == third, "the branch beside the name decides"
    assert {person.uid for person in plan.lines[2].candidates} == set(twins)
    assert "不在本机" in plan.lines[4].reason
    assert "李梅" in plan.lines[5].reason
    assert "已转出" in plan.lines[6].reason
    assert names(store, made.uid) == [], "nothing has happened yet"
    added = lists.add_listed(store, plan, {2: twins[1]})
    assert added.number == 4
    assert names(store, made.uid) == ["王强", "李梅", "张伟", "赵敏"]
    [first, *_] = participants_of(store.database.read(), made.uid)
    assert (first.position_then, first.team) == ("支部书记", "一组")


def test_it_is_one_action_and_taken_back_whole(store: Store, tmp_path: Path) -> None:
    people: list[bytes] = [make_member(store, name=f"学员{n}") for n in "甲乙丙"]
    made = make_class(store, people[:2], first_day="2026-03-02")
    withdraw(store, made.uid, [people[1]])
    path = book(tmp_path, ["学员甲"], ["学员乙"], ["学员丙"], head=["姓名"])
    plan = lists.plan_participants(store, made.uid, path)
    assert [line.outcome for line in plan.lines] == [lists.ALREADY, lists.READY, lists.READY]
    actions = count(store, "audit")
    added = lists.add_listed(store, plan)
    assert count(store, "audit") == actions + 1
    assert names(store, made.uid) == ["学员甲", "学员乙", "学员丙"]
    lists.undo_listed(store, added)
    assert names(store, made.uid) == ["学员甲"]
    assert enrol(store, made.uid, people) == 2, "who was taken out can come again"
    assert names(store, made.uid) == ["学员甲", "学员乙", "学员丙"]


def test_who_has_marks_is_not_taken_out_by_an_undo(store: Store, tmp_path: Path) -> None:
    make_member(store, name="学员甲")
    made = make_class(store, [], first_day="2026-03-02")
    plan = lists.plan_participants(store, made.uid, book(tmp_path, ["学员甲"], head=["姓名"]))
    added = lists.add_listed(store, plan)
    sign_page(store, made.sessions[0], [1], {}, Signature("张三", "盒 1"))
    with pytest.raises(AppError, match="已经录了考勤"):
        lists.undo_listed(store, added)
    assert names(store, made.uid) == ["学员甲"]


def test_a_file_that_names_nobody_says_what_is_wanted(store: Store, tmp_path: Path) -> None:
    made = make_class(store, [], first_day="2026-03-02")
    path = book(tmp_path, ["苹果", 3], head=["品名", "数量"])
    with pytest.raises(AppError) as refused:
        lists.plan_participants(store, made.uid, path)
    assert "姓名" in refused.value.hint


def test_a_pasted_table_is_read_too(store: Store, tmp_path: Path) -> None:
    make_member(store, name="学员甲")
    made = make_class(store, [], first_day="2026-03-02")
    path = tmp_path / "粘贴的表格.csv"
    path.write_text("姓名,职务\n学员甲,组长\n", encoding="utf-8-sig")
    plan = lists.plan_participants(store, made.uid, path)
    assert [line.outcome for line in plan.lines] == [lists.READY]
