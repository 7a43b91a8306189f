"""The longest pause of the event loop while the window scrolls at 50 frames a second.

A 5,000-row roster is planned and imported, a 300-person class is printed, a package is received:
each as the window does it (design §9, at most 50 ms).
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

Row = tuple[str, float, str, float, str]

FRAME = 0.020
LIMIT = 0.050
PEOPLE = 5_000
CLASS = 300
SETTLE = 500
"""Milliseconds of scrolling before the work begins."""
LONGEST = 120
"""Seconds after which a piece of work counts as hung."""


class Scrolling:
    """Scrolls a table fifty times a second and keeps the longest time between two frames."""

    def __init__(self, table: Any) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._bar = table.verticalScrollBar()
        self._step = 1
        self._last = 0.0
        self.worst = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(int(FRAME * 1000))
        self._timer.timeout.connect(self._frame)

    def during(self, start: Callable[[Callable[[Any], None]], object]) -> Any:
        """Scroll until the work calls back; returns its result."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, result = QEventLoop(), []

        def done(outcome: Any) -> None:
            result.append(outcome)
            loop.quit()

        self._timer.start()
        QTimer.singleShot(SETTLE, loop.quit)  # the first frames of a page are not the work's
        loop.exec()
        self.worst, self._last = 0.0, 0.0
        start(done)
        QTimer.singleShot(LONGEST * 1000, loop.quit)
        loop.exec()
        self._timer.stop()
        if not result:
            raise RuntimeError("the work was refused, crashed, or never ended")
        return result[0]

    def _frame(self) -> None:
        now = time.perf_counter()
        if self._last:
            self.worst = max(self.worst, now - self._last - FRAME)
        self._last = now
        if not 0 < self._bar.value() + self._step * 3 < self._bar.maximum():
            self._step = -self._step
        self._bar.setValue(self._bar.value() + self._step * 3)


def rows() -> list[Row]:
    """One row per kind of work: the worst pause beside the limit."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XUEJI_HOME"] = folder
        return _measured(Path(folder))


def _measured(folder: Path) -> list[Row]:
    from app.services.exchange.other_process import opened, receive_package
    from app.services.rosters import import_roster, plan_roster_import, read_roster_file
    from app.ui.main_window import MainWindow
    from app.ui.start import load_ahead, make_application
    from tests.bench.roster import write_large_roster
    from tests.builders import make_pair, package_file

    app = make_application()
    load_ahead().join()
    pair = make_pair(folder)
    window = MainWindow(pair.township)
    window.show()
    space = window.workspace
    found: list[Row] = []
    roster = write_large_roster(folder / "花名册.xlsx", PEOPLE)
    store = pair.township
    scrolling = Scrolling(_table(window))
    read = scrolling.during(
        lambda done: space.run("读取", lambda p: read_roster_file(roster, progress=p), done)
    )
    found.append(_row(f"reading a roster of {PEOPLE:,}", scrolling.worst))
    plan = scrolling.during(
        lambda done: space.run(
            "核对",
            lambda p: plan_roster_import(store, read, create_organizations=True, progress=p),
            done,
        )
    )
    found.append(_row(f"planning a roster of {PEOPLE:,}", scrolling.worst))
    scrolling.during(
        lambda done: space.run("导入", lambda p: import_roster(store, plan, p), done, writes=True)
    )
    found.append(_row(f"importing a roster of {PEOPLE:,}", scrolling.worst))
    found.append(_printing(window, store, folder))
    sent = package_file(store, pair.county, folder)
    county = MainWindow(pair.county)
    county.show()
    scrolling = Scrolling(_table(county))
    scrolling.during(
        lambda done: county.workspace.run_process(
            "接收", receive_package, done, writes=True, where=opened(pair.county), path=sent
        )
    )
    found.append(_row(f"receiving {PEOPLE:,} people", scrolling.worst))
    for each in (window, county):
        each.close()
    app.processEvents()
    return found


def _table(window: Any) -> Any:
    from PySide6.QtWidgets import QTableView

    window.workspace.open("members")
    return window.pages["members"].findChild(QTableView)


def _printing(window: Any, store: Any, folder: Path) -> Row:
    from app.data.queries.members import MemberFilter, member_ids, uids_of
    from app.services.documents import prepare_document
    from app.services.papers.selection import Selection
    from app.ui.printing import lay_out_one
    from tests.builders import make_class

    connection = store.database.read()
    people = uids_of(connection, member_ids(connection, MemberFilter())[:CLASS])
    made = make_class(store, people, first_day=date.today().isoformat())
    chosen = Selection(training_class=made.uid)
    space = window.workspace
    scrolling = Scrolling(_table(window))

    def lay_out(done: Callable[[Any], None]) -> Callable[[Any], object]:
        return lambda prepared: space.run_process(
            "排版", lay_out_one, done, prepared=prepared, path=folder / "花名册.pdf"
        )

    scrolling.during(
        lambda done: space.run(
            "取数", lambda _p: prepare_document(store, "class_roster", chosen), lay_out(done)
        )
    )
    return _row(f"printing a class of {CLASS}", scrolling.worst)


def _row(what: str, worst: float) -> Row:
    return (f"longest pause while {what}", worst, "50 ms", worst / LIMIT, "≤ 1")


if __name__ == "__main__":
    for row in rows():
        print(row)
