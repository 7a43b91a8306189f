"""The frame: navigation on the left, search on top, the chosen page in the middle."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.services.store import Store
from app.ui.dialogs.help_window import help_button
from app.ui.finding import read_ahead
from app.ui.icons import icon, icon_size
from app.ui.navigation import PageSpec, pages_for
from app.ui.pages.page import Page
from app.ui.parts import ToolButton, column, label, row
from app.ui.search_box import SearchBox
from app.ui.theme import LIGHT
from app.ui.workspace import Workspace

NAV_WIDTH = 168
_IDLE_MINUTES = 15
_LONGEST_WAIT = 1_000
"""Milliseconds after which background work begins even if nothing was painted (minimised)."""
_ACTIVITY = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
LEVEL_WORDS = {"county": "县级", "township": "乡镇"}


class MainWindow(QMainWindow):
    """Pages are built on first visit: start-up pays for one page only."""

    first_paint = Signal()
    idle = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setWindowTitle(store.site.name)
        self.resize(1366, 768)
        self.workspace = Workspace(store, self)
        self.workspace.asked_for.connect(self.go)
        self.workspace.runner.hold()
        QTimer.singleShot(_LONGEST_WAIT, self.workspace.runner, self.workspace.runner.release)
        self.specs = {spec.key: spec for spec in pages_for(store.site.level)}
        self.pages: dict[str, Page] = {}
        self.buttons: dict[str, QToolButton] = {}
        self.stack = QStackedWidget()
        self.search = SearchBox(self.workspace)
        self._group = QButtonGroup(self)
        self._painted = False
        self.store_closed = False  # restoring a backup closes it before the window goes
        self._build()
        self._idle_timer = QTimer(self, singleShot=True, interval=_IDLE_MINUTES * 60_000)
        self._idle_timer.timeout.connect(self.idle)
        self._idle_timer.start()
        self.go("dashboard")

    def _build(self) -> None:
        root = QWidget()
        root.setObjectName("Root")
        self.setCentralWidget(root)
        notices = QWidget()
        inside = row(self.workspace.notices)
        inside.setContentsMargins(20, 10, 20, 0)
        notices.setLayout(inside)
        across = QHBoxLayout(root)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._navigation())
        right = column(self._top_bar(), notices, spacing=0)
        right.addWidget(self.stack, 1)
        across.addLayout(right, 1)
        self._hide_empty_notices(notices)

    def _hide_empty_notices(self, holder: QWidget) -> None:
        """The margin around the notice bar goes with it."""
        notices = self.workspace.notices
        notices.shown.connect(holder.setVisible)
        holder.hide()

    def _navigation(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("Nav")
        frame.setFixedWidth(NAV_WIDTH)
        box = QVBoxLayout(frame)
        box.setContentsMargins(10, 14, 10, 12)
        box.setSpacing(3)
        box.addLayout(row(label(" 学籍通", "h2")))
        box.addSpacing(10)
        shown = [spec for spec in self.specs.values() if not spec.hidden]
        for number, spec in enumerate(shown, start=1):
            box.addWidget(self._navigation_button(spec, number))
        box.addStretch(1)
        site = self.workspace.store.site
        box.addWidget(label(f" {site.name}（{LEVEL_WORDS[site.level]}）", "muted", wrap=True))
        box.addWidget(label(f" 使用人：{self.workspace.store.operator}", "muted", wrap=True))
        return frame

    def _navigation_button(self, spec: PageSpec, number: int) -> QToolButton:
        made = ToolButton()
        made.setObjectName(f"nav_{spec.key}")
        made.setText("  " + spec.title)
        made.setIcon(icon(spec.icon, LIGHT.nav_text, LIGHT.accent, size=20, gap=True))
        made.setIconSize(icon_size(20, gap=True))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setCheckable(True)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setAccessibleName(spec.title)
        made.setShortcut(QKeySequence(f"Ctrl+{number}"))
        made.setToolTip(f"{spec.title}（Ctrl+{number}）")
        made.clicked.connect(lambda _checked=False: self._turn_to(spec.key))
        self._group.addButton(made)
        self.buttons[spec.key] = made
        return made

    def _top_bar(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("TopBar")
        box = QHBoxLayout(frame)
        box.setContentsMargins(20, 7, 20, 7)
        box.addWidget(self.search, 1)
        box.addStretch(1)
        box.addWidget(label("请勿录入涉密内容", "muted"))
        box.addWidget(help_button())
        return frame

    def _turn_to(self, key: str) -> None:
        """What was said about one page is not left standing over another."""
        if self.stack.currentWidget() is not self.pages.get(key):
            self.workspace.notices.put_away()
        self.go(key)

    def go(self, key: str, what: object = None) -> None:
        """Show a page; it is built on the first visit."""
        if key not in self.pages:
            page = self.specs[key].build(self.workspace)
            self.pages[key] = page
            self.stack.addWidget(page)
        page = self.pages[key]
        self.stack.setCurrentWidget(page)
        button = self.buttons.get("classes" if key == "class_room" else key)
        if button is not None:
            button.setChecked(True)
        if what is not None:  # last: it may open a dialog that leads to yet another page
            page.show_what(what)

    @property
    def page(self) -> QWidget:
        """The page in sight."""
        return self.stack.currentWidget()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Any key or click starts the idle time anew."""
        if event.type() in _ACTIVITY:
            self._idle_timer.start()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the window is there, for measuring."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """The window is there: now what it shows is worked out, and idle time is counted."""
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.workspace.runner.release()
        self._read_ahead()
        self.first_paint.emit()

    def _read_ahead(self) -> None:
        """A large county's people, before somebody types or goes to a list of them."""
        store = self.workspace.store
        job = self.workspace.runner.start(lambda _progress: read_ahead(store))
        job.crashed.connect(self.workspace.crashed)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs, then go."""
        self.workspace.runner.stop_all()
        event.accept()
