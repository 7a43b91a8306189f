"""The keyboard alone reaches everything, in reading order; screen readers have a name for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from app.ui.finding import ShowClass
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from tests.ui.answering import answer_nothing
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
    answer_nothing(monkeypatch)
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
