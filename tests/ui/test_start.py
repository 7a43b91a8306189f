"""First run, password, restore, unmask, lock: the dialogs around the window."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.data import keyslot_copies, keyslots
from app.data.queries.members import MemberRow
from app.domain.errors import StorageError
from app.services import backups, restoring
from app.services.opening import NewSite, NewStore, create_store, open_store
from app.services.store import Store
from app.ui import start
from app.ui.dialogs.first_run import FirstRun
from app.ui.dialogs.first_run_steps import Answers, LevelStep, NameStep, PersonStep, SecretStep
from app.ui.dialogs.restore_dialog import RestoreDialog
from app.ui.dialogs.unlock_dialog import UnlockDialog
from app.ui.dialogs.unmask_dialog import UnmaskDialog
from app.ui.error_gate import CrashDialog, ErrorGate
from app.ui.first_dialog import first_dialog, unlock
from app.ui.jobs.crash import Crash
from app.ui.main_window import MainWindow
from app.ui.pages.settings.settings_page import SettingsPage
from tests.ui.practice import PASSWORD, practice_store
from tests.ui.window_helpers import (
    activate,
    child,
    finished,
    ime,
    in_dialog,
    screenshot,
    unnamed,
)

pytestmark = pytest.mark.steps_by_hand
GOOD = "春风又绿江南岸明月何时"


def first_run(qtbot: QtBot, folder: Path) -> FirstRun:
    def create(answers: Answers) -> NewStore:
        site = NewSite(answers.level, answers.name, answers.county, answers.operator)
        return create_store(folder / "store.db", site, answers.password)

    dialog = FirstRun(create)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_first_run_asks_in_plain_words(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = first_run(qtbot, tmp_path)
    level, name, person, secret = dialog.steps
    assert isinstance(level, LevelStep)
    assert isinstance(name, NameStep)
    assert isinstance(person, PersonStep)
    assert isinstance(secret, SecretStep)
    dialog.next.click()
    assert dialog.notices.text.text() == "请选一项。"
    screenshot(dialog, "首次-1")
    level.township.click()
    dialog.next.click()
    name.name.setText("青山镇")
    dialog.next.click()
    assert "所属县" in dialog.notices.text.text()
    name.county.setText("云岭县")
    dialog.next.click()
    person.operator.setText("林晓")
    person.password.setText("短密码")
    dialog.next.click()
    assert "至少 10 位" in dialog.notices.text.text()
    screenshot(dialog, "首次-3")
    person.password.setText(GOOD)
    person.again.setText(GOOD + "。")
    dialog.next.click()
    assert "不一样" in dialog.notices.text.text()
    person.again.setText(GOOD)
    dialog.next.click()
    secret.agreed.setChecked(True)
    assert unnamed(dialog) == []
    dialog.next.click()
    code = child(dialog, "recovery_code").text()
    assert len(code.replace("-", "")) >= 24
    screenshot(dialog, "首次-5")
    dialog.reject()
    assert dialog.isVisible(), "the recovery code must be kept first"
    assert not dialog.next.isEnabled()
    child(dialog, "recovery_kept").setChecked(True)
    dialog.next.click()
    assert not dialog.isVisible()
    assert dialog.store is not None
    assert (dialog.store.site.name, dialog.store.site.county) == ("青山镇", "云岭县")
    dialog.store.close()
    opened = open_store(tmp_path / "store.db", code, "林晓")
    opened.close()


def test_the_county_needs_no_county(qtbot: QtBot, tmp_path: Path) -> None:
    answers = Answers(level="county")
    step = NameStep(answers)
    qtbot.addWidget(step)
    step.name.setText("云岭县")
    assert step.problem() == ""


def test_a_wrong_password_can_be_typed_again(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, people=1)
    path = store.path
    store.close()
    dialog = UnlockDialog("打开学籍通", ["林晓"], lambda who, word: open_store(path, word, who))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.password.setText("不对的密码")
    child(dialog, "open_store").click()
    assert dialog.isVisible()
    assert dialog.notices.text.text()
    screenshot(dialog, "打开")
    assert unnamed(dialog) == []
    dialog.password.setText(PASSWORD)
    child(dialog, "open_store").click()
    assert dialog.store is not None
    dialog.store.close()


def test_a_backup_is_brought_back(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, people=12)
    backups.automatic(store, "退出时")
    path = store.path
    store.close()

    def restore(source: Path, password: str) -> Store:
        return restoring.restore_backup(path, source, password, "林晓").store

    dialog = RestoreDialog(backups.list_backups(path), restore)
    qtbot.addWidget(dialog)
    dialog.show()
    child(dialog, "restore").click()
    assert dialog.isVisible()
    assert dialog.store is None
    screenshot(dialog, "恢复")
    assert unnamed(dialog) == []
    dialog.password.setText(PASSWORD)
    child(dialog, "restore").click()
    assert dialog.store is not None
    count = dialog.store.database.read().execute("SELECT count(*) FROM member").fetchone()
    assert count[0] == 12
    dialog.store.close()


def test_no_backup_says_where_to_look(qtbot: QtBot) -> None:
    def never(source: Path, password: str) -> Store:
        raise StorageError("不应发生。")

    dialog = RestoreDialog([], never)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "还没有自动备份" in dialog.list.empty.words.text()
    assert not dialog.notices.isVisible(), "once is enough"
    dialog.try_restore()
    assert "请先选择" in dialog.notices.text.text()


def test_full_numbers_need_a_reason(qtbot: QtBot) -> None:
    dialog = UnmaskDialog(None, "3 人")
    qtbot.addWidget(dialog)
    dialog.show()
    activate(qtbot, dialog)
    assert not dialog.agree.isEnabled()
    line = dialog.reason.lineEdit()
    assert isinstance(line, QLineEdit)
    ime(line, "核对身份信息")
    assert dialog.agree.isEnabled()
    assert unnamed(dialog) == []
    screenshot(dialog, "查看完整信息")


def test_full_numbers_show_what_was_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    from app.ui.pages.members.full_numbers import FullNumbers
    from app.ui.pages.members.member_query import MemberQuery

    store = practice_store(tmp_path, people=3)
    rows: list[MemberRow] = list(MemberQuery(store).rows([1, 2]))
    dialog = FullNumbers(rows, None)
    qtbot.addWidget(dialog)
    assert len(str(dialog.model.index(0, 1).data())) == 18
    store.close()


def test_a_crash_is_told_calmly_and_logged(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[CrashDialog] = []
    monkeypatch.setattr(CrashDialog, "exec", lambda self: shown.append(self))  # noqa: PLW0108
    gate = ErrorGate(tmp_path)
    gate._caught.emit(Crash("ValueError", "frames…"))
    qtbot.waitUntil(lambda: bool(shown))
    dialog = shown[0]
    qtbot.addWidget(dialog)
    dialog.show()
    assert unnamed(dialog) == []
    screenshot(dialog, "程序出错")
    dialog.copy.click()
    assert dialog.copy.text() == "已复制"


def damaged_slots(path: Path) -> None:
    keyslots.slots_path(path).write_bytes(b"damaged")
    keyslot_copies.copy_path(path).unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("harm", "said"), [(damaged_slots, "密码文件"), (empty, "是空的"), (gone, "不在了")]
)
def test_data_that_can_be_neither_opened_nor_made_offers_the_backup(
    harm: Callable[[Path], None],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from PySide6.QtWidgets import QMessageBox

    from app.ui import start

    store = practice_store(tmp_path, people=1)
    path = store.path
    store.close()
    asked: list[str] = []
    restored: list[Path] = []

    def answer(
        _parent: object, _title: str, words: str, *_more: object
    ) -> QMessageBox.StandardButton:
        asked.append(words)
        yes = len(asked) == 1
        return QMessageBox.StandardButton.Yes if yes else QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", answer)
    monkeypatch.setattr(start, "restore", restored.append)
    harm(path)
    assert start.ask_for_store(path) is None
    assert restored == [path]
    assert asked
    assert all("从备份恢复吗" in words and said in words for words in asked)


def test_lost_key_slots_are_said_and_the_password_puts_them_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    store = practice_store(tmp_path, people=1)
    path = store.path
    store.close()
    whole = keyslots.slots_path(path).read_bytes()
    keyslots.slots_path(path).unlink()
    dialog = first_dialog(path)
    qtbot.addWidget(dialog)
    assert isinstance(dialog, UnlockDialog)
    dialog.show()
    assert "找不到密码文件" in dialog.notices.text.text()
    assert "自动补上" in dialog.notices.text.text()
    screenshot(dialog, "密码文件-副本")
    assert dialog.operator.count() == 1
    dialog.password.setText(PASSWORD)
    dialog.try_open()
    assert dialog.store is not None
    assert keyslots.slots_path(path).read_bytes() == whole
    dialog.store.close()


def test_what_is_merely_in_the_way_is_tried_again_and_never_restored_over(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QMessageBox

    from app.ui import start

    store = practice_store(tmp_path, people=1)
    path = store.path
    store.close()
    kept = path.with_name("kept")
    path.rename(kept)
    path.mkdir()
    asked: list[str] = []

    def answer(
        _parent: object, _title: str, words: str, *_more: object
    ) -> QMessageBox.StandardButton:
        asked.append(words)
        if len(asked) < 3:
            return QMessageBox.StandardButton.Yes
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", answer)
    monkeypatch.setattr(start, "restore", lambda _: pytest.fail("restored over it"))
    assert start.ask_for_store(path) is None
    assert len(asked) == 3
    assert all("是一个文件夹" in words and "再试一次" in words for words in asked)


def test_an_idle_window_is_locked_until_the_password_is_typed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.ui.main_window import MainWindow
    from app.ui.start import lock

    store = practice_store(tmp_path, people=3)
    window = MainWindow(store)
    qtbot.addWidget(window, before_close_func=lambda _w: store.close())
    window.show()
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
    seen: list[bool] = []

    def type_password(dialog: UnlockDialog) -> None:
        seen.append(window.isVisible())
        dialog.password.setText("不对的密码")
        dialog.try_open()
        assert dialog.isVisible()
        dialog.password.setText(PASSWORD)
        dialog.try_open()

    outcome = in_dialog(qtbot, UnlockDialog, type_password)
    lock(window)
    assert finished(outcome)
    assert seen == [False], "nothing of the data is seen while locked"
    assert window.isVisible()


def test_every_step_of_the_first_run_begins_in_its_first_field(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = FirstRun(lambda _answers: pytest.fail("not that far"))
    qtbot.addWidget(dialog)
    dialog.show()
    activate(qtbot, dialog)
    assert "学籍通" not in dialog.windowTitle(), "the system adds the program's name itself"
    level, name, person, _secret = dialog.steps
    assert isinstance(level, LevelStep)
    assert isinstance(name, NameStep)
    assert isinstance(person, PersonStep)
    assert QApplication.focusWidget() is level.township
    qtbot.keyClick(level.township, Qt.Key.Key_Space)
    qtbot.keyClick(level.township, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is name.name
    dialog.go_back()
    assert QApplication.focusWidget() is level.township
    dialog.go_on()
    name.name.setText("青山镇")
    name.county.setText("云岭县")
    dialog.go_on()
    assert QApplication.focusWidget() is person.operator


def test_the_first_run_offers_what_such_a_place_signs_as(qtbot: QtBot) -> None:
    answers = Answers(level="township")
    step = NameStep(answers)
    qtbot.addWidget(step)
    qtbot.keyClicks(step.name, "x")
    step.name.setText("")
    step.name.setFocus()
    step.name.insert("青山镇")
    step.name.textEdited.emit("青山镇")
    assert step.signed_as.text() == "中共青山镇委员会"
    step.county.setText("云岭县")
    step.signed_as.setText("青山镇")
    assert "全称" in step.problem()
    step.signed_as.setText("")
    assert step.problem() == "", "it may be said later"
    step.signed_as.setText("中共青山镇委员会")
    step.take()
    assert answers.signed_as == "中共青山镇委员会"
    screenshot(step, "首次-2")


@pytest.mark.parametrize(("secret", "advised"), [("1", True), ("practice-2026", False)])
def test_an_old_short_password_opens_and_the_window_leads_to_a_better_one(
    qtbot: QtBot, tmp_path: Path, secret: str, *, advised: bool
) -> None:
    store = practice_store(tmp_path, people=1)
    with store.database.write() as connection:
        connection.execute("DELETE FROM meta WHERE key = 'accounts'")
    keyslots.save(store.path, [keyslots.make("林晓", secret, store.database.key)])
    store.close()
    dialog = unlock(store.path)
    qtbot.addWidget(dialog)
    dialog.password.setText(secret)
    dialog.try_open()
    assert dialog.store is not None
    window = MainWindow(dialog.store)
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.store.close())
    window.show()
    start.advise(window)
    assert ("太容易猜到" in window.workspace.notices.text.text()) is advised
    if advised:
        window.workspace.notices.action.click()
        page = window.page
        assert isinstance(page, SettingsPage)
        assert page.tabs.tabText(page.tabs.currentIndex()) == "使用人与密码"


def test_an_open_dialog_is_covered_while_it_is_locked(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = practice_store(tmp_path, people=3)
    window = MainWindow(store)
    qtbot.addWidget(window, before_close_func=lambda _w: store.close())
    window.show()
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
    dialog = UnmaskDialog(window, "这 3 人")
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()
    seen: list[bool] = []

    def type_password(locked: UnlockDialog) -> None:
        cover = child(dialog, "locked_cover")
        seen.append(cover.isVisible() and cover.rect().contains(dialog.rect()))
        seen.append(window.isVisible())
        locked.password.setText(PASSWORD)
        locked.try_open()

    outcome = in_dialog(qtbot, UnlockDialog, type_password)
    start.lock(window)
    assert finished(outcome)
    assert seen == [True, False]
    assert window.isVisible()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.findChild(QLabel, "locked_cover") is None)


def test_work_under_way_puts_the_lock_off_and_not_away(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(practice_store(tmp_path, people=1))
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.store.close())
    window.show()
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
    window._idle_timer.stop()
    over = threading.Event()
    window.workspace.runner.start(lambda _progress: over.wait(20))
    start.lock(window)
    assert window.isVisible()
    assert window._idle_timer.isActive()
    over.set()
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
