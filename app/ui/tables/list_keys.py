"""Ctrl+F and Ctrl+N wherever the focus is on a page or in a dialog: one pair for all its lists."""

from typing import Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.ui.pages.page import Page

_NAME = "list_keys"


class Reached(Protocol):
    """What a list offers to the keys."""

    def start_search(self) -> bool: ...
    def press_new(self) -> bool: ...


class ListKeys(QObject):
    """Lives with its page or dialog; a hidden page hears nothing."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName(_NAME)
        self._lists: list[Any] = []
        for keys, act in (("Ctrl+F", self._find), ("Ctrl+N", self._new)):
            QShortcut(QKeySequence(keys), host, act)

    @classmethod
    def join(cls, made: QWidget) -> None:
        """Let a list be reached by the keys of where it stands."""
        host: QWidget | None = made
        while host is not None and not isinstance(host, Page | QDialog):
            host = host.parentWidget()
        if host is None:
            host = made
        keys = host.findChild(cls, _NAME) or cls(host)
        if made not in keys._lists:  # noqa: SLF001
            keys._lists.append(made)  # noqa: SLF001
            made.destroyed.connect(lambda: keys._leave(made))  # noqa: SLF001

    def _leave(self, made: QWidget) -> None:
        if made in self._lists:
            self._lists.remove(made)

    def _nearest(self) -> list[Any]:
        """Those in sight, the one with the focus first."""
        focus = QApplication.focusWidget()
        shown = [one for one in self._lists if one.isVisible()]
        return sorted(shown, key=lambda one: not (focus and one.isAncestorOf(focus)))

    def _find(self) -> None:
        any(one.start_search() for one in self._nearest())

    def _new(self) -> None:
        any(one.press_new() for one in self._nearest())
