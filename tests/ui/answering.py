"""Whatever asks is answered at once: files with none, questions with 否, menus with nothing."""

from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMenu, QMessageBox


def answer_nothing(patch: pytest.MonkeyPatch) -> None:
    """Nothing that is opened on the way waits for somebody."""
    nothing: dict[str, Any] = {
        "getOpenFileName": ("", ""),
        "getOpenFileNames": ([], ""),
        "getSaveFileName": ("", ""),
        "getExistingDirectory": "",
    }
    for name, answer in nothing.items():
        patch.setattr(QFileDialog, name, lambda *_a, answer=answer, **_k: answer)
    for name in ("question", "warning", "information", "critical"):
        patch.setattr(QMessageBox, name, lambda *_a, **_k: QMessageBox.StandardButton.No)
    for name in ("exec", "popup"):
        patch.setattr(QMenu, name, lambda *_a, **_k: None)
    for name in ("getText", "getMultiLineText"):
        patch.setattr(QInputDialog, name, lambda *_a, **_k: ("", False))
    for kind in (QDialog, QMessageBox, QPrintDialog):
        patch.setattr(kind, "exec", lambda _dialog: 0)
