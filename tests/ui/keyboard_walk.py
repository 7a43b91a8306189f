"""What a keyboard and a screen reader make of a window: walks with Tab, names, tables, labels."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QTextBrowser,
    QWidget,
)

from app.ui.charts import Chart

WORKED_WITH = (
    *(QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QAbstractSpinBox),
    *(QPlainTextEdit, QTabBar),
)
_TOLERANCE = 12
"""Pixels by which things in one line may stand higher or lower."""
HAVE_KEYS = ("mark_", "undo_marks", "redo_marks")
"""For the mouse only, and the focus stays in the grid: digits, Ctrl+Z and Ctrl+Y do the same."""
_OUTER = (QComboBox, QAbstractSpinBox)


def worked_with(root: QWidget) -> list[QWidget]:
    """Everything that can be used now, whether or not the keyboard comes there."""
    found: list[QWidget] = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, WORKED_WITH) or isinstance(widget, QHeaderView):
            continue
        owner = widget.parentWidget()
        if isinstance(owner, (*_OUTER, QLineEdit, QTabBar)) or _inside_popup(widget, root):
            continue
        name = widget.objectName()
        if name.startswith("qt_") or widget.inherits("QTableCornerButton"):
            continue
        if widget.isVisible() and widget.isEnabled():
            found.append(widget)
    return found


def _inside_popup(widget: QWidget, root: QWidget) -> bool:
    return widget.window() is not root.window()


def grouped(widget: QWidget) -> object:
    """Buttons of which one is chosen are one stop: arrows move between them."""
    if isinstance(widget, QAbstractButton):
        group = widget.group()
        if group is not None and group.exclusive() and widget.isCheckable():
            return group
        if isinstance(widget, QRadioButton) and widget.autoExclusive():
            return widget.parentWidget()
    return widget


def walked(root: QWidget) -> list[QWidget]:
    """Where Tab leads from nowhere until it comes back to where it came first; a place that it
    does not leave, or comes back to before, stands twice."""
    if (focus := QApplication.focusWidget()) is not None:
        focus.clearFocus()
    stops: list[QWidget] = []
    link = -1
    for _ in range(400):
        QTest.keyClick(QApplication.focusWidget() or root.window(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is None or (stops and focus is stops[0]):
            break
        if isinstance(focus, QTextBrowser):  # its links are stops inside it, one after the other
            before, link = link, focus.textCursor().position()
            if focus in stops[-1:] and link > before:
                continue
        stops.append(focus)
        if focus in stops[:-1]:
            break
    return [_outer(stop) for stop in stops]


def _outer(widget: QWidget) -> QWidget:
    owner = widget.parentWidget()
    return owner if isinstance(owner, _OUTER) else widget


def place(widget: QWidget) -> QRect:
    """Where it stands in its window, as if nothing were scrolled."""
    corner = widget.mapTo(widget.window(), QPoint(0, 0))
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            corner += QPoint(above.horizontalScrollBar().value(), above.verticalScrollBar().value())
        above = above.parentWidget()
    return QRect(corner, widget.size())


def _place_beside(widget: QWidget, other: QWidget) -> QRect:
    """Where it stands for somebody who goes on to the other one: what scrolls is above or below
    what stays in sight, however far down in it something lies."""
    above = widget.parentWidget()
    while above is not None and not above.isAncestorOf(other):
        if isinstance(above, QScrollArea):
            return place(above)
        above = above.parentWidget()
    return place(widget)


def told(widget: QWidget) -> str:
    """For messages."""
    name = widget.objectName() or widget.accessibleName()
    return f"{type(widget).__name__} {name or spoken(widget) or '?'}"


def spoken(widget: QWidget) -> str:
    """What a screen reader says."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip() if found else ""


def not_walked(root: QWidget, stops: list[QWidget]) -> list[str]:
    """What Tab never comes to."""
    reached = {grouped(stop) for stop in stops}
    asked = [w for w in worked_with(root) if not w.objectName().startswith(HAVE_KEYS)]
    return [told(w) for w in asked if grouped(w) not in reached]


def backwards(stops: list[QWidget]) -> list[str]:
    """Steps that go up or to the left, where people read down and to the right. To the top of
    what stands further right is no step back."""
    found = []
    for before, after in pairwise(stops):
        a, b = _place_beside(before, after), _place_beside(after, before)
        right_of = b.left() >= a.right() - _TOLERANCE
        above = b.bottom() <= a.top() + _TOLERANCE
        same_line = abs(a.center().y() - b.center().y()) <= _TOLERANCE
        if (above and not right_of) or (same_line and b.right() <= a.left() + _TOLERANCE):
            found.append(f"{told(before)} → {told(after)}")
    return found


def nameless(root: QWidget) -> list[str]:
    """What a screen reader could not name."""
    return [told(widget) for widget in worked_with(root) if not spoken(widget)]


def namesakes(root: QWidget) -> list[str]:
    """Names said twice with nothing around them that tells which is meant."""
    # On Linux Qt speaks of a list to choose from by what is chosen; its name is said besides.
    said = Counter(
        (_kind(w), w.accessibleName() or spoken(w), _context(w, root)) for w in worked_with(root)
    )
    return [f"{name}（{number} 个）" for (_, name, _c), number in said.items() if number > 1]


def _kind(widget: QWidget) -> object:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.role() if found else type(widget)


def _context(widget: QWidget, root: QWidget) -> str:
    above = widget.parentWidget()
    while above is not None and above is not root:
        if above.accessibleName():
            return above.accessibleName()
        if isinstance(above, QGroupBox):
            return above.title()
        above = above.parentWidget()
    return ""


def unlabelled(root: QWidget) -> list[str]:
    """Labels of forms that are no buddies of their fields."""
    found = []
    for form in root.findChildren(QFormLayout):
        for line in range(form.rowCount()):
            item = form.itemAt(line, QFormLayout.ItemRole.FieldRole)
            field = item.widget() if item else None
            beside = form.labelForField(field) if field is not None else None
            if not isinstance(beside, QLabel) or not isinstance(field, WORKED_WITH):
                continue
            if field.isVisible() and beside.buddy() is None:
                found.append(beside.text())
    return found


def headless(root: QWidget) -> list[str]:
    """Tables without a name, or with a column that has none."""
    found = []
    for table in root.findChildren(QTableView):
        if not table.isVisible():
            continue
        if not table.accessibleName():
            found.append(told(table))
        model = table.model()
        for column in range(model.columnCount() if model is not None else 0):
            if not str(model.headerData(column, Qt.Orientation.Horizontal) or "").strip():
                found.append(f"{told(table)} 第 {column + 1} 列")
    return found


def wordless(root: QWidget) -> list[str]:
    """Charts that tell nobody what they show."""
    return [
        told(chart)
        for chart in root.findChildren(Chart)
        if chart.isVisible() and len(chart.accessibleDescription()) < 2
    ]


def faults(root: QWidget) -> Iterator[str]:
    """Everything at once, each with its kind."""
    stops = walked(root)
    yield from (f"到不了：{one}" for one in not_walked(root, stops))
    if len(set(stops)) < len(stops):
        yield f"绕不出来：{told(stops[-1])}"
    yield from (f"倒着走：{one}" for one in backwards(stops))
    checks = {
        "没有名称": nameless,
        "同名": namesakes,
        "标签没有连上": unlabelled,
        "表格": headless,
        "图没有文字": wordless,
    }
    for kind, check in checks.items():
        yield from (f"{kind}：{one}" for one in check(root))
