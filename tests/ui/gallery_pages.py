"""Every page and what its buttons open, with nobody, one person, a thousand; started by gallery."""

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMenu,
    QMessageBox,
    QTabWidget,
    QWidget,
)

from app.data import keyslots
from app.services.store import Store
from app.ui.finding import ShowClass
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from app.ui.start import discard
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import dress, screenshot

STEPS = ("名单", "考勤", "结班", "证书材料")
LEFT_ALONE = ("locked", "notice_close")


class Shooter:
    """Walks through a window and keeps every face once; dialogs are shot where they would wait."""

    def __init__(self, window: MainWindow, prefix: str) -> None:
        self.window = window
        self.prefix = prefix
        self.place = ""
        self.seen: set[str] = set()

    def settle(self) -> None:
        """Nothing runs in the background any more."""
        QTest.qWait(20)
        while self.window.workspace.runner.busy:
            QTest.qWait(20)
        QTest.qWait(20)

    def shoot(self, widget: QWidget, name: str) -> None:
        if name not in self.seen:
            self.seen.add(name)
            screenshot(widget, f"{self.prefix}-{name}")

    def exec(self, dialog: QDialog) -> int:
        """In place of exec(): shown, shot, refused."""
        dialog.show()
        self.settle()
        self.shoot(dialog, f"{self.place}-{type(dialog).__name__}")
        dialog.close()
        return 0

    def close_menus(self) -> None:
        """A menu waits for a choice in a loop of its own."""
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            self.shoot(menu, f"{self.place}-菜单-{menu.title() or menu.actions()[0].text()}")
            menu.close()

    def press_everything(self, root: QWidget) -> None:
        """Every button that is there now; what opens is shot and closed."""
        names = [
            made
            for made in root.findChildren(QAbstractButton)
            if made.isVisibleTo(root) and made.isEnabled() and not made.isCheckable()
        ]
        for made in names:
            try:
                if made.objectName() in LEFT_ALONE or not made.isVisibleTo(root):
                    continue
                QTimer.singleShot(60, self.close_menus)
                made.click()
            except RuntimeError:  # deleted by an earlier click
                continue
            self.settle()
            for top in QApplication.topLevelWidgets():
                if isinstance(top, QDialog) and top.isVisible():
                    self.exec(top)

    def visit(self, key: str, what: object = None, name: str = "") -> None:
        """A page as it stands, each of its tabs, then what it opens."""
        self.place = name or key
        self.window.go(key, what)
        self.settle()
        self.shoot(self.window, self.place)
        page = self.window.page
        for tabs in page.findChildren(QTabWidget):
            for number in range(tabs.count()):
                tabs.setCurrentIndex(number)
                self.settle()
                self.shoot(self.window, f"{self.place}-{tabs.tabText(number)}")
        self.press_everything(page)


def fill(store: Store, people: int) -> bytes | None:
    """A class that waits, where there is anybody, and with many people one that is closed."""
    if not people:
        return None
    if people > 1:
        done = some_class(store, members_of(store, 40), name="党员冬春训", days=2)
        sign_everything(store, done, close=True)
        for number in range(6):
            some_class(store, members_of(store, 12), name=f"村干部培训第{number + 1}期", days=2)
    return some_class(store, members_of(store, 30), days=2)


def look(level: str, people: int, scale: str, folder: Path) -> None:
    store = practice_store(folder, level=level, people=people)
    held = fill(store, people)
    window = MainWindow(store)
    window.resize(1366, 690)
    window.show()
    shooter = Shooter(window, f"页面-x{scale}-{level}-{people}")
    setattr(QDialog, "exec", lambda dialog: shooter.exec(dialog))  # noqa: B010, PLW0108  (a bound method would not get it)
    for spec in pages_for(level):
        if not spec.hidden:
            shooter.visit(spec.key)
    if held is not None:
        for step in STEPS:
            shooter.visit("class_room", ShowClass(held, step), f"class_room-{step}")
    discard(window)
    store.close()


def _close_menu() -> None:
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()


def answer_nothing() -> None:
    """Every question is declined, every file dialog left without a file."""
    closing = QTimer(QApplication.instance(), interval=50)  # a menu's exec() cannot be replaced
    closing.timeout.connect(_close_menu)
    closing.start()
    for ask in ("getText", "getMultiLineText"):
        setattr(QInputDialog, ask, lambda *_a, **_k: ("", False))
    no = QMessageBox.StandardButton.No
    for ask in ("question", "warning", "information", "critical"):
        setattr(QMessageBox, ask, lambda *_a, **_k: no)
    for ask, nothing in {
        "getOpenFileName": ("", ""),
        "getOpenFileNames": ([], ""),
        "getSaveFileName": ("", ""),
        "getExistingDirectory": "",
    }.items():
        setattr(QFileDialog, ask, lambda *_a, answer=nothing, **_k: answer)


def main(level: str) -> int:
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    app = QApplication(["xueji"])
    dress(app)
    answer_nothing()
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    for people in (0, 1, 1000):
        with tempfile.TemporaryDirectory(prefix="xueji-look-") as folder:
            look(level, people, scale, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
