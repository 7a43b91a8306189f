"""The one calendar: 2026年11月, weeks from Monday, a jump by month or year, today at a click."""

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLabel, QTableView, QVBoxLayout, QWidget

from app.ui.as_typed import as_typed
from app.ui.icons import icon, icon_size
from app.ui.parts import ToolButton, button, row
from app.ui.theme import LIGHT, row_height

_WEEKS = 6
_MONTHS_OF_A_YEAR = 12


class Calendar(QWidget):
    """Arrows walk by day, 上页 and 下页 by month, with Ctrl by year; `picked` carries the day."""

    picked = Signal(QDate)

    def __init__(self) -> None:
        super().__init__()
        self.month = _Month()
        self.month.clicked.connect(self.picked)
        self.month.activated.connect(self.picked)
        self.month.currentPageChanged.connect(lambda _year, _month: self._say())
        self.title = QLabel()
        self.title.setProperty("role", "h2")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = row(
            self._step("chevrons-left", "上一年（Ctrl+PageUp）", -_MONTHS_OF_A_YEAR),
            self._step("chevron-left", "上个月（PageUp）", -1),
            self.title,
            self._step("chevron-right", "下个月（PageDown）", 1),
            self._step("chevrons-right", "下一年（Ctrl+PageDown）", _MONTHS_OF_A_YEAR),
            spacing=2,
        )
        bar.setStretch(2, 1)
        self.today = button("今天", self._pick_today, name="calendar_today")
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 6, 8, 8)
        box.setSpacing(6)
        box.addLayout(bar)
        box.addWidget(self.month)
        box.addLayout(row(None, self.today))
        self.month.installEventFilter(self)
        self.month.grid.installEventFilter(self)
        self._say()

    def show_day(self, day: QDate) -> None:
        """The month of this day, else of today."""
        self.month.setSelectedDate(day if day.isValid() else QDate.currentDate())
        self.month.grid.setFocus()
        self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl with 上页 or 下页 turns a whole year."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            turns = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
            turn = turns.get(Qt.Key(event.key()), 0)
            if turn and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                day = self.month.selectedDate().addYears(turn)
                self.month.setSelectedDate(day)
                return True
        return super().eventFilter(watched, event)

    def _step(self, icon_name: str, words: str, months: int) -> ToolButton:
        made = ToolButton()
        made.setProperty("flat", True)
        made.setIcon(icon(icon_name))
        made.setIconSize(icon_size())
        made.setToolTip(as_typed(words))
        made.setAccessibleName(words.split("（", maxsplit=1)[0])
        made.setAutoRepeat(True)
        made.clicked.connect(lambda _checked=False: self._turn(months))
        return made

    def _turn(self, months: int) -> None:
        shown = QDate(self.month.yearShown(), self.month.monthShown(), 1).addMonths(months)
        self.month.setCurrentPage(shown.year(), shown.month())

    def _pick_today(self) -> None:
        self.picked.emit(QDate.currentDate())

    def _say(self) -> None:
        self.title.setText(f"{self.month.yearShown()}年{self.month.monthShown()}月")


class CalendarPopup(QFrame):
    """The calendar below a field, gone when a day was picked."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setProperty("popup", True)
        self._field = field
        self.calendar = Calendar()
        self.calendar.picked.connect(lambda _day: self.close())
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.calendar)

    def show_below(self, day: QDate) -> None:
        """Below the field, above it where the screen ends."""
        self.adjustSize()
        field, free = self._field, self._field.screen().availableGeometry()
        place = field.mapToGlobal(QPoint(0, field.height()))
        if place.y() + self.height() > free.bottom():
            place.setY(max(free.top(), place.y() - field.height() - self.height()))
        place.setX(max(free.left(), min(place.x(), free.right() - self.width())))
        self.move(place)
        self.show()
        self.calendar.show_day(day)


class _Month(QCalendarWidget):
    """The days of one month, without the stock bar above them."""

    def __init__(self) -> None:
        super().__init__()
        self.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.setAccessibleName("日历")
        self.setNavigationBarVisible(False)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        # 周六 needs more room than a day has; 六 is whole at every size.
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._colour_heads()
        self.grid = next(iter(self.findChildren(QTableView)))
        self.grid.setAccessibleName("日历")
        heads = self.grid.horizontalHeader()
        heads.setMinimumSectionSize(1)  # else the style's own minimum pushes 周一 out of sight
        self.grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = row_height()
        self.setFixedSize(7 * (side + 6), (_WEEKS + 1) * side)

    def _colour_heads(self) -> None:
        heads = QTextCharFormat()
        heads.setForeground(QColor(LIGHT.muted))
        heads.setBackground(QColor(LIGHT.surface))
        self.setHeaderTextFormat(heads)
        days, weekend = QTextCharFormat(), QTextCharFormat()
        days.setForeground(QColor(LIGHT.text))
        weekend.setForeground(QColor(LIGHT.bad))
        for number in range(Qt.DayOfWeek.Monday.value, Qt.DayOfWeek.Sunday.value + 1):
            free = number >= Qt.DayOfWeek.Saturday.value
            self.setWeekdayTextFormat(Qt.DayOfWeek(number), weekend if free else days)

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate) -> None:
        """The chosen day filled, today in a ring, the other months pale."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(rect.width(), rect.height()) - 4
        place = QRect(0, 0, side, side)
        place.moveCenter(rect.center())
        colour = LIGHT.bad if day.dayOfWeek() >= Qt.DayOfWeek.Saturday.value else LIGHT.text
        if day.month() != self.monthShown():
            colour = LIGHT.off
        if day == self.selectedDate():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(LIGHT.accent))
            painter.drawEllipse(place)
            colour = LIGHT.on_accent
        elif day == QDate.currentDate():
            painter.setPen(QPen(QColor(LIGHT.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place.adjusted(1, 1, -1, -1))
        painter.setPen(QColor(colour))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(day.day()))
        painter.restore()
