"""考勤 by mouse and for a whole day, and the way back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.data.queries.training_classes import sessions_of
from app.services.classes.attendance import Signature, sign_page
from app.services.store import Store
from app.ui.main_window import MainWindow
from tests.ui.class_room import attendance, cell, marks, show
from tests.ui.practice import members_of, practice_store, some_class
from tests.ui.window_helpers import open_window, screenshot

SIGNED = Signature("林晓", "档案盒 3 号")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return practice_store(tmp_path, people=30)


@pytest.fixture
def window(qtbot: QtBot, store: Store) -> MainWindow:
    return open_window(qtbot, store)


def press(qtbot: QtBot, made: QWidget, where: QPoint | None = None) -> None:
    assert made.isVisible()
    assert made.isEnabled(), made.toolTip()
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=where or made.rect().center())


def test_the_mouse_marks_what_is_selected_in_one_action(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    uid = some_class(store, members_of(store, 4))
    step = attendance(show(window, uid))
    step.grid.clearSelection()
    assert not step.palette_row.buttons["病假"].isEnabled()
    assert "选中" in step.palette_row.buttons["病假"].toolTip()
    cell(qtbot, step, 0, 3)
    cell(qtbot, step, 2, 4, Qt.KeyboardModifier.ControlModifier)
    actions = count_actions(store)
    press(qtbot, step.palette_row.buttons["病假"])
    assert count_actions(store) == actions + 1, "two half-days, one transaction"
    assert marks(store, uid) == [["病假", ""], ["", ""], ["", "病假"], ["", ""]]
    # A name stands for its half-day in the box above.
    cell(qtbot, step, 1, 1)
    cell(qtbot, step, 3, 1, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, step.palette_row.buttons["出勤"])
    assert marks(store, uid) == [["病假", ""], ["出勤", ""], ["", "病假"], ["出勤", ""]]
    screenshot(window, "考勤-鼠标")


def count_actions(store: Store) -> int:
    return int(store.database.read().execute("SELECT count(*) FROM audit").fetchone()[0])


def test_the_menu_of_the_right_button_marks(qtbot: QtBot, window: MainWindow, store: Store) -> None:
    uid = some_class(store, members_of(store, 3))
    step = attendance(show(window, uid))
    where = step.grid.visualRect(step.model.index(1, 3)).center()
    step.grid.customContextMenuRequested.emit(where)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    [leave] = [action for action in menu.actions() if action.objectName() == "mark_6"]
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(leave).center())
    assert marks(store, uid) == [["", ""], ["事假", ""], ["", ""]]


def test_undo_and_redo_by_keys_and_by_buttons(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    uid = some_class(store, members_of(store, 3))
    step = attendance(show(window, uid))
    step.paper.setText("档案盒 3 号")
    press(qtbot, step.signed)
    qtbot.keyClicks(step.absent, "2b")
    qtbot.keyClick(step.absent, Qt.Key.Key_Return)
    step.grid.setFocus()
    cell(qtbot, step, 0, 3)
    qtbot.keyClick(step.grid, "7")
    assert [row[0] for row in marks(store, uid)] == ["缺勤", "病假", "出勤"]
    qtbot.keyClick(step.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [row[0] for row in marks(store, uid)] == ["出勤", "病假", "出勤"]
    assert "已撤销" in window.workspace.notices.text.text()
    assert "1 人" in window.workspace.notices.text.text()
    qtbot.keyClick(step.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [row[0] for row in marks(store, uid)] == ["未录入"] * 3
    qtbot.keyClick(step.grid, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert [row[0] for row in marks(store, uid)] == ["出勤", "病假", "出勤"]
    press(qtbot, step.palette_row.redo)
    assert [row[0] for row in marks(store, uid)] == ["缺勤", "病假", "出勤"]
    assert not step.palette_row.redo.isEnabled()
    for _ in range(2):  # and all the way back once more
        press(qtbot, step.palette_row.undo)
    assert [row[0] for row in marks(store, uid)] == ["未录入"] * 3
    for _ in range(2):
        press(qtbot, step.palette_row.redo)
    assert [row[0] for row in marks(store, uid)] == ["缺勤", "病假", "出勤"]
    total = store.database.read().execute("SELECT count(*) FROM attendance").fetchone()[0]
    assert total == (3 + 1) * 5, "every step is new facts, none is erased"


def test_undo_leaves_what_somebody_else_wrote(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    uid = some_class(store, members_of(store, 3))
    step = attendance(show(window, uid))
    step.paper.setText("档案盒 3 号")
    press(qtbot, step.signed)
    qtbot.keyClick(step.absent, Qt.Key.Key_Return)
    half_day = sessions_of(store.database.read(), uid)[0]
    sign_page(store, half_day.uid, [3], {3: "事假"}, Signature("李四", "另一个盒子"))
    press(qtbot, step.palette_row.undo)
    assert [row[0] for row in marks(store, uid)] == ["未录入", "未录入", "事假"]
    assert "1 处后来又改过，没有动" in window.workspace.notices.text.text()


def test_all_pages_of_a_day_are_signed_at_once_each_with_its_absent(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    uid = some_class(store, members_of(store, 4), days=2)
    step = attendance(show(window, uid))
    assert not step.absent.isEnabled()
    press(qtbot, step.bar.day_signed)
    assert "存放处" in window.workspace.notices.text.text(), "asked for, not presumed"
    assert step.paper.hasFocus()
    qtbot.keyClicks(step.paper, "box 3")
    qtbot.keyClick(step.paper, Qt.Key.Key_Return)
    assert step.absent.hasFocus(), "goes on with what was asked for"
    qtbot.keyClicks(step.absent, "2")
    qtbot.keyClick(step.absent, Qt.Key.Key_Return)
    assert marks(store, uid)[1] == ["", "", "", ""], "not before the last page"
    qtbot.keyClicks(step.bar.absents[1], "3s")
    screenshot(window, "考勤-当天各页")
    press(qtbot, step.bar.enter)
    assert marks(store, uid) == [
        ["出勤", "出勤", "", ""],
        ["缺勤", "出勤", "", ""],
        ["出勤", "事假", "", ""],
        ["出勤", "出勤", "", ""],
    ]
    assert step.session.currentIndex() == 2


def test_a_large_class_is_marked_at_once(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    import time

    big = practice_people(store, 300)
    uid = some_class(store, big, days=5)
    step = attendance(show(window, uid))
    step.paper.setText("档案盒 3 号")
    press(qtbot, step.signed)
    started = time.process_time()
    qtbot.keyClick(step.absent, Qt.Key.Key_Return)
    took = time.process_time() - started
    assert marks(store, uid)[299][0] == "出勤"
    assert took < 0.4, f"{took * 1000:.0f} ms"


def practice_people(store: Store, number: int) -> list[bytes]:
    from app.domain.declarations import entity_named

    with store.change("练习数据") as change:
        uids = change.create_many(
            entity_named("member"),
            [
                {"name": f"学员{n}", "organization": store.site.organization, "status": "正常"}
                for n in range(number)
            ],
        )
    return list(uids)
