"""打印: a paper about one row of a register asks which, and says what is missing."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain.registers import REGISTERS
from app.services.kept_registers import keep_registers
from app.ui.pages.documents.documents_page import DocumentsPage
from tests.register_building import make_row
from tests.ui.practice import practice_store
from tests.ui.window_helpers import open_window


def test_a_questionnaire_is_chosen_and_printed_from_there(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, level="county", people=1)
    keep_registers(store, list(REGISTERS))
    uid = make_row(store, "questionnaire", name="需求问卷")
    window = open_window(qtbot, store, "documents")
    page = window.pages["documents"]
    assert isinstance(page, DocumentsPage)
    page.choose("questionnaire_form")
    assert page.reference("questionnaire").isVisible()
    assert not page.training_class.isVisible()
    assert "请先选择问卷" in page.note.text()
    page.reference("questionnaire").set_value(uid)
    page.reference("questionnaire").chosen.emit()
    assert "还没有题目" in page.note.text()
    assert not page.preview.isEnabled()
    make_row(store, "question", questionnaire=uid, number=1, kind="文字", text="建议")
    page.reference("questionnaire").chosen.emit()
    assert page.preview.isEnabled()
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
