"""Open the window: input method, look, error gate, first run or password, then the main window."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog

from app.data import keyslots, location
from app.services import backups
from app.services.store import NewSite, NewStore, Store, create_store, open_store
from app.ui.chinese import prepare_input_method, speak_chinese
from app.ui.dialogs.first_run import FirstRun
from app.ui.dialogs.first_run_steps import Answers
from app.ui.dialogs.restore_dialog import RestoreDialog
from app.ui.dialogs.unlock_dialog import UnlockDialog
from app.ui.error_gate import ErrorGate
from app.ui.icons import icon
from app.ui.log_folder import log_folder
from app.ui.main_window import MainWindow
from app.ui.theme import apply_theme

STORE_NAME = "xueji.db"


def make_application() -> QApplication:
    """The application with our look and language; the one there is when there is one."""
    prepare_input_method()
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("xueji")
    app.setApplicationDisplayName("学籍通")
    speak_chinese(app)
    apply_theme(app)
    app.setWindowIcon(icon("book-open", "#1F5FBF"))
    return app


def run_window(path: Path | None = None, store: Store | None = None) -> int:
    """Run until the window is closed; returns the exit code of the program."""
    app = make_application()
    gate = ErrorGate(log_folder())
    gate.install()
    opened = store or ask_for_store(path or location.user_folder() / STORE_NAME)
    if opened is None:
        return 0
    window = MainWindow(opened)
    window.idle.connect(lambda: lock(window))
    window.show()
    code = app.exec()
    backups.automatic(opened, "退出时")
    opened.close()
    return code


def ask_for_store(path: Path) -> Store | None:
    """First run, password or restore, as often as the user changes their mind."""
    while True:
        dialog = _unlock(path) if path.is_file() else FirstRun(lambda a: _create(path, a))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            return dialog.store
        if not dialog.restore_wanted:
            return None
        restored = restore(path)
        if restored is not None:
            return restored


def restore(path: Path) -> Store | None:
    """The restore screen for the store at this place."""

    def bring_back(source: Path, password: str) -> Store:
        return backups.restore_backup(path, source, password, "").store

    dialog = RestoreDialog(backups.list_backups(path), bring_back)
    dialog.exec()
    return dialog.store


def lock(window: MainWindow) -> None:
    """Nobody was there for a while: hide everything until the password is typed again."""
    store = window.workspace.store
    if window.workspace.runner.busy or QApplication.activeModalWidget() is not None:
        return

    def check(operator: str, password: str) -> Store:
        keyslots.unlock(keyslots.read(store.path), password, operator)
        return store

    window.hide()
    dialog = UnlockDialog("已锁定", [store.operator], check)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        window.show()
    else:
        window.close()
        QApplication.quit()


def _unlock(path: Path) -> UnlockDialog:
    names = [slot.name for slot in keyslots.read(path) if slot.name != keyslots.RECOVERY]
    return UnlockDialog("打开学籍通", names, lambda who, secret: open_store(path, secret, who))


def _create(path: Path, answers: Answers) -> NewStore:
    site = NewSite(answers.level, answers.name, answers.county, answers.operator)
    return create_store(path, site, answers.password)
