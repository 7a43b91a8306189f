"""The day and the month by keys alone: not one mouse event, no slot called, no focus set."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog

from app.services.store import Store
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.pages.class_room.close_dialog import CloseDialog
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.exchange.send_dialog import SendDialog
from tests.journeys.test_daily_path import (
    NAME,
    Clerk,
    Dialog,
    as_it_was,
    clerk,
    printed,
    store,
    typed,
)
from tests.ui.window_helpers import activate, finished, in_dialog

__all__ = ["clerk", "printed", "store"]
pytestmark = pytest.mark.journey
_MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel)
_ALONE = Qt.KeyboardModifier.NoModifier
_ALT, _CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class NoMouse(QObject):
    """Counts what came from a mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Let everything pass."""
        self.seen += event.type() in _MOUSE
        return False


@pytest.fixture(autouse=True)
def _no_mouse(qapp: QApplication) -> Iterator[None]:
    mouse = NoMouse()
    qapp.installEventFilter(mouse)
    yield
    qapp.removeEventFilter(mouse)
    assert mouse.seen == 0


def press(clerk: Clerk, key: Qt.Key, how: Qt.KeyboardModifier = _ALONE) -> None:
    clerk.qtbot.keyClick(QApplication.focusWidget() or clerk.window, key, how)
    clerk.wait()


def opening(
    clerk: Clerk, kind: type[Dialog], act: Callable[[Dialog], object], pressed: Callable[[], object]
) -> None:
    outcome = in_dialog(clerk.qtbot, kind, act, timeout=60)
    pressed()
    clerk.qtbot.waitUntil(lambda: "ran" in outcome, timeout=60_000)
    assert finished(outcome)
    activate(clerk.qtbot, clerk.window)


def enter(clerk: Clerk) -> Callable[[QDialog], None]:
    return lambda dialog: press(clerk, Qt.Key.Key_Return)


def tab_to(clerk: Clerk, name: str) -> None:
    """As far as it takes; a person sees where the focus is."""
    for _ in range(80):
        focus = QApplication.focusWidget()
        if focus is not None and focus.objectName() == name:
            return
        press(clerk, Qt.Key.Key_Tab)
    pytest.fail(f"Tab does not lead to {name}")


def test_a_day(clerk: Clerk, store: Store, printed: list[Path]) -> None:
    def fill_in(_dialog: ClassDialog) -> None:
        clerk.write(NAME)
        clerk.tab()
        clerk.write(typed())
        clerk.tab(2)
        press(clerk, Qt.Key.Key_Return, _CONTROL)

    for tick in ("tick_1", "tick_2"):
        tab_to(clerk, tick)
        press(clerk, Qt.Key.Key_Space)
    opening(clerk, ClassDialog, fill_in, lambda: press(clerk, Qt.Key.Key_B, _ALT))
    opening(clerk, PrintPreview, enter(clerk), lambda: press(clerk, Qt.Key.Key_P, _ALT))
    assert printed[0].stat().st_size > 1000
    press(clerk, Qt.Key.Key_1, _CONTROL)
    press(clerk, Qt.Key.Key_K, _ALT)
    clerk.write("2026 年档案盒 3 号")
    press(clerk, Qt.Key.Key_D, _ALT)
    clerk.write("3 7s")
    clerk.tab()
    press(clerk, Qt.Key.Key_Return)
    slips = in_dialog(clerk.qtbot, PrintPreview, enter(clerk), timeout=60)
    opening(clerk, CloseDialog, enter(clerk), lambda: press(clerk, Qt.Key.Key_J, _ALT))
    clerk.qtbot.waitUntil(lambda: "ran" in slips, timeout=60_000)
    assert finished(slips)
    assert len(printed) == 2
    as_it_was(store)


def test_a_month(
    clerk: Clerk, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.exchange.receiving import inspect_package
    from app.ui.pages.exchange import send_dialog
    from app.ui.pages.exchange.places import Place
    from tests.ui.exchange_windows import enrolled
    from tests.ui.practice import practice_store

    stick = tmp_path / "U盘"
    stick.mkdir()
    monkeypatch.setattr(send_dialog, "places", lambda: [Place("U盘 学籍", stick)])
    county = practice_store(tmp_path / "county", level="county", people=1)
    enrolled(county, store, tmp_path)

    def send(dialog: SendDialog) -> None:
        press(clerk, Qt.Key.Key_Return)
        clerk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=60_000)

    press(clerk, Qt.Key.Key_6, _CONTROL)
    opening(clerk, SendDialog, send, lambda: press(clerk, Qt.Key.Key_S, _ALT))
    [package] = stick.glob("*.xjb")
    seen = inspect_package(county, package)
    county.close()
    assert seen.new >= 120
