"""What people do to any window of the program, seen where it arrives."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow


class Arriving(QObject):
    """Calls `seen` with every key, click and turn of a wheel; True takes it away.

    A filter at the application would be asked about each of the thousands of events by which a
    page is built, laid out and painted, which takes a tenth of a first visit and of a key typed.
    The windows that keys go to get those of people and few others.
    """

    def __init__(
        self, application: QGuiApplication, seen: Callable[[QEvent], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._seen = seen
        application.focusWindowChanged.connect(self._watch)
        self._watch(QGuiApplication.focusWindow())

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # once, however often it is said

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Of one of the windows."""
        return event.type() in _ACTS and self._seen(event)


_ACTS = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
