"""What people do is seen in every window, and what Qt does is not asked about."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.arriving import Arriving
from app.ui.dialog import Dialog
from app.ui.main_window import MainWindow
from tests.builders import make_county
from tests.ui.window_helpers import activate


def test_keys_and_clicks_in_the_window_and_in_a_dialog_over_it_begin_the_idle_time_anew(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = MainWindow(make_county(tmp_path))
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.store.close())
    window.show()
    activate(qtbot, window)
    qtbot.waitUntil(lambda: window._painted and not window.workspace.runner.busy)
    timer = window._idle_timer
    timer.stop()
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert timer.isActive()
    dialog = Dialog(window)
    dialog.open()
    activate(qtbot, dialog)
    timer.stop()
    qtbot.mouseClick(dialog.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert timer.isActive()
    dialog.close()


def test_building_and_painting_a_page_asks_nobody_of_ours_event_by_event(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(make_county(tmp_path))
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.store.close())
    window.show()
    activate(qtbot, window)
    qtbot.waitUntil(lambda: window._painted and not window.workspace.runner.busy)
    asked: list[QEvent.Type] = []
    there: list[QEvent.Type] = []

    class Counts(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            there.append(event.type())
            return False

    def filtered(_self: Arriving, _watched: QObject, event: QEvent) -> bool:
        asked.append(event.type())
        return False

    monkeypatch.setattr(Arriving, "eventFilter", filtered)
    application = QApplication.instance()
    assert application is not None
    counts = Counts()
    application.installEventFilter(counts)
    window.go("members")
    QApplication.processEvents()
    application.removeEventFilter(counts)
    assert len(there) > 500
    assert len(asked) < 30


def test_what_is_taken_goes_no_further(qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.show()
    activate(qtbot, edit)
    edit.setFocus()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    arriving = Arriving(application, lambda _event: True, edit)
    qtbot.keyClick(edit.windowHandle(), Qt.Key.Key_A)
    assert edit.text() == ""
    edit.windowHandle().removeEventFilter(arriving)
    qtbot.keyClick(edit.windowHandle(), Qt.Key.Key_B)
    assert edit.text() == "b"
