"""学员名单 of a class workbook: groups of other people are not read, a second table is named."""

from pathlib import Path

import pytest

from app.data.imports.class_workbook import read_class_workbook
from app.domain.errors import AppError
from tests.roster_corpus.files import Cell, Sheet, xlsx
from tests.roster_corpus.shapes import A, B

ABOUT: list[list[Cell]] = [["班次名称", "党员轮训班"]]


def read(folder: Path, rows: list[list[Cell]]) -> list[dict[str, object]]:
    path = folder / "班.xlsx"
    path.write_bytes(xlsx(Sheet(ABOUT, name="班次信息"), Sheet(rows, name="学员名单")))
    return [dict(line.cells) for line in read_class_workbook(path).people.lines]


def test_a_relative_in_a_group_is_no_participant(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["紧急联系人", None, "学员信息", None],
        ["姓名", "身份证号", "姓名", "身份证号"],
        ["某某", B.id_number, A.name, A.id_number],
    ]
    assert read(tmp_path, rows) == [{"name": A.name, "id_number": A.id_number}]


def test_the_header_may_come_again(tmp_path: Path) -> None:
    head: list[Cell] = ["姓名", "身份证号", "单位"]
    rows: list[list[Cell]] = [
        head,
        [A.name, A.id_number, "镇政府"],
        head,
        [B.name, B.id_number, "村委会"],
    ]
    assert [line["name"] for line in read(tmp_path, rows)] == [A.name, B.name]


def test_a_second_table_with_other_columns_is_refused_with_its_place(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["姓名", "身份证号", None, "身份证号", "姓名"],
        [A.name, A.id_number, None, B.id_number, B.name],
    ]
    with pytest.raises(AppError, match="D 至 E 列"):
        read(tmp_path, rows)
