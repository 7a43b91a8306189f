"""忘记密码: by code, by the county, by recovery key; a county that begins again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QRadioButton
from pytestqt.qtbot import QtBot

from app.services import accounts, backups, erasing
from app.services.exchange import unlocking
from app.services.exchange.recovery_keys import write_recovery_key
from app.services.opening import open_store
from app.services.store import Store
from app.ui import start
from app.ui.dialogs.first_run import FirstRun
from app.ui.dialogs.first_run_code import RecoveryCode
from app.ui.dialogs.first_run_steps import LevelStep
from app.ui.dialogs.forgotten_code import ByCode
from app.ui.dialogs.forgotten_dialog import ForgottenDialog, RebuildDialog, WaysBackDialog
from app.ui.dialogs.forgotten_key import BACKUP, HERE, NOTHING, ByKey
from app.ui.dialogs.forgotten_parts import NewPassword
from app.ui.dialogs.forgotten_unlock import ByCounty
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.dialogs.restore_dialog import RestoreDialog
from app.ui.dialogs.unlock_dialog import UnlockDialog
from tests.builders import COUNTY, PASSWORD, Pair, count, make_member
from tests.ui.window_helpers import (
    child,
    cut_off,
    finished,
    in_dialog,
    screenshot,
    unnamed,
    unreached,
)

WORD, NEW = "锁在柜子里的一句真话", "一句自己记得住的话语"


def looked_at(dialog: WaysBackDialog, name: str) -> None:
    screenshot(dialog, name)
    assert unnamed(dialog) == []
    assert cut_off(dialog) == []


def fill(fresh: NewPassword) -> None:
    fresh.password.setText(NEW)
    fresh.again.setText(NEW)


def opening(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(path), ""))


def forgotten(qtbot: QtBot, store: Store, way: str) -> ForgottenDialog:
    path, who = store.path, store.operator
    store.close()
    dialog = ForgottenDialog(path, [who], None)
    qtbot.addWidget(dialog)
    dialog.show()
    child(dialog, way).click()
    return dialog


def said(dialog: WaysBackDialog) -> str:
    return dialog.notices.text.text()


def test_the_login_offers_three_ways(qtbot: QtBot, pair: Pair) -> None:
    path = pair.township.path
    locked = UnlockDialog("已锁定", ["张三"], lambda w, s: open_store(path, s, w), waits=True)
    qtbot.addWidget(locked)
    locked.show()
    qtbot.keyClick(locked.password, Qt.Key.Key_Escape)
    assert locked.isVisible(), "what waits behind it is not thrown away by one key"
    locked.hide()
    login = UnlockDialog("打开学籍通", ["张三"], lambda w, s: open_store(path, s, w), path)
    qtbot.addWidget(login)
    login.show()
    assert cut_off(login) == []
    screenshot(login, "登录")

    def look(dialog: ForgottenDialog) -> None:
        looked_at(dialog, "忘记密码")
        assert unreached(qtbot, dialog) == []
        for name in ("way_code", "way_county", "way_key"):
            child(dialog, name).click()
            assert unnamed(dialog) == []
            dialog.back.click()
        dialog.reject()

    outcome = in_dialog(qtbot, ForgottenDialog, look)
    child(login, "forgotten").click()
    assert finished(outcome)
    assert login.isVisible()
    assert login.store is None


def test_the_recovery_code_sets_a_new_password(qtbot: QtBot, pair: Pair) -> None:
    code, path = accounts.renew_recovery_code(pair.township), pair.township.path
    dialog = forgotten(qtbot, pair.township, "way_code")
    way = dialog.stack.currentWidget()
    assert isinstance(way, ByCode)
    child(dialog, "by_code").click()
    assert "请填写恢复码" in said(dialog)
    way.code.setText("AAAA-BBBB")
    way.fresh.password.setText(NEW)
    child(dialog, "by_code").click()
    assert "不一样" in said(dialog)
    fill(way.fresh)
    child(dialog, "by_code").click()
    assert "不正确" in said(dialog)
    looked_at(dialog, "忘记密码-恢复码")
    way.code.setText(code.lower().replace("-", " "))
    child(dialog, "by_code").click()
    assert dialog.store is not None
    dialog.store.close()
    pair.township = open_store(path, NEW, "张三")


def test_the_county_unlocks_a_township(
    qtbot: QtBot, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.settle()
    path, reply, request = pair.township.path, tmp_path / "答复.xjs", tmp_path / "申请.xjs"
    dialog = forgotten(qtbot, pair.township, "way_county")
    way = dialog.stack.currentWidget()
    assert isinstance(way, ByCounty)
    assert "还没有" in way.digits.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(request), ""))
    child(dialog, "ask_unlock").click()
    assert way.digits.text() == unlocking.look(pair.county, request).fingerprint
    looked_at(dialog, "忘记密码-请县里解锁")
    child(dialog, "finish_unlock").click()
    assert "请先选择" in said(dialog)
    unlocking.answer(pair.county, request, reply)
    opening(monkeypatch, request)
    child(dialog, "choose_answer").click()
    fill(way.fresh)
    child(dialog, "finish_unlock").click()
    assert dialog.store is None, "a request is no answer"
    opening(monkeypatch, reply)
    child(dialog, "choose_answer").click()
    child(dialog, "finish_unlock").click()
    code = child(dialog, "recovery_code").text()
    looked_at(dialog, "忘记密码-新恢复码")
    dialog.reject()
    assert dialog.isVisible(), "the new code must be kept first"
    assert not dialog.begin.isEnabled()
    child(dialog, "recovery_kept").setChecked(True)
    dialog.begin.click()
    assert dialog.store is not None
    assert dialog.store.operator == "张三"
    dialog.store.close()
    open_store(path, code, "张三").close()
    pair.township = open_store(path, NEW, "张三")


def test_days_may_pass_between_the_steps(qtbot: QtBot, pair: Pair, tmp_path: Path) -> None:
    pair.settle()
    asked = unlocking.ask(pair.township.path, tmp_path / "申请.xjs")
    way = ByCounty(pair.township.path, ["张三"])
    qtbot.addWidget(way)
    assert way.digits.text() == asked.fingerprint


def test_without_a_county_it_cannot_be_asked(
    qtbot: QtBot, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a, **k: (str(tmp_path / "申请.xjs"), "")
    )
    dialog = forgotten(qtbot, store, "way_county")
    child(dialog, "ask_unlock").click()
    assert "备用钥匙" in said(dialog)


def key_way(dialog: WaysBackDialog, use: str, key: Path, monkeypatch: pytest.MonkeyPatch) -> ByKey:
    way = dialog.stack.currentWidget()
    assert isinstance(way, ByKey)
    choice: QRadioButton = way.choices[use]
    choice.setChecked(True)
    child(dialog, "by_key").click()
    assert "U盘" in said(dialog)
    opening(monkeypatch, key)
    child(dialog, "choose_key").click()
    child(dialog, "by_key").click()
    assert "请填写恢复密钥的密码" in said(dialog)
    way.key_password.setText(WORD)
    fill(way.fresh)
    way.fresh.operator.setEditText("李四")
    return way


@pytest.fixture
def key(pair: Pair, tmp_path: Path) -> Path:
    target = tmp_path / "恢复密钥.xjkey"
    write_recovery_key(pair.county, target, WORD)
    return target


def test_the_county_opens_its_store_by_its_key(
    qtbot: QtBot, pair: Pair, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = forgotten(qtbot, pair.county, "way_key")
    way = key_way(dialog, HERE, key, monkeypatch)
    assert not way.backup.isVisible()
    way.key_password.setText("猜一个")
    child(dialog, "by_key").click()
    assert said(dialog)
    assert dialog.store is None
    looked_at(dialog, "忘记密码-恢复密钥")
    way.key_password.setText(WORD)
    child(dialog, "by_key").click()
    assert dialog.store is not None
    pair.county = dialog.store
    make_member(pair.county)


def test_the_county_opens_a_backup_by_its_key(
    qtbot: QtBot, pair: Pair, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_member(pair.county, name="备份前")
    kept = tmp_path / "县.xjbak"
    backups.create_backup(pair.county, kept)
    dialog = forgotten(qtbot, pair.county, "way_key")
    way = key_way(dialog, BACKUP, key, monkeypatch)
    child(dialog, "by_key").click()
    assert "请选择备份文件" in said(dialog)
    assert way.backup.isVisible()
    opening(monkeypatch, kept)
    child(dialog, "choose_backup").click()
    looked_at(dialog, "忘记密码-备份和恢复密钥")
    child(dialog, "by_key").click()
    assert dialog.store is not None
    pair.county = dialog.store
    assert count(pair.county, "member", "name = '备份前'") == 1


def test_a_county_begins_again_from_the_first_run(
    qtbot: QtBot, pair: Pair, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_member(pair.township, name="乡镇的人")
    pair.settle()
    site = pair.county.site.uid
    pair.county.close()
    path = tmp_path / "新电脑" / "store.db"

    def never(_answers: object) -> None:
        raise AssertionError

    first = FirstRun(never, path)  # type: ignore[arg-type]
    qtbot.addWidget(first)
    first.show()
    level = first.steps[0]
    assert isinstance(level, LevelStep)
    level.township.click()
    assert not child(first, "rebuild").isVisible()
    level.county.click()
    assert cut_off(first) == []
    screenshot(first, "首次-县里重建")

    def rebuild(dialog: RebuildDialog) -> None:
        key_way(dialog, NOTHING, key, monkeypatch)
        looked_at(dialog, "首次-用恢复密钥")
        assert unreached(qtbot, dialog) == []
        child(dialog, "by_key").click()
        child(dialog, "recovery_kept").setChecked(True)
        dialog.begin.click()

    outcome = in_dialog(qtbot, RebuildDialog, rebuild, timeout=20)
    child(first, "rebuild").click()
    assert finished(outcome)
    assert first.store is not None
    assert not first.isVisible()
    pair.county = first.store
    assert (pair.county.site.name, pair.county.site.uid) == (COUNTY, site)
    pair.to_county(full=True)
    assert count(pair.county, "member", "name = '乡镇的人'") == 1


def test_a_restored_store_knows_who_works_in_it(
    qtbot: QtBot, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pair.township.path
    backups.automatic(pair.township, "退出时")
    pair.township.close()

    def bring_back(dialog: RestoreDialog) -> None:
        dialog.password.setText(PASSWORD)
        dialog.try_restore()

    outcome = in_dialog(qtbot, RestoreDialog, bring_back)
    back = start.restore(path)
    assert finished(outcome)
    assert back is not None
    assert back.operator == "张三"
    pair.township = back


def test_a_restore_says_whom_it_erased_again(
    qtbot: QtBot, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    member, path = make_member(pair.county), pair.county.path
    backups.automatic(pair.county, "退出时")
    erasing.erase(pair.county, member, "本人申请", "书面申请")
    pair.county.close()
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *a: told.append(a[2]))

    def bring_back(dialog: RestoreDialog) -> None:
        dialog.password.setText(PASSWORD)
        dialog.try_restore()

    outcome = in_dialog(qtbot, RestoreDialog, bring_back)
    back = start.restore(path)
    assert finished(outcome)
    assert back is not None
    pair.county = back
    assert "彻底删除过 1 人" in told[0]
    assert count(pair.county, "member", "uid = ?", member) == 0


def test_a_new_recovery_code_is_printed(qtbot: QtBot, pair: Pair) -> None:
    page = RecoveryCode(pair.township, "AAAA-BBBB")
    qtbot.addWidget(page)
    pages: list[int] = []

    def look(dialog: PrintPreview) -> None:
        pages.append(len(dialog.pages))
        dialog.reject()

    outcome = in_dialog(qtbot, PrintPreview, look, timeout=20)
    child(page, "print_code").click()
    assert finished(outcome)
    assert pages == [1]
    assert not list(pair.township.path.parent.glob("**/恢复码.pdf")), "nothing is left lying about"
