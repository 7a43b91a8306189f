"""Rosters of several tables and sections: refused lines keep what the layout said of them."""

from pathlib import Path

import pytest

from app.domain.errors import AppError, InvalidInput
from app.domain.people.roster_plan import Action
from app.services.organizations import create_organization
from app.services.roster_answers import read_answers, remembered_columns
from app.services.rosters import import_roster, plan_roster_import, save_refused_rows
from app.services.store import Store
from tests.builders import make_store
from tests.roster_corpus.files import Cell, Sheet, xlsx
from tests.roster_corpus.layouts import SHORT_HEAD, short
from tests.roster_corpus.people import wrong_check
from tests.roster_corpus.shapes import A, B, C


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path / "store")
    for name in ("李家村党支部", "王家村党支部"):
        create_organization(
            made, {"name": name, "kind": "党支部", "parent": made.site.organization}
        )
    return made


def saved(folder: Path, *sheets: Sheet) -> Path:
    path = folder / "花名册.xlsx"
    path.write_bytes(xlsx(*sheets))
    return path


def test_refused_lines_keep_their_sections(store: Store, tmp_path: Path) -> None:
    wrong = wrong_check(B.id_number)
    sheet = Sheet(
        [["青山镇党员花名册"], SHORT_HEAD, ["一、李家村党支部"], short(1, A),
         ["二、王家村党支部"], ["预备党员"], short(2, B, id=wrong)]
    )  # fmt: skip
    plan = plan_roster_import(store, saved(tmp_path, sheet))
    again = plan_roster_import(store, save_refused_rows(plan, tmp_path / "退回.xlsx"))
    assert [line.action for line in again.lines] == [Action.REJECTED]
    assert not [told for told in again.warnings if "拒绝原因" in told.reason]
    fixed: list[list[Cell]] = [
        ["青山镇党员花名册"],
        SHORT_HEAD,
        ["二、王家村党支部"],
        ["预备党员"],
        short(2, B),
    ]
    (line,) = plan_roster_import(store, saved(tmp_path, Sheet(fixed))).lines
    assert line.after["political_status"] == "预备党员"
    assert [rows.sections for rows in again.file.sheets] == [(3, 4, 5)]


def test_refused_lines_of_two_tables_have_a_sheet_each(store: Store, tmp_path: Path) -> None:
    sheet = Sheet(
        [["李家村党支部党员花名册"], SHORT_HEAD, short(1, A, id=wrong_check(A.id_number)),
         ["王家村党支部党员花名册"], ["身份证号", "姓名"], [wrong_check(B.id_number), B.name]]
    )  # fmt: skip
    plan = plan_roster_import(store, saved(tmp_path, sheet))
    again = plan_roster_import(store, save_refused_rows(plan, tmp_path / "退回.xlsx"))
    assert [line.name for line in again.lines] == [A.name, B.name]
    assert {line.action for line in again.lines} == {Action.REJECTED}


def test_two_refused_people_in_one_line_are_both_told(store: Store, tmp_path: Path) -> None:
    both = [*short(1, A, id=wrong_check(A.id_number)), *short(2, B, id=C.id_number[:17])]
    sheet = Sheet([["李家村党支部党员花名册"], [*SHORT_HEAD, *SHORT_HEAD], both])
    plan = plan_roster_import(store, saved(tmp_path, sheet))
    assert len(plan.rejected) == 2
    again = plan_roster_import(store, save_refused_rows(plan, tmp_path / "退回.xlsx"))
    assert [line.name for line in again.lines] == [A.name, B.name]


def headed(*headers: Cell) -> list[Cell]:
    return ["姓名", "身份证号", *headers]


def test_a_column_is_explained_once(store: Store, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["李家村党支部党员花名册"], headed("常住电话", "血型"), [A.name, A.id_number, A.phone, "O"]
    ]  # fmt: skip
    path = saved(tmp_path, Sheet(rows))
    plan = plan_roster_import(store, path)
    (sheet,) = plan.file.sheets
    assert [(c.letter, c.header) for c in sheet.unread_columns] == [
        ("C", "常住电话"),
        ("D", "血型"),
    ]
    said = read_answers(store, ["常住电话=联系电话", "血型=不读取"], None, [])
    plan = plan_roster_import(store, path, said=said)
    assert plan.lines[0].after["phone"] == A.phone
    assert plan.file.sheets[0].unread_columns == ()
    assert remembered_columns(store) == {}  # not before it is imported
    import_roster(store, plan)
    rows[2] = [B.name, B.id_number, B.phone, "O"]
    again = plan_roster_import(store, saved(tmp_path, Sheet(rows)))
    assert again.lines[0].after["phone"] == B.phone
    assert not again.warnings


def test_what_is_not_read_any_more_is_remembered_without_an_import(
    store: Store, tmp_path: Path
) -> None:
    rows: list[list[Cell]] = [
        ["李家村党支部党员花名册"], headed("血型"), [A.name, A.id_number, "O"]
    ]  # fmt: skip
    path = saved(tmp_path, Sheet(rows))
    import_roster(store, plan_roster_import(store, path))
    said = read_answers(store, ["血型="], None, [])
    import_roster(store, plan_roster_import(store, path, said=said))
    assert remembered_columns(store) == {"血型": ""}
    assert not plan_roster_import(store, path).warnings


def test_a_column_of_somebody_else_may_be_said_to_be_the_persons(
    store: Store, tmp_path: Path
) -> None:
    rows: list[list[Cell]] = [
        ["李家村党支部党员花名册"], headed("联系人", "联系电话"),
        [A.name, A.id_number, "某某", A.phone],
    ]  # fmt: skip
    path = saved(tmp_path, Sheet(rows))
    plan = plan_roster_import(store, path)
    assert plan.lines[0].after.get("phone") is None
    assert [c.guess for c in plan.file.sheets[0].unread_columns] == ["phone"]
    said = read_answers(store, ["联系电话=phone"], None, [])
    assert plan_roster_import(store, path, said=said).lines[0].after["phone"] == A.phone


def test_what_cannot_be_answered_is_refused(store: Store, tmp_path: Path) -> None:
    for columns, category, branches in (
        (["血型"], None, []),
        (["血型=血型"], None, []),
        ([], "老党员", []),
        ([], None, ["孙家村党支部"]),
        ([], None, ["孙家村党支部=没有的党支部"]),
    ):
        with pytest.raises(AppError):
            read_answers(store, columns, category, branches)
    path = saved(tmp_path, Sheet([["李家村党支部党员花名册"], SHORT_HEAD, short(1, A)]))
    said = read_answers(store, ["血型=备注"], None, [])
    told = [about.reason for about in plan_roster_import(store, path, said=said).warnings]
    assert any("血型" in reason for reason in told)


def test_an_open_category_is_answered(store: Store, tmp_path: Path) -> None:
    title = "李家村党支部党员和入党积极分子花名册"
    path = saved(tmp_path, Sheet([[title], SHORT_HEAD, short(1, A), short(2, B)]))
    plan = plan_roster_import(store, path)
    assert [(q.asks, q.people, q.answer) for q in plan.plan.category_questions] == [(title, 2, "")]
    assert len(plan.rejected) == 2
    said = read_answers(store, [], "入党积极分子", [])
    plan = plan_roster_import(store, path, said=said)
    assert {line.after["political_status"] for line in plan.lines} == {"入党积极分子"}
    import_roster(store, plan)
    again = plan_roster_import(store, path)
    assert [line.action for line in again.lines] == [Action.UNCHANGED] * 2


def test_unknown_branches_are_answered_one_by_one(store: Store, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["青山镇党员花名册"], headed("所在党支部"),
        [A.name, A.id_number, "李村支部"], [B.name, B.id_number, "孙家村党支部"],
        [C.name, C.id_number, "赵家村"],
    ]  # fmt: skip
    path = saved(tmp_path, Sheet(rows))
    plan = plan_roster_import(store, path)
    assert [(q.name, q.people) for q in plan.plan.branch_questions] == [
        ("李村党支部", 1), ("孙家村党支部", 1), ("赵家村党支部", 1),
    ]  # fmt: skip
    said = read_answers(store, [], None, ["李村支部=李家村党支部", "孙家村党支部=新建"])
    plan = plan_roster_import(store, path, said=said)
    assert [line.action for line in plan.lines] == [Action.NEW, Action.NEW, Action.REJECTED]
    assert plan.branch_names[plan.lines[0].after["organization"]] == "李家村党支部"  # type: ignore[index]
    assert plan.unknown_organizations == ["孙家村党支部", "赵家村党支部"]
    done = import_roster(store, plan)
    assert done.created_organizations == ["孙家村党支部"]
    assert done.unknown_organizations == ["赵家村党支部"]
    said = read_answers(store, [], None, ["赵家村=新建：赵家庄党支部"])
    done = import_roster(store, plan_roster_import(store, path, said=said))
    assert done.created_organizations == ["赵家庄党支部"]
    assert (done.new, len(done.rejected)) == (1, 1)
    said = read_answers(store, [], None, [f"赵家村=新建：{'长' * 300}"])
    with pytest.raises(InvalidInput):
        plan_roster_import(store, path, said=said)
