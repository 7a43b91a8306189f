"""换届 in the window: from the tree, with who sits there now filled in; taken back."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.data.queries.organizations import organization
from app.domain.entity import Value
from app.ui.pages.members.election_dialog import ElectionDialog
from tests.builders import count, make_member, make_organization
from tests.register_building import make_row
from tests.ui.practice import practice_store
from tests.ui.window_helpers import open_window, screenshot


def test_a_committee_is_replaced(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = practice_store(tmp_path, people=4)
    village = make_organization(store, "新河村党支部")
    old, new = make_member(store, village, "甲某"), make_member(store, village, "乙某")
    said: dict[str, Value] = {"member": old, "organization": village, "title": "书记"}
    make_row(store, "post", **said, from_on="2021-03", to_on=None)
    window = open_window(qtbot, store, "members")
    found = organization(store.database.read(), village)
    assert found is not None
    dialog = ElectionDialog(window.workspace, found, window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.form.values()["seat0"] == old
    dialog.form.show_values({"day": "2026-06-01", "seat0": new, "term": "第三届"})
    screenshot(dialog, "election")
    asked: list[str] = []

    def answer(_parent: object, _title: str, words: str, *_more: object) -> object:
        asked.append(words)
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "question", answer)
    dialog.save_button.click()
    assert dialog.outcome
    assert "新任 1 人，离任 1 人" in asked[0]
    assert count(store, "post", "to_on = '2026-06-01'") == 1
    assert count(store, "term") == 1
