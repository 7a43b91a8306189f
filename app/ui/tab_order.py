"""Tab goes where people read next: through layouts in their order, whatever was made first.

The order is asked for at every Tab, not kept: links and buttons that come and go have their place.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QWidget,
)

_WHOLE = (QComboBox, QAbstractSpinBox, QLineEdit, QAbstractButton)
"""What holds other widgets and is one stop all the same."""


def to_next(window: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next stop; False when there is none."""
    stops = list(stops_in(window))
    if not stops:
        return False
    here = QApplication.focusWidget()
    place = next((n for n, stop in enumerate(stops) if _holds(stop, here)), None)
    if place is None:
        place = -1 if forward else 0
    chosen = stops[(place + (1 if forward else -1)) % len(stops)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    chosen.setFocus(reason)
    return True


def stops_in(window: QWidget) -> Iterator[QWidget]:
    """Every place where Tab halts, in the order in which people read."""
    seen: set[int] = set()
    for widget in _read(window):
        if id(widget) not in seen and _halts(widget):
            seen.add(id(widget))
            yield widget


def _holds(stop: QWidget, focus: QWidget | None) -> bool:
    if focus is None:
        return False
    return stop is focus or stop.focusProxy() is focus or _part_of(focus, stop)


def _part_of(focus: QWidget, stop: QWidget) -> bool:
    own = isinstance(stop, _WHOLE) or (
        isinstance(stop, QAbstractScrollArea) and not isinstance(stop, QScrollArea)
    )
    return own and stop.isAncestorOf(focus)


def _halts(widget: QWidget) -> bool:
    if isinstance(widget, QTabWidget):  # stands for its bar, which is a stop itself
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    # Qt takes the stop from all of a group but the one that had the focus last, whoever is chosen.
    asked = group.buttons() if group is not None and group.exclusive() else [widget]
    policy = any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in asked)
    return policy and widget.isVisible() and widget.isEnabled() and not _other_chosen(widget)


def _other_chosen(widget: QWidget) -> bool:
    """Of several of which one is chosen only that one is a stop; arrows lead to the others."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable() or widget.isChecked():
        return False
    group = widget.group()
    if group is not None:
        return group.exclusive() and group.checkedButton() is not None
    if not widget.autoExclusive():
        return False
    parent = widget.parentWidget()
    beside = parent.findChildren(QAbstractButton) if parent is not None else []
    return any(
        one.autoExclusive() and one.isChecked() and one.parentWidget() is parent for one in beside
    )


def _read(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    if isinstance(widget, _WHOLE):
        return
    inner, layout = _parts(widget), widget.layout()
    if inner is None and layout is not None:
        yield from _read_layout(layout)
        # What is laid out by nobody comes last, as it was made.
        inner = [w for w in _children(widget) if layout.indexOf(w) < 0]
    for part in inner if inner is not None else _children(widget):
        yield from _read(part)


def _parts(widget: QWidget) -> list[QWidget] | None:
    if isinstance(widget, QSplitter):
        return [widget.widget(number) for number in range(widget.count())]
    if isinstance(widget, QTabWidget):
        pages = [widget.widget(number) for number in range(widget.count())]
        return [widget.tabBar(), *pages]
    if isinstance(widget, QScrollArea):
        return [widget.widget()] if widget.widget() is not None else []
    return [] if isinstance(widget, QAbstractScrollArea) else None


def _children(widget: QWidget) -> list[QWidget]:
    return [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and not child.isWindow() and child.isVisible()
    ]


def _read_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            if widget.isVisible():
                yield from _read(widget)
        elif inner is not None:
            yield from _read_layout(inner)
