"""待录考勤: the half-days that are over, as high as its rows, scrolled when many."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.data.queries.waiting import WaitingSession
from app.ui.as_typed import as_typed
from app.ui.giving_link import GivingLink
from app.ui.parts import clear, label, link
from app.ui.portions import Portions
from app.ui.theme import row_height

_MOST = 60  # beyond that the list of classes is the better place
_LEAST_ROWS = 3


class WaitingCard(QFrame):
    """Takes the room its rows need and no more; `chosen` carries the half-day to be entered."""

    chosen = Signal(object)
    all_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("待录考勤")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.heading = label("待录考勤", "h2")
        inside = QWidget()
        inside.setObjectName("Scrolled")
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(0, 0, 8, 0)
        self.grid.setHorizontalSpacing(10)
        self.grid.setVerticalSpacing(0)
        self.grid.setColumnStretch(1, 1)
        self.rows = _AsHighAsItsRows(inside)
        self._portions = Portions(self.rows, self.grid)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 8, 12)
        box.setSpacing(6)
        box.addWidget(self.heading)
        box.addWidget(self.rows)
        self.rows.needed.connect(self._bound)

    def show_waiting(self, waiting: Sequence[WaitingSession], *, any_class: bool) -> None:
        """Show these, the oldest first; with none say why."""
        self._portions.stop()
        clear(self.grid)
        self.heading.setText(f"待录考勤　{len(waiting)} 个半天" if waiting else "待录考勤")
        shown = waiting[:_MOST]
        self._portions.make(len(shown), lambda line: self._add(shown[line], line))
        if len(waiting) > _MOST:
            more = f"还有 {len(waiting) - _MOST} 个半天，到“办班”里看"
            self.grid.addWidget(link(more, self.all_asked.emit, name="all_waiting"), _MOST, 0, 1, 3)
        if not waiting:
            nothing = "都录完了。" if any_class else "今年还没有办班。"
            self.grid.addWidget(label(nothing, "muted"), 0, 0, 1, 3)

    def _bound(self) -> None:
        """Not higher than all rows."""
        self.rows.updateGeometry()
        besides = self.minimumSizeHint().height() - self.rows.minimumSizeHint().height()
        self.setMaximumHeight(besides + self.rows.whole() + 2)  # and its own edge

    def _add(self, session: WaitingSession, line: int) -> None:
        made = GivingLink(session.class_name, lambda: self.chosen.emit(session), name="waiting")
        said = f"{session.day} {session.slot}　{session.class_name}　{session.unmarked} 人"
        made.button.setAccessibleName(said)
        made.button.setToolTip(as_typed(said))
        self.grid.addWidget(label(f"{session.day} {session.slot}", "muted"), line, 0)
        self.grid.addWidget(made, line, 1)
        left = label(f"{session.unmarked} 人")
        self.grid.addWidget(left, line, 2, Qt.AlignmentFlag.AlignRight)
        self.grid.setRowMinimumHeight(line, row_height())


class _AsHighAsItsRows(QScrollArea):
    """Asks for a few rows and takes up to all: a page scrolls when its wishes are too high."""

    needed = Signal()

    def __init__(self, inside: QWidget) -> None:
        super().__init__(widgetResizable=True)
        self.setWidget(inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        return QSize(240, min(self.whole(), _LEAST_ROWS * row_height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest:  # other rows, or rows that grew
            self.needed.emit()
        return done

    def whole(self) -> int:
        """The height of all rows."""
        return self.widget().minimumSizeHint().height() + 2 * self.frameWidth()
