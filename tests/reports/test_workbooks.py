"""Every workbook opens ready to sort, filter, add up and print; nothing in it is cut."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.reports import (
    class_roster,
    class_template,
    headcount_change,
    owed_list,
    roster_template,
    year_summary_sheets,
)
from tests.reports.papers import headcount, owed, roster, summary
from tests.reports.workbooks import added_up, cut_notes, set_up, sheets, sorted_like_excel

BOOKS: dict[str, Callable[[int, Path], Any]] = {
    "花名册": lambda n, path: class_roster.write_xlsx(roster(n, with_id_numbers=True), path),
    "应训未训": lambda n, path: owed_list.write_xlsx(owed(n), path),
    "年度总结": lambda n, path: year_summary_sheets.write_xlsx(summary(n), path),
    "增减变化": lambda n, path: headcount_change.write_xlsx(headcount(n), path),
    "花名册模板": lambda _, path: roster_template.write_template(path),
    "办班模板": lambda _, path: class_template.write_template(path),
}


def book(kind: str, people: int, folder: Path) -> Any:
    path = folder / f"{kind}.xlsx"
    BOOKS[kind](people, path)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("people", [1, 23, 300])
@pytest.mark.parametrize("kind", BOOKS)
def test_ready_to_read_and_print(kind: str, people: int, tmp_path: Path) -> None:
    for sheet in sheets(book(kind, people, tmp_path)):
        assert set_up(sheet) == [], sheet.title
        assert cut_notes(sheet) == [], sheet.title


@pytest.mark.parametrize("kind", ["花名册", "应训未训", "年度总结", "增减变化"])
def test_sorting_by_any_column_keeps_rows_whole(kind: str, tmp_path: Path) -> None:
    for sheet in sheets(book(kind, 23, tmp_path)):
        whole = sorted_like_excel(sheet, 0)
        assert len(whole) >= 2, sheet.title
        assert not any("合计" in str(value) for row in whole for value in row), "no sum among rows"
        assert all(sum(value is not None for value in row) > 1 for row in whole), "no bands"
        for column in range(len(whole[0])):
            for down in (False, True):
                moved = sorted_like_excel(sheet, column, down=down)
                assert sorted(map(str, moved)) == sorted(map(str, whole))


def test_each_row_says_its_branch_itself(tmp_path: Path) -> None:
    sheet = book("应训未训", 45, tmp_path)["应训未训"]
    rows = sorted_like_excel(sheet, 0)
    assert len(rows) == 45
    assert [row[0] for row in rows] == list(range(1, 46)), "one count for the whole list"
    assert all(row[1] for row in rows)


def test_figures_are_numbers_on_the_right_and_shares_are_percentages(tmp_path: Path) -> None:
    sheet = book("年度总结", 23, tmp_path)["各党组织"]
    heads = {str(cell.value).replace("\n", ""): cell.column for cell in sheet[3]}
    first = {head: sheet.cell(4, column) for head, column in heads.items()}
    assert first["党员人数"].value == 45
    assert first["参训覆盖率"].value == pytest.approx(0.889)
    assert first["参训覆盖率"].number_format == "0.0%"
    for head in ("党员人数", "总学时", "参训覆盖率"):
        assert first[head].alignment.horizontal == "right"
    rate = book("年度总结", 23, tmp_path)["指标"]
    assert {type(cell.value) for cell in rate["F"][3:6]} == {float}


@pytest.mark.parametrize(
    ("kind", "tab", "head"),
    [
        ("年度总结", "各党组织", "党员\n人数"),
        ("年度总结", "各党组织", "总学时"),
        ("年度总结", "班次", "结业\n人数"),
        ("增减变化", "增减变化", "期末"),
        ("应训未训", "应训未训", "差额\n（学时）"),
    ],
)
def test_totals_are_formulas_that_add_up(kind: str, tab: str, head: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    BOOKS[kind](23, path)
    listed, shown = added_up(openpyxl.load_workbook(path, data_only=True)[tab], head)
    assert listed == shown > 0
    sheet = openpyxl.load_workbook(path)[tab]
    formulas = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any(text.startswith("=SUBTOTAL(109,") for text in formulas)


def test_columns_are_as_wide_as_what_stands_in_them(tmp_path: Path) -> None:
    sheet = book("花名册", 23, tmp_path)["花名册"]
    wide = {
        str(cell.value).replace("\n", ""): sheet.column_dimensions[cell.column_letter].width
        for cell in sheet[3]
        if cell.value
    }
    assert wide["身份证号"] >= 18
    assert wide["姓名"] >= 16, "阿依古丽·买买提 in one line"
    assert wide["性别"] < 8


def test_a_short_table_takes_the_width_of_the_page(tmp_path: Path) -> None:
    sheet = book("年度总结", 1, tmp_path)["汇总"]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCD"]
    assert sum(widths) >= 80, "the opening paragraph is not squeezed into a few columns"
    assert sheet.row_dimensions[1].height <= 40
