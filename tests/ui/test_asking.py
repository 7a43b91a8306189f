"""A question for a reason does not just go away when nothing was written."""

import pytest
from PySide6.QtWidgets import QInputDialog

from app.ui.asking import ask_reason


def test_agreeing_without_a_reason_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [("", True), ("  ", True), (" 写错了 ", True)]
    asked: list[str] = []

    def answer(_parent: object, _title: str, words: str) -> tuple[str, bool]:
        asked.append(words)
        return answers[len(asked) - 1]

    monkeypatch.setattr(QInputDialog, "getText", answer)
    assert ask_reason(None, "取消结班", "原因：") == "写错了"
    assert asked[0] == "原因："
    assert all("还没有写原因" in words and words.endswith("原因：") for words in asked[1:])


def test_going_back_is_no_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a: ("写了一半", False))
    assert ask_reason(None, "取消结班", "原因：") == ""
