"""The manual's pictures of a township: first run, roster, class, attendance, paper, backup."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QCheckBox, QWidget

from app.services import backups
from app.services.attendance import Signature, sign_page
from app.services.closing import close_class, preview_close
from app.services.documents import write_document
from app.services.papers.selection import Selection
from app.services.store import NewSite, Store, create_store
from app.ui.dialogs.first_run import FirstRun
from app.ui.dialogs.first_run_steps import Answers, LevelStep, NameStep, PersonStep
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.dialogs.restore_dialog import RestoreDialog
from app.ui.dialogs.unlock_dialog import UnlockDialog
from app.ui.dialogs.unmask_dialog import UnmaskDialog
from app.ui.finding import ShowClass
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.close_dialog import CloseDialog
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.members.roster_dialog import RosterDialog
from tools.help_camera import Camera, settle, wait_until
from tools.help_stage import Stage, half_days

CODE = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23"


def take_all(camera: Camera, stage: Stage) -> None:
    """In the order of the manual: what is done later would show in what was taken before."""
    first_run(camera, stage.folder)
    roster(camera, stage)
    window = open_window(stage.township)
    desk(camera, window)
    new_class(camera, window)
    attendance(camera, window, stage)
    closing(camera, window, stage)
    ledger_and_paper(camera, window, stage)
    settings(camera, window)


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


def named(root: QWidget, name: str) -> QWidget:
    """The widget of this object name."""
    found = root.findChild(QWidget, name)
    if found is None:
        raise LookupError(f"{name} is not on {type(root).__name__}")
    return found


def first_run(camera: Camera, folder: Path) -> None:
    """The questions, the recovery code, and the password of every day."""

    def create(answers: Answers) -> Any:
        site = NewSite(answers.level, answers.name, answers.county, answers.operator)
        return create_store(folder / "first.xueji", site, answers.password)

    dialog = FirstRun(create)
    dialog.show()
    level, name, person, secret = dialog.steps
    if not isinstance(level, LevelStep) or not isinstance(name, NameStep):
        raise TypeError("the questions of the first run come in another order")
    level.township.setChecked(True)
    camera.shoot("first-level", dialog, [(level.township, 1), (dialog.next, 2)])
    dialog.go_on()
    name.name.setText("青山镇")
    name.county.setText("云岭县")
    dialog.go_on()
    if isinstance(person, PersonStep):
        person.operator.setText("林晓")
        person.password.setText("青山镇的山路十八弯啊")
        person.again.setText("青山镇的山路十八弯啊")
    camera.shoot("first-person", dialog)
    dialog.go_on()
    secret.findChildren(QCheckBox)[0].setChecked(True)
    dialog.go_on()
    dialog.findChild(QWidget, "recovery_code").setText(CODE)  # type: ignore[attr-defined]
    kept = named(dialog, "recovery_kept")
    camera.shoot("first-recovery", dialog, [(kept, 1), (dialog.next, 2)])
    dialog.hide()
    unlock = UnlockDialog("打开学籍通", ["林晓", "何静"], lambda _who, _secret: dialog.store)  # type: ignore[arg-type,return-value]
    unlock.show()
    camera.shoot("unlock", unlock)
    unlock.hide()


def roster(camera: Camera, stage: Stage) -> None:
    """导入花名册 of a township that is still empty."""
    window = open_window(stage.fresh)
    window.go("members")
    ready(window)
    marks = [(named(window, "import_roster"), 1)]
    camera.shoot("members-empty", window, marks, QRect(168, 0, 1198, 420))
    dialog = RosterDialog(window.workspace, window)
    dialog.show()
    marks = [(named(dialog, "choose_file"), 1)]
    camera.shoot("roster-file", dialog, marks, QRect(0, 0, 1120, 300))
    dialog.open_file(stage.roster)
    ready(window)
    dialog.create_branches.setChecked(True)
    ready(window)
    marks = [(dialog.create_branches, 1), (dialog.table.filter, 2), (dialog.go, 3)]
    camera.shoot("roster-plan", dialog, marks)
    dialog.table.filter.setCurrentIndex(dialog.table.filter.findData("拒绝"))
    dialog.table.list.filter_by("action", "拒绝")
    camera.shoot("roster-refused", dialog, [(dialog.save_refused, 1)])
    dialog.go.click()
    ready(window)
    camera.shoot("roster-done", dialog, [(dialog.save_refused, 1), (dialog.undo, 2)])
    dialog.hide()
    window.hide()


def desk(camera: Camera, window: MainWindow) -> None:
    """工作台 with two branches ticked, and the card 待录考勤."""
    page: Any = window.pages["dashboard"]
    wait_until(lambda: page.owed.findChild(QCheckBox, "tick_2") is not None)
    ticks = [named(page.owed, f"tick_{number}") for number in (1, 2)]
    for tick in ticks:
        tick.click()  # type: ignore[attr-defined]
    make, waiting = named(page, "owed_to_class"), named(page, "waiting")
    camera.shoot("desk", window, [(ticks[0], 1), (make, 2), (waiting, 3)])
    camera.shoot("desk-owed", window, [(ticks[0], 1), (make, 2)], page.owed)
    for tick in ticks:
        tick.click()  # type: ignore[attr-defined]


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
    dialog._generate(quiet=True)
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
    step.sign()
    step.absent.setText("3 7s 12b")
    marks = [(step.session, 1), (step.paper, 2), (step.signed, 3), (step.absent, 4)]
    camera.shoot("attendance", window, marks)
    camera.shoot("attendance-line", window, marks, QRect(168, 110, 1198, 190))
    step._enter()
    ready(window)
    camera.shoot("attendance-next", window, [], QRect(168, 0, 1198, 560))
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
    camera.shoot("class-papers", window, [], QRect(168, 0, 1198, 560))
    preview(camera, stage, "certificate", "certificate")


def ledger_and_paper(camera: Camera, window: MainWindow, stage: Stage) -> None:
    """台账, 打印, and the papers of the year."""
    window.go("ledger")
    ready(window)
    page: Any = window.pages["ledger"]
    page.people._sort_by(2)
    page.people._sort_by(2)
    page.people.table.select_row(0)
    ready(window)
    camera.shoot("ledger", window, [(page.people.table, 1), (page.entries, 2), (page.archive, 3)])
    window.go("documents")
    ready(window)
    page = window.pages["documents"]
    page.list.setCurrentRow(0)
    marks = [(page.list, 1), (page.preview, 2), (page.full, 3)]
    camera.shoot("documents", window, marks, QRect(168, 0, 1198, 560))
    preview(camera, stage, "owed_list", "owed-list")
    preview(camera, stage, "year_summary", "summary")
    preview(camera, stage, "handover_slip", "slip")
    ask = UnmaskDialog(window, "《培训班学员花名册》上人员")
    ask.reason.setCurrentText("上级要求报送完整名册")
    ask.show()
    camera.shoot("unmask", ask)
    ask.hide()


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


def settings(camera: Camera, window: MainWindow) -> None:
    """备份, rules and imports; the restore screen."""
    backups.automatic(window.workspace.store, "退出时")
    window.go("settings")
    page: Any = window.pages["settings"]
    for number, name in enumerate(("settings-backups", "settings-rules", "settings-accounts")):
        page.tabs.setCurrentIndex(number)
        page.reload()
        ready(window)
        camera.shoot(name, window, [], QRect(QPoint(168, 0), QPoint(1366, 520)))
    page.tabs.setCurrentIndex(3)
    ready(window)
    marks = [(named(page, "undo_batch"), 1)]
    camera.shoot("settings-imports", window, marks, QRect(168, 0, 1198, 768))
    store = window.workspace.store
    dialog = RestoreDialog(backups.list_backups(store.path), lambda _p, _s: store)
    dialog.show()
    camera.shoot("restore", dialog, [(dialog.password, 1), (named(dialog, "restore"), 2)])
    dialog.hide()
