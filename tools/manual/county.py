"""The manual's pictures of exchange: enrolment, report, preview, 待核实."""

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QPushButton

from app.services.enrolment import enrol
from app.services.joining import join
from app.services.receiving import receive_package
from app.services.sending import export_package, find_peer
from app.ui.pages.exchange.enrol_dialog import EnrolDialog
from app.ui.pages.exchange.places import remember
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from app.ui.pages.exchange.send_dialog import SendDialog
from tools.manual.camera import Camera, settle, wait_until
from tools.manual.stage import Stage, disagree
from tools.manual.windows import named, open_window, preview, ready


def take_all(camera: Camera, stage: Stage) -> None:
    """Both sides in the order in which a clerk and an officer would do it."""
    enrolment(camera, stage)
    report(camera, stage)
    receiving(camera, stage)


def enrolment(camera: Camera, stage: Stage) -> None:
    """开户: the township asks, the county compares and answers."""
    window = open_window(stage.fresh)
    window.go("reporting")
    ready(window)
    page: Any = window.pages["reporting"]
    digits = next(made for made in page.findChildren(QLabel) if _is_code(made.text()))
    marks = [(digits, 1), (named(page, "request"), 2), (named(page, "join"), 3)]
    camera.shoot("enrol-township", window, marks, QRect(168, 44, 760, 190))
    county = open_window(stage.county)
    dialog = EnrolDialog(county.workspace, stage.request, county)
    dialog.compared.setChecked(True)
    dialog.show()
    marks = [(dialog.compared, 1), (named(dialog, "enrol"), 2)]
    camera.shoot("enrol-county", dialog, marks)
    dialog.hide()
    reply = stage.folder / "红岩乡开户回复.xjs"
    enrol(stage.county, stage.request, "红岩乡", reply)
    join(stage.fresh, reply)
    window.hide()
    county.hide()


def report(camera: Camera, stage: Stage) -> None:
    """数据上报 of the township: where to, and what it says afterwards."""
    window = open_window(stage.township)
    window.go("reporting")
    ready(window)
    page: Any = window.pages["reporting"]
    marks = [(named(page, "report"), 1), (named(page, "receive"), 2)]
    camera.shoot("reporting", window, marks, QRect(168, 44, 900, 300))
    stick = stage.folder / "U盘"
    stick.mkdir()
    remember(stick)
    dialog = SendDialog(window.workspace, page.county, "数据上报", page)
    offered = next(made for made in dialog.findChildren(QPushButton) if made.isCheckable())
    offered.setText("U盘 组织办")
    dialog.show()
    camera.shoot("send-where", dialog, [(offered, 1), (dialog.confirm, 2)])
    dialog.confirm.click()
    ready(window)
    wait_until(lambda: dialog.sent is not None)
    said = dialog.notices.text.text()  # where the practice stick lies is nobody's business
    dialog.notices.text.setText(said.replace(str(stick), "U盘（E:）"))
    camera.shoot("send-done", dialog, [(dialog.slip, 1)])
    preview(camera, stage, "handover_slip", "slip")
    dialog.hide()
    window.hide()
    for package in stick.glob("*.xjb"):
        receive_package(stage.county, package)


def receiving(camera: Camera, stage: Stage) -> None:
    """数据接收 at the county, the three columns, and 下发."""
    package = disagree(stage)
    window = open_window(stage.county)
    window.go("townships")
    ready(window)
    page: Any = window.pages["townships"]
    page.list.table.select_row(0)
    marks = [(named(page, "enrol"), 1), (named(page, "receive"), 2), (named(page, "issue"), 3)]
    camera.shoot("townships", window, marks)
    dialog = ReceiveDialog(window.workspace, package, page)
    dialog.show()
    wait_until(lambda: dialog.view is not None)
    settle()
    marks = [(dialog.counts, 1), (dialog.list.table, 2), (dialog.accept_button, 3)]
    camera.shoot("receive", dialog, marks)
    dialog.accept_button.click()
    ready(window)
    wait_until(lambda: dialog.accept_button.text() == "完成")
    camera.shoot("receive-done", dialog, [], QRect(0, 0, 1060, 260))
    dialog.hide()
    window.go("review")
    ready(window)
    review: Any = window.pages["review"]
    marks = [(review.list.table, 1), (review.theirs, 2), (review.ours, 3), (review.other, 4)]
    camera.shoot("review", window, marks)
    export_package(stage.county, find_peer(stage.county, "青山镇"), stage.folder / "云岭县下发.xjb")
    window.hide()


def _is_code(text: str) -> bool:
    """The digits that are read aloud when a township is enrolled."""
    return len(text) > 20 and text.replace(" ", "").isdigit()
