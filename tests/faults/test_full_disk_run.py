"""The run on a full disk sees what is wrong, and nothing where there is room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.data import keyslots
from app.ui.error_gate import log
from app.ui.start import discard
from tests.builders import make_member
from tests.faults.full_disk_run import Clerk, tried


@pytest.fixture
def clerk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clerk]:
    monkeypatch.setenv("XUEJI_HOME", "")
    monkeypatch.setattr(keyslots, "MEMORY_KIB", 32)
    for name in ("sys.excepthook", "threading.excepthook"):
        monkeypatch.setattr(name, None)
    monkeypatch.setattr("app.ui.error_gate.qInstallMessageHandler", lambda _: None)
    before = list(log.handlers)
    made = Clerk(tmp_path)
    yield made
    made.watching.stop()
    made.window.close()
    discard(made.window)
    made.store.close()
    log.handlers = before


def test_with_room_all_is_well_and_what_is_wrong_is_seen(qtbot: QtBot, clerk: Clerk) -> None:
    assert tried(clerk, clerk.save) == []
    assert clerk.said == ["done"]
    assert tried(clerk, clerk.back_up) == []

    def add_in_silence() -> None:
        make_member(clerk.store)

    assert tried(clerk, add_in_silence) == ["nothing was said", "people changed"]
