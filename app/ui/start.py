"""Open the window: input method, look, error gate, first run or password, then the main window."""

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from app.data.key_refusals import wrong_password
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError
from app.files.holding import Held
from app.paths import default_store, is_practice, log_folder
from app.services.alone import hold_store
from app.services.store import Store, open_question
from app.ui.as_typed import as_typed
from app.ui.asking import agreed
from app.ui.chinese import prepare_input_method, speak_chinese
from app.ui.dialogs.help_window import answer_f1
from app.ui.error_gate import ErrorGate
from app.ui.first_dialog import first_dialog
from app.ui.icons import icon
from app.ui.theme import apply_theme

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

# Each window of a start is imported when it is wanted: the password window comes before all.

WAITING = ("E-104", "E-105", "E-106", "E-107")
"""Codes of what is better once somebody has done something else; restoring would not help."""
SWITCH_INTERVAL = 0.0005
_ERASED = "做这份备份以后彻底删除过 {} 人，恢复时已经再次删除。"
_RESTORED = "已恢复。恢复前的数据另存在旁边，没有删除；请与县里交换一次数据。"
_TAKEN_BACK = (
    "已撤回。撤回之前的数据另存在旁边，没有删除。对方的数据包还可以再接收；"
    "撤回前发出去的内容，下次交换时会从对方回来。"
)


def make_application() -> QApplication:
    """The application with our look and language; the one there is when there is one."""
    prepare_input_method()
    # Drawing gives the interpreter up and takes it back dozens of times a frame; while a job
    # computes, each time costs up to this interval, and the usual 5 ms would hold the window up.
    sys.setswitchinterval(SWITCH_INTERVAL)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("xueji")
    app.setApplicationDisplayName("学籍通")
    speak_chinese(app)
    apply_theme(app)
    app.setWindowIcon(icon("book-open", "#1F5FBF", size=64))
    answer_f1(app)
    return app


def run_window(path: Path | None = None, store: Store | None = None) -> int:
    """Run until the window is closed; returns the exit code of the program."""
    app = make_application()
    gate = ErrorGate(log_folder())
    gate.install()
    opened = store or ask_for_store(path or default_store())
    if opened is None:
        return 0
    held = _hold_alone(opened)
    if held is None:
        opened.close()
        return 0
    if question := open_question(opened):
        from app.ui.dialogs.site_question import SiteQuestion

        SiteQuestion(opened, question).exec()
    code, following = _one_window(app, Following(opened))
    while following is not None:
        code, following = _one_window(app, following)
    held.let_go()
    return code


class Following(NamedTuple):
    """The store that a window shows, and what is to be said when it comes up."""

    store: Store
    words: str = ""


def _one_window(app: QApplication, shown: Following) -> tuple[int, Following | None]:
    """Run one window until it is closed; returns the store to go on with when this one was
    replaced while the window was open."""
    from app.ui.main_window import MainWindow

    store, words = shown
    window = MainWindow(store)
    if is_practice(store.path):
        window.setWindowTitle("练习数据（与正式数据无关）")
        window.workspace.notices.tell("这里是练习数据，随便试，不影响正式数据。")
    advise(window)
    if words:
        window.workspace.notices.done(words, stays=True)
    following: list[Following] = []
    window.idle.connect(lambda: lock(window))
    window.workspace.restore_asked.connect(lambda: _restore(window, following))
    window.workspace.store_replaced.connect(
        lambda s: following.append(Following(s, window.workspace.replaced_words or _TAKEN_BACK))
    )
    window.workspace.store_replaced.connect(lambda _store: _leave(window))
    window.first_paint.connect(load_ahead)
    window.show_remembered()
    code = app.exec()
    store_closed = window.store_closed
    discard(window)
    if not store_closed:
        _back_up_and_close(store)
    return code, following[-1] if following else None


def advise(window: "MainWindow") -> None:
    """A password of former times still opens; whoever has one is asked to change it."""
    from app.services.accounts import ADVICE

    def change() -> None:
        from app.ui.pages.settings.accounts_tab import AccountsTab
        from app.ui.pages.settings.settings_page import SettingsPage

        window.go("settings")
        page = window.page
        assert isinstance(page, SettingsPage)
        page.show_tab(AccountsTab).present.setFocus()

    if window.workspace.store.weak_password:
        window.workspace.notices.warn(f"{ADVICE}。", "去换密码", change)


def _leave(window: "MainWindow") -> None:
    """The store that this window shows is closed; the window goes once its dialogs have."""
    window.store_closed = True
    QTimer.singleShot(0, window.close)
    QTimer.singleShot(0, QApplication.quit)


def discard(window: "MainWindow") -> None:
    """Take the window apart while the application still lives; at exit it would be too late."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)


def load_ahead() -> threading.Thread:
    """Load the pinyin tables now, beside the first look at the window, and not in the middle of
    the first import: loading them holds the interpreter for a tenth of a second."""
    from app.domain.people.names import sort_key

    loading = threading.Thread(target=sort_key, args=("学",), daemon=True)
    loading.start()
    return loading


def _hold_alone(store: Store) -> Held | None:
    """The hold that keeps a second window away from the same store; None when one is open."""
    try:
        held = hold_store(store.path)
    except AppError as error:
        QMessageBox.information(None, "学籍通", as_typed(f"{error.message}\n{error.hint}"))
        return None
    store.sweep()
    return held


def _back_up_and_close(store: Store) -> None:
    from app.services import backups

    try:
        backups.automatic(store, "退出时")
    except AppError as error:
        QMessageBox.warning(
            None, "学籍通", as_typed(f"退出时没有备份成功：{error.message}\n{error.hint}")
        )
    finally:
        store.close()


def ask_for_store(path: Path) -> Store | None:
    """First run, password or restore, as often as the user changes their mind."""
    while True:
        try:
            dialog = first_dialog(path)
        except AppError as error:
            if not _goes_on(error):
                return None
            if error.code in WAITING:
                continue
        else:
            if dialog.exec() == QDialog.DialogCode.Accepted:
                return dialog.store
            if dialog.practice_wanted:
                return _practice()
            if not dialog.restore_wanted:
                return None
        restored = restore(path)
        if restored is not None:
            return restored


def _goes_on(error: AppError) -> bool:
    asked = "现在再试一次吗？" if error.code in WAITING else "现在从备份恢复吗？"
    return agreed(None, "学籍通", f"{error.message}\n{error.hint}\n\n{asked}")


def _practice() -> Store:
    from app.services.practice.practice_store import open_practice

    # Made the first time: a township's roster is imported, which takes a few seconds.
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        return open_practice()
    finally:
        QApplication.restoreOverrideCursor()


def restore(path: Path) -> Store | None:
    """The restore screen for the store at this place."""
    from app.services import backups, restoring
    from app.ui.dialogs.restore_dialog import RestoreDialog

    erased: list[int] = []

    def bring_back(source: Path, password: str) -> Store:
        back = restoring.restore_backup(path, source, password)
        erased.append(back.erased_again)
        return back.store

    dialog = RestoreDialog(backups.list_backups(path), bring_back)
    dialog.exec()
    if dialog.store is not None and any(erased):
        QMessageBox.information(None, "学籍通", as_typed(_ERASED.format(erased[-1])))
    return dialog.store


def _restore(window: "MainWindow", following: list[Following]) -> None:
    """Restoring closes the store that is open; a new window begins on the restored one, because
    no page may keep what it read before."""
    from app.data.database import Database
    from app.services import backups

    store = window.workspace.store
    try:
        store.require(Verb.RESTORE)
        window.workspace.runner.stop_all()
        backups.automatic(store, "恢复前")
    except AppError as error:
        window.workspace.notices.refuse(error)
        return
    store.close()
    back = restore(store.path)
    if back is None:
        same = Store(Database(store.path, store.database.key), store.operator)
        following.append(Following(same, "没有恢复，数据和原来一样。"))
    else:
        following.append(Following(back, _RESTORED))
    _leave(window)


def lock(window: "MainWindow") -> None:
    """Nobody was there for a while: hide everything until the password is typed again."""
    from app.services.accounts import check_password
    from app.ui.covering import covered
    from app.ui.dialogs.unlock_dialog import UnlockDialog

    store = window.workspace.store
    if window.workspace.runner.busy:
        window.wait_again()
        return

    def check(_operator: str, password: str) -> Store:
        if not check_password(store, password):
            raise wrong_password()
        return store

    with covered(window):
        dialog = UnlockDialog("已锁定", [store.operator], check, waits=True)
        right = dialog.exec() == QDialog.DialogCode.Accepted
    if right:
        window.show()
    else:
        window.close()
        QApplication.quit()
