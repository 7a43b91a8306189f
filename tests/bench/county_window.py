"""How long the window's own thread stands still on a large store, in a process of its own."""

import os
import time
from typing import Any

from app.domain.declarations import entity_named
from app.services.exchange.other_process import OpenedStore
from tests.bench.apart import Taken, again

QUIET = 1.5
"""Seconds without work behind the window after which a page has settled."""
LONGEST = 60
SCREEN = (1366, 768)
SETTLED = 250  # milliseconds
TYPED = ("w", "wx", "wxm", "王", "王小", "王小明", "138", "1381", "0415", "zhang", "zhangw", "lij")


class Beats:
    """Beats on the window's thread and keeps the longest time that one had to wait: of the
    processor, so that what else goes on in the machine does not count."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._last = time.thread_time()
        self.worst = 0.0
        self._timer = QTimer(interval=1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        """Beat no more: that costs something too."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.thread_time()
        self.worst = max(self.worst, now - self._last)
        self._last = now

    def during(self, runner: Any) -> float:
        """The worst until nothing more is done behind the window."""
        from PySide6.QtCore import QEventLoop

        loop = QEventLoop()
        begun = quiet = time.perf_counter()
        while time.perf_counter() - quiet < QUIET and time.perf_counter() - begun < LONGEST:
            loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if runner.busy:
                quiet = time.perf_counter()
        self._beat()
        worst, self.worst = self.worst, 0.0
        return worst


def _window(store: Any) -> tuple[Any, float]:
    """The window, and the seconds until it stood there."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_LOGGING_RULES"] = "*.warning=false"  # what a plugin without a screen cannot do
    from app.ui.main_window import MainWindow
    from app.ui.start import load_ahead, make_application

    make_application()
    load_ahead().join()
    _after_the_password()
    start = time.thread_time()
    window = MainWindow(store)
    window.resize(*SCREEN)  # the screenless screen is smaller than anybody's, and paints less
    window.show()
    return window, time.thread_time() - start


def _after_the_password() -> None:
    """Its window comes first and pays for what Qt makes ready once; on its own it is measured by
    `start`."""
    from PySide6.QtCore import QCoreApplication

    from app.ui.dialogs.unlock_dialog import UnlockDialog

    def never(_who: str, _password: str) -> Any:
        raise RuntimeError("nobody types here")

    dialog = UnlockDialog("打开学籍通", ["王干事"], never)
    dialog.show()
    QCoreApplication.processEvents()
    dialog.close()
    dialog.deleteLater()


def visit(taken: Taken, where: OpenedStore) -> None:
    """Every page once, then one write in sight of each."""
    pauses: dict[str, float] = {}
    with again(where) as store:
        window, built = _window(store)
        beats, runner = Beats(), window.workspace.runner
        pauses["the window itself"] = max(built, beats.during(runner))
        titles = {key: spec.title for key, spec in window.specs.items() if not spec.hidden}
        for key, title in titles.items():
            window.go(key)
            pauses[f"going to {title}"] = beats.during(runner)
        held = "SELECT uid FROM training_class WHERE state = '在办' ORDER BY id LIMIT 1"
        some_class = store.database.read().execute(held).fetchone()[0]
        _show_class(window, some_class)
        pauses["going to a class"] = beats.during(runner)
        member = store.database.read().execute("SELECT uid FROM member LIMIT 1").fetchone()[0]
        for turn, (key, title) in enumerate(titles.items()):
            window.go(key)
            beats.during(runner)
            with store.change("写入") as change:
                phone = {"phone": f"1391234{turn:04d}"}
                change.update(entity_named("member"), member, phone)
            beats._beat()
            beats.worst = 0.0
            window.workspace.changed()
            pauses[f"after one write on {title}"] = beats.during(runner)
        taken.found["pauses"] = pauses
        window.close()


def _show_class(window: Any, uid: bytes) -> None:
    from app.ui.finding import ShowClass

    window.go("class_room", ShowClass(uid, "考勤", None))


def keystrokes(taken: Taken, where: OpenedStore) -> None:
    """What one keystroke costs in the list of 党员 and in the search for everything."""
    from PySide6.QtWidgets import QLineEdit

    typed: dict[str, float] = {}
    with again(where) as store:
        window, _built = _window(store)
        beats, runner = Beats(), window.workspace.runner
        window.go("members")
        beats.during(runner)
        beats.stop()
        box = next(b for b in window.page.findChildren(QLineEdit) if b.placeholderText())
        for what, field in (
            ("党员", box),
            ("Ctrl+K", window.findChild(QLineEdit, "global_search")),
        ):
            taken_by: list[float] = []
            waiting = min(_settled() for _ in range(5))
            for text in TYPED * 3:
                field.setText(text)
                start = time.thread_time()
                field.textEdited.emit(text)
                _settle()
                taken_by.append(time.thread_time() - start - waiting)
            typed[what] = sorted(taken_by)[int(len(taken_by) * 0.95)]
        taken.found["typed"] = typed
        window.close()


def _settled() -> float:
    """What waiting itself costs, with nothing typed."""
    start = time.thread_time()
    _settle()
    return time.thread_time() - start


def _settle() -> None:
    """Longer than any pause that typing waits for; nobody looks meanwhile whether it is over."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(SETTLED, loop.quit)
    loop.exec()
