"""The manual's pictures of the county's 数据交换: look, receive, take back, 待核实."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

from app.services.exchange.receiving import receive_package
from app.services.exchange.restore_points import restore_points
from app.ui.main_window import MainWindow
from app.ui.pages.exchange import send_dialog, stick_dialog
from app.ui.pages.exchange.places import Place
from app.ui.pages.exchange.preview_table import RETURN_COLUMN
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from app.ui.pages.exchange.stick_dialog import StickDialog
from app.ui.pages.exchange.take_back_dialog import TakeBackDialog
from tools.manual.camera import Camera, after, cell, settle, wait_until
from tools.manual.enrolling import enrolment
from tools.manual.reporting import report, sent_back
from tools.manual.stage import Stage, disagree
from tools.manual.windows import named, open_window, ready

REASON = "身份证号与原件不符"


def take_all(camera: Camera, stage: Stage) -> None:
    """Both sides in the order in which a clerk and an officer would do it."""
    stick = stage.folder / "U盘"
    stick.mkdir()
    offered = [Place("U盘 组织办", stick, stick=True)]
    with (
        patch.object(send_dialog, "places", lambda: offered),
        patch.object(stick_dialog, "places", lambda: offered),
    ):
        enrolment(camera, stage)
        report(camera, stage)
        exchange(camera, stage, stick)


def exchange(camera: Camera, stage: Stage, stick: Path) -> None:
    """What the county does with the stick, and what the township finds on it then."""
    for package in stick.glob("*.xjb"):
        receive_package(stage.county, package)
    package = disagree(stage, stick)
    window = open_window(stage.county)
    window.go("townships")
    ready(window)
    camera.shoot("townships", window)
    on_the_stick(camera, window)
    receipt = receiving(camera, window, package)
    reviewing(camera, window)
    taking_back(camera, window)
    window.hide()
    sent_back(camera, stage, receipt)


def on_the_stick(camera: Camera, window: MainWindow) -> None:
    """What lies on the stick."""
    dialog = StickDialog(window.workspace, window)
    dialog.resize(1060, 360)
    dialog.show()
    wait_until(lambda: dialog.scanned)
    ready(window)
    camera.shoot("stick", dialog, [(dialog.look, 1)])
    dialog.hide()


def receiving(camera: Camera, window: MainWindow, package: Path) -> Path:
    """The preview, one row sent back, the result; returns the receipt."""
    dialog = ReceiveDialog(window.workspace, package, window, stick=True)
    dialog.show()
    wait_until(lambda: dialog.view is not None)
    ready(window)
    lines = dialog.preview.lines
    back = next(n for n, line in enumerate(lines) if line.what == "修改")
    dialog.preview.send_back_lines([back], REASON)
    settle()
    returned = cell(dialog.list.table, back, RETURN_COLUMN, dialog)
    camera.shoot(
        "receive",
        dialog,
        [
            (after(dialog.counts, dialog), 1),
            (dialog.list.table, 2),
            (returned, 3),
            (dialog.accept_button, 4),
        ],
    )
    dialog.accept_button.click()
    wait_until(lambda: dialog.received is not None)
    ready(window)
    camera.shoot("receive-done", dialog)
    dialog.hide()
    found = dialog.received.receipt if dialog.received else None
    if found is None:
        raise LookupError("no receipt was written")
    return found


def reviewing(camera: Camera, window: MainWindow) -> None:
    """The three columns; the first question is decided."""
    window.go("review")
    ready(window)
    page: Any = window.pages["review"]
    take = [named(page, name) for name in ("take_1", "take_2", "other")]
    marks = [(page.list.table, 1), *((made, number) for number, made in enumerate(take, start=2))]
    camera.shoot("review", window, marks)
    take[0].click()
    ready(window)


def taking_back(camera: Camera, window: MainWindow) -> None:
    """What else goes when the last package is taken back."""
    dialog = TakeBackDialog(window.workspace, restore_points(window.workspace.store)[0], window)
    dialog.resize(960, 400)
    dialog.show()
    settle()
    camera.shoot("take-back", dialog, [(after(dialog.agreed, dialog), 1), (dialog.go, 2)])
    dialog.hide()
