"""Participants out of a list file, in the window: chosen, dropped or pasted."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.data.queries.training_classes import participants_of
from app.services.store import Store
from app.ui.finding import ShowClass
from app.ui.main_window import MainWindow
from app.ui.pages.class_room import from_file
from app.ui.pages.class_room.class_room_page import ClassRoomPage
from app.ui.pages.class_room.participants_dialog import ParticipantsDialog
from app.ui.pages.class_room.roster_step import RosterStep
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import (
    child,
    cut_off,
    finished,
    in_dialog,
    open_window,
    screenshot,
    unnamed,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    from app.domain.declarations import entity_named

    made = practice_store(tmp_path, people=30)
    branches = made.database.read().execute("SELECT uid FROM organization WHERE kind = '党支部'")
    with made.change("练习数据") as change:
        for (uid,) in branches.fetchall()[:2]:
            values = {"name": "欧阳建国", "organization": uid, "status": "正常"}
            change.create(entity_named("member"), values)
    return made


@pytest.fixture
def window(qtbot: QtBot, store: Store) -> MainWindow:
    return open_window(qtbot, store)


def roster(window: MainWindow, uid: bytes) -> RosterStep:
    window.workspace.open("class_room", ShowClass(uid, "名单"))
    page = window.page
    assert isinstance(page, ClassRoomPage)
    step = page.steps["名单"]
    assert isinstance(step, RosterStep)
    return step


def written(folder: Path, names: list[str]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in (["姓名", "职务"], *([name, ""] for name in names)):
        book.active.append(row)
    book.save(folder / "参训名单.xlsx")
    return folder / "参训名单.xlsx"


def names_of(store: Store, uid: bytes) -> list[str]:
    rows = participants_of(store.database.read(), uid)
    return [row.name for row in rows if not row.withdrawn]


def test_a_file_is_planned_asked_about_added_and_undone(
    qtbot: QtBot,
    window: MainWindow,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uid = some_class(store, members_of(store, 1))
    [already] = names_of(store, uid)
    step = roster(window, uid)
    path = written(tmp_path, ["欧阳建国", "王䶮", already, "查无此人"])
    monkeypatch.setattr(from_file, "open_file", lambda *_: path)

    def answer(dialog: ParticipantsDialog) -> None:
        assert dialog.take.text() == "加入 1 人"
        [combo] = dialog.choices.values()
        assert combo.count() == 3
        assert "党支部" in combo.itemText(1)
        combo.setCurrentIndex(2)
        assert dialog.take.text() == "加入 2 人"
        reasons = [dialog.model.index(row, 3).data() for row in range(4)]
        assert any("不在本机名单里" in reason for reason in reasons)
        assert unnamed(dialog) == []
        assert cut_off(dialog) == []
        screenshot(dialog, "从名单文件添加")
        qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)

    outcome = in_dialog(qtbot, ParticipantsDialog, answer, timeout=60)
    qtbot.mouseClick(child(step, "add_listed"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "ran" in outcome, timeout=60_000)
    assert finished(outcome)
    assert names_of(store, uid) == [already, "欧阳建国", "王䶮"]
    screenshot(window, "名单-已添加")
    window.workspace.notices.action.click()
    assert names_of(store, uid) == [already]


def test_cells_are_pasted_into_the_list(qtbot: QtBot, window: MainWindow, store: Store) -> None:
    uid = some_class(store, members_of(store, 1))
    step = roster(window, uid)
    QGuiApplication.clipboard().setText("姓名\t职务\n王䶮\t组长\n陈喆\t")
    outcome = in_dialog(qtbot, ParticipantsDialog, lambda d: d.take.click(), timeout=60)
    step.list.table.setFocus()
    qtbot.keyClick(step.list.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "ran" in outcome, timeout=60_000)
    assert finished(outcome)
    assert names_of(store, uid)[1:] == ["王䶮", "陈喆"]
    assert not list(store.path.parent.glob("临时-*"))


def test_a_file_that_names_nobody_is_refused_in_words(
    qtbot: QtBot, window: MainWindow, store: Store, tmp_path: Path
) -> None:
    uid = some_class(store, members_of(store, 1))
    step = roster(window, uid)
    path = tmp_path / "苹果.csv"
    path.write_text("品名,数量\n苹果,3\n", encoding="utf-8-sig")
    step.add_file(path)
    qtbot.waitUntil(lambda: "没有找到人员名单" in window.workspace.notices.text.text())


def test_a_closed_class_takes_no_file(window: MainWindow, store: Store, tmp_path: Path) -> None:
    uid = some_class(store, members_of(store, 3))
    sign_everything(store, uid, close=True)
    step = roster(window, uid)
    assert not child(step, "add_listed").isEnabled()
    step.add_file(written(tmp_path, ["王䶮"]))
    assert "已经结班" in window.workspace.notices.text.text()
