"""The manual's pictures of a township's 数据上报, and of what was sent back to it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton

from app.services.exchange.receiving import receive_package
from app.ui.pages.exchange.returns_dialog import ReturnsDialog
from app.ui.pages.exchange.send_dialog import SendDialog
from tools.manual.camera import Camera, wait_until
from tools.manual.stage import Stage
from tools.manual.windows import named, open_window, preview, ready


def report(camera: Camera, stage: Stage) -> None:
    """Where to, and what it says afterwards."""
    window = open_window(stage.township)
    window.go("reporting")
    ready(window)
    page: Any = window.pages["reporting"]
    camera.shoot("reporting", window, [(named(page, "report"), 1)], QRect(168, 44, 900, 194))
    dialog = SendDialog(window.workspace, page.county, "数据上报", page)
    stick = next(made for made in dialog.findChildren(QPushButton) if made.isCheckable())
    dialog.show()
    camera.shoot("send-where", dialog, [(stick, 1), (dialog.confirm, 2)])
    dialog.confirm.click()
    ready(window)
    wait_until(lambda: dialog.sent is not None)
    camera.shoot("send-done", window, [(window.workspace.notices.action, 1)])
    preview(camera, stage, "handover_slip", "slip")
    window.hide()


def sent_back(camera: Camera, stage: Stage, receipt: Path) -> None:
    """退回清单, once the receipt has brought it."""
    receive_package(stage.township, receipt)
    window = open_window(stage.township)
    window.go("reporting")
    ready(window)
    dialog = ReturnsDialog(window.workspace, window)
    dialog.resize(1120, 360)
    dialog.show()
    camera.shoot("returns", dialog, [(dialog.go, 1), (dialog.explain, 2)])
    dialog.hide()
    window.hide()
