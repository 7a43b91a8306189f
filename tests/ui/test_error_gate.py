"""What nobody expected, and what the engine says while the window merely reads."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.data.database import driver
from app.ui.error_gate import CrashDialog, ErrorGate
from app.ui.jobs.runner import JobRunner

MALFORMED = driver.DatabaseError("database disk image is malformed")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was shown: the sentences of a refusal, or the summary of a crash."""
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _p, _t, text: shown.append(text))
    monkeypatch.setattr(CrashDialog, "exec", lambda self: shown.append(self._crash.summary))
    return shown


def _caught(gate: ErrorGate, error: Exception, place: str) -> None:
    if place == "window":
        gate._from_window(type(error), error, None)
    else:
        arguments = (type(error), error, None, None)
        gate._from_thread(threading.ExceptHookArgs(arguments))


@pytest.mark.parametrize("place", ["window", "thread"])
def test_a_damaged_file_is_no_bug(
    qtbot: QtBot, tmp_path: Path, told: list[str], place: str
) -> None:
    _caught(ErrorGate(tmp_path), MALFORMED, place)
    qtbot.waitUntil(lambda: bool(told))
    assert "损坏" in told[0]
    assert "备份" in told[0]


@pytest.mark.parametrize("place", ["window", "thread"])
def test_a_bug_is_told_as_one(qtbot: QtBot, tmp_path: Path, told: list[str], place: str) -> None:
    _caught(ErrorGate(tmp_path), ZeroDivisionError("division by zero"), place)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].startswith("ZeroDivisionError")


def test_in_the_background_too(qtbot: QtBot) -> None:
    def work(_ticket: object) -> None:
        raise MALFORMED

    runner = JobRunner()
    job = runner.start(work)
    with qtbot.waitSignal(job.refused) as refused:
        pass
    assert refused.args is not None
    assert refused.args[0].code == "E-103"


def test_it_is_what_python_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ui.error_gate.faulthandler.enable", lambda *a: None)
    for place in (sys, threading):
        monkeypatch.setattr(place, "excepthook", place.excepthook)
    gate = ErrorGate(tmp_path)
    gate.install()
    assert sys.excepthook == gate._from_window
    assert threading.excepthook == gate._from_thread
