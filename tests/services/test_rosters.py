"""A roster through the services: plan, execute exactly that, refuse what changed, take it back."""

import pickle
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.data.queries.members import MemberFilter, member_ids, members_named
from app.domain.errors import AppError, Cancelled, NotFound
from app.domain.people.roster_plan import Action
from app.services import people as people_service
from app.services.backups import list_backups
from app.services.import_undo import KEPT, list_imports, undo_import
from app.services.organizations import create_organization
from app.services.rosters import (
    ImportPlan,
    import_roster,
    outcome,
    plan_roster_import,
    read_roster_file,
    save_refused_rows,
    write_roster_template,
)
from app.services.store import Store
from tests.builders import id_number, make_organization, make_store, value_of
from tests.reports.workbooks import set_up, sorted_like_excel
from tests.roster_corpus.files import Cell, Sheet, xlsx
from tests.roster_corpus.people import people, wrong_check
from tests.roster_corpus.shapes import HEADER, TITLE, A, B, C, line, roster


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path / "store")
    create_organization(
        made, {"name": "李家村党支部", "kind": "党支部", "parent": made.site.organization}
    )
    return made


def file(folder: Path, *sheets: Sheet, name: str = "花名册.xlsx") -> Path:
    path = folder / name
    path.write_bytes(xlsx(*sheets))
    return path


def count(store: Store) -> int:
    return len(member_ids(store.database.read(), MemberFilter()))


def imported(store: Store, folder: Path, *lines: list[Cell]) -> str:
    return import_roster(store, plan_roster_import(store, file(folder, roster(*lines)))).batch


def test_a_dry_plan_touches_nothing(store: Store, tmp_path: Path) -> None:
    plan = plan_roster_import(store, file(tmp_path, roster(line(1, A), line(2, A))))
    told = outcome(plan, "")
    assert (told.rows, told.new, told.duplicates, told.batch) == (2, 1, 1, "")
    assert count(store) == 0
    assert list_imports(store) == []


def test_import_then_the_same_file_again(store: Store, tmp_path: Path) -> None:
    path = file(tmp_path, roster(line(1, A), line(2, B)))
    done = import_roster(store, plan_roster_import(store, path))
    assert (done.new, done.updated, done.unchanged) == (2, 0, 0)
    assert count(store) == 2
    (found,) = members_named(store.database.read(), A.id_number)
    assert (found.name, found.organization_name) == (A.name, "李家村党支部")
    again = import_roster(store, plan_roster_import(store, path))
    assert (again.new, again.unchanged, again.batch) == (0, 2, "")
    assert count(store) == 2


def test_a_file_read_in_another_process_is_planned_the_same(store: Store, tmp_path: Path) -> None:
    path = file(tmp_path, roster(line(1, A), line(2, B, name=None)))
    read = pickle.loads(pickle.dumps(read_roster_file(path)))  # noqa: S301  (our own bytes)
    plan = plan_roster_import(store, read)
    assert plan.lines[1] == plan_roster_import(store, path).lines[1]
    assert plan.counts == plan_roster_import(store, path).counts


def test_a_verified_backup_comes_first(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, line(1, A))
    assert [made.counts["党员"] for made in list_backups(store.path)] == [0]


def test_an_empty_cell_fills_nothing_and_erases_nothing(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, line(1, A, phone=None), line(2, B))
    plan = plan_roster_import(
        store,
        file(tmp_path, roster(line(1, A), line(2, B, phone=None), line(3, C, name="王新"))),
    )
    assert [made.action for made in plan.lines] == [Action.FILLED, Action.UNCHANGED, Action.NEW]
    assert plan.lines[0].before == {"phone": None}
    assert plan.lines[0].after == {"phone": A.phone}


def test_what_is_changed_is_shown_before_and_after(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, line(1, A))
    plan = plan_roster_import(
        store, file(tmp_path, roster(line(1, A, name="王改名", birth=A.birth[:4])))
    )
    (changed,) = plan.lines
    assert changed.action is Action.UPDATED
    assert (changed.before, changed.after) == ({"name": A.name}, {"name": "王改名"})
    assert any("姓名不同" in warning.reason for warning in plan.warnings)
    assert import_roster(store, plan).updated == 1
    assert members_named(store.database.read(), A.id_number)[0].name == "王改名"


def test_same_name_is_never_the_same_person(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, line(1, A))
    plan = plan_roster_import(store, file(tmp_path, roster(line(1, B, name=A.name))))
    assert plan.lines[0].action is Action.NEW


def test_a_damaged_number_names_the_likely_person(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, line(1, A))
    lost = float(int(A.id_number))
    plan = plan_roster_import(
        store,
        file(
            tmp_path,
            roster(
                line(1, A, id=lost), line(2, B, id=lost), line(3, A, id=wrong_check(A.id_number))
            ),
        ),
    )
    reasons = [refused.reason for refused in plan.rejected]
    assert ["可能就是此人" in reason for reason in reasons] == [True, False, True]
    assert all(A.id_number[6:14] not in refused.value for refused in plan.rejected)


def test_unknown_branches_are_created_only_when_asked(store: Store, tmp_path: Path) -> None:
    path = file(tmp_path, roster(line(1, A), title="中共青山镇赵家村支部委员会党员名册"))
    plan = plan_roster_import(store, path)
    assert plan.unknown_organizations == ["赵家村党支部"]
    assert not plan.writes_something
    with_branch = plan_roster_import(store, path, create_organizations=True)
    assert outcome(with_branch, "").unknown_organizations == ["赵家村党支部"]
    done = import_roster(store, with_branch)
    assert (done.new, done.created_organizations) == (1, ["赵家村党支部"])
    assert done.unknown_organizations == []
    undone = undo_import(store, done.batch)
    assert (undone.reversed, undone.kept, undone.errored) == (1, 0, 0)
    assert plan_roster_import(store, path).unknown_organizations == ["赵家村党支部"]


def test_people_without_a_branch_go_where_the_clerk_says(store: Store, tmp_path: Path) -> None:
    path = file(tmp_path, Sheet([["党员花名册"], HEADER, line(1, A)]))
    assert not plan_roster_import(store, path).writes_something
    import_roster(store, plan_roster_import(store, path, organization="李家村党支部"))
    (found,) = members_named(store.database.read(), A.id_number)
    assert found.organization_name == "李家村党支部"
    unknown = plan_roster_import(store, path, organization="没有的党支部")
    assert unknown.unknown_organizations == ["没有的党支部"]
    assert not unknown.writes_something


def test_a_list_of_the_whole_township_moves_nobody(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, line(1, A))
    path = file(tmp_path, Sheet([["青山镇党委党员花名册"], HEADER, line(1, A)]))
    assert plan_roster_import(store, path).lines[0].action is Action.UNCHANGED


@pytest.mark.parametrize("meanwhile", ["same person entered", "person changed"])
def test_a_plan_that_is_out_of_date_is_refused(
    store: Store, tmp_path: Path, meanwhile: str
) -> None:
    imported(store, tmp_path, line(1, A))
    plan = plan_roster_import(
        store, file(tmp_path, roster(line(1, A, phone="13900000000"), line(2, B)))
    )
    if meanwhile == "same person entered":
        imported(store, tmp_path, line(1, B))
    else:
        (found,) = members_named(store.database.read(), A.id_number)
        people_service.save_member(store, found.uid, {"phone": "13700000000"})
    before = count(store)
    with pytest.raises(AppError) as refused:
        import_roster(store, plan)
    assert refused.value.code == "plan-outdated"
    assert count(store) == before


def test_an_unrelated_change_does_not_matter(store: Store, tmp_path: Path) -> None:
    plan = plan_roster_import(store, file(tmp_path, roster(line(1, A))))
    imported(store, tmp_path, line(1, C))
    assert import_roster(store, plan).new == 1


class _Stops:
    def __init__(self, after: int) -> None:
        self.left = after

    def step(self, done: int, total: int, text: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("after", [0, 1, 2])
def test_cancel_saves_nothing(store: Store, tmp_path: Path, after: int) -> None:
    many = [line(number, person) for number, person in enumerate(people(2500), 1)]
    plan = plan_roster_import(store, file(tmp_path, roster(*many)))
    with pytest.raises(Cancelled):
        import_roster(store, plan, _Stops(after))
    assert count(store) == 0
    assert list_imports(store) == []


def test_undo_keeps_what_was_changed_or_used_since(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, line(1, C, phone="13900000000"))
    batch = imported(store, tmp_path, line(1, A), line(2, B), line(3, C))
    (changed,) = members_named(store.database.read(), B.id_number)
    people_service.save_member(store, changed.uid, {"education": "大专"})
    undone = undo_import(store, batch)
    assert (undone.reversed, undone.kept, undone.errored) == (2, 1, 0)
    (kept,) = [made for made in undone.lines if made.result == KEPT]
    assert (kept.name, kept.reason) == (B.name, "导入后又有人改过")
    assert members_named(store.database.read(), A.id_number) == []
    (back,) = members_named(store.database.read(), C.id_number)
    assert back.phone == "13900000000"
    with pytest.raises(AppError, match="已经在"):
        undo_import(store, batch)
    with pytest.raises(NotFound):
        undo_import(store, "0" * 32)


def test_refused_lines_in_the_users_own_layout(store: Store, tmp_path: Path) -> None:
    nasty = "=1+1"
    sheet = roster(
        line(1, A),
        line(2, B, id=float(int(B.id_number)), ethnicity=None),
        line(3, C, birth="2024.2.30"),
    )
    sheet.rows[3][7] = nasty  # type: ignore[index]
    plan = plan_roster_import(store, _as_text(file(tmp_path, sheet), nasty))
    saved = save_refused_rows(plan, tmp_path / "退回.xlsx")
    (found,) = load_workbook(saved).worksheets
    lines = list(found.iter_rows(values_only=True))
    assert lines[0][0] == TITLE
    assert "A1:H1" in {str(span) for span in found.merged_cells.ranges}
    assert lines[1] == (*HEADER, "拒绝原因")
    assert set_up(found) == []
    assert len(sorted_like_excel(found, 0)) == found.max_row - 2
    assert [made[1] for made in lines[2:]] == [B.name, C.name]
    assert lines[2][5] == B.id_number[:15] + "???"
    assert "数值" in str(lines[2][8])
    assert {cell.data_type for row in found.iter_rows(min_row=3) for cell in row} <= {"s", "n"}
    assert not any(cell.data_type == "f" for row in found.iter_rows() for cell in row)


def _as_text(path: Path, nasty: str) -> Path:
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == nasty:
                cell.data_type = "s"
    book.save(path)
    return path


def test_the_template_reads_itself(store: Store, tmp_path: Path) -> None:
    path = write_roster_template(tmp_path / "模板.xlsx")
    book = load_workbook(path)
    sheet = book["党员花名册"]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "姓名" for cell in row))
    columns = {str(cell.value): number for number, cell in enumerate(header, 1)}
    row = int(header[0].row or 0) + 1
    for label, value in {
        "姓名": A.name, "身份证号": A.id_number, "所在党组织": "李家村党支部",
        "纳入干部教育培训": "是", "人员类别": "预备党员", "学历": "大学本科",
    }.items():  # fmt: skip
        sheet.cell(row, columns[label], value)
    book.save(path)
    plan: ImportPlan = plan_roster_import(store, path)
    assert [made.action for made in plan.lines] == [Action.NEW]
    assert plan.lines[0].after["cadre_scope"] == 1
    assert plan.warnings == []
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} >= {
        '"男,女"',
        '"是,否"',
    }


def test_a_hidden_sheet_can_be_named(store: Store, tmp_path: Path) -> None:
    path = file(
        tmp_path,
        Sheet([["x"]], name="封面"),
        Sheet([[TITLE], HEADER, line(1, A), line(2, B, name=None)], name="藏", hidden=True),
    )
    with pytest.raises(AppError):
        plan_roster_import(store, path)
    plan = plan_roster_import(store, path, sheet="藏")
    assert plan.counts[Action.NEW] == 1
    assert save_refused_rows(plan, tmp_path / "r.xlsx").is_file()
    with pytest.raises(AppError, match="没有名为"):
        plan_roster_import(store, path, sheet="没有")


def test_an_organization_named_in_the_option_is_created_when_asked(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(f"姓名,身份证号\n王小明,{id_number(1)}\n", "utf-8")
    refused = plan_roster_import(store, path, organization="红旗村党支部")
    assert refused.unknown_organizations == ["红旗村党支部"]
    assert len(refused.rejected) == 1
    plan = plan_roster_import(store, path, organization="红旗村党支部", create_organizations=True)
    done = import_roster(store, plan)
    assert (done.new, done.created_organizations) == (1, ["红旗村党支部"])


def test_a_branch_named_in_the_option_beats_an_unknown_title(store: Store, tmp_path: Path) -> None:
    branch = make_organization(store, "东风村党支部")
    path = tmp_path / "名单.csv"
    path.write_text(f"西山村党支部党员花名册\n姓名,身份证号\n王小明,{id_number(2)}\n", "utf-8")
    done = import_roster(store, plan_roster_import(store, path, organization="东风村党支部"))
    assert done.new == 1
    (found,) = members_named(store.database.read(), id_number(2))
    assert value_of(store, "member", found.uid, "organization") == branch
