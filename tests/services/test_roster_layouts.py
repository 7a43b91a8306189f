"""Rosters of several tables and sections: refused lines keep what the layout said of them."""

from pathlib import Path

import pytest

from app.domain.people.roster_plan import Action
from app.services.organizations import create_organization
from app.services.rosters import plan_roster_import, save_refused_rows
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
