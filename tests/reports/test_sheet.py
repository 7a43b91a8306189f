"""Workbooks keep what was given: ID numbers as text, names as names, figures as figures."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports import class_roster, owed_list, year_summary_sheets
from app.reports.column import Band, Column
from app.reports.sheet import SheetPlan, write_workbook
from tests.reports.papers import owed, roster, summary


@dataclass(frozen=True)
class Line:
    name: str
    figure: str = ""


COLUMNS = (
    Column("姓名", "name", 20, choices=("男", "女")),
    Column("学时", "figure", 10, number=True),
)


def _sheet(path: Path, *lines: object) -> Any:
    write_workbook((SheetPlan("名单", "标题", COLUMNS, lines),), path)
    return openpyxl.load_workbook(path)["名单"]


@pytest.mark.parametrize(
    "text",
    [
        "430102198503071234",
        "=1+1",
        "+86",
        "@SUM(A1)",
        "-1",
        "李㛃",
        "张𬱖",
        "1985.03",
        "http://a",
        "",
    ],
)
def test_text_stays_text(text: str, tmp_path: Path) -> None:
    cell = _sheet(tmp_path / "a.xlsx", Line(text))["A3"]
    assert (cell.value or "") == text
    assert cell.data_type in {"s", "n" if not text else "s"}
    assert cell.number_format == "@"
    assert cell.hyperlink is None


_ID_NUMBER = "430102198503071234"


@pytest.mark.parametrize(
    ("given", "stored"),
    [("36.5", 36.5), ("40", 40), ("—", "—"), ("", None), (_ID_NUMBER, _ID_NUMBER)],
)
def test_figures_are_figures_where_they_are_plain(
    given: str, stored: object, tmp_path: Path
) -> None:
    assert _sheet(tmp_path / "a.xlsx", Line("李㛃", given))["B3"].value == stored


def test_the_sheet_is_ready_to_read_print_and_fill(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path / "a.xlsx", Line("李㛃"), Band("小计"))
    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.page_setup.paperSize == 9
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A1:B1"]
    assert sheet["A5"].value == "小计", "below an empty row, out of the way of sorting"
    rules = sheet.data_validations.dataValidation
    assert [rule.formula1 for rule in rules] == ['"男,女"']


def test_documents_as_workbooks(tmp_path: Path) -> None:
    assert class_roster.write_xlsx(roster(30), tmp_path / "roster.xlsx").pages == 1
    assert owed_list.write_xlsx(owed(30), tmp_path / "owed.xlsx").pages == 1
    written = year_summary_sheets.write_xlsx(summary(30), tmp_path / "summary.xlsx")
    assert written.pages == 4
    book = openpyxl.load_workbook(tmp_path / "summary.xlsx")
    assert book.sheetnames == ["汇总", "各党组织", "班次", "指标"]
    assert book["各党组织"].max_row == 30 + 3 + 1
    people = openpyxl.load_workbook(tmp_path / "roster.xlsx")["花名册"]
    assert [people.cell(4, column).value for column in (1, 2, 3)] == [1, "李㛃", "女"]


@given(st.lists(st.text(st.characters(), max_size=50), min_size=1, max_size=5))
@settings(max_examples=25)
def test_any_text_makes_a_workbook(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("sheets") / "a.xlsx"
    sheet = _sheet(path, *(Line(text, text) for text in texts), Band("合计" + texts[0]))
    assert sheet.max_row == 2 + len(texts) + 2


def test_a_text_longer_than_a_cell_is_cut_and_said(tmp_path: Path) -> None:
    plan = SheetPlan("名单", "标题", COLUMNS, (Line("党" * 40_000),))
    written = write_workbook((plan,), tmp_path / "a.xlsx")
    assert len(written.warnings) == 1
    assert len(openpyxl.load_workbook(tmp_path / "a.xlsx")["名单"]["A3"].value) == 32_767


def test_a_share_among_figures_is_a_percentage(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path / "a.xlsx", Line("参训覆盖率", "26.1%"), Line("参训人员", "40"))
    assert sheet["B3"].value == pytest.approx(0.261)
    assert [sheet[place].number_format for place in ("B3", "B4")] == ["0.0%", "General"]
