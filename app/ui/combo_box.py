"""The one drop-down: every entry whole, as wide as its longest words, deaf to a passing wheel."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QStyledItemDelegate, QWidget

from app.ui.as_typed import as_typed
from app.ui.theme import row_height

MOST_ROWS = 12


class ComboBox(QComboBox):
    """A list of at most twelve rows drops down; more are reached by its scroll bar or by typing."""

    def __init__(self, parent: QWidget | None = None, *, editable: bool = False) -> None:
        super().__init__(parent, editable=editable)
        self.setMaxVisibleItems(MOST_ROWS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The stock delegate of a combo box does not know the row height of the style sheet.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.currentTextChanged.connect(lambda words: self.setToolTip(as_typed(words)))

    def showPopup(self) -> None:
        """Room for whole rows, and for the longest words while the screen has it."""
        super().showPopup()
        popup, view = self.view().window(), self.view()
        rows = min(self.count(), self.maxVisibleItems())
        free = self.screen().availableGeometry()
        edge = 2 * view.frameWidth()
        height = rows * row_height() + edge
        longest = view.sizeHintForColumn(0) + edge
        if self.count() > rows:
            longest += view.verticalScrollBar().sizeHint().width()
        width = min(max(self.width(), longest), free.width())
        below = self.mapToGlobal(self.rect().bottomLeft())
        top = below.y() + 1
        if top + height > free.bottom():
            above = below.y() - self.height() - height
            top = max(free.top(), above)
        left = min(below.x(), free.right() - width + 1)
        popup.setGeometry(max(left, free.left()), top, width, min(height, free.height()))
        view.scrollTo(view.currentIndex())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only after it was chosen: a form that is scrolled changes nothing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def dressed(completer: QCompleter) -> QCompleter:
    """What an input line offers below itself looks like what a drop-down lists."""
    completer.setMaxVisibleItems(MOST_ROWS)
    popup = completer.popup()
    popup.setItemDelegate(QStyledItemDelegate(popup))
    popup.ensurePolished()
    popup.installEventFilter(_LetsThrough(popup))
    return completer


class _LetsThrough(QObject):
    """Nobody asked for what is offered while typing: a click beside it is meant for what lies
    there, where the stock completer would only close its list and lose the click."""

    def __init__(self, popup: QWidget) -> None:
        super().__init__(popup)
        self._popup = popup

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the list, then press what is below the pointer."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonPress
            and not self._popup.rect().contains(event.position().toPoint())
        ):
            self._popup.hide()
            _press(event)
            return True
        return super().eventFilter(watched, event)


def _press(event: QMouseEvent) -> None:
    where = event.globalPosition()
    meant = QApplication.widgetAt(where.toPoint())
    if meant is None:
        return
    if meant.isEnabled() and meant.focusPolicy() & Qt.FocusPolicy.ClickFocus:
        meant.setFocus(Qt.FocusReason.MouseFocusReason)
    here, kind, which = meant.mapFromGlobal(where), event.type(), event.button()
    again = QMouseEvent(kind, here, where, which, event.buttons(), event.modifiers())
    QApplication.sendEvent(meant, again)
