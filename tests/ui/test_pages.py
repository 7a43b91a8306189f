"""Every page of both levels: opens, every control named and reached, nothing cut off."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.store import Store
from app.ui.finding import ShowClass
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import child, cut_off, open_window, screenshot, unnamed, unreached

LEVELS = ("township", "county")


@pytest.fixture(params=LEVELS)
def window(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    store = practice_store(tmp_path, level=request.param)
    people = members_of(store, 40)
    done = some_class(store, people, name="党员冬春训第一期", days=2)
    sign_everything(store, done, close=True)
    some_class(store, people[:25])
    return shown(qtbot, store)


def shown(qtbot: QtBot, store: Store) -> MainWindow:
    return open_window(qtbot, store)


def test_every_page(qtbot: QtBot, window: MainWindow) -> None:
    level = window.workspace.level
    row = window.workspace.store.database.read().execute("SELECT uid FROM training_class")
    classes = [found[0] for found in row]
    visits: list[tuple[str, object]] = [(s.key, None) for s in pages_for(level) if not s.hidden]
    steps = ("名单", "考勤", "结班", "证书材料")
    visits += [("class_room", ShowClass(classes[-1], step)) for step in steps]
    for key, what in visits:
        window.go(key, what)
        qtbot.waitUntil(lambda: not window.workspace.runner.busy)
        name = f"{level}-{key}" + (f"-{what.step}" if isinstance(what, ShowClass) else "")
        screenshot(window, name)
        assert unnamed(window) == [], key
        assert cut_off(window) == [], key
        assert window.minimumSizeHint().height() <= 690, key
        assert window.minimumSizeHint().width() <= 1366, key


def test_tab_reaches_everything(qtbot: QtBot, window: MainWindow) -> None:
    for key in ("dashboard", "members", "classes", "ledger"):
        window.go(key)
        qtbot.waitUntil(lambda: not window.workspace.runner.busy)
        assert unreached(qtbot, window) == [], key


def test_what_was_said_of_one_page_does_not_stand_over_another(window: MainWindow) -> None:
    window.go("members")
    window.workspace.notices.warn("已保存。")
    child(window, "nav_members").click()
    assert window.workspace.notices.isVisible()
    child(window, "nav_classes").click()
    assert not window.workspace.notices.isVisible()
