"""The manual's pictures of 开户: the county's file, and the township that opens it."""

from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QFileDialog

from app.ui.pages.exchange.invite_dialog import InviteDialog
from app.ui.pages.exchange.join_dialog import JoinDialog
from tools.manual.camera import Camera, Mark, after
from tools.manual.stage import Stage
from tools.manual.windows import named, open_window, ready


def enrolment(camera: Camera, stage: Stage) -> None:
    """The county writes one file, the township opens it, both read the digits aloud."""
    file = stage.folder / "红岩乡开户文件.xjs"
    written_at_county(camera, stage, file)
    window = open_window(stage.fresh)
    window.go("reporting")
    ready(window)
    dialog = JoinDialog(window.workspace, file, window)
    dialog.compared.setChecked(True)
    dialog.show()
    marks: list[Mark] = [(after(dialog.compared, dialog), 1), (dialog.agree, 2)]
    camera.shoot("enrol-township", dialog, marks)
    dialog.agree.click()
    dialog.hide()
    ready(window)
    window.hide()


def written_at_county(camera: Camera, stage: Stage, file: Path) -> None:
    """开户文件 and its digits."""
    window = open_window(stage.county)
    dialog = InviteDialog(window.workspace, window)
    dialog.resize(1000, 420)
    dialog.show()
    dialog.scope.setText("红岩乡")
    with patch.object(QFileDialog, "getSaveFileName", lambda *_a: (str(file), "")):
        named(dialog, "write_invitation").click()
    ready(window)
    dialog.scope.setText("红岩乡")  # empty again by now; the picture shows where it goes
    marks = [(dialog.scope, 1), (named(dialog, "write_invitation"), 2), (dialog.notices, 3)]
    camera.shoot("enrol-county", dialog, marks)
    dialog.hide()
    window.hide()
