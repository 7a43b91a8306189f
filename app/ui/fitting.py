"""What fits the free screen: how large a window may be, where it stands, what scrolls."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

FRAME = QSize(4, 36)
"""What a title bar and borders take, as nobody knows before the window is there."""
_LOWEST_LIST = 150
"""Pixels below which a list shows too little to work in; then the content around it scrolls."""


def free_room(widget: QWidget) -> QRect:
    """The part of the widget's screen that no task bar takes."""
    owner = widget.parentWidget()
    screen = owner.screen() if owner is not None else widget.screen()
    return (screen or QGuiApplication.primaryScreen()).availableGeometry()


def largest(widget: QWidget) -> QSize:
    """The largest content that a window here may have, its title bar beside it."""
    return free_room(widget).size() - FRAME


def centred(size: QSize, on: QRect, free: QRect) -> QPoint:
    """Where the content of a window of this size begins: over the middle of `on`, its title bar
    and borders inside `free`."""
    corner = on.center() - QPoint(size.width() // 2, (size.height() + FRAME.height()) // 2)
    return inside(QRect(corner, size + FRAME), free)


def inside(window: QRect, free: QRect) -> QPoint:
    """The top left corner that keeps a window in sight; its beginning wins when it is too large."""
    left = min(window.left(), free.right() + 1 - window.width())
    top = min(window.top(), free.bottom() + 1 - window.height())
    return QPoint(max(free.left(), left), max(free.top(), top))


class Scrolled(QWidget):
    """Content whose lists and inner scroll areas shrink before it is scrolled itself."""

    def heightForWidth(self, width: int) -> int:
        """The least height at this width; Qt would take the wished one for it."""
        layout = self.layout()
        if layout is None:
            return -1
        least = layout.totalMinimumHeightForWidth(width)
        return max(least, _unsqueezed(layout, width)) if isinstance(layout, QVBoxLayout) else least


def _unsqueezed(box: QVBoxLayout, width: int) -> int:
    """The height from which each part has its least. Where the wished heights do not fit, Qt cuts
    the largest parts to one height, whatever they need: buttons then lie on the words above."""
    margins = box.contentsMargins()
    inner = width - margins.left() - margins.right()
    found = (box.itemAt(number) for number in range(box.count()))
    parts = [part for part in found if part is not None and not part.isEmpty()]
    high = [part for part in parts if part.hasHeightForWidth()]
    fixed = sum(part.minimumSize().height() for part in parts if part not in high)
    most = max((part.minimumHeightForWidth(inner) for part in high), default=0)
    wanted = sum(min(part.heightForWidth(inner), most) for part in high)
    gaps = box.spacing() * max(0, len(parts) - 1)
    return fixed + wanted + gaps + margins.top() + margins.bottom()


class _HeldHeight(QObject):
    """See hold_height."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The width changed, or what stands in it."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            assert isinstance(watched, QWidget)
            layout = watched.layout()
            if layout is not None and watched.width():
                least = layout.totalMinimumHeightForWidth(watched.width())
                if least != watched.minimumHeight():
                    watched.setMinimumHeight(least)
        return False


def hold_height(part: QWidget) -> None:
    """A part of a splitter or a stack, which ask nobody how high it is at a width: its lines of
    buttons and filters would lie over its list. What holds it scrolls before that."""
    part.installEventFilter(_HeldHeight(part))


class FittingScroll(QScrollArea):
    """Shows its content as large as there is room for, and scrolls where that is not enough.
    `parent` is there from the beginning: the style sheet is applied with the content's size."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)
        content.setObjectName(content.objectName() or "Scrolled")
        self.setWidget(content)
        self._begins = False
        self._first: _FirstKey | None = None
        self._end = QFrame(self)
        self._end.setObjectName("GoesOn")
        self._end.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._end.hide()
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._show_end)
        bar.rangeChanged.connect(self._show_end)

    def sizeHint(self) -> QSize:
        """All of the content."""
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Small: this is what makes room."""
        return QSize(120, 60)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The line lies where the content is cut."""
        super().resizeEvent(event)
        below = self.viewport().geometry()
        self._end.setGeometry(below.left(), below.bottom(), below.width(), 1)

    @Slot()
    def _show_end(self) -> None:
        """Whether there is more below: what is cut there is not broken off."""
        bar = self.verticalScrollBar()
        self._end.setVisible(bar.value() < bar.maximum())

    def begin(self, focused: QWidget | None) -> None:
        """Whoever opens a window reads its heading first. What has the focus at first, and lies
        further down, comes into sight with the first key."""
        self.to_top()
        self._begins = focused is None  # then the window's activation gives it
        self._first = _FirstKey(focused, self) if focused is not None else None

    @Slot(QWidget, QWidget)
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the focus is in sight; Qt does this only for Tab within the content."""
        if now is None or now.window() is not self.window():
            return
        begins, self._begins = self._begins, False
        inside = self.widget().isAncestorOf(now)
        if self._first is not None and self._first.where is not now:
            self._first = None
        if inside and begins:
            self._first = _FirstKey(now, self)
        elif inside and self._first is None:
            self.follow(now)

    def follow(self, now: QWidget) -> None:
        """Bring it into sight."""
        self._first = None
        self.ensureWidgetVisible(now, 8, 8)

    def to_top(self) -> None:
        """The beginning of the content."""
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)

    def page(self, steps: int) -> bool:
        """Scroll by so many windows full; whether there was anywhere to go."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + steps * bar.pageStep())
        return bar.value() != before


class _FirstKey(QObject):
    """Waits where the focus is at first; a filter of the scroll area's own would see everything."""

    def __init__(self, where: QWidget, scroll: FittingScroll) -> None:
        super().__init__(scroll)
        self.where, self._scroll = where, scroll
        where.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody types: then it is seen where."""
        if event.type() == QEvent.Type.KeyPress:
            watched.removeEventFilter(self)
            if self._scroll.widget().isAncestorOf(self.where):
                self._scroll.follow(self.where)
        return False


def height_at(content: QWidget, width: int) -> int:
    """The height that this content wants at this width."""
    layout = content.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return content.sizeHint().height()


def keep_lists_usable(content: QWidget) -> None:
    """No list is squeezed to a line and a half: what holds it scrolls before that."""
    for view in content.findChildren(QAbstractItemView):
        # A drop-down's list lies in a window of its own and has just its rows.
        own = view.window() is not content.window() or isinstance(view, QHeaderView)
        if not own and not view.minimumHeight() and view.maximumHeight() > _LOWEST_LIST:
            view.setMinimumHeight(_LOWEST_LIST)
