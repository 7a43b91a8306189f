"""The keyboard alone reaches everything, in reading order; screen readers have a name for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
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
from pytestqt.qtbot import QtBot

from app.ui.dialog import Dialog
from app.ui.finding import ShowClass
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from tests.ui.keyboard_walk import faults
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import activate

STEPS = ("名单", "考勤", "结班", "证书材料")
VISITS = [
    *(
        (level, spec.key, "")
        for level in ("township", "county")
        for spec in pages_for(level)
        if not spec.hidden
    ),
    *(("township", "class_room", step) for step in STEPS),
]
LEFT_ALONE = ("notice_close",)


@pytest.fixture
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    nothing: dict[str, Any] = {
        "getOpenFileName": ("", ""),
        "getOpenFileNames": ([], ""),
        "getSaveFileName": ("", ""),
        "getExistingDirectory": "",
    }
    for name, answer in nothing.items():
        monkeypatch.setattr(QFileDialog, name, lambda *_a, answer=answer, **_k: answer)
    for name in ("question", "warning", "information", "critical"):
        monkeypatch.setattr(QMessageBox, name, lambda *_a, **_k: QMessageBox.StandardButton.No)
    for name in ("exec", "popup"):  # a menu would wait for somebody
        monkeypatch.setattr(QMenu, name, lambda *_a, **_k: None)
    for name in ("getText", "getMultiLineText"):
        monkeypatch.setattr(QInputDialog, name, lambda *_a, **_k: ("", False))
    store = practice_store(tmp_path, level=request.param, people=40)
    done = some_class(store, members_of(store, 20), name="党员冬春训第一期", days=2)
    sign_everything(store, done, close=True)
    some_class(store, members_of(store, 12))
    made = MainWindow(store)
    qtbot.addWidget(made, before_close_func=lambda _w: store.close())
    made.resize(1366, 690)
    made.show()
    settle(made)
    yield made
    settle(made)


def settle(window: MainWindow) -> None:
    QTest.qWait(10)
    while window.workspace.runner.busy:
        QTest.qWait(10)
    QTest.qWait(10)


def gone_to(window: MainWindow, key: str, step: str) -> None:
    found = window.workspace.store.database.read().execute("SELECT uid FROM training_class")
    classes = [row[0] for row in found]
    window.go(key, ShowClass(classes[-1], step) if step else None)
    settle(window)


@pytest.mark.parametrize(("window", "key", "step"), VISITS, indirect=["window"], ids=str)
def test_every_page(qtbot: QtBot, window: MainWindow, key: str, step: str) -> None:
    gone_to(window, key, step)
    activate(qtbot, window)
    assert not (found := list(faults(window))), "\n".join(found)
    for tabs in window.page.findChildren(QTabWidget):
        for number in range(1, tabs.count()):
            tabs.setCurrentIndex(number)
            settle(window)
            assert not (found := list(faults(window))), "\n".join([tabs.tabText(number), *found])


@pytest.mark.parametrize(("window", "key", "step"), VISITS, indirect=["window"], ids=str)
def test_every_dialog(
    qtbot: QtBot, window: MainWindow, key: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a button of the page opens, and what the buttons in there open."""
    gone_to(window, key, step)
    found: dict[str, list[str]] = {}

    def judged(dialog: QDialog) -> int:
        name = type(dialog).__name__
        dialog.show()
        settle(window)
        if name not in found and isinstance(dialog, Dialog):
            activate(qtbot, dialog)
            found[name] = list(faults(dialog))
            press_everything(dialog)
        dialog.close()
        return 0

    def press_everything(root: QWidget) -> None:
        for made in root.findChildren(QAbstractButton):
            try:
                usable = made.isVisibleTo(root) and made.isEnabled() and not made.isCheckable()
                if usable and made.objectName() not in LEFT_ALONE:
                    made.click()
            except RuntimeError:  # deleted by an earlier click
                continue
            settle(window)
            for top in QApplication.topLevelWidgets():
                if isinstance(top, QDialog) and top.isVisible() and top is not root:
                    judged(top)

    monkeypatch.setattr(QDialog, "exec", judged)
    monkeypatch.setattr(Dialog, "exec", judged, raising=False)
    page = window.page
    press_everything(page)
    assert {name: told for name, told in found.items() if told} == {}
