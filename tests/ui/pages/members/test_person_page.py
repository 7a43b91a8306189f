"""One person page: training with why, requirements, certificates, registers, from any list."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.data.queries.training_classes import latest_class
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services.kept_registers import keep_registers
from app.services.registers import save_row as save_register_row
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.finding import ShowMember, ShowRow
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.roster_step import RosterStep
from app.ui.pages.ledger.ledger_page import LedgerPage
from app.ui.pages.members.member_dialog import MemberDialog
from app.ui.pages.members.person_opening import open_person
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.tables.list_table import ListTable
from tests.builders import make_class, mark
from tests.ui.class_room import show
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import finished, in_dialog, open_window, screenshot, unnamed


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A township with one trained person who has a skill."""
    store = practice_store(tmp_path, people=12)
    [uid] = members_of(store, 1)
    held = make_class(store, [uid])
    mark(store, held.sessions[0], uid)
    mark(store, held.sessions[1], uid, "事假")
    keep_registers(store, ("skill",))
    skill: dict[str, Value] = {"member": uid, "name": "电工", "kind": "职业资格证书"}
    save_register_row(store, entity_named("skill"), None, skill)
    return open_window(qtbot, store, "members")


def tab(dialog: MemberDialog, title: str) -> None:
    titles = [dialog.tabs.tabText(n) for n in range(dialog.tabs.count())]
    dialog.tabs.setCurrentIndex(titles.index(title))


def opened(qtbot: QtBot, window: MainWindow, act: Callable[[MemberDialog], None]) -> None:
    [uid] = members_of(window.workspace.store, 1)
    outcome = in_dialog(qtbot, MemberDialog, act, timeout=30)
    window.workspace.open("members", ShowMember(uid))
    assert finished(outcome)


def test_everything_kept_of_a_person_is_on_one_page(qtbot: QtBot, window: MainWindow) -> None:
    def act(dialog: MemberDialog) -> None:
        assert dialog.tabs.tabText(0) == "基本信息", "the form is what opens"
        assert not dialog.whole.training.list.model.rowCount(), "nothing is read before it is seen"
        tab(dialog, "培训")
        assert "累计 4 学时" in dialog.whole.training.words.text()
        assert dialog.whole.training.list.model.rowCount() == 2
        assert "事假" in dialog.whole.training.chosen.text(), "why it does not count"
        screenshot(dialog, "党员-培训")
        tab(dialog, "要求")
        assert dialog.whole.requirements.list.model.rowCount() >= 1
        assert "P24" in dialog.whole.requirements.chosen.text()
        assert "学时" in dialog.whole.requirements.chosen.text()
        screenshot(dialog, "党员-要求")
        tab(dialog, "证书")
        assert dialog.whole.certificates.list.why_empty() == "还没有结业证书。"
        tab(dialog, "登记册")
        assert "电工" in dialog.whole.registers.chosen.text()
        screenshot(dialog, "党员-登记册")
        assert unnamed(dialog) == []
        dialog.reject()

    opened(qtbot, window, act)


def test_a_row_leads_to_where_it_stands(qtbot: QtBot, window: MainWindow) -> None:
    def act(dialog: MemberDialog) -> None:
        tab(dialog, "培训")
        dialog.whole.training.list.open_selected()

    opened(qtbot, window, act)
    assert window._key == "class_room"


def test_the_archive_is_printed_from_the_page(qtbot: QtBot, window: MainWindow) -> None:
    seen: list[str] = []

    def look(preview: PrintPreview) -> None:
        seen.append(preview.windowTitle())
        preview.reject()

    def act(dialog: MemberDialog) -> None:
        printed = in_dialog(qtbot, PrintPreview, look, timeout=60)
        button = dialog.findChild(QPushButton, "print_archive")
        assert button is not None
        button.click()
        qtbot.waitUntil(lambda: finished(printed), timeout=60_000)
        dialog.reject()

    opened(qtbot, window, act)
    assert "学籍档案" in seen[0]


def test_the_ledger_opens_the_same_page_over_itself(qtbot: QtBot, window: MainWindow) -> None:
    window.go("ledger")
    page = window.page
    assert isinstance(page, LedgerPage)
    qtbot.waitUntil(lambda: page.people.model.rowCount() > 0)
    outcome = in_dialog(qtbot, MemberDialog, lambda dialog: dialog.reject(), timeout=30)
    page.people.open_selected()
    assert finished(outcome)
    assert window._key == "ledger", "the list is where it was"


def test_somebody_who_is_not_here_opens_nothing(window: MainWindow) -> None:
    open_person(window.workspace, b"x" * 16, window)
    assert "不在本机" in window.workspace.notices.text.text()


def test_lists_of_participants_lead_to_the_person(qtbot: QtBot, window: MainWindow) -> None:
    store = window.workspace.store
    made = latest_class(store.database.read())
    assert made is not None
    step = show(window, made, "名单").steps["名单"]
    assert isinstance(step, RosterStep)
    step.list.table.select_row(0)
    assert entered(qtbot, step.list) == "党员信息：李㛃"


def test_a_register_leads_to_whom_a_row_is_about(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.open("registers", ShowRow("skill"))
    page = window.page
    assert isinstance(page, RegistersPage)
    assert page.view is not None
    page.view.list.table.select_row(0)
    assert entered(qtbot, page.view.list) == "党员信息：李㛃"


def entered(qtbot: QtBot, made: ListTable[Any]) -> str:
    """The title of the page that the entry of the menu opens."""
    titles: list[str] = []

    def look(dialog: MemberDialog) -> None:
        titles.append(dialog.windowTitle())
        dialog.reject()

    [entry] = [one for one in made.offered.entries if one.name == "open_person"]
    outcome = in_dialog(qtbot, MemberDialog, look, timeout=30)
    entry.act()
    assert finished(outcome)
    return titles[0]
