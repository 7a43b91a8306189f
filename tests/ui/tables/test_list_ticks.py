"""Ticks, keys, menus and empty lists, as a clerk meets them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.ui.tables.list_table import ListTable
from tests.ui.list_makers import COLUMNS, People, made_list
from tests.ui.tables.test_list_columns import act
from tests.ui.window_helpers import activate

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_space_ticks_all_selected_rows_unless_all_are_ticked(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(10), checkable=True)
    table.model.set_checked([2])
    table.table.select_row(0)
    for _ in range(3):
        qtbot.keyClick(table.table, Qt.Key.Key_Down, SHIFT)
    assert table.selected_ids() == [1, 2, 3, 4]
    qtbot.keyClick(table.table, Qt.Key.Key_Space)
    assert table.model.checked == [1, 2, 3, 4]
    qtbot.keyClick(table.table, Qt.Key.Key_Space)
    assert table.model.checked == []


def test_ticks_out_of_sight_are_told_shown_and_taken_back(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(50), checkable=True)
    table.model.set_checked([3, 4, 30])
    table.search.setText("李0003")
    table._search_now()
    assert table.ticks.words.text() == "已勾选 3 人，其中 2 人不在当前列表中"
    table.ticks.only.click()
    assert sorted(table.model.ids) == [3, 4, 30]
    table.ticks.only.click()
    assert table.model.rowCount() == 10
    table.ticks.none.click()
    assert table.model.checked_count == 0
    assert not table.ticks.none.isVisible()


def test_the_menu_does_what_the_keys_do(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(5), checkable=True)
    opened: list[int] = []
    table.opened.connect(lambda row: opened.append(row.id))
    table.table.select_row(2)
    act(table.menu(), "打开")
    qtbot.keyClick(table.table, Qt.Key.Key_F2)
    assert opened == [3, 3]
    act(table.menu(), "全选")
    assert len(table.selected_ids()) == 5
    act(table.menu(), "打勾/取消打勾")
    assert table.model.checked_count == 5
    act(table.menu(), "复制（含表头）")
    assert QApplication.clipboard().text().startswith("姓名\t学时")


def test_the_menu_key_opens_the_menu(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(5))
    table.table.select_row(1)
    qtbot.keyClick(table.table, Qt.Key.Key_F10, SHIFT)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert popup.accessibleName() == "党员列表的操作"
    popup.close()


def test_buttons_of_the_page_stand_in_the_menu_and_have_keys(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    pressed: list[str] = []
    table = ListTable("党员列表", People(5), COLUMNS)
    table.reload()
    new, edit, gone = (QPushButton(words) for words in ("新增党员", "查看", "退出"))
    for made in (new, edit, gone):
        made.clicked.connect(lambda _on=False, made=made: pressed.append(made.text()))
    box = QVBoxLayout(dialog)
    for widget in (table, new, edit, gone):
        box.addWidget(widget)
    table.offers(edit, new=new, remove=gone)
    dialog.show()
    activate(qtbot, dialog)
    edit.setEnabled(False)
    words = {one.text(): one.isEnabled() for one in table.menu().actions()}
    assert (words["新增党员\tCtrl+N"], words["查看"], words["退出\tDelete"]) == (True, False, True)
    gone.setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_N, CTRL)
    qtbot.keyClick(table.table, Qt.Key.Key_Delete)
    gone.setEnabled(False)
    qtbot.keyClick(table.table, Qt.Key.Key_Delete)
    assert pressed == ["新增党员", "退出"]
    qtbot.keyClick(dialog, Qt.Key.Key_F, CTRL)
    assert QApplication.focusWidget() is table.search


def test_an_empty_list_says_why(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(50))
    pressed: list[str] = []
    table.when_empty("这里还没有人。", "导入花名册", lambda: pressed.append("导入"))
    everywhere: list[str] = []
    table.filter_by("above", 99, "党组织：第三支部", lambda: everywhere.append("树"))
    assert table.empty.words.text() == "“党组织：第三支部”里没有内容。"
    assert [table.empty.first.text(), table.empty.second.text()] == ["清除筛选", "导入花名册"]
    table.search.setText("李")
    table._search_now()
    assert table.empty.words.text() == "在“党组织：第三支部”里没有找到“李”。"
    table.empty.second.click()
    assert everywhere == ["树"]
    assert table.model.rowCount() == 50
    table.search.setText("赵")
    table._search_now()
    assert table.empty.words.text() == "没有找到“赵”。"
    table.empty.first.click()
    assert table.model.rowCount() == 50


def test_a_list_of_nothing_says_so_even_while_searched(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(0))
    table.when_empty("这里还没有人。", "导入花名册", lambda: None)
    table.search.setText("赵")
    table._search_now()
    assert table.empty.words.text() == "这里还没有人。"
    assert table.empty.first.text() == "导入花名册"
