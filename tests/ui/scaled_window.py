"""Started by test_scale: every page and what its buttons open, at the scale and on the screen of
the environment; prints what does not fit, is cut off or has its chief button out of sight."""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from app.data import keyslots
from app.ui.finding import ShowClass
from app.ui.fitting import FittingScroll, largest
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from app.ui.start import discard
from tests.ui.gallery_pages import STEPS, Shooter, answer_nothing, first_dialogs
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import cut_off, dress

_LOW = 400
_BOTH = ("documents", "settings", "ledger")
"""Pages that both levels have: looked at in a township only."""


def in_sight(made: QPushButton, free: QRect) -> bool:
    """On a screen of less than 400 lines a page may have to be scrolled for it."""
    whole = QRect(0, 0, made.width(), made.height())
    seen: QRect = made.visibleRegion().boundingRect()
    if seen != whole and free.height() < _LOW:
        for scroll in (one for one in made.window().findChildren(FittingScroll)):
            if scroll.isAncestorOf(made):
                scroll.ensureWidgetVisible(made, 0, 0)
                seen = made.visibleRegion().boundingRect()
                scroll.to_top()
    return seen == whole


def misfits(window: QWidget, free: QRect | None = None) -> Iterator[str]:
    """What somebody at this screen could not read or press."""
    free = free or window.screen().availableGeometry()
    whole = window.isMaximized() or window.height() <= largest(window).height()
    around = free.adjusted(-1, -1, 1, 1)  # pixels of the device, rounded
    if not around.contains(window.frameGeometry()) or not whole:
        yield f"lies at {window.frameGeometry()} on {free}"
    yield from (f"cut off: {text}" for text in cut_off(window))
    for made in window.findChildren(QPushButton):
        if made.property("primary") and made.isVisibleTo(window) and not in_sight(made, free):
            yield f"out of sight: {made.text()}"
    for scroll in window.findChildren(FittingScroll):
        if scroll.isVisibleTo(window) and (beyond := scroll.horizontalScrollBar().maximum()):
            yield f"{beyond} pixels too wide"


class Checker(Shooter):
    """Checks each face once instead of only keeping its picture."""

    def __init__(self, window: MainWindow, prefix: str) -> None:
        super().__init__(window, prefix)
        self.found: list[str] = []

    def shoot(self, widget: QWidget, name: str) -> None:
        if name not in self.seen:
            self.found += [f"{name}: {what}" for what in misfits(widget)]
        super().shoot(widget, name)


def main(level: str, folder: Path) -> int:
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    app = QApplication(["xueji"])
    dress(app)
    answer_nothing()
    store = practice_store(folder, level=level, people=40)
    done = some_class(store, members_of(store, 20), name="党员冬春集中轮训班", days=2)
    sign_everything(store, done, close=True)
    held = some_class(store, members_of(store, 20), days=2)
    window = MainWindow(store)
    window.show_remembered()
    checker = Checker(window, f"{level}-x{window.devicePixelRatioF()}")
    setattr(QDialog, "exec", lambda dialog: checker.exec(dialog))  # noqa: B010, PLW0108  (a bound method would not get it)
    if level == "township":
        first_dialogs(checker, store)
    for spec in pages_for(level):
        if not spec.hidden and (level == "township" or spec.key not in _BOTH):
            checker.visit(spec.key)
    for step in STEPS if level == "township" else ():
        checker.visit("class_room", ShowClass(held, step), f"class_room-{step}")
        checker.visit("class_room", ShowClass(done, step), f"class_room-{step}-done")
    ratio = window.devicePixelRatioF()
    discard(window)
    store.close()
    print("\n".join(checker.found))
    print(ratio, len(checker.seen) > len(pages_for(level)), len(checker.found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
