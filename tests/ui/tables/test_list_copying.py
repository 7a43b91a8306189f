"""What is copied from a list pastes into cells, and reads back as the same cells."""

import csv
import io
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.store import Store
from app.ui.tables.clipboard_text import as_html, as_text, cells_of
from app.ui.tables.lazy_table_model import LazyTableModel
from tests.builders import make_store
from tests.ui.list_makers import COLUMNS, People, in_window, made_list

CTRL = Qt.KeyboardModifier.ControlModifier
ODD = st.sampled_from(["=1+1", "+86", "-", "-3.5", "@a", "'=x", "''-y", '"', 'a"b', "\t", "a\nb"])
CELL = st.one_of(ODD, st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
BLOCK = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(CELL, min_size=wide, max_size=wide), min_size=1, max_size=6)
)


@settings(max_examples=300, deadline=None)
@given(BLOCK)
def test_copied_cells_read_back_the_same(rows: list[list[str]]) -> None:
    wanted = list(rows)
    while wanted and not any(wanted[-1]):
        wanted.pop()
    assert cells_of(as_text(rows)) == wanted


@settings(max_examples=100, deadline=None)
@given(BLOCK)
def test_another_program_finds_as_many_cells_and_no_formula(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(as_text(rows), newline=""), delimiter="\t"))
    assert [len(row) for row in read] == [len(row) for row in rows]
    risky = [cell for row in read for cell in row if re.match(r"[=+\-@]", cell)]
    assert all(len(cell) == 1 or re.fullmatch(r"[+-]?\d[\d.,]*%?", cell) for cell in risky)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('姓名\t备注\n"王小明\t党员\n李四\t"老"支书\n', 3),
        ('"王\t1\n"李\t2\n张\t3', 3),
        ('姓名\t备注\n王\t"一行\n两行"\n李\t3', 3),
    ],
)
def test_a_quote_that_is_no_spreadsheets_swallows_no_rows(text: str, rows: int) -> None:
    """From a web page or a text: what begins with a quote is not always quoted."""
    found = cells_of(text)
    assert len(found) == rows
    assert all(len(row) == 2 for row in found)


def test_the_table_in_html_keeps_numbers_as_text_and_days_as_days() -> None:
    made = as_html([("张<三>", "110105198001011234", "12.5", "2024-05-01")], "ttnd", ["姓名"])
    assert "<td class=t>110105198001011234</td>" in made
    assert '.t{mso-number-format:"\\@"}' in made
    assert "<td class=n>12.5</td>" in made
    assert "<td class=d>2024-05-01</td>" in made
    assert "张&lt;三&gt;" in made
    assert "<td class=t>2024-05</td>" in as_html([("2024-05",)], "d")


def test_ctrl_c_copies_every_selected_row_as_shown(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(9))
    heads = table.table.heads
    heads.moveSection(heads.visualIndex(2), 0)
    heads.show_section(1, on=False)
    table.table.selectRow(5)
    table.table.setSelectionMode(table.table.SelectionMode.ExtendedSelection)
    table.table.selectAll()
    qtbot.keyClick(table.table, Qt.Key.Key_C, CTRL)
    cells = cells_of(QApplication.clipboard().text())
    assert len(cells) == 9
    assert cells[0] == ["110105********0001", "李00001", "2001-02-11"]
    assert "mso-number-format" in QApplication.clipboard().mimeData().html()


def test_copying_with_heads_and_one_cell(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(3))
    table.table.select_row(1)
    table.taking.copy_with_heads()
    assert cells_of(QApplication.clipboard().text())[0] == [column.label for column in COLUMNS]
    table.table.setCurrentIndex(table.model.index(1, 2))
    table.taking.copy_cell()
    assert QApplication.clipboard().text() == "110105********0002"


def noted(store: Store) -> list[tuple[str, str]]:
    rows = store.database.read().execute(
        "SELECT action, summary FROM audit WHERE action LIKE '%列表'"
    )
    return [(str(action), str(summary)) for action, summary in rows]


def test_a_few_rows_are_read_more_are_taken_along_and_noted(qtbot: QtBot, tmp_path: Path) -> None:
    store = make_store(tmp_path)
    table = made_list(qtbot, People(30))
    workspace = in_window(qtbot, store, table)
    table.table.select_row(3)
    qtbot.keyClick(table.table, Qt.Key.Key_C, CTRL)
    assert noted(store) == []
    qtbot.keyClick(table.table, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(table.table, Qt.Key.Key_C, CTRL)
    assert noted(store) == [("复制列表", "党员列表：30 行，列：姓名、学时、身份证号、入党日期")]
    assert "已复制 30 行，已记入修改记录" in workspace.notices.text.text()


def test_whole_numbers_are_noted_even_one_row(qtbot: QtBot, tmp_path: Path) -> None:
    store = make_store(tmp_path)
    table = made_list(qtbot, People(3), full=True)
    in_window(qtbot, store, table)
    table.table.select_row(0)
    table.taking.copy()
    [(how, what)] = noted(store)
    assert how == "复制列表"
    assert "含完整身份证号、电话" in what


def test_sixty_thousand_rows_are_selected_without_being_read_and_copied_in_seconds(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags: list[int] = []
    known = LazyTableModel.flags

    def counted(model: LazyTableModel[Any], index: QModelIndex) -> Qt.ItemFlag:
        flags.append(index.row())
        return known(model, index)

    monkeypatch.setattr(LazyTableModel, "flags", counted)
    store, query = make_store(tmp_path), People(60_000)
    table = made_list(qtbot, query, checkable=True)
    in_window(qtbot, store, table)
    query.asked.clear()
    begun = time.perf_counter()
    qtbot.keyClick(table.table, Qt.Key.Key_A, CTRL)
    assert sum(query.asked) <= 400
    assert len(table.selected_ids()) == 60_000
    qtbot.keyClick(table.table, Qt.Key.Key_Space)
    assert table.model.checked_count == 60_000
    QApplication.processEvents()
    assert time.perf_counter() - begun < 3
    assert len(flags) < 6_000, "Qt asks about rows in sight only"
    QApplication.clipboard().clear()
    qtbot.keyClick(table.table, Qt.Key.Key_C, CTRL)
    qtbot.waitUntil(lambda: QApplication.clipboard().text() != "", timeout=20_000)
    assert QApplication.clipboard().text().count("\n") == 59_999


_COPY_AND_END = """
from PySide6.QtWidgets import QApplication
from app.ui.tables.clipboard import copied, put_on_clipboard
app = QApplication([])
put_on_clipboard(copied("a\\tb", "<table><tr><td>a"))
print(QApplication.clipboard().text())
"""


def test_the_program_ends_well_with_a_list_in_the_clipboard() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COPY_AND_END], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "a\tb\n")
