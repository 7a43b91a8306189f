"""The base of every dialog: fits the free screen, scrolls, keeps its buttons in sight."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.ui.fitting import (
    FittingScroll,
    Scrolled,
    centred,
    free_room,
    height_at,
    inside,
    keep_lists_usable,
    largest,
)
from app.ui.flow_row import FlowRow
from app.ui.notice_bar import NoticeBar
from app.ui.remembered import keep, recall, whole
from app.ui.tab_order import to_next

_SMALLEST = QSize(280, 160)
_ROOM_FOR_WORDS = 480
"""The least width that a dialog with notices wants: refusals of three lines fit above its foot."""
_GAP = 6


class Dialog(QDialog):
    """Built like any dialog: content from top to bottom, at last a row with the buttons. Before it
    is shown for the first time that row (and the place of the notices) is fixed at the bottom and
    all else can scroll; minimum sizes that were asked for become wishes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fitted: _Fitted | None = None

    def setVisible(self, visible: bool) -> None:
        """The first time it is made to fit."""
        first = visible and self.fitted is None and isinstance(self.layout(), QBoxLayout)
        if first:
            self.fitted = _Fitted(self)
        super().setVisible(visible)
        if first:
            _keep_inside(self)
            assert self.fitted is not None
            self.fitted.scroll.begin(self.focusWidget())

    def done(self, result: int) -> None:
        """A size that the user chose is the size next time."""
        self.remember_size()
        super().done(result)

    def remember_size(self) -> None:
        """Keep the size for this kind of dialog, if it was changed by hand."""
        if self.fitted is not None and not self.isMaximized() and self.size() != self.fitted.size:
            keep(_key(self), f"{self.width()}x{self.height()}")

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes where people read next."""
        return to_next(self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys scroll what is longer than the window."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        if not (steps and self.fitted is not None and self.fitted.scroll.page(steps)):
            super().keyPressEvent(event)


class _Fitted:
    """What was made of a dialog: its scrolling content, what is fixed below, the size it got."""

    def __init__(self, dialog: Dialog) -> None:
        focused = dialog.focusWidget()
        wish = QSize(0, 0)
        if dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):
            wish = dialog.size()
        wish = wish.expandedTo(dialog.minimumSize())
        self.fixed, self.narrowest = QVBoxLayout(), 0
        self.scroll = self._take_apart(dialog)
        keep_lists_usable(dialog)
        free = largest(dialog)
        dialog.setMinimumSize(_SMALLEST.boundedTo(free))
        dialog.ensurePolished()
        wanted = _recalled(dialog) or self._natural(wish, free.width())
        self.size = wanted.boundedTo(free)
        dialog.resize(self.size)
        owner = dialog.parentWidget()
        on = owner.window().frameGeometry() if owner is not None else free_room(dialog)
        dialog.move(centred(self.size, on, free_room(dialog)))
        if focused is not None:
            focused.setFocus()

    def _take_apart(self, dialog: Dialog) -> FittingScroll:
        box = dialog.layout()
        assert isinstance(box, QBoxLayout)
        margins = box.contentsMargins()
        content = Scrolled(dialog)
        content.setLayout(box)
        foot, notices = _taken_foot(box), _taken_notices(box)
        if notices is not None:
            self.fixed.addWidget(notices)
            self.narrowest = _ROOM_FOR_WORDS
        if foot is not None:
            self.fixed.addLayout(foot)
        if foot is not None or notices is not None:
            self.fixed.setContentsMargins(margins.left(), 0, margins.right(), margins.bottom())
            box.setContentsMargins(margins.left(), margins.top(), margins.right(), _GAP)
        self.fixed.setSpacing(_GAP)
        scroll = FittingScroll(content, dialog)
        outer = QVBoxLayout(dialog)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addLayout(self.fixed)
        return scroll

    def _natural(self, wish: QSize, widest: int) -> QSize:
        """As large as the content wants to be."""
        content = self.scroll.widget()
        wanted = (content.sizeHint(), self.fixed.sizeHint(), wish, QSize(self.narrowest, 0))
        width = min(max(size.width() for size in wanted), widest)
        below = self.fixed.sizeHint().height()
        if self.fixed.hasHeightForWidth():
            below = self.fixed.heightForWidth(width)
        # Words that just fit would need another line beside a scroll bar, and so keep it there.
        narrower = width - self.scroll.verticalScrollBar().sizeHint().width()
        high = max(height_at(content, width), height_at(content, narrower))
        return QSize(width, max(high + below, wish.height()))


def _recalled(dialog: Dialog) -> QSize | None:
    sides = [whole(side) for side in recall(_key(dialog), "").split("x")]
    if len(sides) != 2 or sides[0] is None or sides[1] is None:
        return None
    return QSize(sides[0], sides[1]).expandedTo(dialog.minimumSize())


def _key(dialog: Dialog) -> str:
    return f"dialog/{type(dialog).__name__}"


def _keep_inside(dialog: Dialog) -> None:
    """Now that the real title bar is known."""
    frame = dialog.frameGeometry()
    corner = inside(frame, free_room(dialog))
    if corner != frame.topLeft():
        dialog.move(corner)


def _taken_foot(box: QBoxLayout) -> FlowRow | None:
    """The row of buttons at the end, where there is one."""
    last = box.itemAt(box.count() - 1)
    row = last.layout() if last is not None else None
    if not isinstance(row, QHBoxLayout) or not _has_button(row):
        return None
    box.takeAt(box.count() - 1)
    return FlowRow.instead_of(row)


def _has_button(row: QHBoxLayout) -> bool:
    items = (row.itemAt(number) for number in range(row.count()))
    return any(isinstance(item.widget(), QAbstractButton) for item in items if item is not None)


def _taken_notices(box: QBoxLayout) -> NoticeBar | None:
    for number in range(box.count()):
        item = box.itemAt(number)
        widget = item.widget() if item is not None else None
        if isinstance(widget, NoticeBar):
            box.takeAt(number)
            return widget
    return None
