"""A field for a date as people type it: 11.27 shows at once which day that is, and becomes it."""

import datetime

from PySide6.QtCore import QDate, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame

from app.domain.typed_date import TypedDate, typed_date, typed_day, weekday
from app.ui.as_typed import as_typed
from app.ui.forms.calendar import CalendarPopup
from app.ui.icons import field_icon
from app.ui.theme import LIGHT

_GAP = 8
_ISO, _FIRST = "yyyy-MM-dd", "0001-01-01"
_ICON = 26
_DAY = len("2026-11-27")


class DateLine(QLineEdit):
    """Any precision; `settled` when a date was typed and the field was left. What is meant stands
    behind what is typed, so that nothing is added unseen."""

    settled = Signal()

    def __init__(self, *, may_add_year: bool = True) -> None:
        super().__init__()
        self._may_add_year = may_add_year
        self._said = self._hint = ""
        self.editingFinished.connect(self._tidy)
        self.textChanged.connect(self._describe)
        self._calendar: CalendarPopup | None = None
        opens = self.addAction(field_icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        opens.setToolTip("打开日历（Alt+↓）")
        opens.triggered.connect(self.open_calendar)
        within = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence("Alt+Down"), self, self.open_calendar, context=within)

    def day(self) -> QDate:
        """The typed day; of a year or month its first, an invalid QDate while it is none."""
        known = self.understood().value
        if not known:  # else the year 1 would be its first day
            return QDate()
        return QDate.fromString(known + _FIRST[len(known) :], _ISO)

    def open_calendar(self) -> None:
        """Show the month below the field."""
        if self._calendar is None:
            self._calendar = CalendarPopup(self)
            self._calendar.calendar.picked.connect(self._pick)
        self._calendar.show_below(self.day())

    def _pick(self, day: QDate) -> None:
        self.setText(day.toString(_ISO))
        self.setFocus()
        self.settled.emit()

    def understood(self) -> TypedDate:
        """What the text means, and what was added to it."""
        return typed_date(self.text(), datetime.date.today(), may_add_year=self._may_add_year)

    def value(self) -> str | None:
        """The date as it is stored; the text itself while it is none, to be refused in words."""
        return self.understood().value or self.text().strip() or None

    def _tidy(self) -> None:
        found = self.understood()
        if found.value and found.value != self.text():
            self.setText(found.value)
        self.settled.emit()

    def _describe(self, text: str) -> None:
        if self.toolTip() != self._said:
            self._hint = self.toolTip()  # what the form says of the field
        self._said = (self._meant(text, self.understood()) if text.strip() else "") or self._hint
        self.setToolTip(as_typed(self._said))

    def _meant(self, text: str, found: TypedDate) -> str:
        """What stands behind the typed text: the whole date, or what is missing."""
        parts = [found.value] if found.value and found.value != text.strip() else []
        if len(found.value) == _DAY:
            parts.append(weekday(found.value))
        if found.note:
            parts.append(f"（{found.note}）")
        said = " ".join(parts)
        added = bool(found.value) and found.value != text.strip()
        return f"= {said}" if added else said

    def paintEvent(self, event: QPaintEvent) -> None:
        """Behind the text, in the colour of hints."""
        super().paintEvent(event)
        text = self.text()
        said = self._meant(text, self.understood()) if text.strip() else ""
        if not said:
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        metrics = self.fontMetrics()
        left = box.left() + 2 + metrics.horizontalAdvance(text) + _GAP
        free = QRect(left, box.top(), box.right() - _ICON - left, box.height())
        if free.width() < metrics.horizontalAdvance("2026…"):
            return  # the tool tip says it too
        painter = QPainter(self)
        painter.setPen(QColor(LIGHT.muted if self.isEnabled() else LIGHT.off))
        fitting = metrics.elidedText(said, Qt.TextElideMode.ElideRight, free.width())
        painter.drawText(free, Qt.AlignmentFlag.AlignVCenter, fitting)
        painter.end()


class WholeDayLine(DateLine):
    """A whole day; it cannot come before `after`, when something says that."""

    def __init__(self) -> None:
        super().__init__()
        self.after = ""

    def understood(self) -> TypedDate:
        """The day, and what was added."""
        return typed_day(self.text(), datetime.date.today(), self.after)
