"""问卷 in the window: entered by keys, taken back, counted, kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.entity import Value
from app.domain.registers import REGISTERS
from app.services.kept_registers import keep_registers
from app.services.questionnaires import enter_paper, papers_of
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.finding import ShowRow
from app.ui.pages.registers.paper_entry_dialog import PaperEntryDialog
from app.ui.pages.registers.questionnaires_view import QuestionnairesView
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.pages.registers.tally_dialog import TallyDialog
from tests.builders import count
from tests.register_building import make_row
from tests.ui.practice import practice_store
from tests.ui.window_helpers import finished, in_dialog, open_window, screenshot

QUESTIONS: tuple[dict[str, Value], ...] = (
    {"text": "您最希望学什么？", "kind": "多选", "options": "种植\n调解\n电商", "most": 2},
    {"text": "您希望怎么学？", "kind": "单选", "options": "白天\n晚上"},
    {"text": "您打几分？", "kind": "量表", "highest": 5},
    {"text": "您有什么建议？", "kind": "文字"},
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return practice_store(tmp_path, level="county", people=3)


@pytest.fixture
def uid(store: Store) -> bytes:
    made = make_row(store, "questionnaire", name="培训需求问卷", purpose="需求调研", sent=4)
    for number, said in enumerate(QUESTIONS, start=1):
        make_row(store, "question", questionnaire=made, number=number, **said)
    return made


@pytest.fixture
def view(qtbot: QtBot, store: Store, uid: bytes) -> Iterator[QuestionnairesView]:
    keep_registers(store, list(REGISTERS))
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    page.show_what(ShowRow("questionnaire"))
    assert isinstance(page.view, QuestionnairesView)
    page.view.list.table.select_row(0)
    yield page.view
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)


def _keys(dialog: Dialog, keys: str) -> None:
    for key in keys:
        QTest.keyClicks(dialog, key)


def test_a_paper_is_one_key_an_answer_and_is_saved_by_itself(
    qtbot: QtBot, store: Store, uid: bytes, view: QuestionnairesView
) -> None:
    def enter(dialog: Dialog) -> None:
        assert isinstance(dialog, PaperEntryDialog)
        _keys(dialog, "13")  # the most that may be chosen: on by itself
        _keys(dialog, "9")
        assert "没有“9”" in dialog.notices.text.text()
        _keys(dialog, "24")
        screenshot(dialog, "questionnaire-entry-words")
        dialog.written.setText("短一些")
        QTest.keyClick(dialog.written, Qt.Key.Key_Return)
        assert papers_of(store, uid) == [
            {1: ("种植", "电商"), 2: ("晚上",), 3: ("4",), 4: ("短一些",)}
        ]
        assert "在答卷上写编号 1" in dialog.notices.text.text()
        _keys(dialog, "1")
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        screenshot(dialog, "questionnaire-entry")
        QTest.keyClick(dialog, Qt.Key.Key_Backspace)
        assert dialog.paper.place == 0
        assert dialog.paper.answers == {}
        dialog.take_back.click()
        assert papers_of(store, uid) == []
        QTest.keyClick(dialog.written, Qt.Key.Key_Return)
        assert papers_of(store, uid)[0][4] == ("短一些",)
        for _ in QUESTIONS:  # nothing was answered on this one
            QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
        assert len(papers_of(store, uid)) == 2
        dialog.accept()

    done = in_dialog(qtbot, PaperEntryDialog, enter)
    view.enter.click()
    assert finished(done)
    assert view.undo.isEnabled(), "the last paper can be taken back from the list as well"


def test_the_tally_is_shown_and_kept(
    qtbot: QtBot, store: Store, uid: bytes, view: QuestionnairesView
) -> None:
    view.tally.click()
    assert "还没有录入答卷" in view.workspace.notices.text.text()
    enter_paper(store, uid, {1: ("种植",), 3: ("5",), 4: ("多办几期",)})
    enter_paper(store, uid, {1: ("种植", "调解"), 2: ("晚上",), 3: ("4",)})

    def look(dialog: Dialog) -> None:
        assert isinstance(dialog, TallyDialog)
        screenshot(dialog, "questionnaire-tally")
        assert [c.share for c in dialog.told.questions[0].counted] == ["100.0%", "50.0%", "0.0%"]
        dialog.keep.click()
        assert "已记入" in dialog.notices.text.text()
        dialog.accept()

    done = in_dialog(qtbot, TallyDialog, look)
    view.tally.click()
    assert finished(done)
    assert count(store, "survey", "returned = 2 AND sent = 4") == 1
