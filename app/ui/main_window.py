"""The frame: navigation on the left, search on top, the chosen page in the middle."""

from PySide6.QtCore import QByteArray, QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from app.services.store import Store
from app.ui import first_day
from app.ui.arriving import Arriving
from app.ui.dialogs.help_window import help_button
from app.ui.finding import read_ahead
from app.ui.fitting import FittingScroll, free_room, inside, keep_lists_usable, largest
from app.ui.navigation import PageSpec, load_pages, load_services, pages_for
from app.ui.notice_bar import NoticeStrip
from app.ui.page_keys import OVERVIEW, give_keys, say_keys
from app.ui.pages.page import Page
from app.ui.parts import column, label
from app.ui.remembered import keep, recall
from app.ui.search_box import SearchBox
from app.ui.side_bar import SideBar
from app.ui.tab_order import to_next
from app.ui.workspace import Workspace

_USUAL, _SMALLEST = QSize(1366, 768), QSize(420, 260)
_PLACE = "window/place"
_IDLE_MINUTES = 15
_LONGEST_WAIT = 1_000
"""Milliseconds after which background work begins even if nothing was painted (minimised)."""
LEVEL_WORDS = {"county": "县级", "township": "乡镇"}


class MainWindow(QMainWindow):
    """Pages are built on first visit: start-up pays for one page only."""

    first_paint = Signal()
    idle = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setWindowTitle(store.site.name)
        self.setMinimumSize(_SMALLEST)
        self.resize(_USUAL.boundedTo(largest(self)))
        self.workspace = Workspace(store, self)
        self.workspace.asked_for.connect(self.go)
        self.workspace.data_changed.connect(self._renew_side_bar)
        self.workspace.runner.hold()
        QTimer.singleShot(_LONGEST_WAIT, self.workspace.runner, self.workspace.runner.release)
        self.specs = {spec.key: spec for spec in pages_for(store.site.level)}
        self.pages: dict[str, Page] = {}
        self._holders: dict[str, FittingScroll] = {}
        self._key = ""
        self.stack = QStackedWidget()
        self.search = SearchBox(self.workspace)
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
        across = QHBoxLayout(root)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._side_bar())
        self._across = across
        right = column(self._top_bar(), spacing=0)
        right.addWidget(self.stack, 1)
        right.addWidget(NoticeStrip(self.workspace.notices))
        across.addLayout(right, 1)
        QShortcut(QKeySequence(OVERVIEW), self, self._show_keys)

    def _show_keys(self) -> None:
        from app.ui.dialogs.keys_dialog import KeysDialog  # no start waits for it

        titles = {key: spec.title for key, spec in self.specs.items()}
        KeysDialog(titles, self._key, self).exec()

    def _listed(self) -> list[PageSpec]:
        """The pages of the navigation: those that this site uses."""
        store = self.workspace.store
        return [spec for spec in self.specs.values() if not spec.hidden and spec.kept(store)]

    def _renew_side_bar(self) -> None:
        """A page came or went with what this site keeps."""
        if self.store_closed or [spec.key for spec in self._listed()] == list(self.buttons):
            return
        former = self.side_bar
        self._across.replaceWidget(former, self._side_bar())
        former.hide()
        former.deleteLater()
        self.side_bar.fit(self.width())
        button = self.buttons.get(self._key)
        if button is not None:
            button.setChecked(True)

    def _side_bar(self) -> SideBar:
        shown = self._listed()
        self.side_bar = SideBar(shown, self._turn_to)
        self.buttons = self.side_bar.buttons
        site = self.workspace.store.site
        self.side_bar.add_note(f"{site.name}（{LEVEL_WORDS[site.level]}）")
        self.side_bar.add_note(f"使用人：{self.workspace.store.operator}")
        return self.side_bar

    def _top_bar(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("TopBar")
        box = QHBoxLayout(frame)
        box.setContentsMargins(20, 7, 20, 7)
        box.addWidget(self.search, 3)  # what can be searched for is read whole at 125 % too
        box.addStretch(1)
        box.addWidget(label("请勿录入涉密内容", "muted"))
        box.addWidget(help_button())
        return frame

    def _turn_to(self, key: str) -> None:
        """What was said about one page is not left standing over another."""
        if key != self._key:
            self.workspace.notices.put_away()
        self.go(key)

    def go(self, key: str, what: object = None) -> None:
        """Show a page; it is built on the first visit."""
        if key not in self.pages:
            page = self.specs[key].build(self.workspace)
            give_keys(page, key)
            keep_lists_usable(page)
            page.part_made.connect(lambda part: say_keys(part, key))
            page.part_made.connect(keep_lists_usable)
            self.pages[key] = page
            self._holders[key] = FittingScroll(page, self.stack)
            self.stack.addWidget(self._holders[key])
        page = self.pages[key]
        if key != self._key or what is not None:
            self._holders[key].to_top()
        self._key = key
        self.stack.setCurrentWidget(self._holders[key])
        button = self.buttons.get("classes" if key == "class_room" else key)
        if button is not None:
            button.setChecked(True)
        if what is not None:  # last: it may open a dialog that leads to yet another page
            page.show_what(what)

    @property
    def page(self) -> QWidget:
        """The page in sight."""
        return self.pages[self._key]

    def show_remembered(self) -> None:
        """Where and as large as it was; on a screen that has become smaller, as large as fits."""
        kept = recall(_PLACE, QByteArray())
        restored = not kept.isEmpty() and self.restoreGeometry(kept)
        if restored and not self.isMaximized():
            self.resize(self.size().boundedTo(largest(self)))
            self.move(inside(self.frameGeometry(), free_room(self)))
        fits = _USUAL.boundedTo(largest(self)) == _USUAL
        self.show() if restored or fits else self.showMaximized()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives the navigation's room to the page."""
        super().resizeEvent(event)
        self.side_bar.fit(event.size().width())

    def show_first_day(self) -> None:
        """The steps of the first day stand on the 工作台 again; the help asks for it."""
        first_day.choose(self.workspace.store, "shown")
        self.go("dashboard")
        self.pages["dashboard"].reload()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes where people read next."""
        return to_next(self, forward=forward)

    def _is_used(self, _event: QEvent) -> bool:
        """Any key or click starts the idle time anew."""
        self._idle_timer.start()
        return False

    def wait_again(self) -> None:
        """It could not be locked now; another idle time from here on."""
        self._idle_timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the window is there, for measuring."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """The window is there: now what it shows is worked out, and idle time is counted."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # it has just painted
        Arriving(application, self._is_used, self)
        self.workspace.runner.release()
        self.first_paint.emit()
        self._read_ahead()

    def _read_ahead(self) -> None:
        """The pages, and a large county's people, before somebody goes to them or types."""
        store = self.workspace.store
        runner = self.workspace.runner
        people = runner.start(lambda _progress: read_ahead(store))
        services = runner.start(lambda _progress: load_services())
        services.succeeded.connect(lambda _outcome: load_pages(self))
        for job in (people, services):
            job.crashed.connect(self.workspace.crashed)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs, then go."""
        keep(_PLACE, self.saveGeometry())
        self.workspace.runner.stop_all()
        event.accept()
