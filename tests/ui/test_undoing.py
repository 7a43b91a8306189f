"""撤销上一步 on the page of classes says what it takes back, and is grey when there is nothing."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.services.classes.training_classes import ClassDraft, class_draft, create_class
from app.ui.pages.classes.classes_page import ClassesPage
from tests.builders import make_member
from tests.ui.practice import practice_store
from tests.ui.window_helpers import child, open_window


def test_a_class_is_taken_back_by_its_name(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, level="township", people=2)
    window = open_window(qtbot, store, "classes")
    page = window.pages["classes"]
    assert isinstance(page, ClassesPage)
    undo = child(page, "undo_last")
    assert isinstance(undo, QPushButton)
    before = page.list.model.rowCount()
    values = {
        **class_draft(store),
        "name": "春训",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-02",
        "place": "礼堂",
    }
    create_class(store, ClassDraft(values, [], [make_member(store)]))
    window.workspace.changed()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == before + 1)
    assert undo.text() == "撤销“办班 春训”"
    undo.click()
    assert "已撤销“办班 春训”" in window.workspace.notices.text.text()
    assert page.list.model.rowCount() == before
    assert not undo.isEnabled()
