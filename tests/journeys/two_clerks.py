"""Two people at two windows with one stick: what each does, by clicks and keys only."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QInputDialog,
    QLineEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.services.store import Store
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.main_window import MainWindow
from app.ui.pages.exchange.preview_table import ReturnMenu
from app.ui.pages.exchange.receive_all_dialog import ReceiveAllDialog
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from app.ui.pages.exchange.send_dialog import SendDialog
from app.ui.pages.exchange.stick_dialog import StickDialog
from app.ui.pages.members.member_dialog import MemberDialog
from tests.ui.window_helpers import (
    activate,
    child,
    cut_off,
    finished,
    ime,
    in_dialog,
    screenshot,
    unnamed,
)

Dialog = TypeVar("Dialog", bound=QDialog)
LONG = 60_000


class Clerk:
    """One person at one window; every click is counted, every view looked over."""

    steps = 0

    def __init__(self, qtbot: QtBot, window: MainWindow, stick: Path) -> None:
        self.qtbot, self.window, self.stick = qtbot, window, stick
        self.clicks = 0

    @property
    def store(self) -> Store:
        """The store of this window."""
        return self.window.workspace.store

    def click(self, widget: QWidget) -> None:
        """With the mouse, where people hit it; then the program finishes what it does."""
        assert widget.isVisible(), widget.objectName()
        assert widget.isEnabled(), widget.objectName()
        self.clicks += 1
        where = widget.rect().center()
        if isinstance(widget, QCheckBox):
            where.setX(8)
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where)
        self.wait()

    def press(self, name: str, root: QWidget | None = None) -> None:
        """Click what has this name, once it is there: lists may be read again meanwhile."""
        place = root or self.window

        def there() -> list[QWidget]:
            return [made for made in place.findChildren(QWidget, name) if made.isVisible()]

        self.wait(lambda: bool(there()))
        self.click(there()[0])

    def go(self, page: str) -> None:
        """To a page by the bar at the left; a person comes from the other office first."""
        activate(self.qtbot, self.window)
        self.press(f"nav_{page}")

    def key(self, widget: QWidget, key: Qt.Key) -> None:
        """One key; then the program finishes what it does."""
        self.qtbot.keyClick(widget, key)
        self.wait()

    def write(self, field: QWidget, text: str) -> None:
        """Type over what stands in a field; what is masked is emptied by its pencil first."""
        if isinstance(field, QLineEdit) and field.isReadOnly():
            self.click(field.findChildren(QToolButton)[-1])
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()
        ime(field, text)

    def find(self, search: QLineEdit, text: str) -> None:
        """Type what is looked for, and Enter."""
        self.write(search, text)
        self.key(search, Qt.Key.Key_Return)

    def wait(self, ready: Callable[[], bool] | None = None) -> None:
        """Until nothing is under way, or something is as it should be."""
        until = ready or (lambda: not self.window.workspace.runner.busy)
        self.qtbot.waitUntil(until, timeout=LONG)

    def look(self, widget: QWidget, name: str) -> None:
        """A numbered picture; nothing cut off, nothing without a name."""
        Clerk.steps += 1
        screenshot(widget, f"{Clerk.steps:02} {name}")
        assert unnamed(widget) == [], name
        assert cut_off(widget) == [], name

    def meet(self, kind: type[Dialog], act: Callable[[Dialog], object], opening: QWidget) -> None:
        """Click what opens a dialog, and do in it what is to be done."""
        outcome = in_dialog(self.qtbot, kind, act, timeout=60)
        self.click(opening)
        self.wait(lambda: "ran" in outcome)
        assert finished(outcome)
        self.wait()
        activate(self.qtbot, self.window.window())

    def send(self, opening: str, name: str) -> int:
        """数据上报 or 数据下发 onto the stick; returns the clicks until it is written."""
        before, needed = self.clicks, 0

        def confirm(dialog: SendDialog) -> None:
            nonlocal needed
            self.look(dialog, f"{name}-存到哪里")
            self.press("confirm_send", dialog)
            self.wait(lambda: not dialog.isVisible())
            needed = self.clicks - before

        self.meet(SendDialog, confirm, child(self.window, opening))
        self.look(self.window, f"{name}-已写好")
        said = self.window.workspace.notices.text.text()
        assert said.startswith("已写好并核对，可以安全拔出 U盘。"), said
        return needed

    def at_stick(self, act: Callable[[StickDialog], object], name: str) -> None:
        """Open the list of what lies on the stick."""

        def choose(dialog: StickDialog) -> None:
            self.wait(lambda: dialog.scanned)
            self.wait()
            self.look(dialog, f"{name}-U盘上的数据包")
            act(dialog)
            if dialog.isVisible():
                self.press("close_stick", dialog)

        self.meet(StickDialog, choose, child(self.window, "receive"))

    def take_first(self, act: Callable[[ReceiveDialog], object]) -> None:
        """Look into the first file of the list; `act` decides what to do with it."""

        def preview(dialog: ReceiveDialog) -> None:
            self.wait(lambda: dialog.view is not None)
            act(dialog)

        self.at_stick(
            lambda dialog: self.meet(ReceiveDialog, preview, child(dialog, "look")), "接收"
        )

    def accept(self, dialog: ReceiveDialog, name: str) -> None:
        """接收, and look at what came of it."""
        self.press("accept_package", dialog)
        self.wait(lambda: dialog.received is not None)
        self.wait()
        self.look(dialog, f"{name}-已接收")

    def accept_and_return(self, dialog: ReceiveDialog, whom: str, reason: str) -> None:
        """Send the row of one person back with a written reason, receive the package whole."""
        self.find(dialog.list.search, whom)
        dialog.list.table.select_row(0)
        self.press("send_back_chosen", dialog)
        [menu] = dialog.findChildren(ReturnMenu)

        def write(asked: QInputDialog) -> None:
            asked.setTextValue(reason)
            asked.accept()

        outcome = in_dialog(self.qtbot, QInputDialog, write, timeout=60)
        next(action for action in menu.actions() if action.text() == "自己写…").trigger()
        assert finished(outcome)
        menu.close()
        self.look(dialog, "接收-退回")
        assert dialog.accept_button.text() == "接收，其中退回 1 条"
        self.accept(dialog, "接收并退回")

    def headcount(self, dialog: ReceiveDialog) -> None:
        """党员增减变化表 of what was just received."""

        def read(paper: PrintPreview) -> None:
            self.look(paper, "党员增减变化表")
            assert paper.pages
            paper.reject()

        self.meet(PrintPreview, read, child(dialog, "print_headcount"))

    def take_all(self, dialog: StickDialog) -> None:
        """全部依次接收, stopping where a person is asked."""

        def decide(preview: ReceiveDialog) -> None:
            self.wait(lambda: preview.view is not None)
            self.look(preview, "依次接收-停下看")
            self.accept(preview, "依次接收")
            self.press("accept_package", preview)

        def run(every: ReceiveAllDialog) -> None:
            self.press("begin_all", every)
            looking = child(every, "look_stopped")
            while True:
                self.wait(lambda: looking.isVisible() or every.close_button.text() == "完成")
                if every.close_button.text() == "完成":
                    break
                self.look(every, "依次接收-停下")
                self.meet(ReceiveDialog, decide, looking)
            self.look(every, "依次接收-完成")
            self.click(every.close_button)

        self.meet(ReceiveAllDialog, run, child(dialog, "receive_all"))

    def edit(self, whom: str, field: str, value: str) -> None:
        """Find a person on the page 党员, open, type, save."""
        self.go("members")
        page = self.window.page
        self.find(page.list.search, whom)  # type: ignore[attr-defined]
        table = page.list.table  # type: ignore[attr-defined]
        table.select_row(0)
        table.setFocus()
        outcome = in_dialog(self.qtbot, MemberDialog, lambda d: self.fill(d, field, value), 60)
        self.key(table, Qt.Key.Key_Return)
        assert finished(outcome)
        QApplication.processEvents()

    def fill(self, dialog: MemberDialog, field: str, value: str) -> None:
        """Type over one field of a person, and save."""
        self.write(dialog.form.editors[field].widget, value)
        self.press("save", dialog)
