"""设置 → 修改记录: filtered, opened entry by entry, checked, by clicks."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.data.audit import AuditEntry, append
from app.data.database import connect
from app.services.store import Store
from app.ui.finding import ShowTrail
from app.ui.main_window import MainWindow
from app.ui.pages.members.members_page import MembersPage
from app.ui.pages.settings.settings_page import SettingsPage
from app.ui.pages.settings.trail_tab import TrailTab
from app.ui.pages.trail.trail_page import TrailPage
from app.ui.pages.trail.trail_view import TrailView
from tests import builders
from tests.ui.window_helpers import child, cut_off, open_window, screenshot, unnamed


def shown(window: MainWindow) -> TrailView:
    page = window.page
    assert isinstance(page, SettingsPage)
    return page.show_tab(TrailTab).view


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
    screenshot(window, "设置-修改记录-明细")


def test_the_chain_is_checked_when_asked(qtbot: QtBot, tmp_path: Path) -> None:
    store = changed_store(tmp_path)
    window = open_window(qtbot, store, "settings")
    tab = shown(window)
    button = child(window, "check_chain")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "前后连续" in tab.state.text())
    screenshot(window, "设置-修改记录-连续")
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


def test_the_county_has_it_in_its_navigation_and_the_township_among_its_settings(
    qtbot: QtBot, tmp_path: Path
) -> None:
    county = open_window(qtbot, builders.make_county(tmp_path))
    county.buttons["trail"].click()
    assert isinstance(county.page, TrailPage)
    assert county.page.view.list.model.rowCount()
    assert unnamed(county) == []
    assert cut_off(county) == []
    screenshot(county, "修改记录-县")
    township = open_window(qtbot, builders.make_store(tmp_path))
    assert "trail" not in township.buttons


def test_what_was_done_to_one_person_opens_from_the_menu_of_the_list(
    qtbot: QtBot, tmp_path: Path
) -> None:
    store = changed_store(tmp_path)
    window = open_window(qtbot, store, "members")
    page = window.page
    assert isinstance(page, MembersPage)
    qtbot.waitUntil(lambda: bool(page.list.model.rowCount()))
    page.list.table.select_row(0)
    menu = page.list.menu()
    entry = next(one for one in menu.actions() if one.objectName() == "trail_of")
    entry.trigger()
    trail = window.page
    assert isinstance(trail, TrailPage)
    assert trail.view.only.text() == "只看：王小明"
    rows = [trail.view.list.model.row(n) for n in range(trail.view.list.model.rowCount())]
    assert {row.action for row in rows if row} == {"新增党员", "修改"}
    screenshot(window, "修改记录-一人")
    child(window, "trail_everything").click()
    assert trail.view.list.model.rowCount() > 2


def test_a_class_is_told_with_its_half_days_and_its_list(qtbot: QtBot, tmp_path: Path) -> None:
    store = changed_store(tmp_path)
    person = builders.make_member(store)
    held = builders.make_class(store, [person])
    builders.change_row(store, "session", held.sessions[0], hours=3.0)
    window = open_window(qtbot, store)
    window.go("trail", ShowTrail("training_class", held.uid, "轮训班"))
    trail = window.page
    assert isinstance(trail, TrailPage)
    rows = [trail.view.list.model.row(n) for n in range(trail.view.list.model.rowCount())]
    assert {row.action for row in rows if row} == {"办班", "修改"}


def test_an_entry_without_fields_does_not_ask_to_choose_one(qtbot: QtBot, tmp_path: Path) -> None:
    """导出数据包 was chosen, and beside it stood 选一条操作."""
    store = changed_store(tmp_path)
    with store.database.sealed_write() as connection:
        append(connection, AuditEntry("2026-12-01T08:00:00", "县委组织部", "导出", "", "第 2 号"))
    tab = shown(open_window(qtbot, store, "settings"))
    words = child(tab.details, "empty_words")
    assert "选一条操作" in words.text()
    rows = (tab.list.model.row(line) for line in range(tab.list.model.rowCount()))
    tab.list.table.select_row([row.action for row in rows if row].index("导出"))
    assert "没有逐项的改动" in words.text()
