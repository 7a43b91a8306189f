"""A window that saves in its form without pause and tells each save: `python -m … STORE PERSON`."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from app.data import keyslots
from app.services import backups
from app.services.opening import open_store
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.members.member_dialog import MemberDialog
from app.ui.start import make_application, run_window
from tests.builders import PASSWORD

EACH_BACKUP = 5
"""Every so many saves a backup is made besides, as before an import."""


def main(path: Path, person: bytes) -> int:
    """The whole window of the program, until it is killed."""
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    make_application()
    store = open_store(path, PASSWORD)
    saving = QTimer()
    number = 0
    previews = []  # a folder is wiped with its object

    def save() -> None:
        nonlocal number
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        window = windows[0] if windows else None
        if window is None or not window.isVisible():
            return
        if number == 0:
            previews.append(store.scratch("预览"))
            (previews[0].path / "花名册.pdf").write_bytes(b"a preview that is open")
        number += 1
        _save(window, store, person, number)
        os.write(1, f"{number}\n".encode())

    saving.timeout.connect(save)
    saving.start(0)
    return run_window(store=store)


def _save(window: MainWindow, store: Store, person: bytes, number: int) -> None:
    dialog = MemberDialog(window.workspace, person, None, window)
    dialog.show()
    dialog.form.editors["note"].write(f"第{number}次")
    dialog.save_button.click()
    assert dialog.result() == QDialog.DialogCode.Accepted, "the form did not take it"
    dialog.deleteLater()
    if number % EACH_BACKUP == 0:
        backups.automatic(store, "导入前")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])))
