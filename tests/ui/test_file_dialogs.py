"""Where file dialogs begin, what they suggest, and what becomes of what was typed."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.ui import file_dialogs
from app.ui.file_dialogs import Purpose, choose_folder, open_file, save_file


class Asked:
    """What the dialogs were asked for, and what they answer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[str] = []
        self.starts: list[str] = []
        for name in ("getSaveFileName", "getOpenFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *a, **_k: (self._next(a), ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **_k: self._next(a))

    def _next(self, given: tuple[Any, ...]) -> str:
        self.starts.append(given[2])
        return self.answers.pop(0)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "我的文档"
    folder.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(folder))
    return folder


def test_the_first_time_it_begins_in_the_documents_and_never_where_the_program_runs(
    window: QWidget, asked: Asked, documents: Path
) -> None:
    asked.answers = ["", "", ""]
    assert save_file(window, "存", Purpose.PAPERS, "名单.pdf", "PDF (*.pdf)") is None
    assert open_file(window, "选", Purpose.ROSTERS, "表 (*.xlsx)") is None
    assert choose_folder(window, "选", Purpose.EXCHANGE) is None
    assert asked.starts == [str(documents / "名单.pdf"), str(documents), str(documents)]


def test_each_purpose_begins_where_it_last_was(
    window: QWidget, asked: Asked, documents: Path, tmp_path: Path
) -> None:
    papers, stick = tmp_path / "材料", tmp_path / "U盘"
    papers.mkdir()
    stick.mkdir()
    asked.answers = [str(papers / "名单.pdf"), str(stick), "", ""]
    save_file(window, "存", Purpose.PAPERS, "名单.pdf", "")
    choose_folder(window, "选", Purpose.EXCHANGE)
    save_file(window, "存", Purpose.PAPERS, "总结.pdf", "")
    open_file(window, "选", Purpose.EXCHANGE, "")
    assert asked.starts[2:] == [str(papers / "总结.pdf"), str(stick)]
    asked.answers = [""]
    stick.rmdir()
    open_file(window, "选", Purpose.EXCHANGE, "")
    assert asked.starts[-1] == str(documents), "the stick was pulled out"


def test_a_name_gets_its_suffix_and_nothing_is_overwritten_unasked(
    window: QWidget, asked: Asked, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = documents / "名单.pdf"
    there.write_bytes(b"x")
    questions: list[str] = []

    def no(_parent: object, _title: str, words: str) -> bool:
        questions.append(words)
        return False

    monkeypatch.setattr(file_dialogs, "agreed", no)
    asked.answers = [str(documents / "名单"), str(documents / "名单2")]
    saved = save_file(window, "存", Purpose.PAPERS, "名单.pdf", "")
    assert saved == documents / "名单2.pdf"
    assert len(questions) == 1
    assert "名单.pdf" in questions[0]
    asked.answers = [str(there)]
    assert save_file(window, "存", Purpose.PAPERS, "名单.pdf", "") == there
    assert len(questions) == 1, "the dialog itself has asked about a name typed in full"


def test_what_a_stick_would_refuse_is_put_otherwise(
    window: QWidget, asked: Asked, documents: Path
) -> None:
    asked.answers = [str(documents / "第一期:名单?")]
    saved = save_file(window, "存", Purpose.PAPERS, "入党/转正班.xlsx", "")
    assert asked.starts == [str(documents / "入党-转正班.xlsx")]
    assert saved == documents / "第一期：名单？.xlsx"
