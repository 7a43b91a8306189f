"""Columns are chosen, moved, sized and sorted by; a list is found again as it was left."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.ui.tables.column_chooser import ColumnChooser
from app.ui.tables.list_menu import heads_menu
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from tests.ui.list_makers import COLUMNS, People, Person, made_list, person
from tests.ui.window_helpers import child, finished, in_dialog


def labels(table: ListTable[Person]) -> list[str]:
    return [COLUMNS[section].label for section in table.table.heads.shown()]


def act(menu: QMenu, words: str) -> None:
    [found] = [one for one in menu.actions() if one.text().split("\t")[0] == words]
    assert found.isEnabled(), words
    found.trigger()


def test_a_list_is_found_as_it_was_left(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(50))
    heads = table.table.heads
    heads.moveSection(heads.visualIndex(2), 0)
    heads.resizeSection(0, 233)
    act(heads_menu(table), "学时")
    table._sort_by(0)
    table._sort_by(0)
    heads.remember()
    again = made_list(qtbot, People(50))
    assert labels(again) == ["身份证号", "姓名", "入党日期"]
    assert again.table.heads.sectionSize(0) == 233
    assert again.model.ids[0] == 50
    assert again.table.heads.isSortIndicatorShown()
    again.reload()
    assert labels(again) == ["身份证号", "姓名", "入党日期"]
    act(again.menu(), "恢复默认列")
    assert labels(again) == ["姓名", "学时", "身份证号", "入党日期"]
    assert again.model.ids[0] == 1
    last = made_list(qtbot, People(50))
    assert labels(last) == ["姓名", "学时", "身份证号", "入党日期"]
    assert last.model.ids[0] == 1


def test_a_bar_that_comes_or_goes_is_nothing_to_remember(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(50))
    heads = table.table.heads
    heads._timer.stop()
    before = heads.sectionSize(heads.shown()[-1])
    table.search.setText("李002")
    table.search.returnPressed.emit()
    QApplication.processEvents()
    assert heads.sectionSize(heads.shown()[-1]) != before
    assert not heads._timer.isActive()
    heads.resizeSection(0, 233)
    assert heads._timer.isActive()


def test_columns_are_chosen_in_a_dialog(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(5))

    def choose(dialog: ColumnChooser) -> None:
        dialog.list.item(3).setCheckState(Qt.CheckState.Unchecked)
        dialog.list.setCurrentRow(2)
        qtbot.mouseClick(child(dialog, "column_up"), Qt.MouseButton.LeftButton)
        qtbot.mouseClick(child(dialog, "columns_agreed"), Qt.MouseButton.LeftButton)

    seen = in_dialog(qtbot, ColumnChooser, choose)
    table.choose_columns()
    assert finished(seen)
    assert labels(table) == ["姓名", "身份证号", "学时"]


def test_something_is_always_shown_and_ticks_keep_their_column(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(5), checkable=True)
    for section in (3, 2, 1, 0):
        table.table.heads.show_section(section, on=False)
    assert labels(table) == ["姓名"]


def test_short_lists_are_sorted_by_what_they_show(qtbot: QtBot) -> None:
    rows = [person(n) for n in (30, 4, 100)]
    columns: tuple[Column[Numbered[Person]], ...] = (
        Column("姓名", lambda r: r.row.name),
        Column("学时", lambda r: f"{r.row.hours:g}", right=True),
    )
    table: ListTable[Numbered[Person]] = ListTable("短表", ShortList(rows), columns)
    qtbot.addWidget(table)
    table.reload()
    table._sort_by(1)
    assert list(table.model.ids) == [1, 0, 2]
    table.table.select_row(0)
    table._sort_by(1)
    assert list(table.model.ids) == [2, 0, 1]
    assert table.selected_ids() == [1]
    table.show_rows(ShortList([person(9), *rows]))  # read anew, one more before the others
    assert table.selected_ids() == [2]


def test_sorting_goes_to_the_top_or_keeps_the_selected_row_in_sight(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(2_000))
    bar = table.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    table._sort_by(0)
    assert bar.value() == 0
    table.table.select_row(1_999)
    table._sort_by(0)
    assert table.selected_ids() == [2_000]
    index = table.model.index(table.selected_number(), 0)
    assert table.table.viewport().rect().intersects(table.table.visualRect(index))


def test_nothing_jumps_while_typing(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(2_000))
    table.table.select_row(1_500)
    table.search.setText("李0")
    table._search_now()
    assert table.table.verticalScrollBar().value() == 0
    assert table.selected_ids() == [1_501]


def test_a_click_on_the_box_in_the_head_ticks_all_and_sorts_nothing(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(40), checkable=True)
    heads = table.table.heads
    place = QPoint(heads.sectionViewportPosition(0) + 12, heads.height() // 2)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.model.checked_count == 40
    assert table.model.view.sort == ""
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.model.checked_count == 0
    beside = QPoint(heads.sectionViewportPosition(0) + 60, heads.height() // 2)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert table.model.view.sort == "name"
