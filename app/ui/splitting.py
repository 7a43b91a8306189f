"""Splitters that stand where their user left them; their last part has room on small screens."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer
from PySide6.QtWidgets import QSplitter

from app.ui.remembered import keep, recall

_REST = 400  # milliseconds without a move before it is written down


def remember_splitter(split: QSplitter, name: str, usual: Sequence[int], least: float = 0) -> None:
    """Call it when its parts are there. `usual` are the widths of all but the last, which takes
    what is left and has at least this share: on a narrow window the others give way, until
    somebody moves them. (What `setSizes` is told before a window is shown, Qt shrinks to fit a
    splitter of 640 pixels.)"""
    key = f"splitter/{name}"
    kept = recall(key, QByteArray())
    giving = _GivingWay(split, usual, least)
    if not kept.isEmpty() and split.restoreState(kept):
        giving.stop()
    resting = QTimer(split, singleShot=True, interval=_REST)
    resting.timeout.connect(lambda: keep(key, split.saveState()))
    split.splitterMoved.connect(lambda *_: resting.start())
    split.splitterMoved.connect(lambda *_: giving.stop())


class _GivingWay(QObject):
    """Watches the width of one splitter."""

    def __init__(self, split: QSplitter, usual: Sequence[int], least: float) -> None:
        super().__init__(split)
        self._split, self._usual, self._least = split, usual, least
        split.installEventFilter(self)

    def stop(self) -> None:
        """Somebody chose."""
        self._split.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Another width: as usual, or smaller in proportion."""
        if event.type() == QEvent.Type.Resize:
            gaps = self._split.handleWidth() * len(self._usual)
            room = self._split.width() - gaps
            share = min(1.0, room * (1 - self._least) / sum(self._usual))
            first = [round(share * width) for width in self._usual]
            self._split.setSizes([*first, room - sum(first)])
        return False
