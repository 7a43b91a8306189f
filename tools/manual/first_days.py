"""The manual's pictures of the first days: first run, password, the roster."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QCheckBox

from app.data.location import MOVED
from app.services.opening import NewSite, NewStore, create_store
from app.services.store import QUESTIONS
from app.ui.dialogs.first_run import FirstRun
from app.ui.dialogs.first_run_steps import Answers, LevelStep, NameStep, PersonStep
from app.ui.dialogs.site_question import SiteQuestion
from app.ui.dialogs.unlock_dialog import UnlockDialog
from app.ui.pages.members.roster_dialog import RosterDialog
from tools.manual.camera import Camera
from tools.manual.stage import Stage
from tools.manual.windows import named, open_window, ready

CODE = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23"


def first_run(camera: Camera, folder: Path) -> None:
    """The questions, the recovery code, the password of every day, the question after a copy."""

    def create(answers: Answers) -> NewStore:
        site = NewSite(answers.level, answers.name, answers.county, answers.operator)
        return create_store(folder / "first.xueji", site, answers.password)

    dialog = FirstRun(create)
    dialog.show()
    _answer(camera, dialog)
    named(dialog, "recovery_code").setText(CODE)
    kept = named(dialog, "recovery_kept")
    camera.shoot("first-recovery", dialog, [(kept, 1), (dialog.next, 2)])
    dialog.hide()
    made = dialog.store
    if made is None:
        raise LookupError("the first run made no store")
    unlock = UnlockDialog("打开学籍通", ["林晓", "何静"], lambda _w, _s: made, made.path)
    unlock.show()
    camera.shoot("unlock", unlock)
    unlock.hide()
    question = SiteQuestion(made, QUESTIONS[MOVED])
    question.show()
    marks = [(named(question, "moved"), 1), (named(question, "separate"), 2)]
    camera.shoot("site-question", question, marks)
    question.hide()


def _answer(camera: Camera, dialog: FirstRun) -> None:
    level, name, person, secret = dialog.steps
    known = isinstance(level, LevelStep), isinstance(name, NameStep), isinstance(person, PersonStep)
    if not all(known):
        raise TypeError("the questions of the first run come in another order")
    steps: Any = dialog.steps
    steps[0].township.setChecked(True)
    camera.shoot("first-level", dialog, [(steps[0].township, 1), (dialog.next, 2)])
    dialog.go_on()
    steps[1].name.setText("青山镇")
    steps[1].county.setText("云岭县")
    dialog.go_on()
    steps[2].operator.setText("林晓")
    for line in (steps[2].password, steps[2].again):
        line.setText("青山镇的山路十八弯啊")
    camera.shoot("first-person", dialog)
    dialog.go_on()
    secret.findChildren(QCheckBox)[0].setChecked(True)
    dialog.go_on()


def roster(camera: Camera, stage: Stage) -> None:
    """导入花名册 of a township that is still empty."""
    window = open_window(stage.fresh)
    window.go("members")
    ready(window)
    marks = [(named(window, "import_roster"), 1)]
    camera.shoot("members-empty", window, marks, QRect(480, 44, 886, 130))
    dialog = RosterDialog(window.workspace, window)
    dialog.show()
    marks = [(named(dialog, "choose_file"), 1)]
    camera.shoot("roster-file", dialog, marks, QRect(0, 0, 1120, 200))
    dialog.open_file(stage.roster)
    ready(window)
    dialog.resize(1120, 520)
    answers = dialog.questions
    marks = [(next(iter(answers.branches.values())).choice, 1), (answers.make_all, 2),
             (dialog.next, 3)]  # fmt: skip
    camera.shoot("roster-questions", dialog, marks)
    dialog.resize(1120, 660)
    answers.make_all.click()
    dialog.next.click()
    ready(window)
    marks = [(dialog.table.filter, 1), (dialog.go, 2)]
    camera.shoot("roster-plan", dialog, marks)
    dialog.table.filter.setCurrentIndex(dialog.table.filter.findData("拒绝"))
    dialog.table.list.filter_by("action", "拒绝")
    camera.shoot("roster-refused", dialog, [(dialog.save_refused, 1)])
    dialog.go.click()
    ready(window)
    camera.shoot("roster-done", dialog, [(dialog.save_refused, 1), (dialog.undo, 2)])
    dialog.hide()
    window.hide()
