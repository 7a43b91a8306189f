"""What nobody expected, and what the engine says while the window merely reads."""

import logging
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.data.database import driver
from app.ui.error_gate import CrashDialog, ErrorGate, LogFile, log
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


def test_a_log_that_cannot_be_written_stops_nothing_and_shows_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a full disk there is no room for a line, nor for the folder."""
    (tmp_path / "logs").write_text("a file where the folder should be", "utf-8")
    handler = LogFile(tmp_path / "logs" / "xueji.log")
    record = logging.LogRecord("xueji", logging.ERROR, __file__, 1, "said", None, None)
    handler.handle(record)
    with monkeypatch.context() as patch:
        handler = LogFile(tmp_path / "xueji.log")
        handler.handle(record)

        def full(*_: object) -> None:
            raise OSError(28, "no space left on device")

        patch.setattr("logging.StreamHandler.flush", full)
        handler.handle(record)
    handler.close()
    assert capsys.readouterr().err == ""


def test_the_window_comes_up_where_no_log_can_be(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "logs").write_text("", "utf-8")
    for name in ("sys.excepthook", "threading.excepthook"):
        monkeypatch.setattr(name, None)
    monkeypatch.setattr("app.ui.error_gate.qInstallMessageHandler", lambda _: None)
    before = list(log.handlers)
    try:
        ErrorGate(tmp_path / "logs").install()
    finally:
        log.handlers = before


@pytest.mark.parametrize("place", ["window", "thread"])
def test_what_the_system_refuses_is_no_bug(
    qtbot: QtBot, tmp_path: Path, told: list[str], place: str
) -> None:
    _caught(ErrorGate(tmp_path), OSError(28, "no space left on device"), place)
    qtbot.waitUntil(lambda: bool(told))
    assert "空间不足" in told[0]
    assert "请清理磁盘" in told[0]
