"""Where nothing is to be seen: why, and a button that leads on. Nothing is said that is not so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from app.services.opening import NewSite, create_store
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from app.ui.pages.class_room.people_picker import PeoplePicker
from app.ui.pages.ledger.ledger_page import LedgerPage
from app.ui.pages.members.members_page import MembersPage
from app.ui.tables.list_table import ListTable
from tests.builders import change_member, make_member
from tests.ui.answering import answer_nothing
from tests.ui.exchange_windows import opened, quiet
from tests.ui.practice import PASSWORD
from tests.ui.window_helpers import child, screenshot

VISITS = [
    (level, spec.key)
    for level in ("township", "county")
    for spec in pages_for(level)
    if not spec.hidden
]
SAID_ABOVE = ("学时明细", "将要上报", "将要下发", "所选单位", "操作明细")
"""Lists beside another one from which something has to be chosen first."""


@pytest.fixture
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    answer_nothing(monkeypatch)
    name = "青山镇" if request.param == "township" else "云岭县"
    answers = NewSite(request.param, name, "云岭县", "林晓")
    store = create_store(tmp_path / "store.db", answers, PASSWORD).store
    made = opened(qtbot, store)
    yield made
    quiet(qtbot, made)
    made.close()
    store.close()


def lists(window: MainWindow) -> Iterator[ListTable[Any]]:
    """Those in sight that show nothing."""
    for table in window.page.findChildren(ListTable):
        if table.isVisible() and not table.model.rowCount():
            yield table


def wanting(window: MainWindow) -> list[str]:
    """Lists that leave people standing: no words, or nothing to press."""
    return [
        f"{table.name}: {table.empty.words.text()!r}"
        for table in lists(window)
        if table.name not in SAID_ABOVE
        and not (table.empty.words.text() and table.empty.first.isVisible())
    ]


@pytest.mark.parametrize(("window", "key"), VISITS, indirect=["window"], ids=str)
def test_every_empty_list_leads_on(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.go(key)
    quiet(qtbot, window)
    assert wanting(window) == []
    for tabs in window.page.findChildren(QTabWidget):
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            quiet(qtbot, window)
            assert wanting(window) == [], tabs.tabText(number)


@pytest.mark.parametrize(("window", "key"), VISITS, indirect=["window"], ids=str)
def test_what_is_offered_does_something(qtbot: QtBot, window: MainWindow, key: str) -> None:
    """Pressed, it opens a page or a dialog, or says something; nothing crashes."""
    window.go(key)
    quiet(qtbot, window)
    crashed: list[object] = []
    window.workspace.crashed = crashed.append  # type: ignore[method-assign,assignment]
    for table in list(lists(window)):
        if table.isVisible() and table.empty.first.isVisible():
            table.empty.first.click()
            quiet(qtbot, window)
            window.go(key)
            quiet(qtbot, window)
    assert crashed == []


@pytest.fixture
def gone(window: MainWindow) -> Store:
    """A store whose people have all left."""
    store = window.workspace.store
    for name in ("王小明", "李㛃"):
        change_member(store, make_member(store, name=name), status="已转出", status_on="2026-05")
    window.workspace.changed()
    return store


@pytest.mark.parametrize("window", ["township"], indirect=True)
@pytest.mark.usefixtures("gone")
def test_people_who_left_are_not_nobody(qtbot: QtBot, window: MainWindow) -> None:
    window.go("members")
    quiet(qtbot, window)
    page = window.page
    assert isinstance(page, MembersPage)
    assert page.list.empty.words.text() == "没有在册的人；2 人已转出、已去世或出党。"
    screenshot(window, "党员-都已转出")
    page.list.empty.first.click()
    assert page.list.model.rowCount() == 2
    assert page.list.narrowing.combos["status"][1].currentText() == "全部"


@pytest.mark.parametrize("window", ["township"], indirect=True)
@pytest.mark.usefixtures("gone")
def test_nor_in_the_ledger_the_picker_and_on_the_first_page(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.go("ledger")
    quiet(qtbot, window)
    page = window.page
    assert isinstance(page, LedgerPage)
    assert "2 人已转出" in page.people.empty.words.text()
    picker = PeoplePicker(window.workspace, window)
    qtbot.addWidget(picker)
    picker.show()
    assert "2 人已转出" in picker.list.empty.words.text()
    picker.list.empty.first.click()
    assert not picker.isVisible()
    assert isinstance(window.page, MembersPage)
    window.go("dashboard")
    quiet(qtbot, window)
    assert "2 人已转出" in child(window, "owed_total").text()
