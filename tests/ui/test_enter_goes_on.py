"""Enter does what the dialog is open for: nobody has to find the button for it first."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.pages.exchange import invite_dialog
from app.ui.pages.exchange.invite_dialog import InviteDialog
from app.ui.pages.members.roster_dialog import RosterDialog
from tests.ui.practice import practice_store
from tests.ui.window_helpers import activate, open_window


def test_enter_writes_the_invitation(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(qtbot, practice_store(tmp_path, level="county", people=1))
    suggested: list[str] = []

    def ask(_parent: object, _title: str, _purpose: object, name: str, _kind: str) -> None:
        suggested.append(name)

    monkeypatch.setattr(invite_dialog, "save_file", ask)
    dialog = InviteDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    activate(qtbot, dialog)
    qtbot.keyClick(dialog.scope, Qt.Key.Key_Return)
    assert suggested == [], "nobody was named yet"
    dialog.scope.setText("白水乡")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert suggested == ["白水乡开户文件.xjs"]


def test_an_import_begins_at_the_file(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot, practice_store(tmp_path, people=1))
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    activate(qtbot, dialog)
    assert dialog.choose.hasFocus()
