"""A workbook of a register: planned, executed, taken back; what is written out is read in again."""

import csv
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from app.domain.entity import Value, workbook_fields
from app.domain.errors import AppError
from app.domain.people.roster_plan import Action
from app.domain.registers import REGISTERS, Register
from app.services import registers
from app.services.import_undo import undo_import
from app.services.register_books import export_register, write_register_template
from app.services.register_imports import (
    RegisterPlan,
    decide_all,
    import_register,
    plan_register,
    save_refused,
)
from app.services.register_words import as_taught, choices_for
from app.services.store import Store
from tests.builders import Pair, count, make_member, make_organization, make_store, value_of
from tests.register_building import belonging, make_row, value_for

TEACHERS = REGISTERS["teacher"]
EVERY = pytest.mark.parametrize("made", REGISTERS.values(), ids=lambda made: made.key)


def book(path: Path, *rows: Sequence[object], tab: str = "Sheet1") -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = tab
    for row in rows:
        sheet.append(list(row))
    made.save(path)
    return path


def planned(store: Store, path: Path, **more: object) -> RegisterPlan:
    return plan_register(store, TEACHERS, path, **more)  # type: ignore[arg-type]


def actions(plan: RegisterPlan) -> list[str]:
    return [str(line.action) for line in plan.lines]


HEAD = ("序号", "教师姓名", "工作单位及职务", "专兼职", "授课领域", "手机", "讲课费标准")


def test_a_list_as_a_county_keeps_it(store: Store, tmp_path: Path) -> None:
    path = book(
        tmp_path / "师资.xlsx",
        ["云岭县党员教育师资库"],
        HEAD,
        [1, "王 䶮", "县委党校讲师", "专职教师", "党性教育、党务工作", 13812345678, 1200],
        [2, "张𬱖", "种植大户", "兼职教师", "实用技术", "139-1234-5678", "1,000元"],
        [3, "赵六", "镇司法所", "兼职教师", "火星农业", "12", "很多"],
        ["合计", 3],
    )
    plan = planned(store, path)
    assert actions(plan) == ["新增", "新增", "拒绝"]
    assert [(p.cell, p.column) for p in plan.rejected] == [
        ("E5", "授课领域"), ("F5", "联系电话"), ("G5", "课酬（元/半天）"),
    ]  # fmt: skip
    assert [(w.field, w.word) for w in plan.unknown] == [("subjects", "火星农业")]
    done = import_register(store, plan)
    assert (done.new, done.rows, count(store, "teacher")) == (2, 3, 2)
    first = plan.lines[0].uid
    assert first is not None
    assert value_of(store, "teacher", first, "name") == "王䶮"
    assert value_of(store, "teacher", first, "fee") == 120000
    undone = undo_import(store, done.batch)
    assert (undone.reversed, undone.kept) == (2, 0)
    assert actions(planned(store, path))[:2] == ["新增", "新增"]


def test_again_changes_nothing_and_changes_are_shown_before_and_after(
    store: Store, tmp_path: Path
) -> None:
    path = book(tmp_path / "a.xlsx", ("姓名", "师资层级", "职称"), ("王䶮", "县级", "讲师"))
    import_register(store, planned(store, path))
    assert actions(planned(store, path)) == ["不变"]
    other = book(
        tmp_path / "b.xlsx",
        ("姓名", "师资层级", "职称", "联系电话"),
        ("王䶮", "省级", "", "13812345678"),
        ("王䶮", "省级", "", ""),
    )
    plan = planned(store, other)
    assert actions(plan) == ["更新", "重复"]
    line = plan.lines[0]
    assert line.before == {"level": "县级", "phone": None}
    assert line.after == {"level": "省级", "phone": "13812345678"}, "an empty cell changes nothing"
    done = import_register(store, plan)
    assert undo_import(store, done.batch).reversed == 1
    assert value_of(store, "teacher", line.uid or b"", "level") == "县级"


def test_clearing_needs_a_word(store: Store, tmp_path: Path) -> None:
    uid = make_row(store, "teacher", name="王䶮", grade="讲师")
    path = book(tmp_path / "a.xlsx", ("姓名", "职称"), ("王䶮", "清空"), ("张某", "清空"))
    import_register(store, planned(store, path))
    assert value_of(store, "teacher", uid, "grade") is None
    assert count(store, "teacher") == 2


def test_two_that_are_here_are_not_guessed_between(store: Store, tmp_path: Path) -> None:
    village = make_organization(store)
    for place in (village, store.site.organization):
        make_row(store, "teacher", name="王䶮", organization=place)
    path = book(tmp_path / "a.xlsx", ("姓名", "职称"), ("王䶮", "教授"))
    assert "对得上" in planned(store, path).rejected[0].reason
    path = book(tmp_path / "b.xlsx", ("姓名", "入库单位", "职称"), ("王䶮", "李家村党支部", "教授"))
    assert actions(planned(store, path)) == ["更新"]


def test_a_word_is_explained_once_and_remembered(store: Store, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("姓名", "人员来源", "入库单位", "授课领域"),
        ("甲某", "老党员", "李家村", "农技、党性教育"),
        ("乙某", "老党员", "李家村", "农技"),
    )
    make_organization(store, "李家村党支部")
    plan = planned(store, path)
    assert actions(plan) == ["拒绝", "拒绝"]
    assert {(w.field, w.word, w.lines) for w in plan.unknown} == {
        ("source", "老党员", 2), ("organization", "李家村", 2), ("subjects", "农技", 2),
    }  # fmt: skip
    assert "李家村党支部" in choices_for(
        store, next(w for w in plan.unknown if w.field == "organization")
    )
    answers = as_taught(
        {
            ("teacher", "source", "老党员"): "先进模范",
            ("teacher", "organization", "李家村"): "李家村党支部",
            ("teacher", "subjects", "农技"): "实用技术",
        }
    )
    plan = planned(store, path, taught=answers)
    assert actions(plan) == ["新增", "新增"]
    assert plan.lines[0].after["subjects"] == "党性教育、实用技术"
    import_register(store, plan)
    assert actions(planned(store, path)) == ["不变", "不变"], "remembered"


def test_a_column_is_explained_once(store: Store, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("姓名", "职称", "擅长"), ("甲某", "讲师", "实用技术"))
    plan = planned(store, path)
    assert [w.column for w in plan.warnings] == ["擅长"]
    plan = planned(store, path, taught={("teacher", ""): {"擅长": "subjects"}})
    assert plan.lines[0].after["subjects"] == "实用技术"
    assert not plan.warnings


def test_whole_plan_or_nothing(store: Store, tmp_path: Path) -> None:
    plan = planned(store, book(tmp_path / "a.xlsx", ("姓名", "职称"), ("甲某", "讲师")))
    make_row(store, "teacher", name="甲某")
    with pytest.raises(AppError, match="又有改动"):
        import_register(store, plan)
    assert count(store, "teacher") == 1


def test_refused_rows_come_back_in_the_users_layout(store: Store, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ["师资名单"],
        ("姓名", "级别", "不认识的列"),
        ("甲某", "宇宙级", "x"),
        ("乙某", "县级", "y"),
    )
    plan = planned(store, path)
    import_register(store, plan)
    saved = save_refused(plan, tmp_path / "refused.xlsx")
    corrected = openpyxl.load_workbook(saved)
    sheet = corrected.active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1] == ["姓名", "级别", "不认识的列", "拒绝原因"]
    assert rows[2][:3] == ["甲某", "宇宙级", "x"]
    assert "可填" in str(rows[2][3])
    sheet["B3"] = "省级"
    corrected.save(saved)
    assert actions(planned(store, saved)) == ["新增"], "corrected, it is read in again"


def test_another_sites_rows_are_refused_line_by_line(pair: Pair, tmp_path: Path) -> None:
    pair.settle()
    path = book(
        tmp_path / "a.xlsx",
        ("姓名", "入库单位"),
        ("甲某", pair.county.site.name),
        ("乙某", pair.township.site.name),
    )
    plan = planned(pair.township, path)
    assert actions(plan) == ["拒绝", "新增"]


def test_a_formula_without_result_refuses_its_line(store: Store, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("姓名", "课酬"), ("甲某", "=A1*2"), ("乙某", 500))
    plan = planned(store, path)
    assert actions(plan) == ["拒绝", "新增"]
    assert "公式" in plan.rejected[0].reason


def test_a_month_that_a_spreadsheet_made_a_day_of(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [["姓名", "聘期届满"], ["甲某", "2026/12/31"], ["乙某", "2026年12月"]]
        )
    plan = planned(store, path)
    assert [line.after["to_on"] for line in plan.lines] == ["2026-12-31", "2026-12"]


def test_another_table_is_refused_with_what_to_do(store: Store, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("品名", "数量"), ("馒头", 3))
    with pytest.raises(AppError, match="没有找到师资") as refused:
        planned(store, path)
    assert "模板" in refused.value.hint


VILLAGES = ("李家村党支部", "张家村党支部")


def _filled(store: Store, made: Register) -> list[bytes]:
    villages = [make_organization(store, name) for name in VILLAGES]
    uids: list[bytes] = []
    for number, place in enumerate((store.site.organization, *villages)):
        said: dict[str, Value] = {made.entity.title: f"甲{'一二三'[number]}"}
        uids.append(make_row(store, made.key, **said, **belonging(store, made.entity, place)))
        for detail in made.detail_entities():
            make_row(store, detail.name, **{detail.owner: uids[-1]})
    return uids


@EVERY
def test_what_is_written_out_is_read_in_again_as_it_was(
    store: Store, tmp_path: Path, made: Register
) -> None:
    _filled(store, made)
    path = tmp_path / "export.xlsx"
    export_register(store, made, path)
    plan = plan_register(store, made, path)
    assert plan.rejected == []
    assert not plan.warnings
    assert {line.table for line in plan.lines} == {made.key, *made.details}
    assert {line.action for line in plan.lines} == {Action.UNCHANGED}
    assert len(plan.lines) == 3 * (1 + len(made.details))


@EVERY
def test_into_an_empty_store_comes_all_of_it(store: Store, tmp_path: Path, made: Register) -> None:
    (tmp_path / "other").mkdir()
    township = make_store(tmp_path / "other")
    _filled(store, made)
    village, _ = (make_organization(township, name) for name in VILLAGES)
    people = store.database.read().execute("SELECT name, id_number FROM member").fetchall()
    for name, number in people:  # whose rows come
        make_member(township, village, name, id_number=number)
    path = tmp_path / "export.xlsx"
    export_register(store, made, path, unmask="换电脑迁移数据")
    plan = decide_all(plan_register(township, made, path), same=False)
    assert plan.rejected == []
    import_register(township, plan)
    for entity in (made.entity, *made.detail_entities()):
        assert count(township, entity.name) == 3
        for field in workbook_fields(entity):
            if field.refers_to or field.shown_when:
                continue
            expected = {value_for(field)} if field.name != made.entity.title else None
            found = {
                row[0]
                for row in township.database.read().execute(
                    f"SELECT {field.name} FROM {entity.name}"
                )
            }
            assert expected is None or found == expected, (entity.name, field.name)


@EVERY
def test_the_empty_form_is_read_in_again(store: Store, tmp_path: Path, made: Register) -> None:
    path = write_register_template(made, tmp_path / "template.xlsx")
    plan = plan_register(store, made, path)
    assert plan.lines == ()
    assert not [w for w in plan.warnings if "填表说明" not in w.sheet]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    heads = [cell.value for row in sheet.iter_rows() for cell in row]
    assert {field.label for field in workbook_fields(made.entity)} <= set(heads)


def test_masked_numbers_that_come_back_mean_no_change(store: Store, tmp_path: Path) -> None:
    uid = registers.save_row(
        store, TEACHERS.entity, None, {"name": "王䶮", "phone": "13812345678", "grade": "讲师"}
    ).uid
    path = book(tmp_path / "a.xlsx", ("姓名", "职称", "联系电话"), ("王䶮", "教授", "138****5678"))
    import_register(store, planned(store, path))
    assert value_of(store, "teacher", uid, "grade") == "教授"
    assert value_of(store, "teacher", uid, "phone") == "13812345678"
