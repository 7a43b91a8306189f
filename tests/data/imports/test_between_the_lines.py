"""What stands between, above and beside people: sections, ditto marks, groups, lists of others."""

from pathlib import Path

import pytest

from app.data.imports.roster import read_roster
from app.domain.people.roster_file import RosterFile, RosterRow
from tests.roster_corpus.files import Cell, Sheet, xlsx
from tests.roster_corpus.people import people

CROWD = people(8, seed=77)
HEAD: list[Cell] = ["序号", "姓名", "身份证号"]


def line(number: int, *more: Cell) -> list[Cell]:
    person = CROWD[number]
    return [number, person.name, person.id_number, *more]


def read(tmp_path: Path, *rows: list[Cell], tab: str = "Sheet1") -> RosterFile:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(xlsx(Sheet(rows, tab)))
    return read_roster(path)


def lines_of(file: RosterFile) -> list[RosterRow]:
    return [row for sheet in file.sheets for row in sheet.rows]


def said(file: RosterFile) -> str:
    return "；".join(f"{told.cell} {told.reason}" for told in file.warnings)


@pytest.mark.parametrize(
    ("section", "category"),
    [
        ("（二）预备党员 1人", "预备党员"),
        ("二、中共预备党员2人", "预备党员"),
        ("其中：预备党员", "预备党员"),
        ("人员类别：预备党员", "预备党员"),
        ("预备（1人）", "预备党员"),
        ("【入党积极分子】", "入党积极分子"),
        ("★发展对象 3 名", "发展对象"),
    ],
)
def test_a_section_says_the_category(tmp_path: Path, section: str, category: str) -> None:
    title: list[Cell] = ["李家村党支部党员及后备人员花名册"]
    file = read(tmp_path, title, HEAD, ["一、正式党员 1人"], line(1), [section], line(2))
    first, second = lines_of(file)
    assert first.cells["political_status"] == "正式党员"
    assert second.cells["political_status"] == category


def test_members_of_no_category_end_the_section_before(tmp_path: Path) -> None:
    title: list[Cell] = ["李家村党支部党员花名册"]
    file = read(
        tmp_path, title, HEAD, ["一、预备党员"], line(1), ["二", "流动党员（1人）"], line(2)
    )
    first, second = lines_of(file)
    assert first.cells["political_status"] == "预备党员"
    assert "political_status" not in second.cells


def test_inside_a_title_of_a_category_members_stay_what_it_says(tmp_path: Path) -> None:
    title: list[Cell] = ["李家村党支部预备党员花名册"]
    file = read(tmp_path, title, HEAD, ["女党员"], line(1), ["男党员"], line(2))
    assert [row.cells["political_status"] for row in lines_of(file)] == ["预备党员", "预备党员"]


@pytest.mark.parametrize(
    "section",
    [
        "◎王家坪村党支部",
        "【王家坪村党支部】",
        "“王家坪村党支部”",
        "—— 王家坪村党支部 ——",
        "第2支部：王家坪村党支部",
        "(2)王家坪村党支部 书记 李大明 13800010002",
        "王家坪村党支部第一党小组",
    ],
)
def test_a_line_names_the_branch(tmp_path: Path, section: str) -> None:
    file = read(tmp_path, HEAD, ["李家村党支部"], line(1), [section], line(2))
    assert [row.branch for row in lines_of(file)] == ["李家村党支部", "王家坪村党支部"]


def test_a_line_that_is_not_understood_is_told(tmp_path: Path) -> None:
    odd = "王家坪那边的支部里头几个老同志（2025年补登）"
    file = read(tmp_path, HEAD, ["李家村党支部"], line(1), [odd], line(2), ["第 2 页"], line(3))
    assert "A4 第 4 行" in said(file)
    assert "没有看懂" in said(file)
    assert said(file).count("没有看懂") == 1


@pytest.mark.parametrize(("tab", "category"), [("预备", "预备党员"), ("正式", "正式党员")])
def test_a_tab_of_two_characters_says_the_category(tmp_path: Path, tab: str, category: str) -> None:
    file = read(tmp_path, ["李家村党支部"], HEAD, line(1), tab=tab)
    assert lines_of(file)[0].cells["political_status"] == category


def test_ditto_is_what_stood_above(tmp_path: Path) -> None:
    head: list[Cell] = [*HEAD, "所在党支部", "人员类别"]
    file = read(
        tmp_path,
        ["预备党员名单"],
        head,
        line(1, "李家村党支部", "正式党员"),
        line(2, "同上", "〃"),
        line(3, "〃", "无"),
        line(4, "无", "正式党员"),
    )
    found = [(row.cells.get("organization"), row.cells.get("political_status")) for row in
             lines_of(file)]  # fmt: skip
    assert found == [
        ("李家村党支部", "正式党员"),
        ("李家村党支部", "正式党员"),
        ("李家村党支部", "预备党员"),
        (None, "正式党员"),
    ]
    assert "第 6 行没有填“所在党支部”" in said(file)


def test_a_blank_category_among_others_is_told(tmp_path: Path) -> None:
    head: list[Cell] = [*HEAD, "人员类别"]
    file = read(tmp_path, ["李家村党支部"], head, line(1, "预备党员"), line(2), line(3, "-"))
    assert "第 4、5 行没有填“人员类别”" in said(file)


@pytest.mark.parametrize("list_of", ["村民代表", "后备干部", "退役军人", "网格员"])
def test_a_list_of_others_is_no_list_of_members(tmp_path: Path, list_of: str) -> None:
    file = read(tmp_path, [f"李家村党支部{list_of}名册"], HEAD, line(1))
    assert "没有写明人员类别" in said(file)
    members = read(tmp_path, [f"李家村党支部{list_of}党员名册"], HEAD, line(1))
    assert "没有写明人员类别" not in said(members)


@pytest.mark.parametrize("group", ["老伴", "代办员", "互助对子", "联户党员", "备用联系"])
@pytest.mark.parametrize("merged", [True, False])
def test_words_nobody_knows_over_a_second_name_and_number(
    tmp_path: Path, group: str, merged: bool
) -> None:
    path = tmp_path / "名册.xlsx"
    helper = CROWD[5]
    rows: list[list[Cell]] = [
        ["李家村党支部党员花名册"],
        ["序号", "姓名", "身份证号", group, "", ""],
        ["", "", "", "姓名", "联系电话", "身份证号"],
        line(1, helper.name, "13900000001", helper.id_number),
        line(2, CROWD[6].name, "13900000002", CROWD[6].id_number),
    ]
    spans = ["A2:A3", "B2:B3", "C2:C3", "D2:F2"] if merged else []
    path.write_bytes(xlsx(Sheet(rows, merged=spans)))
    file = read_roster(path)
    assert [row.cells["name"] for row in lines_of(file)] == [CROWD[1].name, CROWD[2].name]
    assert "phone" not in lines_of(file)[0].cells
    assert group in said(file)


def test_two_tables_under_words_of_their_own_are_both_read(tmp_path: Path) -> None:
    for left, right in (("甲组", "乙组"), ("李家村党支部", "王家坪村党支部"), ("", "预备党员")):
        file = read(
            tmp_path,
            ["2025年党员名册"],
            [left, "", "", right, "", ""],
            [*HEAD, *HEAD],
            [*line(1), *line(2)],
            [*line(3), *line(4)],
        )
        assert len(lines_of(file)) == 4, (left, right, said(file))


def test_a_group_to_the_left_is_not_taken_for_the_person(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    person, helper = CROWD[1], CROWD[2]
    rows: list[list[Cell]] = [
        ["李家村党支部党员花名册"],
        ["序号", "互助对子", "", "姓名", "身份证号"],
        ["", "姓名", "联系电话", "", ""],
        [1, helper.name, "13900000001", person.name, person.id_number],
    ]
    path.write_bytes(xlsx(Sheet(rows, merged=["B2:C2", "A2:A3", "D2:D3", "E2:E3"])))
    (row,) = lines_of(read_roster(path))
    assert row.cells["name"] == person.name
    assert "phone" not in row.cells


def test_formulas_that_nobody_has_calculated_are_told(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    for column, word in enumerate(["姓名", "身份证号", "联系电话"]):
        sheet.write(0, column, word)
    sheet.write(1, 0, CROWD[1].name)
    sheet.write(1, 1, CROWD[1].id_number)
    sheet.write(1, 2, xlwt.Formula("A1"))
    path = tmp_path / "名册.xls"
    book.save(str(path))
    (sheet_read,) = read_roster(path).sheets
    assert "C2" in sheet_read.unread


def test_commas_of_enumeration_may_part_columns(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    rows: list[list[Cell]] = [["姓名", "身份证号", "联系电话"],
                              [CROWD[1].name, CROWD[1].id_number, "13800010002"]]  # fmt: skip
    path.write_bytes("\r\n".join("、".join(map(str, row)) for row in rows).encode("gb18030"))
    (row,) = lines_of(read_roster(path))
    assert row.cells["phone"] == "13800010002"


@pytest.mark.parametrize("cell", ["预备党员", "发展对象", "入党积极分子", "正式党员"])
def test_a_category_is_a_value_wherever_its_column_stands(tmp_path: Path, cell: str) -> None:
    head: list[Cell] = ["序号", "身份证号码", "入党日期", "备注", "姓名", "人员类别"]
    rows: list[list[Cell]] = [
        [number, CROWD[number].id_number, "2005.03", "低保", CROWD[number].name, cell]
        for number in (1, 2, 3)
    ]
    rows[1][1] = None
    file = read(tmp_path, ["李家村党支部花名册"], head, *rows[:2], head, *rows[2:])
    assert [row.cells["name"] for row in lines_of(file)] == [CROWD[n].name for n in (1, 2, 3)]
    assert {row.cells["political_status"] for row in lines_of(file)} == {cell}


@pytest.mark.parametrize("section", ["发展对象（3人）", "预备党员", "积极分子"])
def test_a_section_right_below_the_header_is_no_header(tmp_path: Path, section: str) -> None:
    head: list[Cell] = ["联系电话", "民族", "姓名", "身份证号"]
    rows: list[list[Cell]] = [["13800010002", "汉族", CROWD[1].name, CROWD[1].id_number]]
    file = read(tmp_path, ["李家村党支部花名册"], head, [section], *rows)
    (row,) = lines_of(file)
    assert row.cells["political_status"] in (section[:4], "入党积极分子")


def test_a_section_below_the_second_column_is_no_header(tmp_path: Path) -> None:
    head: list[Cell] = ["序号", "文化程度", "姓名", "身份证号"]
    person: list[Cell] = [1, "大专", CROWD[1].name, CROWD[1].id_number]
    file = read(tmp_path, ["党员花名册"], head, [None, "【入党积极分子（3人）】"], person)
    assert lines_of(file)[0].cells["political_status"] == "入党积极分子"


def test_a_long_signature_in_the_number_column_is_nobody(tmp_path: Path) -> None:
    head: list[Cell] = ["身份证号", "姓名"]
    signed: list[Cell] = ["制表人：张三丰        审核人：李四光"]
    file = read(tmp_path, ["李家村党支部"], head, [CROWD[1].id_number, CROWD[1].name], signed)
    assert len(lines_of(file)) == 1
