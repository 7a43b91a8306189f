"""The program's own window on a disk that is full: `python -m tests.faults.full_disk_run FOLDER`.

FOLDER lies on a small file system of its own (32 MB; `mount -t tmpfs -o size=32m tmpfs FOLDER`, or
a loop file), which is filled up but for so many kB before each act: save in a form, import a
roster, lay out and show a paper, write a workbook, back up. Each must be done or refused in words,
never end in 程序出错了, and lose nothing; with room again it succeeds.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from app.data import backup, keyslots
from app.services import backups
from app.services.opening import open_store
from app.services.papers.selection import Selection
from app.services.self_check import check_store
from app.services.store import Store
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.error_gate import CrashDialog, ErrorGate
from app.ui.main_window import MainWindow
from app.ui.notice_bar import NoticeBar
from app.ui.pages.members.member_dialog import MemberDialog
from app.ui.pages.members.roster_dialog import RosterDialog
from app.ui.pages.settings.backups_tab import BackupsTab
from app.ui.printing import preview_document, save_document
from app.ui.start import discard, make_application
from tests.builders import PASSWORD, make_member, make_store
from tests.roster_corpus.files import xlsx
from tests.roster_corpus.people import people
from tests.roster_corpus.shapes import line, roster

LEFT = (0, 4, 16, 48, 96, 200, 400, 800, 1600)
"""kB that are left free."""
_PATIENCE = 60.0


class Clerk:
    """Does one thing after the other in a window, and writes down all that is said."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0
        self.said: list[str] = []
        self.ballast = folder / "ballast"
        os.environ["XUEJI_HOME"] = str(folder / "home")
        store = make_store(folder)
        self.person = next(iter([make_member(store) for _ in range(30)]))
        self.store = store
        self.gate = ErrorGate(folder / "home" / "logs")
        self.gate.install()
        self.window = MainWindow(store)
        self.window.show()
        self.watching = QTimer()
        self.watching.timeout.connect(self._watch)
        self.watching.start(30)
        self.settle()

    def settle(self) -> None:
        """Until nothing runs any more."""
        until = time.monotonic() + _PATIENCE
        calm = 0
        while calm < 5:
            QApplication.processEvents()
            calm = 0 if self.window.workspace.runner.busy else calm + 1
            time.sleep(0.01)
            assert time.monotonic() < until, "the window never came to rest"

    def _watch(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QMessageBox):
            self.said.append(dialog.text())
            dialog.reject()
        elif isinstance(dialog, CrashDialog):
            self.said.append("程序出错了: " + dialog._crash.details[-400:])
            dialog.reject()
        elif isinstance(dialog, PrintPreview):
            self.said.append("shown")
            dialog.reject()

    def _heard(self, *more: NoticeBar) -> None:
        for bar in (self.window.workspace.notices, *more):
            if bar.isVisibleTo(bar.window()) and bar.text.text():
                self.said.append(bar.text.text())
            bar.put_away()

    def save(self) -> None:
        """A note in the form of a person."""
        self.number += 1
        dialog = MemberDialog(self.window.workspace, self.person, None, self.window)
        dialog.show()
        dialog.form.editors["note"].write(f"第{self.number}次" + "记" * 300)
        dialog.save_button.click()
        self.settle()
        if dialog.result() == QDialog.DialogCode.Accepted:
            self.said.append("done")
        self._heard(*dialog.findChildren(NoticeBar))
        discard_dialog(dialog)

    def bring_in(self) -> None:
        """A roster of forty whom nobody knew."""
        self.number += 1
        chosen = people(1000)[self.number * 40 : self.number * 40 + 40]
        path = Path(os.environ["XUEJI_ROSTERS"]) / f"{self.number}.xlsx"
        path.write_bytes(xlsx(roster(*(line(n, one) for n, one in enumerate(chosen, 1)))))
        dialog = RosterDialog(self.window.workspace, self.window)
        dialog.show()
        dialog.open_file(path)
        self.settle()
        if dialog.next.isVisible():
            dialog.questions.make_all.click()
            for category in dialog.questions.categories.values():
                category.setCurrentIndex(1)
            dialog.next.click()
            self.settle()
        if dialog.go.isVisible() and dialog.go.isEnabled():
            dialog.go.click()
            self.settle()
        if dialog.outcome is not None:
            self.said.append("done")
        self._heard(dialog.notices)
        discard_dialog(dialog)

    def show_paper(self) -> None:
        """The archive of a person, laid out and shown."""
        preview_document(self.window.workspace, "archive", Selection(members=(self.person,)))
        self.settle()
        self._heard()

    def write_workbook(self) -> None:
        """A list as a workbook beside the store."""
        self.number += 1
        target = self.folder / f"{self.number}.xlsx"
        with patch("app.ui.printing.save_file", lambda *_: target):
            chosen = Selection(organization=self.store.site.organization, year=2026)
            save_document(self.window.workspace, "owed_list", chosen, "应训未训名单")
            self.settle()
        self._heard()
        target.unlink(missing_ok=True)

    def back_up(self) -> None:
        """立即备份到 a file beside the store."""
        target = self.folder / "手工.xjbak"
        tab = BackupsTab(self.window.workspace)
        with patch("app.ui.pages.settings.backups_tab.save_file", lambda *_: target):
            tab._back_up()
            self.settle()
        self._heard()
        if target.exists():
            backup.verify(target, self.store.database.key)
            target.unlink()
        tab.deleteLater()

    def fill(self, kilobytes: int) -> None:
        """Leave so much free."""
        with self.ballast.open("wb") as file:
            for size in (1 << 20, 1 << 12, 1):
                with suppress(OSError):  # no room for a piece of that size any more
                    while True:
                        os.write(file.fileno(), bytes(size))
        os.truncate(self.ballast, self.ballast.stat().st_size - kilobytes * 1024)

    def make_room(self) -> None:
        """As after somebody tidied up."""
        self.ballast.unlink(missing_ok=True)

    def acts(self) -> list[Callable[[], None]]:
        """Everything that is tried."""
        return [self.save, self.bring_in, self.show_paper, self.write_workbook, self.back_up]


def discard_dialog(dialog: QDialog) -> None:
    """Take a dialog away with what it asks when it is closed."""
    dialog.blockSignals(True)
    dialog.hide()
    dialog.deleteLater()


def held(store: Store) -> tuple[object, ...]:
    """What is kept of people, to be found again."""
    found = store.database.read().execute("SELECT uid, note FROM member ORDER BY uid").fetchall()
    return tuple(map(tuple, found))


def tried(clerk: Clerk, act: Callable[[], None]) -> list[str]:
    """Do it; what is wrong with how that ended."""
    before, clerk.said = held(clerk.store), []
    act()
    clerk.settle()
    words = clerk.said
    wrong = [word for word in words if word.startswith("程序出错了")]
    if not words:
        wrong.append("nothing was said")
    now = held(clerk.store)
    done = "done" in words
    if act.__name__ in ("save", "bring_in") and (now != before) != done:
        wrong.append(f"said {words}, and {'nothing ' if now == before else ''}changed")
    if act.__name__ not in ("save", "bring_in") and now != before:
        wrong.append("people changed")
    return wrong


def main(arguments: Sequence[str]) -> int:
    """Fill, act, look; the exit code is 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rosters", type=Path, default=Path("/tmp"), help="a place with room")
    given = parser.parse_args(arguments)
    os.environ["XUEJI_ROSTERS"] = str(given.rosters)
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    make_application()
    clerk, points, bad = Clerk(given.folder), 0, 0
    for act in clerk.acts():
        for left in (*LEFT, -1):
            if left >= 0:
                clerk.fill(left)
            wrong = tried(clerk, act)
            clerk.make_room()
            clerk.settle()
            if left < 0 and act.__name__ in ("save", "bring_in") and "done" not in clerk.said:
                wrong.append("not done although there is room")
            points += 1
            bad += bool(wrong)
            room = f"{left} kB left" if left >= 0 else "room again"
            print(act.__name__, room, *(w[:120] for w in clerk.said), sep=" | ")
            print(*(f"    wrong: {text}" for text in wrong), sep="\n", end="\n" if wrong else "")
    kept, problems = held(clerk.store), check_store(clerk.store).problems
    clerk.window.close()
    discard(clerk.window)
    clerk.store.close()
    store = open_store(clerk.store.path, PASSWORD)
    if held(store) != kept or problems or check_store(store).problems:
        bad += 1
        print("at the end:", held(store) == kept, problems, check_store(store).problems)
    for made in backups.list_backups(store.path):
        backup.verify(made.path, store.database.key)
    store.close()
    print(f"{points} points, {bad} wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
