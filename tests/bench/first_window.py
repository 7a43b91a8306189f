"""The whole way to a first window, in a process of its own that is told which way to go.

Prints one line of JSON when the window has been painted: processor seconds of the process and the
modules it loaded. `bare` is a PySide6 window without anything of ours, `unlock` what is seen first,
`main` what is seen after the right password; both by the same call as the program.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

WAYS = ("bare", "unlock", "main")
PASSWORD = "first-window-password"


def run(way: str, store: Path | None = None) -> dict[str, Any]:
    """What that way cost: `seconds` of the processor, `modules` loaded."""
    folder = store.parent if store is not None else Path()
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XUEJI_HOME": str(folder / "home")}
    settings["PYTHONPATH"] = str(Path(__file__).parents[2])
    # Programs lie compiled where they are used, as PySide6 does here; the first turn does it.
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    settings["PYTHONPYCACHEPREFIX"] = str(folder.absolute() / "compiled")
    # By its path and not by its package: nothing of ours may be loaded on the bare way.
    command = [sys.executable, __file__, way, *([str(store)] if store else [])]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=120)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"no window came: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def _told() -> None:
    seconds = time.process_time()
    print(json.dumps({"seconds": seconds, "modules": sorted(sys.modules)}), flush=True)
    os._exit(0)


def _tells_when_painted(kind: type[Any]) -> None:
    """The first thing after the first paint of such a window is that it is told."""
    from PySide6.QtCore import QTimer

    before = kind.paintEvent

    def paint(self: Any, event: Any) -> None:
        QTimer.singleShot(0, _told)
        before(self, event)

    kind.paintEvent = paint


def _bare() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Bare(QMainWindow):
        pass

    _tells_when_painted(Bare)
    app = QApplication([])
    window = Bare()
    window.resize(1366, 768)
    window.show()
    app.exec()


def _ours(store: Path, wanted: str) -> None:
    """By `open_window`, as the program does; a watcher types the password."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app.main import open_window
    from app.ui.dialogs.unlock_dialog import UnlockDialog

    app = QApplication([])
    if wanted == "unlock":
        _tells_when_painted(UnlockDialog)
    else:
        from app.data import keyslots
        from app.ui import main_window

        # A slot of an older program is made anew with the first password, and then costs this.
        keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
        # On a busy machine that wait ends before the first picture, and other work begins.
        main_window._LONGEST_WAIT = 120_000
        _tells_when_painted(main_window.MainWindow)

    def type_password() -> None:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, UnlockDialog)]
        found[0].password.setText(PASSWORD)
        found[0].try_open()

    if wanted == "main":
        QTimer.singleShot(0, type_password)
    open_window(store)
    app.quit()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        _bare()
    else:
        _ours(Path(sys.argv[2]), sys.argv[1])
