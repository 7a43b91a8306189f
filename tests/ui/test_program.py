"""The program from its first window to its end: restored in between, swept after a crash."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.holding import is_held
from app.services import backups
from app.ui.dialogs.restore_dialog import RestoreDialog
from app.ui.error_gate import log
from app.ui.main_window import MainWindow
from app.ui.start import _hold_alone, run_window
from tests.builders import make_member
from tests.ui.practice import PASSWORD, practice_store


@pytest.fixture
def _gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the program catches and logs for as long as it runs ends with the test: its log lies in
    a folder that goes."""
    monkeypatch.setattr("app.ui.error_gate.faulthandler.enable", lambda *a: None)
    for place in (sys, threading):
        monkeypatch.setattr(place, "excepthook", place.excepthook)
    before, level = list(log.handlers), log.level
    yield
    for handler in [one for one in log.handlers if one not in before]:
        log.removeHandler(handler)
        handler.close()
    log.setLevel(level)


@pytest.mark.usefixtures("_gate")
@pytest.mark.parametrize("practice", [True, False])
def test_the_program_opens_its_window_and_ends(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, practice: bool
) -> None:
    """From `run_window` to the backup at exit, with the window closed by its own cross."""
    store = practice_store(tmp_path, people=5)
    path = store.path
    if practice:
        monkeypatch.setattr("app.paths.practice_path", lambda: path)
    titles: list[str] = []

    def close() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                titles.append(window.windowTitle())
                window.close()
                return
        QTimer.singleShot(20, close)

    QTimer.singleShot(50, close)
    assert run_window(path, store) == 0
    assert ("练习数据" in titles[0]) is practice
    assert len(backups.list_backups(path)) == 1


@pytest.mark.usefixtures("_gate")
@pytest.mark.parametrize("brought_back", [True, False])
def test_restoring_comes_back_with_a_window_and_lets_go_at_the_end(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, brought_back: bool
) -> None:
    """The window on the restored store follows the old one; afterwards nobody holds the store."""
    store = practice_store(tmp_path, people=3)
    path = store.path
    backups.automatic(store, "早上")
    make_member(store, name="后来录的人")

    def bring_back(dialog: RestoreDialog) -> int:
        if brought_back:
            dialog.table.select_row(len(dialog._backups) - 1)
            dialog.password.setText(PASSWORD)
            dialog.try_restore()
        return 0

    monkeypatch.setattr(RestoreDialog, "exec", bring_back)
    seen: list[tuple[int, str]] = []

    def look() -> None:
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        visible = [w for w in shown if w.isVisible()]
        if not visible:
            QTimer.singleShot(20, look)
            return
        [window] = visible
        counted = window.workspace.store.database.read().execute("SELECT count(*) FROM member")
        seen.append((counted.fetchone()[0], window.workspace.notices.text.text()))
        if len(seen) == 1:
            assert is_held(path.with_name(path.name + ".lock"))
            window.workspace.restore_asked.emit()
            QTimer.singleShot(50, look)
        else:
            window.close()

    QTimer.singleShot(50, look)
    assert run_window(path, store) == 0
    assert [count for count, _ in seen] == [4, 3 if brought_back else 4]
    assert ("已恢复" if brought_back else "没有恢复") in seen[1][1]
    assert not is_held(path.with_name(path.name + ".lock"))


def test_what_a_crash_left_beside_the_store_is_wiped(tmp_path: Path) -> None:
    store = practice_store(tmp_path, people=1)
    living = store.scratch("预览")
    left = living.path.with_name(f"临时-{store.path.name}-预览-{'0' * 16}")
    left.mkdir()
    (left / "花名册.pdf").write_bytes(b"somebody")  # as when the process ended here
    others = [f"临时-另一个.xueji-预览-{'0' * 16}", "临时-手工"]
    for other in others:
        (store.path.parent / other).mkdir()
    held = _hold_alone(store)
    assert held is not None
    assert not left.exists()
    assert living.path.is_dir()
    assert all((store.path.parent / other).is_dir() for other in others)
    assert store.path.exists()
    held.let_go()
    living.cleanup()
    assert not [path for path in store.path.parent.glob("临时-*") if path.name not in others]
    store.close()
