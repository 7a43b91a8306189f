"""The manual's pictures of a township: desk, class, attendance, paper, backup."""

from datetime import date
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton

from app.services import backups
from app.services.classes.attendance import Signature, sign_page
from app.services.classes.closing import close_class, preview_close
from app.ui.dialogs.restore_dialog import RestoreDialog
from app.ui.dialogs.unmask_dialog import UnmaskDialog
from app.ui.finding import ShowClass
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.close_dialog import CloseDialog
from app.ui.pages.classes.class_dialog import ClassDialog
from tools.manual.camera import Camera, after, wait_until
from tools.manual.stage import Stage, half_days
from tools.manual.windows import named, open_window, preview, ready

_TABS = {
    "备份与恢复": "settings-backups",
    "落款与规则": "settings-rules",
    "使用人与密码": "settings-accounts",
}


def take_all(camera: Camera, stage: Stage, readme: Camera) -> None:
    """In the order of the manual: what is done later would show in what was taken before."""
    window = open_window(stage.township)
    desk(camera, window, readme)
    new_class(camera, window)
    attendance(camera, window, stage)
    closing(camera, window, stage)
    ledger_and_paper(camera, window, stage)
    settings(camera, window)


def desk(camera: Camera, window: MainWindow, readme: Camera) -> None:
    """工作台 with two branches ticked, and the card 待录考勤."""
    page: Any = window.pages["dashboard"]
    wait_until(lambda: page.owed.findChild(QCheckBox, "tick_2") is not None)
    readme.shoot("dashboard", window)
    ticks = [named(page.owed, f"tick_{number}") for number in (1, 2)]
    for tick in ticks:
        tick.click()
    make, waiting = named(page, "owed_to_class"), named(page, "waiting")
    camera.shoot("desk", window, [(ticks[0], 1), (make, 2), (after(waiting, window), 3)])
    camera.shoot("desk-owed", window, [(ticks[0], 1), (make, 2)], page.owed)
    for tick in ticks:
        tick.click()


def new_class(camera: Camera, window: MainWindow) -> None:
    """The form of a new class."""
    dialog = ClassDialog(window.workspace, None, (), window)
    dialog.show()
    form = dialog.form
    form.show_values(
        {
            **form.values(),
            "name": "党员冬季集中学习",
            "starts_on": date.today().isoformat(),
            "ends_on": date.today().isoformat(),
            "place": "青山镇党校",
        }
    )
    for button in dialog.findChildren(QPushButton):
        if button.text() == "按日期重新生成":
            button.click()
    first = form.editors["name"].widget
    camera.shoot("class-form", dialog, [(first, 1), (dialog.sessions, 2), (dialog.save_button, 3)])
    form.call_unchanged()
    dialog.hide()


def attendance(camera: Camera, window: MainWindow, stage: Stage) -> None:
    """The roster of the open class, its paper, and the keyboard way through 考勤."""
    window.workspace.open("class_room", ShowClass(stage.open_class))
    ready(window)
    room: Any = window.pages["class_room"]
    button = named(room, "print_roster_and_sheets")
    camera.shoot("class-roster", window, [(button, 1), (room.tabs["考勤"], 2)])
    preview(camera, stage, "sign_in_sheet", "sign-in")
    room.go("考勤")
    step: Any = room.steps["考勤"]
    step.paper.setText("2026 年培训档案盒 3 号")
    step.signed.click()
    step.absent.setText("3 7s 12b")
    marks = [(step.session, 1), (step.paper, 2), (step.signed, 3), (step.absent, 4)]
    camera.shoot("attendance", window, marks, QRect(168, 44, 1000, 440))
    QTest.keyClick(step.absent, Qt.Key.Key_Return)
    ready(window)
    camera.shoot("attendance-next", window, [], QRect(168, 44, 1000, 440))
    window.workspace.notices.put_away()


def closing(camera: Camera, window: MainWindow, stage: Stage) -> None:
    """结班 and what is printed afterwards."""
    store, room = stage.township, window.pages["class_room"]
    numbers = list(range(1, 33))
    signature = Signature("林晓", "2026 年培训档案盒 3 号")
    sign_page(store, half_days(store, stage.open_class)[1], numbers, {7: "事假"}, signature)
    window.workspace.changed()
    dialog = CloseDialog(preview_close(store, stage.open_class), window)
    dialog.show()
    camera.shoot("close", dialog, [(named(dialog, "confirm_close"), 1)])
    dialog.hide()
    close_class(store, stage.open_class)
    window.workspace.changed()
    room.go("证书材料")  # type: ignore[attr-defined]
    ready(window)
    camera.shoot("class-papers", window, [], QRect(168, 44, 1198, 460))
    preview(camera, stage, "certificate", "certificate")


def ledger_and_paper(camera: Camera, window: MainWindow, stage: Stage) -> None:
    """台账, 打印, and the papers of the year."""
    window.go("ledger")
    ready(window)
    page: Any = window.pages["ledger"]
    for _ in ("ascending", "descending"):
        page.people.table.horizontalHeader().sectionClicked.emit(2)
    page.people.table.select_row(0)
    ready(window)
    camera.shoot("ledger", window, [(page.people.table, 1), (page.entries, 2), (page.archive, 3)])
    window.go("documents")
    ready(window)
    page = window.pages["documents"]
    page.choose(page.kinds[0].id)
    marks = [(page.list, 1), (page.preview, 2), (page.full, 3)]
    camera.shoot("documents", window, marks, QRect(168, 44, 1000, 360))
    preview(camera, stage, "owed_list", "owed-list")
    preview(camera, stage, "year_summary", "summary")
    ask = UnmaskDialog(window, "《培训班学员花名册》上人员")
    ask.reason.setCurrentText("上级要求报送完整名册")
    ask.show()
    camera.shoot("unmask", ask)
    ask.hide()


def settings(camera: Camera, window: MainWindow) -> None:
    """备份, rules and imports; the restore screen."""
    backups.automatic(window.workspace.store, "退出时")
    window.go("settings")
    page: Any = window.pages["settings"]
    area = QRect(168, 44, 1000, 500)
    titles = {page.tabs.tabText(number): number for number in range(page.tabs.count())}
    for title, name in _TABS.items():
        page.tabs.setCurrentIndex(titles[title])
        page.reload()
        ready(window)
        camera.shoot(name, window, [], area)
    page.tabs.setCurrentIndex(titles["导入记录"])
    ready(window)
    marks = [(named(page, "undo_batch"), 1)]
    camera.shoot("settings-imports", window, marks, QRect(168, 44, 1198, 724))
    store = window.workspace.store
    dialog = RestoreDialog(backups.list_backups(store.path), lambda _p, _s: store)
    dialog.show()
    camera.shoot("restore", dialog, [(dialog.password, 1), (named(dialog, "restore"), 2)])
    dialog.hide()
