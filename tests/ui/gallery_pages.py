"""Every page and what its buttons open, with nobody, one person, a thousand; started by gallery."""

import os
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QHeaderView,
    QInputDialog,
    QMenu,
    QMessageBox,
    QPushButton,
    QTabWidget,
    QWidget,
)

from app.data import keyslots
from app.domain.accounts.roles import Role
from app.domain.registers import REGISTERS
from app.services.accounts import add_account
from app.services.kept_registers import keep_registers
from app.services.opening import open_store
from app.services.store import Store
from app.ui.dialogs.first_run import FirstRun
from app.ui.dialogs.forgotten_dialog import ForgottenDialog, RebuildDialog
from app.ui.dialogs.help_window import HelpWindow
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.dialogs.restore_dialog import RestoreDialog
from app.ui.dialogs.site_question import SiteQuestion
from app.ui.dialogs.unlock_dialog import UnlockDialog
from app.ui.finding import ShowClass, ShowMember, ShowRow
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from app.ui.start import discard
from tests.register_building import values_for
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import dress, screenshot

STEPS = ("名单", "考勤", "结班", "证书材料")
NAME_OF_ROW = "王䶮"
ROLE_SECRET = "viewer-practice-2026"
LEFT_ALONE = ("locked", "notice_close")


class Shooter:
    """Walks through a window and keeps every face once; dialogs are shot where they would wait."""

    def __init__(self, window: MainWindow, prefix: str) -> None:
        self.window = window
        self.prefix = prefix
        self.place = ""
        self.seen: set[str] = set()
        self.depth = 0

    def settle(self) -> None:
        """Nothing runs in the background any more."""
        QTest.qWait(20)
        while self.window.workspace.runner.busy:
            QTest.qWait(20)
        QTest.qWait(20)

    def shoot(self, widget: QWidget, name: str) -> None:
        if name not in self.seen:
            self.seen.add(name)
            screenshot(widget, f"{self.prefix}-{name.replace('/', '_')}")

    def exec(self, dialog: QDialog) -> int:
        """In place of exec(): shown, shot with each of its tabs, what it opens, refused."""
        place = f"{self.place}-{type(dialog).__name__}"
        known = place in self.seen
        dialog.show()
        self.settle()
        self.shoot(dialog, place)
        if not known and self.depth < 1 and not isinstance(dialog, PrintPreview):
            before, self.place = self.place, place
            self.depth += 1
            for _tab in self.tabs_of(dialog, dialog):
                self.press_everything(dialog, leave=_ends)
            if not self.tabs_in(dialog):
                self.press_everything(dialog, leave=_ends)
            self.depth -= 1
            self.place = before
        dialog.close()
        return 0

    def tabs_in(self, root: QWidget) -> list[QTabWidget]:
        """Its own, not those of a dialog that once belonged to it."""
        found = root.findChildren(QTabWidget)
        return [tabs for tabs in found if tabs.window() is root.window()]

    def tabs_of(self, root: QWidget, window: QWidget) -> Iterator[str]:
        """Each tab brought to the front and shot; its name, while it is there."""
        for tabs in self.tabs_in(root):
            for number in range(tabs.count()):
                tabs.setCurrentIndex(number)
                self.settle()
                self.shoot(window, f"{self.place}-{tabs.tabText(number)}")
                yield tabs.tabText(number)

    def close_menus(self) -> None:
        """A menu waits for a choice in a loop of its own."""
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            self.shoot(menu, f"{self.place}-菜单-{menu.title() or menu.actions()[0].text()}")
            menu.close()

    def press_everything(
        self, root: QWidget, leave: Callable[[QAbstractButton], bool] = lambda _made: False
    ) -> None:
        """Every button that is there now; what opens is shot and closed."""
        for rows in root.findChildren(QAbstractItemView):
            if isinstance(rows, QHeaderView) or rows.model() is None:
                continue  # a head would select one cell of the row
            if rows.isVisibleTo(root) and rows.model().rowCount():
                rows.setCurrentIndex(rows.model().index(0, 0))
        names = [
            made
            for made in root.findChildren(QAbstractButton)
            if made.isVisibleTo(root) and made.isEnabled() and not made.isCheckable()
        ]
        for made in names:
            try:
                if made.objectName() in LEFT_ALONE or not made.isVisibleTo(root) or leave(made):
                    continue
                QTimer.singleShot(60, self.close_menus)
                made.click()
            except RuntimeError:  # deleted by an earlier click
                continue
            self.settle()
            for top in QApplication.topLevelWidgets():
                if isinstance(top, QDialog) and top.isVisible() and top is not root.window():
                    self.exec(top)

    def visit(self, key: str, what: object = None, name: str = "") -> None:
        """A page as it stands, each of its tabs, then what it opens."""
        self.place = name or key
        self.window.go(key, what)
        self.settle()
        self.shoot(self.window, self.place)
        page = self.window.page
        for tab in self.tabs_of(page, self.window):
            before, self.place = self.place, f"{self.place}-{tab}"
            self.press_everything(page)
            self.place = before
            self.window.workspace.notices.put_away()
            self.window.go(key)  # a button may have led to another page
        if not self.tabs_in(page):
            self.press_everything(page)


def _ends(made: QAbstractButton) -> bool:
    """The buttons that end a dialog, or do what it is for."""
    default = isinstance(made, QPushButton) and made.isDefault()
    return bool(default or made.property("primary") or made.text() in ("取消", "关闭", "保存"))


def fill(store: Store, people: int) -> tuple[bytes | None, bytes | None]:
    """A class that waits, where there is anybody, and with many people one that is closed."""
    if not people:
        return None, None
    done = None
    if people > 1:
        done = some_class(store, members_of(store, 40), name="党员冬春训", days=2)
        sign_everything(store, done, close=True)
        for number in range(6):
            some_class(store, members_of(store, 12), name=f"村干部培训第{number + 1}期", days=2)
    return some_class(store, members_of(store, 30), days=2), done


def fill_registers(store: Store, rows: int) -> None:
    """Every register kept, each with so many rows."""
    keep_registers(store, list(REGISTERS))
    for made in REGISTERS.values():
        told = [values_for(store, made.entity, name=f"{NAME_OF_ROW}{n}") for n in range(rows)]
        with store.change("练习数据") as change:
            change.create_many(made.entity, told)


def as_role(store: Store, role: str) -> Store:
    """Opened again by somebody who has it."""
    if role == Role.HEAD:
        return store
    add_account(store, "王五", ROLE_SECRET, Role(role))
    store.close()
    return open_store(store.path, ROLE_SECRET, "王五")


def first_dialogs(shooter: Shooter, store: Store) -> None:
    """Those that stand before the main window, or that no button on a page opens."""
    shooter.place = "start"

    def never(*_given: object) -> Any:
        raise AssertionError

    names = ["林晓"]
    for dialog in (
        FirstRun(never, store.path),
        UnlockDialog("打开学籍通", names, never, store.path),
        ForgottenDialog(store.path, names, None),
        RebuildDialog(store.path, None),
        RestoreDialog([], never),
        SiteQuestion(store, "这份数据是从另一台电脑拷贝来的，请确认哪一台继续使用。" * 2),
        HelpWindow(shooter.window),
    ):
        shooter.depth = 1
        shooter.exec(dialog)
        shooter.depth = 0


def look(level: str, people: int, pages: Collection[str], folder: Path, role: str) -> None:
    store = practice_store(folder, level=level, people=people)
    held, done = fill(store, people)
    fill_registers(store, people)
    store = as_role(store, role)
    window = MainWindow(store)
    window.show_remembered()
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    who = "" if role == Role.HEAD else f"-{role}"
    shooter = Shooter(window, f"页面-x{scale}-{level}-{people}{who}")
    setattr(QDialog, "exec", lambda dialog: shooter.exec(dialog))  # noqa: B010, PLW0108  (a bound method would not get it)
    if level == "township" and not people and (not pages or "start" in pages):
        first_dialogs(shooter, store)
    for spec in pages_for(level):
        if (not spec.hidden or spec.key == "trail") and (not pages or spec.key in pages):
            shooter.visit(spec.key)
    for key in REGISTERS if not pages or "registers" in pages else ():
        shooter.visit("registers", ShowRow(key, None), f"registers-{key}")
    if people and (not pages or "members" in pages):
        shooter.visit("members", ShowMember(members_of(store, 1)[0]), "members-一人")
    for shown, mark in ((held, ""), (done, "-已结班")):
        for step in STEPS if not pages or "class_room" in pages else ():
            if shown is not None:
                shooter.visit("class_room", ShowClass(shown, step), f"class_room-{step}{mark}")
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


def main(level: str, rows: str = "0,1,1000", pages: str = "", role: str = Role.HEAD) -> int:
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    app = QApplication(["xueji"])
    dress(app)
    answer_nothing()
    for people in rows.split(","):
        with tempfile.TemporaryDirectory(prefix="xueji-look-") as folder:
            wanted = [key for key in pages.split(",") if key]
            look(level, int(people), wanted, Path(folder), role)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
