"""Every window test runs without a screen, in our look, with its data in a temporary folder."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.window_helpers import dress


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["xueji"]


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEJI_HOME", str(tmp_path / "home"))
    return


def pytest_configure(config: pytest.Config) -> None:
    # A busy machine is no reason to fail: what is waited for may take its time.
    for wait in (QtBot.waitUntil, QtBot.waitSignal):
        wait.__kwdefaults__ = {**(wait.__kwdefaults__ or {}), "timeout": 30_000}
    # The screenless platform says this of windows and popups; it means nothing.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support")
