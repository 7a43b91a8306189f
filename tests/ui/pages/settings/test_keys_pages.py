"""设置 · 密钥与核对码: new keys, what the county stopped, recovery keys, unlocking a township."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.domain.exchange.revocation import RevocationReason
from app.services.exchange import invitations, revoking, unlocking
from app.services.exchange.key_change import change_keys, key_state
from app.services.exchange.parties import keep_revocations
from app.services.exchange.recovery_keys import recovery_copies
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.exchange.join_dialog import JoinDialog
from app.ui.pages.settings.keys_tab import ChangeKeysDialog, KeysTab
from app.ui.pages.settings.keys_tab_recovery import AnswerUnlockDialog, FilePassword
from app.ui.pages.settings.settings_page import SettingsPage
from tests.builders import Pair, peer_at
from tests.ui.window_helpers import (
    child,
    cut_off,
    finished,
    in_dialog,
    screenshot,
    unnamed,
    unreached,
)

WORD = "锁在柜子里的一句真话"


class Windows:
    """The settings of both sides of a pair."""

    def __init__(self, qtbot: QtBot, pair: Pair) -> None:
        self.qtbot = qtbot
        self.county, self.township = self._show(pair.county), self._show(pair.township)

    def _show(self, store: Store) -> MainWindow:
        made = MainWindow(store)
        self.qtbot.addWidget(made)
        made.resize(1366, 690)
        made.show()
        made.go("settings")
        return made


@pytest.fixture
def windows(qtbot: QtBot, pair: Pair) -> Iterator[Windows]:
    pair.settle()
    made = Windows(qtbot, pair)
    yield made
    for window in (made.county, made.township):
        assert not window.workspace.runner.busy


def keys_tab(window: MainWindow) -> KeysTab:
    page = window.page
    assert isinstance(page, SettingsPage)
    found = page.show_tab(KeysTab)
    page.reload()
    return found


def looked_at(widget: Any, name: str) -> None:
    screenshot(widget, name)
    assert unnamed(widget) == []
    assert cut_off(widget) == []


def saving_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))


def opening(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(path), ""))


def notice(window: MainWindow) -> str:
    return window.workspace.notices.text.text()


def test_new_keys_need_a_reason_and_reach_the_county(
    qtbot: QtBot, windows: Windows, pair: Pair
) -> None:
    tab = keys_tab(windows.township)
    before = key_state(pair.township).fingerprint
    assert tab.digits.text() == before
    assert not tab.waiting.isVisible()

    def agree(dialog: ChangeKeysDialog) -> None:
        assert not dialog.go.isEnabled()
        dialog.reason.setEditText("怀疑密码泄露")
        looked_at(dialog, "更换密钥")
        dialog.go.click()

    outcome = in_dialog(qtbot, ChangeKeysDialog, agree)
    child(tab, "change_keys").click()
    assert finished(outcome)
    after = key_state(pair.township).fingerprint
    assert after != before
    assert after in notice(windows.township)
    assert tab.digits.text() == after
    assert "云岭县" in tab.waiting.text()
    looked_at(windows.township, "密钥-乡镇-已更换")
    pair.settle()
    assert "云岭县" not in keys_tab(windows.township).waiting.text()
    assert not tab.waiting.isVisible()
    assert keys_tab(windows.county).model.index(0, 1).data() == after


def test_thinking_better_of_it_changes_nothing(qtbot: QtBot, windows: Windows, pair: Pair) -> None:
    tab = keys_tab(windows.township)
    before = key_state(pair.township).fingerprint
    outcome = in_dialog(qtbot, ChangeKeysDialog, lambda dialog: dialog.reject())
    child(tab, "change_keys").click()
    assert finished(outcome)
    assert key_state(pair.township).fingerprint == before


def test_keys_that_the_county_stopped_say_what_to_do(
    qtbot: QtBot,
    windows: Windows,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tab = keys_tab(windows.township)
    assert not tab.void.isVisible()
    assert not tab.rejoin.isVisible()
    void = revoking.revoke(pair.county, peer_at(pair.county, pair.township), RevocationReason.LOST)
    with pair.township.database.write() as connection:  # a county package brought it earlier
        keep_revocations(connection, void)
    keys_tab(windows.township)
    assert tab.void.isVisible()
    assert "开户文件" in tab.void.text()
    looked_at(windows.township, "密钥-乡镇-被停用")
    standing = keys_tab(windows.county).model.index(0, 3).data()
    assert standing == "已停用：电脑或密钥丢失"
    made = invitations.invite(pair.county, "青山镇", tmp_path / "开户.xjs")
    opening(monkeypatch, made.path)

    def join(dialog: JoinDialog) -> None:
        dialog.compared.setChecked(True)
        dialog.agree.click()
        dialog.agree.click()

    outcome = in_dialog(qtbot, JoinDialog, join)
    tab.rejoin.click()
    assert finished(outcome)
    assert not tab.void.isVisible()
    assert not key_state(pair.township).void_on


def test_a_township_has_no_recovery_key(windows: Windows) -> None:
    assert keys_tab(windows.township).recovery is None


def test_a_recovery_key_is_written_and_checked(
    qtbot: QtBot, windows: Windows, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = keys_tab(windows.county)
    assert tab.recovery is not None
    assert "还没有写过" in tab.recovery.advice.text()
    looked_at(windows.county, "密钥-县")
    target = tmp_path / "一.xjkey"
    saving_to(monkeypatch, target)

    def choose_password(dialog: FilePassword) -> None:
        dialog.password.setText("短密码")
        dialog.go.click()
        assert "至少" in dialog.notices.text.text()
        dialog.password.setText(WORD + "吧")
        assert dialog.again is not None
        dialog.again.setText(WORD)
        dialog.go.click()
        assert "不一样" in dialog.notices.text.text()
        dialog.again.setText(WORD + "吧")
        looked_at(dialog, "写恢复密钥")
        dialog.go.click()

    outcome = in_dialog(qtbot, FilePassword, choose_password)
    child(tab, "write_recovery").click()
    assert finished(outcome)
    qtbot.waitUntil(lambda: "已写好" in notice(windows.county))
    assert [copy.file_name for copy in recovery_copies(pair.county)] == ["一.xjkey"]
    assert "第二份" in tab.recovery.advice.text()
    opening(monkeypatch, target)
    for word, said in (("猜一个", "密码"), (WORD + "吧", "打得开，是本县现在的密钥")):

        def type_it(dialog: FilePassword, word: str = word) -> None:
            dialog.go.click()
            assert "请填写" in dialog.notices.text.text()
            dialog.password.setText(word)
            dialog.go.click()

        outcome = in_dialog(qtbot, FilePassword, type_it)
        child(tab, "check_recovery").click()
        assert finished(outcome)
        qtbot.waitUntil(lambda said=said: said in notice(windows.county))  # type: ignore[misc]
    change_keys(pair.county, "换")
    keys_tab(windows.county)
    assert "重写" in tab.recovery.advice.text()
    assert tab.recovery.model.index(0, 3).data() == "旧的，请重新写"
    looked_at(windows.county, "密钥-县-要重写")
    outcome = in_dialog(qtbot, FilePassword, lambda dialog: type_it(dialog, WORD + "吧"))
    child(tab, "check_recovery").click()
    assert finished(outcome)
    qtbot.waitUntil(lambda: "更换以前" in notice(windows.county))


def test_a_township_is_unlocked_after_the_telephone(
    qtbot: QtBot, windows: Windows, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, reply = tmp_path / "申请.xjs", tmp_path / "答复.xjs"
    asked = unlocking.ask(pair.township.path, request)
    tab = keys_tab(windows.county)
    opening(monkeypatch, request)
    saving_to(monkeypatch, reply)

    def compare(dialog: AnswerUnlockDialog) -> None:
        assert child(dialog, "digits").text() == asked.fingerprint
        assert not dialog.go.isEnabled()
        dialog.compared.setChecked(True)
        looked_at(dialog, "为乡镇解锁")
        dialog.go.click()

    outcome = in_dialog(qtbot, AnswerUnlockDialog, compare)
    child(tab, "unlock_township").click()
    assert finished(outcome)
    assert reply.is_file()
    assert "青山镇" in notice(windows.county)


def test_what_is_no_request_is_refused(
    windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "照片.xjs"
    other.write_bytes(b"\x89PNG")
    opening(monkeypatch, other)
    child(keys_tab(windows.county), "unlock_township").click()
    assert notice(windows.county)
    assert not list(tmp_path.glob("*答复*"))


@pytest.mark.parametrize("side", ["county", "township"])
def test_everything_is_reached_by_keyboard(qtbot: QtBot, windows: Windows, side: str) -> None:
    tab = keys_tab(getattr(windows, side))
    assert unreached(qtbot, tab) == []
