"""Ways to drive the window as a clerk would: Chinese input, dialogs, clicks, screenshots."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.services.store import Store
from app.ui.chinese import speak_chinese
from app.ui.main_window import MainWindow
from app.ui.theme import apply_theme

CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractItemView,
    QAbstractSpinBox,
    QPlainTextEdit,
)
Dialog = TypeVar("Dialog", bound=QDialog)


def dress(app: QApplication) -> None:
    """Our look and language, once."""
    if not app.property("dressed"):
        speak_chinese(app)
        apply_theme(app)
        app.setProperty("dressed", True)


def ime(widget: QWidget, text: str) -> None:
    """Type Chinese the way an input method sends it: composing first, then the words."""
    QApplication.sendEvent(widget, QInputMethodEvent("zhang", []))
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def in_dialog(
    qtbot: QtBot, kind: type[Dialog], act: Callable[[Dialog], object], timeout: float = 30.0
) -> dict[str, Any]:
    """Call before the click that opens a modal dialog; `act` gets the dialog.

    The caller asserts `finished(outcome)`: errors inside must not leave exec() hanging.
    """
    outcome: dict[str, Any] = {}
    end = time.monotonic() + timeout

    def poll() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            try:
                activate(qtbot, dialog)
                act(dialog)
                assert not dialog.isVisible(), f"{kind.__name__} was left open"
            except Exception as error:  # noqa: BLE001  (exec() must not hang)
                outcome["error"] = error
                QDialog.done(dialog, 0)
            outcome["ran"] = True
        elif time.monotonic() < end:
            QTimer.singleShot(20, poll)

    QTimer.singleShot(0, poll)
    return outcome


def finished(outcome: dict[str, Any]) -> bool:
    """Whether the dialog appeared and nothing failed inside it; re-raises what failed."""
    if "error" in outcome:
        raise outcome["error"]
    return bool(outcome.get("ran"))


def activate(qtbot: QtBot, window: QWidget) -> None:
    """Focus is only given in an active window."""

    def active() -> bool:
        # Again and again: on a slow machine a progress dialog may have come and gone meanwhile.
        window.activateWindow()
        return window.isActiveWindow()

    qtbot.waitUntil(active, timeout=30_000)


def open_window(qtbot: QtBot, store: Store, page: str = "") -> MainWindow:
    """The main window as large as on a small screen, on this page; the store closes with it."""
    made = MainWindow(store)
    qtbot.addWidget(made, before_close_func=lambda _w: store.close())
    made.resize(1366, 690)
    made.show()
    activate(qtbot, made)
    if page:
        made.go(page)
    qtbot.waitUntil(lambda: not made.workspace.runner.busy)
    return made


def child(root: QWidget, name: str) -> Any:
    """The widget of this object name; a test fails clearly when it is not there."""
    found = root.findChild(QWidget, name)
    assert found is not None, name
    return found


def controls(root: QWidget) -> Iterator[QWidget]:
    """Every control that a person can reach."""
    for widget in root.findChildren(QWidget):
        inner = isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QLineEdit)
        if (
            isinstance(widget, CONTROLS)
            and widget.isVisibleTo(root)
            and widget.isEnabled()
            and not inner
            and not widget.objectName().startswith("qt_")
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        ):
            yield widget


def unnamed(root: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    name = QAccessible.Text.Name
    return [
        f"{type(widget).__name__}#{widget.objectName()}"
        for widget in controls(root)
        if not QAccessible.queryAccessibleInterface(widget).text(name).strip()
    ]


def unreached(qtbot: QtBot, root: QWidget) -> list[str]:
    """Controls that Tab never comes to."""
    activate(qtbot, root.window())
    wanted = set(controls(root))
    seen: set[QWidget] = set()
    first = next(iter(wanted))
    first.setFocus()
    for _ in range(3 * len(wanted) + 40):
        focus = QApplication.focusWidget()
        if focus is not None:
            seen.add(focus)
            qtbot.keyClick(focus, Qt.Key.Key_Tab)
    return [
        widget.objectName() or widget.accessibleName()
        for widget in wanted - seen
        if not (isinstance(widget, QAbstractButton) and widget.group() is not None)
    ]


def cut_off(root: QWidget) -> list[str]:
    """Texts that do not fit their place, once the layouts have settled."""
    QApplication.processEvents()
    return [
        f"{widget.text()} {widget.width()}<{widget.sizeHint().width()}"
        for widget in root.findChildren(QWidget)
        if isinstance(widget, QLabel | QAbstractButton)
        and widget.isVisibleTo(root)
        and widget.text()
        and not (isinstance(widget, QLabel) and widget.wordWrap())
        and widget.sizeHint().width() > widget.width() + 1
    ]


def screenshot(widget: QWidget, name: str) -> None:
    """Save what is seen into the folder that XUEJI_SCREENSHOTS names, if it names one."""
    folder = os.environ.get("XUEJI_SCREENSHOTS")
    if not folder:
        return
    QApplication.processEvents()
    Path(folder).mkdir(parents=True, exist_ok=True)
    assert widget.grab().save(str(Path(folder) / f"{name}.png"))
