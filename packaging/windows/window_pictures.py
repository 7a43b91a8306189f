"""The real window on practice data, a picture of the screen for every page: `python this FOLDER`.

Unlike the gallery of the tests it asks the desktop itself: Windows' own platform, fonts, scaling,
title bars. What is shown is the clerk's own way in: password, pages, a preview of paper.
"""

import io
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

_SHOWN = 1500
"""Milliseconds after which a page is taken to be painted."""


def wait(milliseconds: int) -> None:
    """Let the window work."""
    until = QDeadlineTimer(milliseconds)
    while not until.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def title_bar(widget: QWidget) -> str:
    """What Windows shows above it: Qt adds the program's name there."""
    if sys.platform != "win32":
        return widget.windowTitle()
    import ctypes

    kept = ctypes.create_unicode_buffer(256)
    ctypes.windll.user32.GetWindowTextW(int(widget.winId()), kept, len(kept))
    return kept.value


def take(folder: Path, name: str, widget: QWidget) -> None:
    """The whole screen, as somebody in front of it sees it."""
    wait(_SHOWN)
    picture = QGuiApplication.primaryScreen().grabWindow(0)
    if not picture.save(str(folder / f"{name}.png")):
        raise SystemExit(f"no picture of {name}")
    print(f"{name}: {title_bar(widget)}", flush=True)


def main(folder: Path) -> None:
    """Pictures of the windows before the main one, then of every page."""
    from app.services.practice.practice_store import open_practice
    from app.ui.dialogs.first_run import FirstRun
    from app.ui.dialogs.unlock_dialog import UnlockDialog
    from app.ui.main_window import MainWindow
    from app.ui.navigation import pages_for
    from app.ui.start import discard, make_application

    app = make_application()
    print(f"platform {app.platformName()}, font {app.font().family()}", flush=True)
    store = open_practice()
    for name, dialog in (
        ("first-run", FirstRun(_never, store.path)),
        ("unlock", UnlockDialog("打开学籍通", ["林晓"], _never, store.path)),
    ):
        dialog.show()
        take(folder, name, dialog)
        dialog.close()
    window = MainWindow(store)
    window.show_remembered()
    for spec in pages_for(store.site.level):
        if not spec.hidden:
            window.go(spec.key)
            wait(_SHOWN)
            while window.workspace.runner.busy:  # a slow machine still reads what the page shows
                wait(50)
            take(folder, f"page-{spec.key}", window)
    discard(window)
    store.close()


def _never(*_given: object) -> None:
    raise AssertionError


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # the page of that Windows is another one
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["XUEJI_HOME"] = home
        main(Path(sys.argv[1]))
