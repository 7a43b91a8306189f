"""Opening, finding and waiting in the windows that the manual shows."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.services.documents import write_document
from app.services.papers.selection import Selection
from app.services.store import Store
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.main_window import MainWindow
from tools.manual.camera import Camera, settle, wait_until
from tools.manual.stage import Stage


def open_window(store: Store) -> MainWindow:
    """The main window at the size of an office screen."""
    window = MainWindow(store)
    window.resize(1366, 768)
    window.show()
    ready(window)
    return window


def ready(window: MainWindow) -> None:
    """Nothing runs in the background any more."""
    settle()
    wait_until(lambda: not window.workspace.runner.busy)
    settle()


def named(root: QWidget, name: str) -> Any:
    """The widget of this object name."""
    found = root.findChild(QWidget, name)
    if found is None:
        raise LookupError(f"{name} is not on {type(root).__name__}")
    return found


def preview(camera: Camera, stage: Stage, kind: str, name: str) -> None:
    """The print preview of one document."""
    path = stage.folder / f"{name}.pdf"
    chosen = Selection(
        training_class=stage.open_class,
        organization=stage.township.site.organization,
        year=date.today().year,
    )
    write_document(stage.township, kind, chosen, path)
    dialog = PrintPreview(name, path)
    dialog.show()
    settle()
    camera.shoot(name, dialog, [(named(dialog, "print"), 1), (named(dialog, "save_pdf"), 2)])
    dialog.hide()


def meet(kind: type[QDialog], act: Callable[[Any], object], tries: int = 400) -> None:
    """Call before what opens a modal dialog: `act` gets it as soon as it is there."""

    def look(left: int) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        elif left:
            QTimer.singleShot(25, lambda: look(left - 1))

    QTimer.singleShot(0, lambda: look(tries))
