"""Rows that are widgets, in a card that scrolls: those in sight at once, the rest by and by."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QGridLayout, QScrollArea

from app.ui.theme import row_height

_PORTION = 8
"""Rows made together later: within a frame or two, so that keys and the mouse go before them."""
_PAUSE = 15  # milliseconds between two portions
_BESIDES = 2


class Portions(QObject):
    """Sixty rows of widgets take a window longer than its first paint; a dozen are in sight."""

    def __init__(self, scroll: QScrollArea, grid: QGridLayout) -> None:
        super().__init__(scroll)
        self._scroll, self._grid = scroll, grid
        self._make: Callable[[int], object] = lambda _number: None
        self._next = self._total = 0
        self._timer = QTimer(self, interval=_PAUSE)
        self._timer.timeout.connect(self._go_on)

    def make(self, total: int, make: Callable[[int], object]) -> None:
        """`make` is called with 0, 1, … of `total`."""
        self._make, self._next, self._total = make, 0, total
        self._go_to(self._in_sight())
        if self._next < self._total:
            self._timer.start()

    def stop(self) -> None:
        """What is still to be made is not wanted any more."""
        self._timer.stop()

    def _in_sight(self) -> int:
        """As many as a card can show of them, and down to where somebody has scrolled."""
        high = self._scroll.window().height() * 2 // 3
        return (self._scroll.verticalScrollBar().value() + high) // row_height() + _BESIDES

    def _go_on(self) -> None:
        self._go_to(self._next + _PORTION)

    def _go_to(self, end: int) -> None:
        # Laid out once: each widget that gets its look would move all the others again.
        self._grid.setEnabled(False)
        there = self._grid.count()
        while self._next < min(end, self._total):
            self._make(self._next)
            self._next += 1
        fresh = (self._grid.itemAt(place) for place in range(there, self._grid.count()))
        for made in (item.widget() for item in fresh if item is not None):
            made.ensurePolished()
            made.show()
        self._grid.setEnabled(True)
        self._grid.activate()  # nobody sees the new ones lie upon the first
        if self._next >= self._total:
            self._timer.stop()
