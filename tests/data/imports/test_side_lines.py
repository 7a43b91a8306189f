"""Totals, remarks, page numbers and signatures are no people, whatever column they reach."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.data.imports.roster import read_roster
from app.domain.errors import AppError
from tests.builders import id_number
from tests.roster_corpus.files import Cell, Sheet, xlsx

HEAD: list[list[Cell]] = [
    ["李家村党支部党员花名册"],
    ["序号", "姓名", "性别", "民族", "身份证号"],
]


def people_in(tmp_path: Path, line: Sequence[Cell]) -> int:
    person: list[Cell] = [1, "张三", "男", "汉", id_number(1)]
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(Sheet([*HEAD, person, line])))
    return len(read_roster(path).sheets[0].rows)


@pytest.mark.parametrize(
    "line",
    [
        ["合计", None, None, None, "2人"],
        ["备注", None, None, None, "以上人员"],
        [None, "合计", None, None, "2人"],
        ["本页小计", None, None, None, "2"],
        [None, None, None, None, "共2人"],
        ["3", "合计", "", None, "2人"],
        ["审核人：张三", None, None, None, "日期：2026"],
        ["3", "备注", None, None, "无"],
        ["党员总数：2人"],
        ["第1页/共1页"],
    ],
)
def test_side_lines_are_no_people(tmp_path: Path, line: Sequence[Cell]) -> None:
    assert people_in(tmp_path, line) == 1


@pytest.mark.parametrize(
    "line",
    [
        [2, "李四", "女", "汉", id_number(2)],
        [2, "合小平", "女", "汉", id_number(2)],
        [2, "李四", "女", "汉", "不详"],
        [2, "", "女", "汉", id_number(2)],
        [2, "备注", "女", "汉", id_number(2)],
    ],
)
def test_people_are_never_taken_for_side_lines(tmp_path: Path, line: Sequence[Cell]) -> None:
    assert people_in(tmp_path, line) == 2


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_an_endless_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(AppError, match="不是表格文件"):
        read_roster(Path("/dev/zero"))


@pytest.mark.parametrize("post", ["党内职务", "支部职务", "现任党内职务", "党 内\n职 务"])
@pytest.mark.parametrize("since", ["任职时间", "任现职时间", "党内职务任职时间"])
def test_a_post_and_since_when_are_cells_of_the_line(tmp_path: Path, post: str, since: str) -> None:
    path = tmp_path / "a.xlsx"
    head: list[Cell] = ["姓名", "身份证号", post, since]
    path.write_bytes(xlsx(Sheet([head, ["张三", id_number(1), "书记", "2021.3"]])))
    cells = read_roster(path).sheets[0].rows[0].cells
    assert (cells["post_title"], cells["post_from"]) == ("书记", "2021.3")
