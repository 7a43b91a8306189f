"""Started by test_scale: every page at the scale of the environment; prints what is cut off."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.data import keyslots
from app.ui.finding import ShowClass
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from app.ui.start import discard
from tests.ui.practice import members_of, practice_store, some_class
from tests.ui.window_helpers import cut_off, dress, screenshot


def main(level: str, folder: Path) -> int:
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    app = QApplication(["xueji"])
    dress(app)
    store = practice_store(folder, level=level, people=40)
    held = some_class(store, members_of(store, 20), days=2)
    window = MainWindow(store)
    window.resize(1366, 690)
    window.show()
    found: list[str] = []
    steps = ("名单", "考勤", "结班", "证书材料")
    visits: list[tuple[str, object]] = [(s.key, None) for s in pages_for(level) if not s.hidden]
    if level == "county":  # what townships have too is looked at there
        visits = [(key, None) for key in ("townships", "review")]
    else:
        visits += [("class_room", ShowClass(held, step)) for step in steps]
    for key, what in visits:
        window.go(key, what)
        while window.workspace.runner.busy:
            app.processEvents()
        app.processEvents()
        found += [f"{key}: {text}" for text in cut_off(window)]
        name = what.step if isinstance(what, ShowClass) else key
        screenshot(window, f"{level}-x2-{name}")
    ratio = window.devicePixelRatioF()
    discard(window)
    store.close()
    print(ratio, found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
