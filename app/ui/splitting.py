"""Splitters that stand where their user left them."""

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtWidgets import QSplitter

from app.ui.remembered import keep, recall

_REST = 400  # milliseconds without a move before it is written down


def remember_splitter(split: QSplitter, name: str) -> None:
    """Call it when its parts and their usual sizes are set."""
    key = f"splitter/{name}"
    kept = recall(key, QByteArray())
    if not kept.isEmpty():
        split.restoreState(kept)
    resting = QTimer(split, singleShot=True, interval=_REST)
    resting.timeout.connect(lambda: keep(key, split.saveState()))
    split.splitterMoved.connect(lambda *_: resting.start())
