"""What is signed: not offered before its time, asked about once, and never with a hole unasked."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.training.codes import FULL_ID, MASKED_ID
from app.reports import fonts
from app.services.classes.printed_numbers import chosen_numbers
from app.services.store import Store
from app.ui import printing
from app.ui.dialogs.certificate_numbers import CertificateNumbersDialog
from app.ui.pages.class_room.papers_step import PapersStep
from app.ui.pages.documents.documents_page import DocumentsPage
from tests.builders import change_row, make_member
from tests.ui.pages.class_room.test_class_room_page import opened
from tests.ui.practice import members_of, practice_store, sign_everything, some_class

SIGNED = ("certificate", "attendance_proof", "feedback")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return practice_store(tmp_path, people=30)


def _papers(qtbot: QtBot, store: Store, uid: bytes) -> PapersStep:
    _, page = opened(qtbot, store, uid, "证书材料")
    step = page.steps["证书材料"]
    assert isinstance(step, PapersStep)
    step.reload()
    return step


def _button(step: PapersStep, kind: str) -> QPushButton:
    found = step.findChild(QPushButton, f"print_{kind}")
    assert isinstance(found, QPushButton)
    return found


def test_before_closing_signed_papers_are_not_offered_and_say_why(
    qtbot: QtBot, store: Store
) -> None:
    uid = some_class(store, members_of(store, 3))
    step = _papers(qtbot, store, uid)
    assert [_button(step, kind).isEnabled() for kind in SIGNED] == [False, False, False]
    assert _button(step, "sign_in_sheet").isEnabled()
    assert "结班" in _button(step, "feedback").toolTip()
    sign_everything(store, uid, close=True)
    step.reload()
    assert [_button(step, kind).isEnabled() for kind in SIGNED] == [False, True, True]
    assert "参训证明" in _button(step, "certificate").toolTip()


def test_the_page_of_documents_says_it_too(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 3))
    window, _ = opened(qtbot, store, uid, "证书材料")
    page = DocumentsPage(window.workspace)
    qtbot.addWidget(page)
    page.reload()
    titles = [page.list.item(row).text().strip() for row in range(page.list.count())]
    page.list.setCurrentRow(titles.index("参训情况反馈单"))
    assert not page.preview.isEnabled()
    assert "结班" in page.note.text()
    page.list.setCurrentRow(titles.index("签到表"))
    assert page.preview.isEnabled()
    assert "结班" not in page.note.text()


def _watch_previews(monkeypatch: pytest.MonkeyPatch, shown: list[str]) -> None:
    class Preview:
        def __init__(self, title: str, _path: Path, _parent: object, **_named: str) -> None:
            self.sent_to, self.saved = "", False
            shown.append(title)

        def exec(self) -> int:
            return 0

    monkeypatch.setattr(printing, "PrintPreview", Preview)


@pytest.mark.parametrize("full", [False, True])
def test_how_numbers_are_printed_is_asked_once_per_class(
    qtbot: QtBot, store: Store, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = some_class(store, members_of(store, 3))
    change_row(store, "training_class", uid, certificates=1)
    sign_everything(store, uid, close=True)
    step = _papers(qtbot, store, uid)
    shown: list[str] = []
    _watch_previews(monkeypatch, shown)
    asked: list[int] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CertificateNumbersDialog)
        asked.append(1)
        if full:
            dialog.full.setChecked(True)
            assert not dialog.agree.isEnabled(), "no full numbers without a reason"
            dialog.reason.setCurrentText("制作结业证书或证明")
        dialog.agree.click()

    QTimer.singleShot(0, answer)
    _button(step, "certificate").click()
    qtbot.waitUntil(lambda: shown == ["结业证书"], timeout=60_000)
    assert chosen_numbers(store, uid) == (FULL_ID if full else MASKED_ID)
    _button(step, "certificate").click()
    qtbot.waitUntil(lambda: len(shown) == 2, timeout=60_000)
    assert asked == [1]


def test_a_character_that_cannot_be_printed_is_asked_about(
    qtbot: QtBot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "own_fonts", tuple)
    uid = some_class(store, [make_member(store, name="李\U00031353"), *members_of(store, 2)])
    sign_everything(store, uid, close=True)
    step = _papers(qtbot, store, uid)
    shown: list[str] = []
    questions: list[str] = []
    answers = [False, True]

    def asked(_parent: object, _title: str, words: str) -> bool:
        questions.append(words)
        return answers.pop(0)

    monkeypatch.setattr(printing, "agreed", asked)
    _watch_previews(monkeypatch, shown)
    _button(step, "attendance_proof").click()
    qtbot.waitUntil(lambda: len(questions) == 1, timeout=60_000)
    assert "李\U00031353" in questions[0]
    assert shown == []
    _button(step, "attendance_proof").click()
    qtbot.waitUntil(lambda: shown == ["参训证明"], timeout=60_000)
