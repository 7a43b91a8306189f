"""设置 → 操作记录: filtered, opened entry by entry, checked, by clicks."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.data.database import connect
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.settings.settings_page import SettingsPage
from app.ui.pages.settings.trail_tab import TrailTab
from tests import builders
from tests.ui.window_helpers import child, cut_off, open_window, screenshot, unnamed


def shown(window: MainWindow) -> TrailTab:
    page = window.page
    assert isinstance(page, SettingsPage)
    return page.show_tab(TrailTab)


def changed_store(folder: Path) -> Store:
    store = builders.make_store(folder)
    member = builders.make_member(store, name="王小明", phone="13800000001")
    builders.change_member(store, member, phone="13900000002")
    builders.make_organization(store, "青山村党支部")
    return store


def test_an_entry_shows_what_was_before_and_after(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot, changed_store(tmp_path), "settings")
    tab = shown(window)
    assert tab.list.model.rowCount() >= 3
    actions = tab.list.narrowing.combos["action"][1]
    actions.setCurrentIndex(actions.findText("修改"))
    actions.activated.emit(actions.currentIndex())
    assert tab.list.model.rowCount() == 1
    tab.list.table.select_row(0)
    (line,) = [tab.details.model.row(n) for n in range(tab.details.model.rowCount())]
    assert line is not None
    assert (line.row.before, line.row.after) == ("138****0001", "139****0002")
    assert unnamed(window) == []
    assert cut_off(window) == []
    screenshot(window, "设置-操作记录-明细")


def test_the_chain_is_checked_when_asked(qtbot: QtBot, tmp_path: Path) -> None:
    store = changed_store(tmp_path)
    window = open_window(qtbot, store, "settings")
    tab = shown(window)
    button = child(window, "check_chain")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "前后连续" in tab.state.text())
    screenshot(window, "设置-操作记录-连续")
    connection = connect(store.path, store.database.key)
    connection.execute("DELETE FROM audit WHERE id = 2")
    connection.close()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "不连续或对不上" in tab.state.text())


def test_a_hundred_thousand_entries_are_read_as_they_are_shown(
    qtbot: QtBot, tmp_path: Path
) -> None:
    store = changed_store(tmp_path)
    with store.database.sealed_write() as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
            "INSERT INTO audit(incarnation, at, operator, action, salt, digest, chain) "
            "SELECT incarnation, at, operator, action, salt, digest, chain FROM n, "
            "(SELECT * FROM audit LIMIT 1)"
        )
    window = open_window(qtbot, store, "settings")
    tab = shown(window)
    assert tab.list.model.rowCount() > 100_000
    assert tab.list.model.row(50_000) is not None
