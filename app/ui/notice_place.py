"""Where words of several lines stand in a window that does not give way to them."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QWidget,
)

_WORKED_WITH = (
    *(QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTabBar),
)
_IN_USE = 100
_STEP = 4
"""Pixels between the places that are tried."""


def least_in_the_way(room: QRect, window: QWidget, but: QWidget) -> QRect:
    """The same room, higher or lower, where it hides the least of what is worked with, and as near
    as may be: neither 保存 nor the field that was wrong may lie below what is said of them."""
    focus = window.focusWidget()
    shown = [
        (_place(widget, window), _IN_USE if widget is focus else _weight(widget))
        for widget in _seen(window, but)
    ]

    def in_the_way(top: int) -> tuple[int, int]:
        moved = room.translated(0, top - room.top())
        hidden = sum(weight for place, weight in shown if moved.intersects(place))
        return hidden, abs(top - room.top())

    tops = (room.top(), *range(0, max(0, window.height() - room.height()) + 1, _STEP))
    return room.translated(0, min(tops, key=in_the_way) - room.top())


def _seen(window: QWidget, but: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.window() is window and not but.isAncestorOf(widget)
    ]


def _place(widget: QWidget, window: QWidget) -> QRect:
    """What can be seen of it: the rest is scrolled away."""
    seen = widget.visibleRegion().boundingRect()
    return seen.translated(widget.mapTo(window, QPoint(0, 0)))


def _weight(widget: QWidget) -> int:
    """How much it matters that it can be seen and reached."""
    if isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox):
        return 0
    if isinstance(widget, QAbstractItemView):
        return 1  # rows scroll
    if not isinstance(widget, _WORKED_WITH) or not widget.isEnabled():
        return 0
    return 50 if isinstance(widget, QPushButton) and widget.property("primary") else 10
