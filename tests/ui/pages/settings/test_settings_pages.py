"""设置: rules, passwords, backups and imports, each through its own tab."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.accounts.roles import Role
from app.domain.errors import InvalidInput
from app.domain.settings import SETTINGS, SettingKind
from app.services import accounts, backups
from app.services.dated_settings import settings_history
from app.services.opening import open_store
from app.services.settings import change_settings, current_settings
from app.services.store import Store
from app.ui.forms.form_dialog import FormDialog
from app.ui.main_window import MainWindow
from app.ui.pages.settings.accounts_tab import AccountsTab
from app.ui.pages.settings.backups_tab import BackupsTab
from app.ui.pages.settings.rules_tab import RulesTab
from app.ui.pages.settings.settings_page import SettingsPage
from app.ui.pages.settings.settings_past import SettingsPast
from app.ui.pages.settings.tab import SettingsTab
from tests.ui.practice import PASSWORD, practice_store
from tests.ui.window_helpers import child, finished, in_dialog, open_window, screenshot, unnamed

NEW = "一句自己记得住的话语"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    store = practice_store(tmp_path, people=5)
    return open_window(qtbot, store, "settings")


def tab(window: MainWindow, kind: type[SettingsTab]) -> SettingsTab:
    page = window.page
    assert isinstance(page, SettingsPage)
    found = page.show_tab(kind)
    screenshot(window, f"设置-{found.title}")
    assert unnamed(window) == []
    return found


def test_a_tab_is_built_when_somebody_turns_to_it(window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, SettingsPage)
    assert page.findChild(BackupsTab) is not None
    assert page.findChild(RulesTab) is None
    rules = page.show_tab(RulesTab)
    button = rules.findChild(QPushButton, "save_rules")
    assert isinstance(button, QPushButton)
    assert "Alt+S" in button.toolTip()
    rules.signed_as.setText("还没有保存")
    page.show_tab(BackupsTab)
    assert page.show_tab(RulesTab).signed_as.text() == "还没有保存"


def store_of(window: MainWindow) -> Store:
    return window.workspace.store


def test_a_setting_is_dated_right_and_taken_back(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = tab(window, RulesTab)
    store = store_of(window)
    change_settings(store, {"late_counts": "0"})

    def day(dialog: FormDialog) -> None:
        child(dialog, "from_on").setText("2026.1.1")
        dialog.save_button.click()

    def act(dialog: SettingsPast) -> None:
        assert not dialog.lines.add_button.isVisible()
        dialog.lines.table.select_row(0)
        inside = in_dialog(qtbot, FormDialog, day)
        dialog.lines.edit_button.click()
        assert finished(inside)
        screenshot(dialog, "设置的历次改动")
        assert unnamed(dialog) == []
        assert [line.from_on for line in settings_history(store)] == ["2026-01-01"]
        monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("设错了", True))
        dialog.lines.table.select_row(0)
        dialog.lines.remove_button.click()
        assert settings_history(store) == []
        dialog.notices.action.click()
        assert len(settings_history(store)) == 1
        dialog.accept()

    outcome = in_dialog(qtbot, SettingsPast, act, timeout=20)
    child(found, "settings_past").click()
    assert finished(outcome)


def test_a_rule_is_changed_from_today(qtbot: QtBot, window: MainWindow) -> None:
    found = tab(window, RulesTab)
    late = child(found, "late_counts")
    assert isinstance(late, QCheckBox)
    assert late.text() == "是"
    qtbot.mouseClick(late, Qt.MouseButton.LeftButton, pos=QPoint(10, late.height() // 2))
    assert late.text() == "否"
    child(found, "half_day_hours").setValue(3.5)
    child(found, "save_rules").click()
    assert current_settings(store_of(window))["late_counts"] == "0"
    assert current_settings(store_of(window))["half_day_hours"] == "3.5"


def test_every_setting_is_filled_in_as_its_kind(window: MainWindow) -> None:
    found = tab(window, RulesTab)
    kinds: dict[SettingKind, type[QWidget]] = {
        SettingKind.FLAG: QCheckBox,
        SettingKind.NUMBER: QDoubleSpinBox,
        SettingKind.CHOICE: QComboBox,
        SettingKind.NUMBER_PATTERN: QLineEdit,
        SettingKind.NAME: QLineEdit,
    }
    for setting in SETTINGS:
        made = child(found, setting.key)
        assert isinstance(made, kinds[setting.kind]), setting.key
        assert made.accessibleName() == setting.label
        assert setting.explanation in shown(found)
        if isinstance(made, QDoubleSpinBox):
            assert setting.bounds is not None
            assert (made.minimum(), made.maximum()) == (setting.bounds.least, setting.bounds.most)
            assert made.text().endswith(setting.unit)
    assert "1/0" not in shown(found)


def test_a_pattern_shows_what_it_makes(window: MainWindow) -> None:
    found = tab(window, RulesTab)
    child(found, "certificate_pattern").setText("{机构代字}〔{年}〕{序号:03}")
    assert f"例：县委党校〔{date.today().year}〕001" in shown(found)
    child(found, "certificate_pattern").setText("{机构代字}〔{年}〕")
    child(found, "save_rules").click()
    assert "编号格式" in window.workspace.notices.text.text()


def test_one_wrong_value_changes_nothing(window: MainWindow) -> None:
    store = store_of(window)
    with pytest.raises(InvalidInput) as refused:
        change_settings(store, {"half_day_hours": "5", "late_counts": "也许", "假": "1"})
    assert set(refused.value.problems) == {"late_counts", "假"}
    assert current_settings(store)["half_day_hours"] == "4"


def shown(root: QWidget) -> str:
    return "\n".join(words.text() for words in root.findChildren(QLabel))


def test_a_new_password_needs_the_present_one(qtbot: QtBot, window: MainWindow) -> None:
    found = tab(window, AccountsTab)
    assert isinstance(found, AccountsTab)
    for line in (found.fresh, found.again):
        line.setText(NEW)
    found.present.setText("猜一个")
    child(found, "save_password").click()
    assert "不对" in window.workspace.notices.text.text()
    found.present.setText(PASSWORD)
    found.again.setText(NEW + "呀")
    child(found, "save_password").click()
    assert "两遍一样" in window.workspace.notices.text.text()
    found.again.setText(NEW)
    child(found, "save_password").click()
    path = store_of(window).path
    open_store(path, NEW, "林晓").close()


def test_a_new_recovery_code_replaces_the_old(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *a: shown.append(a[2]))
    found = tab(window, AccountsTab)
    assert isinstance(found, AccountsTab)
    found.present.setText(PASSWORD)
    child(found, "renew_code").click()
    code = shown[0].split("\n\n")[1]
    open_store(store_of(window).path, code, "林晓").close()


def test_a_backup_by_hand_is_proved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = tab(window, BackupsTab)
    target = tmp_path / "U盘" / "备份.xjbak"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(target), ""))
    child(found, "back_up").click()
    qtbot.waitUntil(lambda: "已备份" in window.workspace.notices.text.text())
    assert backups.verify_backup(target, PASSWORD).counts["党员"] == 5
    child(found, "check").click()
    qtbot.waitUntil(lambda: "数据完好" in window.workspace.notices.text.text())


def test_what_stands_under_papers_is_set_here(qtbot: QtBot, window: MainWindow) -> None:
    found = tab(window, RulesTab)
    store = store_of(window)
    kept = store.site.signed_as
    child(found, "signed_as").setText("青山镇")
    child(found, "save_rules").click()
    assert "地名" in window.workspace.notices.text.text()
    assert store.site.signed_as == kept
    child(found, "signed_as").setText("中共青山镇委员会")
    child(found, "save_rules").click()
    assert store.site.signed_as == "中共青山镇委员会"


def accounts_tab(window: MainWindow) -> AccountsTab:
    found = tab(window, AccountsTab)
    assert isinstance(found, AccountsTab)
    found.present.setText(PASSWORD)
    return found


def test_a_head_lets_somebody_in_with_a_role(qtbot: QtBot, window: MainWindow) -> None:
    found = accounts_tab(window)
    keep = child(found, "save_password")
    assert keep.text() == "保存密码"
    found.operator.setEditText("王五")
    assert keep.text() == "新增使用人"
    found.role.setCurrentText("只看")
    for line in (found.fresh, found.again):
        line.setText(NEW)
    keep.click()
    assert window.workspace.notices.text.text() == "已新增使用人 王五（只看）。"
    opened = open_store(store_of(window).path, NEW, "王五")
    assert opened.role is Role.VIEWER
    opened.close()
    assert "王五" in shown(found)
    found.present.setText(PASSWORD)
    found.operator.setEditText("王五")
    assert found.role.currentText() == "只看"
    found.role.setCurrentText("经办")
    child(found, "save_role").click()
    assert store_of(window).role is Role.HEAD
    assert {one.name: one.role for one in accounts.people(store_of(window))}["王五"] is Role.CLERK


def test_a_weak_password_is_refused_with_a_sentence_that_helps(
    qtbot: QtBot, window: MainWindow
) -> None:
    found = accounts_tab(window)
    for line in (found.fresh, found.again):
        line.setText("linxiao1980")
    child(found, "save_password").click()
    assert "太容易猜到" in window.workspace.notices.text.text()


def test_the_last_head_stays(qtbot: QtBot, window: MainWindow) -> None:
    found = accounts_tab(window)
    child(found, "remove_operator").click()
    assert "至少要保留一位负责人" in window.workspace.notices.text.text()


def test_what_the_role_cannot_do_is_not_offered_and_says_why(
    qtbot: QtBot, window: MainWindow
) -> None:
    store = store_of(window)
    accounts.add_account(store, "王五", NEW, Role.CLERK)
    store.operator = "王五"
    found = tab(window, AccountsTab)
    assert isinstance(found, AccountsTab)
    found.reload()
    assert found.operator.currentText() == "王五"
    assert not found.operator.isEnabled()
    for made in found.head_only:
        assert not made.isEnabled()
        assert "请由负责人办理" in made.toolTip()
    assert child(found, "save_password").isEnabled()
    store.operator = "林晓"


def test_the_data_key_is_changed_and_the_window_goes_on_with_the_new_store(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *a: said.append(a[2]))
    monkeypatch.setattr(QMessageBox, "question", lambda *a, **k: QMessageBox.StandardButton.Yes)
    replaced: list[Store] = []
    window.workspace.store_replaced.connect(replaced.append)
    found, before = accounts_tab(window), store_of(window).database.key
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
    child(found, "change_data_key").click()
    qtbot.waitUntil(lambda: bool(replaced or window.workspace.notices.text.text()), timeout=30_000)
    assert not window.workspace.notices.text.text()
    assert replaced[0].database.key != before
    assert "恢复码" in said[0]
    assert found.present.text() == ""
    assert "数据密钥已更换" in window.workspace.replaced_words
    replaced[0].close()
