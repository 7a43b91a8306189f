"""A day typed as 2026-11-20 (or 20261120), or picked from a calendar that pops up."""

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.theme import LIGHT

_ISO = "yyyy-MM-dd"
_SHAPES = (_ISO, "yyyyMMdd", "yyyy-M-d", "yyyy.M.d", "yyyy/M/d", "yyyy年M月d日")


class DayEdit(QLineEdit):
    """Alt+Down or the small calendar opens the month."""

    def __init__(self) -> None:
        super().__init__()
        self._calendar: _CalendarPopup | None = None
        self.setPlaceholderText("如 2026-11-20")
        picture = icon("calendar", LIGHT.muted)
        action = self.addAction(picture, QLineEdit.ActionPosition.TrailingPosition)
        action.setToolTip("打开日历（Alt+↓）")
        action.triggered.connect(self.open_calendar)
        QShortcut(
            QKeySequence("Alt+Down"),
            self,
            self.open_calendar,
            context=Qt.ShortcutContext.WidgetShortcut,
        )
        self.editingFinished.connect(self._tidy)

    def day(self) -> QDate:
        """The typed day; an invalid QDate while it is none."""
        found = (QDate.fromString(self.text().strip(), shape) for shape in _SHAPES)
        return next((day for day in found if day.isValid()), QDate())

    def open_calendar(self) -> None:
        """Show the month below the field."""
        if self._calendar is None:
            self._calendar = _CalendarPopup(self)
        self._calendar.show_below()

    def _tidy(self) -> None:
        day = self.day()
        if day.isValid():
            self.setText(day.toString(_ISO))


class _CalendarPopup(QWidget):
    def __init__(self, edit: DayEdit) -> None:
        super().__init__(edit, Qt.WindowType.Popup)
        self._edit = edit
        month = QCalendarWidget()
        month.setAccessibleName("日历")
        month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        month.clicked.connect(self._pick)
        month.activated.connect(self._pick)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(month)
        self._month = month

    def show_below(self) -> None:
        day = self._edit.day()
        self._month.setSelectedDate(day if day.isValid() else QDate.currentDate())
        self.move(self._edit.mapToGlobal(QPoint(0, self._edit.height())))
        self.show()
        self._month.setFocus()

    def _pick(self, day: QDate) -> None:
        self._edit.setText(day.toString(_ISO))
        self._edit.setFocus()
        self.close()
