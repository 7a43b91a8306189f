"""Text tables: any separator, commas inside of values, quotes and line breaks, no lost lines."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.imports.grid import tables_of
from app.data.imports.read_text import read_text_rows, separator
from app.domain.errors import AppError

HEADER = ["姓名", "身份证号", "联系电话", "简历"]
CAREER = "2008年任村文书，2011年任村支委，2014年任村副书记,2021年离任；2023年返聘|2024、2025"
MARKS = ",\t;，|；"
_CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x00")
    | st.sampled_from([*MARKS, '"', "\n", "，", " "]),
    max_size=12,
).filter(lambda cell: not cell.startswith("="))


def written(rows: list[list[str]], mark: str) -> str:
    memory = io.StringIO()
    csv.writer(memory, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return memory.getvalue()


@pytest.mark.parametrize("mark", MARKS)
def test_commas_in_values_are_no_separators(mark: str) -> None:
    rows = [HEADER, *([f"李{n}", f"43012219680412{n:04}", "1380000", CAREER] for n in range(5))]
    assert read_text_rows(written(rows, mark).encode()) == rows


@pytest.mark.parametrize("mark", MARKS)
@given(st.lists(st.lists(_CELLS, min_size=4, max_size=4), max_size=6))
def test_every_separator_comes_back(mark: str, rows: list[list[str]]) -> None:
    rows = [HEADER, *rows]
    while not any(rows[-1]):
        rows.pop()
    assert read_text_rows(written(rows, mark).encode("utf-8-sig")) == rows


def test_a_title_line_does_not_decide() -> None:
    text = "中共青山镇，李家村党支部，党员花名册，2026年，第1页\n姓名;身份证号;备注\n李建国;1;a,b\n"
    assert separator(text) == ";"


def test_words_nobody_knows_are_judged_by_equal_lines() -> None:
    assert separator("甲;乙;丙\n1,5;2;3\n4,5;5,7;6\n") == ";"


def test_columns_moved_apart_with_blanks() -> None:
    assert read_text_rows("姓名   身份证号\n李建国   430122\n".encode()) == [
        ["姓名", "身份证号"],
        ["李建国", "430122"],
    ]


def test_excel_declares_its_separator() -> None:
    assert read_text_rows(b"sep=;\r\na,b;c\r\n") == [["a,b", "c"]]


def test_a_quote_that_never_ends_loses_nobody_silently() -> None:
    lines = [f"李{n},43012219680412{n:04},1380000" for n in range(6)]
    lines[2] = '"' + lines[2]
    text = "姓名,身份证号,联系电话\n" + "\n".join(lines)
    with pytest.raises(AppError, match="引号"):
        read_text_rows(text.encode())


def test_a_line_break_inside_of_quotes_is_one_cell() -> None:
    rows = [HEADER, ["李建国", "430122196804120015", "1", "2008,文书\n2011,支委,一般\n完"]]
    assert read_text_rows(written(rows, ",").encode()) == rows


def test_what_a_text_says_of_itself() -> None:
    (grid,) = tables_of("姓名,身份证号\n#N/A,1985.1\n#####,EFG\n".encode(), title="名册").grids
    assert grid.rows[1:] == [["", "1985.1"], ["", "EFG"]]
    assert grid.facts.errors == {"A2": "#N/A", "A3": "#####"}
    assert grid.facts.plain_text
    assert "1985.1" in grid.facts.untold[0]
