"""A day typed as people type it (11.27, 1127, 明天), or picked from a calendar that pops up."""

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from app.ui.forms.calendar import Calendar
from app.ui.forms.date_line import WholeDayLine
from app.ui.icons import field_icon

_ISO = "yyyy-MM-dd"


class DayEdit(WholeDayLine):
    """Alt+Down or the small calendar opens the month."""

    def __init__(self) -> None:
        super().__init__()
        self._calendar: _CalendarPopup | None = None
        self.setPlaceholderText("如 11.27")
        picture = field_icon("calendar")
        action = self.addAction(picture, QLineEdit.ActionPosition.TrailingPosition)
        action.setToolTip("打开日历（Alt+↓）")
        action.triggered.connect(self.open_calendar)
        QShortcut(
            QKeySequence("Alt+Down"),
            self,
            self.open_calendar,
            context=Qt.ShortcutContext.WidgetShortcut,
        )

    def day(self) -> QDate:
        """The typed day; an invalid QDate while it is none."""
        return QDate.fromString(self.understood().value, _ISO)

    def open_calendar(self) -> None:
        """Show the month below the field."""
        if self._calendar is None:
            self._calendar = _CalendarPopup(self)
        self._calendar.show_below()


class _CalendarPopup(QFrame):
    def __init__(self, edit: DayEdit) -> None:
        super().__init__(edit, Qt.WindowType.Popup)
        self.setProperty("popup", True)
        self._edit = edit
        self.calendar = Calendar()
        self.calendar.picked.connect(self._pick)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.calendar)

    def show_below(self) -> None:
        """Below the field, above it where the screen ends."""
        self.adjustSize()
        free = self._edit.screen().availableGeometry()
        place = self._edit.mapToGlobal(QPoint(0, self._edit.height()))
        if place.y() + self.height() > free.bottom():
            place.setY(max(free.top(), place.y() - self._edit.height() - self.height()))
        place.setX(max(free.left(), min(place.x(), free.right() - self.width())))
        self.move(place)
        self.show()
        self.calendar.show_day(self._edit.day())

    def _pick(self, day: QDate) -> None:
        self._edit.setText(day.toString(_ISO))
        self._edit.setFocus()
        self._edit.settled.emit()
        self.close()
