"""未写入的记录: several at once; 越权内容 is asked about by its count, and left out of others."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.services.exchange.deciding_held_back import held_rows
from app.ui.pages.exchange.held_back_dialog import HeldBackDialog
from tests.builders import Pair, count
from tests.services.exchange.test_held_together import pair as pair  # noqa: PLC0414
from tests.ui.window_helpers import child, open_window, screenshot


def test_taking_all_leaves_out_what_is_beyond_the_senders_word(
    qtbot: QtBot, pair: Pair, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def yes(_parent: object, _title: str, words: str, *_more: object) -> object:
        asked.append(words)
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "question", yes)
    window = open_window(qtbot, pair.county)
    dialog = HeldBackDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.list.table.selectAll()
    take, leave = child(dialog, "accept_held"), child(dialog, "refuse_held")
    assert not leave.isEnabled()
    assert "越权内容" in leave.toolTip()
    screenshot(dialog, "未写入的记录-多选")
    take.click()
    assert "选中的 2 条越权内容不在内" in asked[0]
    assert "接收选中的 2 条记录" in asked[0]
    assert count(pair.county, "record") == 2
    dialog.list.table.selectAll()
    take.click()
    assert "2 条越权内容" in asked[1]
    assert "不归对方写" in asked[1]
    assert held_rows(pair.county) == []


def test_what_is_beyond_is_let_go_together(
    qtbot: QtBot, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("不归他们写", True))
    window = open_window(qtbot, pair.county)
    dialog = HeldBackDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    lines = [dialog.list.model.row(n) for n in range(dialog.list.model.rowCount())]
    for number, line in enumerate(lines):
        if line is not None and line.row.held.reason.startswith("越权内容"):
            dialog.list.table.select_row(number)
            child(dialog, "refuse_held").click()
            break
    assert len(held_rows(pair.county)) == 3
