"""我的筛选 beside a register's list: remembered with a name, shown again, taken away."""

import datetime
from pathlib import Path
from random import Random

import pytest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from app.services.practice.registers import fill_registers
from app.ui.pages.registers.registers_page import RegistersPage
from tests.ui.practice import practice_store
from tests.ui.window_helpers import open_window


def test_a_filter_is_named_shown_again_and_taken_away(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = practice_store(tmp_path, level="county", people=3)
    fill_registers(store, Random(3), datetime.date.today(), ("teacher",))
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    page._choose("teacher")
    shown = page.view
    assert shown is not None
    kept, made = shown.kept_filters, shown.list
    every = made.model.rowCount()
    assert not kept.keep.isEnabled()
    made.filter_by("kind", "专职教师")
    few = made.model.rowCount()
    assert 0 < few < every
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a: ("本县专职", True))
    kept.keep.click()
    assert kept.names.currentText() == "本县专职"
    kept.names.setCurrentIndex(0)
    kept.names.activated.emit(0)
    assert made.model.rowCount() == every
    kept.names.setCurrentIndex(1)
    kept.names.activated.emit(1)
    assert made.model.rowCount() == few
    assert made.narrowing.combos["kind"][1].currentText() == "专职教师"
    kept.drop.click()
    assert kept.names.count() == 1
    assert not kept.drop.isVisibleTo(shown)
