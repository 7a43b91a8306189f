"""A filled class workbook becomes a class, or says why not."""

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.data.membership_changes import Since, everything
from app.data.queries.attendance import marks_of
from app.data.queries.training_classes import classes_named, participants_of, sessions_of
from app.domain.declarations import entity_named
from app.domain.errors import AppError, InvalidInput
from app.services.classes.class_workbooks import (
    ClassOutcome,
    import_class,
    write_class_template,
)
from app.services.import_undo import undo_import
from app.services.rosters import import_roster, plan_roster_import
from app.services.store import Store
from tests.builders import change_row, make_organization, make_store
from tests.roster_corpus.files import xlsx
from tests.roster_corpus.people import old_number, wrong_check
from tests.roster_corpus.shapes import A, B, C, line, roster

ABOUT = {
    "培训班名称": "支部书记轮训班",
    "主办单位": "中共青山镇委员会",
    "开班日期": "2026.3.5",
    "结束日期": "2026-03-06",
    "培训地点": "镇党校",
    "脱产": "是",
    "考勤核对人": "王干事",
}
PEOPLE = [[1, A.name, A.id_number, "村支书"], [2, B.name, B.id_number]]
MARKS = [[1, A.name, A.id_number, "出勤", "√"], [2, B.name, B.id_number, "病假", "未录入", "缺勤"]]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path / "store")
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(xlsx(roster(line(1, A), line(2, B), line(3, C))))
    import_roster(made, plan_roster_import(made, path, create_organizations=True))
    return made


def filled(
    folder: Path,
    about: dict[str, str] = ABOUT,
    people: list[list[Any]] = PEOPLE,
    marks: list[list[Any]] = MARKS,
    sessions: list[list[Any]] | None = None,
) -> Path:
    path = write_class_template(folder / "班.xlsx")
    book = load_workbook(path)
    for row in book["班次信息"].iter_rows():
        if row[0].value in about:
            row[1].value = about[str(row[0].value)]
    for name, lines in (("学员名单", people), ("考勤", marks), ("课程表", sessions or [])):
        for number, values in enumerate(lines, 4):
            for column, value in enumerate(values, 1):
                book[name].cell(number, column, value)
    book.save(path)
    return path


def test_a_whole_class(store: Store, tmp_path: Path) -> None:
    done = import_class(store, filled(tmp_path))
    assert (done.sessions, done.enrolled, done.marks, done.rejected) == (4, 2, 4, [])
    connection = store.database.read()
    (made,) = classes_named(connection, "支部书记轮训班", "2026-11-21")
    assert (made.uid.hex(), made.starts_on) == (done.training_class_id, "2026-03-05")
    listed = participants_of(connection, made.uid)
    first = listed[0]
    assert (first.number, first.name, first.position_then) == (1, A.name, "村支书")
    when = {row.uid: (row.day, row.slot) for row in sessions_of(connection, made.uid)}
    names = {row.member: row.name for row in listed}
    found = {
        (names[member], *when[session]): marks[0].mark
        for (session, member), marks in marks_of(connection, made.uid).items()
    }
    assert found == {
        (A.name, "2026-03-05", "上午"): "出勤",
        (A.name, "2026-03-05", "下午"): "出勤",
        (B.name, "2026-03-05", "上午"): "病假",
        (B.name, "2026-03-06", "上午"): "缺勤",
    }


def test_who_moved_since_stands_under_the_branch_of_then(store: Store, tmp_path: Path) -> None:
    uid, before = (
        store.database.read()
        .execute(
            "SELECT m.uid, o.name FROM member m JOIN organization o ON o.uid = m.organization "
            "WHERE m.name = ?",
            (B.name,),
        )
        .fetchone()
    )
    other = make_organization(store, "张家村党支部")
    with store.change("调动") as change:
        change.update(
            entity_named("member"), uid, {"organization": other}, since=everything(Since("2026-06"))
        )
    import_class(store, filled(tmp_path))
    connection = store.database.read()
    (made,) = classes_named(connection, "支部书记轮训班", "2026-11-21")
    listed = {row.name: row.organization_then for row in participants_of(connection, made.uid)}
    assert listed[B.name] == before != "张家村党支部"


def test_a_timetable_of_its_own(store: Store, tmp_path: Path) -> None:
    sessions = [
        ["2026-03-06", "上午", "党章", "张老师", "", 3],
        ["2026-03-05", "晚上", "讨论", "", "", 2],
    ]
    done = import_class(store, filled(tmp_path, sessions=sessions, marks=[MARKS[0][:4]]))
    rows = sessions_of(store.database.read(), bytes.fromhex(done.training_class_id))
    assert [(row.day, row.slot, row.course, row.hours) for row in rows] == [
        ("2026-03-05", "晚上", "讨论", 2.0),
        ("2026-03-06", "上午", "党章", 3.0),
    ]
    # The first column of 考勤 is the first line of 课程表, wherever it falls in the calendar.
    (key,) = marks_of(store.database.read(), bytes.fromhex(done.training_class_id))
    assert key[0] == next(row.uid for row in rows if row.slot == "上午")


def test_lines_that_cannot_be_taken_are_named(store: Store, tmp_path: Path) -> None:
    people = [
        *PEOPLE,
        [3, C.name, wrong_check(C.id_number)],
        [4, "别人", C.id_number],
        [5, A.name, A.id_number],
        [6, "外人", "110105199001011234"[:17] + "0"],
    ]
    marks = [[1, A.name, A.id_number, "到", "假"], [3, C.name, C.id_number, "出勤"]]
    done = import_class(store, filled(tmp_path, people=people, marks=marks))
    assert (done.enrolled, done.marks) == (2, 1)
    assert [(made.sheet, made.cell) for made in done.rejected] == [
        ("学员名单", "C6"), ("学员名单", "C7"), ("学员名单", "C8"), ("学员名单", "C9"),
        ("考勤", "E4"), ("考勤", "C5"),
    ]  # fmt: skip
    assert "不符" in done.rejected[1].reason
    assert C.id_number[6:14] not in done.rejected[0].value


@pytest.mark.parametrize(
    ("about", "part"),
    [
        ({"培训班名称": ""}, "B3"),
        ({"开班日期": "2026.3"}, "写到日"),
        ({"结束日期": "2026-03-01"}, "早于"),
        ({"考勤核对人": ""}, "考勤核对人"),
        ({"举办层级": "地球级"}, "可填"),
    ],
)
def test_what_the_class_needs(
    store: Store, tmp_path: Path, about: dict[str, str], part: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        import_class(store, filled(tmp_path, {**ABOUT, **about}))
    assert part in refused.value.message
    assert classes_named(store.database.read(), "支部书记轮训班", "2026-11-21") == []


@pytest.mark.parametrize(
    ("sessions", "part"),
    [
        ([["2026-04-01", "上午"]], "课程表A4"),
        ([["2026-03-05", "上午"], ["2026-03-05", "上午"]], "重复"),
        ([["2026-03-05", "中午"]], "课程表B4"),
    ],
)
def test_a_timetable_that_cannot_be(
    store: Store, tmp_path: Path, sessions: list[list[Any]], part: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        import_class(store, filled(tmp_path, sessions=sessions))
    assert part in refused.value.message


def test_nothing_is_marked_before_it_happens(store: Store, tmp_path: Path) -> None:
    about = {**ABOUT, "开班日期": "2090-03-05", "结束日期": "2090-03-06"}
    done = import_class(store, filled(tmp_path, about))
    assert done.marks == 0
    assert all("还没有上" in made.reason for made in done.rejected)


def marks_in(store: Store, done: ClassOutcome) -> list[str]:
    """The marks that stand, sorted."""
    found = marks_of(store.database.read(), bytes.fromhex(done.training_class_id))
    return sorted(live.mark for lives in found.values() for live in lives)


def test_the_same_class_comes_in_once(store: Store, tmp_path: Path) -> None:
    path = filled(tmp_path)
    done = import_class(store, path)
    again = import_class(store, path)
    assert (again.known, again.training_class_id) == (True, done.training_class_id)
    assert (again.sessions, again.enrolled, again.marks) == (0, 0, 0)
    assert (again.batch, again.rejected) == ("", [])
    undone = undo_import(store, done.batch)
    assert (undone.reversed, undone.kept) == (7, 0)
    assert import_class(store, path).marks == done.marks


def test_a_corrected_workbook_brings_what_was_refused(store: Store, tmp_path: Path) -> None:
    people = [*PEOPLE, [3, C.name, wrong_check(C.id_number)]]
    marks = [[1, A.name, A.id_number, "出勤", "请假"], [3, C.name, C.id_number, "√"]]
    done = import_class(store, filled(tmp_path, people=people, marks=marks))
    assert (done.enrolled, done.marks, len(done.rejected)) == (2, 1, 3)
    people[2] = [3, C.name, C.id_number]
    marks[0][4] = "事假"
    again = import_class(store, filled(tmp_path, people=people, marks=marks))
    assert (again.known, again.enrolled, again.marks, again.rejected) == (True, 1, 2, [])
    assert marks_in(store, done) == ["事假", "出勤", "出勤"]
    listed = participants_of(store.database.read(), bytes.fromhex(done.training_class_id))
    assert [row.number for row in listed] == [1, 2, 3]
    with_more = undo_import(store, done.batch)
    assert (with_more.reversed, with_more.kept) == (0, 7)


def test_adding_to_a_class_is_taken_back_alone(store: Store, tmp_path: Path) -> None:
    done = import_class(store, filled(tmp_path, people=PEOPLE[:1], marks=[MARKS[0][:4]]))
    again = import_class(store, filled(tmp_path))
    assert (again.enrolled, again.marks) == (1, 3)
    undone = undo_import(store, again.batch)
    assert (undone.reversed, undone.kept, undone.errored) == (4, 0, 0)
    assert [mark for mark in marks_in(store, done) if mark != "未录入"] == ["出勤"]
    third = import_class(store, filled(tmp_path))
    assert (third.enrolled, third.marks) == (1, 3)


def test_a_mark_that_stands_is_never_changed_by_a_workbook(store: Store, tmp_path: Path) -> None:
    done = import_class(store, filled(tmp_path))
    other = [[1, A.name, A.id_number, "缺勤"]]
    again = import_class(store, filled(tmp_path, marks=other))
    assert (again.marks, [made.cell for made in again.rejected]) == (0, ["D4"])
    assert "没有改" in again.rejected[0].reason
    assert marks_in(store, done) == ["出勤", "出勤", "病假", "缺勤"]


def test_a_note_beside_a_name_is_no_other_name(store: Store, tmp_path: Path) -> None:
    people = [[1, f"1、{A.name}（组长）", A.id_number], [2, A.name, B.id_number]]
    done = import_class(store, filled(tmp_path, people=people, marks=[]))
    assert (done.enrolled, [made.cell for made in done.rejected]) == (1, ["C5"])


def test_a_closed_class_takes_nothing_more(store: Store, tmp_path: Path) -> None:
    path = filled(tmp_path)
    done = import_class(store, path)
    change_row(store, "training_class", bytes.fromhex(done.training_class_id), state="已结班")
    with pytest.raises(AppError, match="已经结班"):
        import_class(store, path)


def test_an_old_number_in_a_number_cell_is_who_it_is(store: Store, tmp_path: Path) -> None:
    people = [[1, A.name, float(old_number(A.id_number))], [2, B.name, float(int(B.id_number))]]
    done = import_class(store, filled(tmp_path, people=people, marks=[]))
    assert done.enrolled == 1
    assert "丢失" in done.rejected[0].reason


def test_a_class_that_was_worked_on_stays_whole(store: Store, tmp_path: Path) -> None:
    done = import_class(store, filled(tmp_path))
    change_row(store, "training_class", bytes.fromhex(done.training_class_id), place="县委党校")
    undone = undo_import(store, done.batch)
    assert (undone.reversed, undone.kept) == (0, 7)


def test_a_roster_is_no_class_workbook(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(xlsx(roster(line(1, A))))
    with pytest.raises(AppError, match="班次信息"):
        import_class(store, path)


HEAD = (
    "日期",
    "时段",
    "授课内容",
    "授课人",
    "地点",
    "学时",
    "其中党的创新理论学时",
    "其中党性教育学时",
)


def timetable(folder: Path, *lines: tuple[Any, ...], about: dict[str, str] | None = None) -> Path:
    """A workbook whose 课程表 has these lines, in the order of HEAD."""
    path = filled(folder, about or ABOUT)
    book = load_workbook(path)
    sheet = book["课程表"]
    places = {sheet.cell(3, column).value: column for column in range(1, 12)}
    for number, values in enumerate(lines, 4):
        for heading, value in zip(HEAD, values, strict=False):
            sheet.cell(number, places[heading], value)
    book.save(path)
    return path


def innovation(store: Store) -> list[float]:
    connection = store.database.read()
    (made,) = classes_named(connection, "支部书记轮训班", "2026-11-21")
    return [row.innovation_hours for row in sessions_of(connection, made.uid)]


def test_nothing_is_assumed_about_what_was_taught(store: Store, tmp_path: Path) -> None:
    """果树剪枝 is no 党的创新理论, and neither is anything else that does not say so."""
    path = timetable(
        tmp_path,
        ("2026-03-05", "上午", "果树剪枝", None, None, 4),
        ("2026-03-05", "下午", "党的二十届三中全会精神", None, None, 4, 2.5),
    )
    import_class(store, path)
    assert innovation(store) == [0, 2.5]


def test_a_workbook_without_a_timetable_assumes_nothing_either(
    store: Store, tmp_path: Path
) -> None:
    import_class(store, filled(tmp_path))
    assert innovation(store) == [0, 0, 0, 0]


def test_who_says_it_of_the_whole_class_has_said_it(store: Store, tmp_path: Path) -> None:
    import_class(store, filled(tmp_path, {**ABOUT, "党的创新理论": "是"}))
    assert innovation(store) == [4, 4, 4, 4]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            ("2026-03-05", "上午", "学习", None, None, 40),
            "课程表.4：一个半天最多 6 学时，这里填了 40",
        ),
        (
            ("2026-03-05", "上午", "学习", None, None, 4, 8),
            "课程表.4：其中党的创新理论 8 学时，多于本半天的 4 学时",
        ),
        (
            ("2026-03-05", "上午", "学习", None, None, 4, 4, 4.5),
            "课程表.4：其中党性教育 4.5 学时，多于本半天的 4 学时",
        ),
    ],
)
def test_what_a_half_day_cannot_hold_is_refused_with_its_cell(
    store: Store, tmp_path: Path, line: tuple[Any, ...], said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        import_class(store, timetable(tmp_path, line))
    assert re.search(said, "".join(refused.value.problems.values()))
    assert classes_named(store.database.read(), "支部书记轮训班", "2026-11-21") == []


def test_so_is_a_class_with_forty_hours_a_half_day(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        import_class(store, filled(tmp_path, {**ABOUT, "半天学时": "40"}))
    assert re.search("班次信息B[0-9]+：一个半天最多 6 学时", str(refused.value.problems))


def test_cells_and_sheets_that_hold_no_value_are_told(store: Store, tmp_path: Path) -> None:
    path = filled(tmp_path)
    book = load_workbook(path)
    mark = next(
        cell for row in book["考勤"].iter_rows(min_row=4) for cell in row if cell.value == "√"
    )
    mark.value = "#REF!"
    mark.data_type = "e"
    book["学员名单"].row_dimensions[3].hidden = True
    book.save(path)
    done = import_class(store, path)
    assert (mark.coordinate, mark.row) in [(told.cell, told.row) for told in done.warnings]
    assert any("隐藏" in told.reason for told in done.warnings)
    assert done.marks == 3


def test_a_hidden_sheet_of_marks_is_told(store: Store, tmp_path: Path) -> None:
    path = filled(tmp_path)
    book = load_workbook(path)
    book["考勤"].sheet_state = "hidden"
    book.save(path)
    done = import_class(store, path)
    assert done.marks == 0
    assert [told.sheet for told in done.warnings] == ["考勤"]
