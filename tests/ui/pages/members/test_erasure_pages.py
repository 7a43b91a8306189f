"""彻底删除: a township asks, the county looks, types the name and decides; nobody else can."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services import erasing
from app.services.store import Store
from app.ui.finding import ShowMember
from app.ui.main_window import MainWindow
from app.ui.pages.members.erasure_dialog import EraseDialog
from app.ui.pages.members.erasure_request import ErasureRequestDialog
from app.ui.pages.members.member_dialog import MemberDialog
from app.ui.pages.settings.erasure_tab import DeclineDialog, ErasureTab
from app.ui.pages.settings.settings_page import SettingsPage
from tests.builders import Pair, count, make_class, make_member, mark
from tests.ui.window_helpers import (
    child,
    cut_off,
    finished,
    in_dialog,
    screenshot,
    unnamed,
    unreached,
)

NAME = "阿依古丽·买买提"
Act = Callable[[Any], object]


@pytest.fixture
def member(pair: Pair) -> bytes:
    """Somebody with a class and an issued certificate, known on both sides."""
    uid = make_member(pair.township, name=NAME)
    made = make_class(pair.township, [uid], certificates=1)
    mark(pair.township, made.sessions[0], uid)
    with pair.township.change("结班") as change:
        certificate: dict[str, Value] = {
            "member": uid,
            "training_class": made.uid,
            "number": "CERT-2026-001",
            "issued_on": "2026-03-04",
            "content": "{}",
        }
        change.create(entity_named("certificate"), certificate)
    pair.settle()
    return uid


def window_of(qtbot: QtBot, store: Store) -> MainWindow:
    made = MainWindow(store)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    return made


def looked_at(qtbot: QtBot, widget: QWidget, name: str) -> None:
    screenshot(widget, name)
    assert unnamed(widget) == []
    assert cut_off(widget) == []
    assert unreached(qtbot, widget) == []


def in_form(qtbot: QtBot, window: MainWindow, member: bytes, kind: type[Any], act: Act) -> None:
    """Open a person, choose 更多… → 彻底删除, and act in the dialog that appears."""

    def use(form: MemberDialog) -> None:
        more = child(form, "more")
        assert isinstance(more, QPushButton)
        screenshot(form, "党员-更多")
        assert cut_off(form) == []
        assert unnamed(form) == []
        menu = more.menu()
        assert menu is not None
        action = menu.findChild(QAction, "erasure")
        assert isinstance(action, QAction)
        inner = in_dialog(qtbot, kind, act)
        action.trigger()
        assert finished(inner)
        if form.isVisible():
            form.reject()

    outcome = in_dialog(qtbot, MemberDialog, use, timeout=20)
    window.workspace.open("members", ShowMember(member))
    assert finished(outcome)


def erasure_tab(window: MainWindow) -> ErasureTab:
    window.go("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    found = page.show_tab(ErasureTab)
    page.reload()
    return found


def titles(tab: ErasureTab) -> str:
    page = tab.window().findChild(SettingsPage)
    assert isinstance(page, SettingsPage)
    return "".join(page.tabs.tabText(number) for number in range(page.tabs.count()))


def ask(dialog: ErasureRequestDialog) -> None:
    dialog.explanation.setPlainText("本人 11 月 3 日书面申请")
    dialog.ask.click()


def test_a_township_asks_and_cannot_erase(qtbot: QtBot, pair: Pair, member: bytes) -> None:
    window = window_of(qtbot, pair.township)

    def ask_in_words(dialog: ErasureRequestDialog) -> None:
        assert "考勤 1 条" in child(dialog, "what_goes").text()
        assert dialog.findChild(QWidget, "erase") is None
        assert not dialog.state.isVisible()
        dialog.ask.click()
        assert "请写明情况" in dialog.notices.text.text()
        looked_at(qtbot, dialog, "申请彻底删除")
        ask(dialog)

    in_form(qtbot, window, member, ErasureRequestDialog, ask_in_words)
    (request,) = erasing.erasure_requests(pair.township)
    assert (request.member, request.open) == (member, True)
    assert "等县里答复" in window.workspace.notices.text.text()
    assert count(pair.township, "member", "uid = ?", member) == 1

    def see(dialog: ErasureRequestDialog) -> None:
        assert "还没有答复" in dialog.state.text()
        assert not dialog.ask.isEnabled()
        looked_at(qtbot, dialog, "申请彻底删除-等答复")
        dialog.reject()

    in_form(qtbot, window, member, ErasureRequestDialog, see)
    window.go("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    assert ErasureTab not in page.kinds


def requested(pair: Pair, member: bytes) -> None:
    erasing.ask_erasure(pair.township, member, "本人申请", "本人 11 月 3 日书面申请")
    pair.settle()


def test_the_county_declines_and_the_township_reads_why(
    qtbot: QtBot, pair: Pair, member: bytes
) -> None:
    requested(pair, member)
    window = window_of(qtbot, pair.county)
    tab = erasure_tab(window)
    assert "1 条待答复" in titles(tab)
    assert not tab.decline.isEnabled()
    tab.requests.table.select_row(0)
    looked_at(qtbot, tab, "彻底删除-申请")
    screenshot(window, "设置-彻底删除-申请")

    def refuse(dialog: DeclineDialog) -> None:
        child(dialog, "answer_request").click()
        assert dialog.notices.text.text() == "请写明不同意的理由。"
        assert dialog.answer.height() >= 3 * dialog.answer.fontMetrics().lineSpacing()
        dialog.answer.setPlainText("仍是在册党员，请办理转出")
        looked_at(qtbot, dialog, "不同意彻底删除")
        child(dialog, "answer_request").click()

    outcome = in_dialog(qtbot, DeclineDialog, refuse)
    tab.decline.click()
    assert finished(outcome)
    assert "待答复" not in titles(tab)
    assert not tab.decline.isEnabled()
    assert not tab.agree.isEnabled()
    pair.settle()
    township = window_of(qtbot, pair.township)

    def read(dialog: ErasureRequestDialog) -> None:
        assert "仍是在册党员" in dialog.state.text()
        assert dialog.ask.isEnabled()
        dialog.reject()

    in_form(qtbot, township, member, ErasureRequestDialog, read)


def erase_in_words(qtbot: QtBot, dialog: EraseDialog, name: str) -> None:
    assert not dialog.go.isEnabled()
    dialog.typed.setText("阿依古丽")
    assert not dialog.go.isEnabled()
    looked_at(qtbot, dialog, name)
    dialog.typed.setText(NAME)
    dialog.go.click()
    assert dialog.erased is not None
    assert "CERT-2026-001" in dialog.erased.certificates
    screenshot(dialog, f"{name}-完成")
    assert cut_off(dialog) == []
    child(dialog, "erased_done").click()


def test_the_county_agrees_to_a_request(qtbot: QtBot, pair: Pair, member: bytes) -> None:
    requested(pair, member)
    window = window_of(qtbot, pair.county)
    tab = erasure_tab(window)
    tab.requests.table.select_row(0)

    def agree(dialog: EraseDialog) -> None:
        assert dialog.basis.currentText() == "本人申请"
        assert "书面申请" in dialog.reason.toPlainText()
        erase_in_words(qtbot, dialog, "彻底删除-同意")

    outcome = in_dialog(qtbot, EraseDialog, agree, timeout=20)
    tab.agree.click()
    assert finished(outcome)
    assert count(pair.county, "member", "uid = ?", member) == 0
    assert tab.requests.model.rowCount() == 0
    assert tab.erased.model.rowCount() == 1
    shown = str(tab.erased.model.index(0, 3).data())
    assert "考勤 1 条" in shown
    screenshot(window, "设置-彻底删除-已删")
    pair.settle()
    assert count(pair.township, "member", "uid = ?", member) == 0


def test_the_county_erases_from_the_form_of_a_person(
    qtbot: QtBot, pair: Pair, member: bytes
) -> None:
    window = window_of(qtbot, pair.county)

    def erase(dialog: EraseDialog) -> None:
        dialog.typed.setText(NAME)
        dialog.go.click()
        assert "请写明原因" in dialog.notices.text.text()
        dialog.reason.setPlainText("重复录入")
        dialog.typed.clear()
        erase_in_words(qtbot, dialog, "彻底删除")

    in_form(qtbot, window, member, EraseDialog, erase)
    assert count(pair.county, "member", "uid = ?", member) == 0
    assert "已彻底删除" in window.workspace.notices.text.text()


def test_thinking_better_of_it_erases_nobody(qtbot: QtBot, pair: Pair, member: bytes) -> None:
    window = window_of(qtbot, pair.county)

    def leave(dialog: EraseDialog) -> None:
        dialog.typed.setText(NAME)
        dialog.reject()

    in_form(qtbot, window, member, EraseDialog, leave)
    assert count(pair.county, "member", "uid = ?", member) == 1


def test_a_new_person_has_nothing_to_erase(qtbot: QtBot, pair: Pair, tmp_path: Path) -> None:
    dialog = MemberDialog(window_of(qtbot, pair.county).workspace, None)
    qtbot.addWidget(dialog)
    assert dialog.findChild(QPushButton, "more") is None
